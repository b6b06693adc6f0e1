"""Answers, and the sentences in them, as messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.actions import Button, Link, action
from bot.render.citation import Cited, copy_button, sharing_buttons
from bot.render.message import EntityKind, Message, MessageBuilder, bold, link
from bot.texts import Words
from index.analysis import RULE
from index.types import AttributionStatus, Polarity, Saying, Span, SpeakerKind
from retrieval.answer import Citation, Lack, NoAnswer, Reason, Slip

FOLD: Final = 420
"""Characters from which a quotation is shown folded; about seven lines on a telephone."""

WEAK: Final = 0.6
"""Confidence below which the reader is told to check the context."""

MOST_BUTTONS: Final = 4
"""Buttons under an answer that are seen at once."""

_LABEL_LIMIT: Final = 28


def answer_message(
    words: Words,
    shown: Sequence[Cited],
    *,
    answer_id: str,
    confidence: float,
    more: int = 0,
    style: str = "plain",
    understood: str | None = None,
    slips: Sequence[Slip] = (),
    heading: str | None = None,
    days_differ: bool = False,
    unsure_of: str = "",
    aside_of: str = "",
    reworded: bool = False,
) -> Message:
    """Returns an answer: each sentence, its speaker, its citation, and the buttons.

    Args:
        answer_id: What the buttons lead back to.
        more: How many further sentences wait behind the button.
        understood: How a follow-up was read; empty where that is no question to show.
        slips: Words of the question that were read as others.
        heading: A key of the interface that stands first.
        days_differ: Whether articles of other days answer with other numbers.
        unsure_of: Whose words were asked for, where these are not surely theirs.
        aside_of: The topic that was asked for, where none of these has a word of it.
        reworded: Whether what was asked about stands there in other words.
    """
    builder = MessageBuilder(words)
    _put_reading(builder, understood, slips)
    if unsure_of:
        builder.say("answer.unsure_of", name=unsure_of).line(2)
    if aside_of:
        builder.say("answer.aside_of", topic=aside_of).line(2)
    for key in ("answer.reworded" if reworded else None, heading):
        if key:
            builder.say(key).line(2)
    for place, item in enumerate(shown):
        put_sentence(builder.line(2) if place else builder, item)
    for key, told in (("answer.days_differ", days_differ), ("answer.weak", confidence < WEAK)):
        if told:
            with builder.line(2).styled(EntityKind.ITALIC):
                builder.say(key)
    rows, folded = _buttons(words, shown, answer_id, more, style)
    return builder.build(rows, more=folded)


def no_answer_message(words: Words, answer: NoAnswer, nearest: Cited | None) -> Message:
    """Returns an honest no, with the nearest sentence named as that."""
    builder = MessageBuilder(words)
    _put_reading(builder, answer.understood, answer.slips)
    missing = words("comma").join(answer.uncovered)
    key = f"none.{answer.reason.value}"
    if answer.reason is Reason.NOT_COVERED and answer.lack is not Lack.ARTICLES:
        key = f"{key}.{answer.lack.value}"
    builder.say(key, words=missing)
    buttons: list[list[Button]] = []
    if nearest is not None:
        unsure = answer.reason in (Reason.LOW_CONFIDENCE, Reason.INCOMPLETE)
        builder.line(2).say("none.nearest_unsure" if unsure else "none.nearest").line()
        # Words in bold are those that answer: here nothing is said to answer.
        put_sentence(builder, replace(nearest, highlight=None))
        buttons.append([context_button(words, nearest)])
    return builder.build(buttons)


def _put_reading(builder: MessageBuilder, understood: str | None, slips: Sequence[Slip]) -> None:
    """Adds how a question was read where it was not read as typed."""
    if understood is not None:
        key = "answer.understood" if understood else "answer.following"
        builder.say(key, question=understood).line(2)
    for slip in slips:
        builder.say("answer.slip", typed=slip.typed, read=slip.read).line(2)


def put_sentence(builder: MessageBuilder, item: Cited) -> None:
    """Adds one sentence with its speaker and its citation."""
    put_quotation(builder, item.text, item.citation.article_id, item.span, item.highlight)
    builder.line()
    if item.saying is not None and not item.is_aside:
        put_speaker(builder, item.saying)
        builder.line()
    put_citation(builder, item.number, item.citation)
    if item.also_in:
        outlets = dict.fromkeys(c.outlet or c.headline for c in item.also_in)
        listed = builder.words("comma").join(outlets)
        builder.line().say("answer.also", outlets=listed)


def put_quotation(
    builder: MessageBuilder, text: str, article_id: str, span: Span, highlight: Span | None = None
) -> None:
    kind = EntityKind.EXPANDABLE if len(text) > FOLD else EntityKind.BLOCKQUOTE
    with builder.styled(kind):
        builder.verbatim(text, article_id, span, highlight)


def put_speaker(builder: MessageBuilder, saying: Saying) -> None:
    """Adds who spoke, and says so where that was inferred or is not known."""
    found = saying.attribution
    if found.speaker is None:
        builder.say("answer.unknown")
        return
    if found.polarity is not Polarity.SAID:
        builder.say(f"answer.{found.polarity.value}", name=found.speaker.name)
        return
    builder.say("answer.speaker", name=found.speaker.name)
    if found.speaker.role:
        builder.say("answer.role", role=found.speaker.role)
    if found.rule == RULE:
        builder.say("answer.corrected")
    elif found.status is AttributionStatus.INFERRED:
        builder.say("answer.inferred")


def put_citation(builder: MessageBuilder, number: int, citation: Citation) -> None:
    """Adds headline, outlet, date and number of the sentence; the headline is the link.

    Args:
        number: 0 outside a conversation, where nothing can refer to it.
    """
    words = builder.words
    headline = citation.headline or words("answer.untitled")
    shown = link(headline, citation.url) if citation.url else bold(headline)
    if number:
        builder.say("answer.citation", n=number, headline=shown).line()
    else:
        builder.part(shown).line()
    key = "answer.sentence" if citation.sentence else "answer.headline"
    place = words(key, n=citation.sentence)
    key = "answer.place" if citation.outlet else "answer.place.no_outlet"
    date = words.short_date(citation.date)
    builder.say(key, outlet=citation.outlet, date=date, sentence=place)


def shortened(text: str) -> str:
    """Returns a label that fits on a button, cut at a word."""
    if len(text) <= _LABEL_LIMIT:
        return text
    return text[: _LABEL_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def _buttons(
    words: Words, shown: Sequence[Cited], answer_id: str, more: int, style: str
) -> tuple[list[list[Button]], list[list[Button]]]:
    """Returns the buttons under an answer, four at most, and those that one more opens."""
    if not shown:
        return [], []
    contexts = [context_button(words, item, len(shown) == 1, answer_id) for item in shown]
    first = shown[0]
    said = _said_buttons(words, first.saying)
    *sharing, share = sharing_buttons(words, first, answer_id)
    copy = copy_button(words, first, style)
    going_on = [Button(words("button.more"), action("more", answer=answer_id))] if more else []
    others = [*said, share, *going_on]
    room = MOST_BUTTONS - len(contexts)
    short = others[len(said) : room]
    if len(contexts) + len(short) < MOST_BUTTONS:
        contexts, short = [*contexts, *short], []
    votes = [
        Button(words("button.good"), action("vote", answer=answer_id, vote=1)),
        Button(words("button.bad"), action("vote", answer=answer_id, vote=-1)),
    ]
    proof = proof_buttons(words, first.saying, answer_id) if first.saying else []
    folded = [others[room:], [copy, *sharing] if copy else sharing, *proof, votes]
    return [contexts, short, said[:room]], folded


def saying_buttons(
    words: Words, saying: Saying | None, answer_id: str | None = None
) -> list[list[Button]]:
    """Returns the buttons of a saying: how its speaker was found, what else they said."""
    if saying is None:
        return []
    return [*proof_buttons(words, saying, answer_id), _said_buttons(words, saying)]


def proof_buttons(words: Words, saying: Saying, answer_id: str | None = None) -> list[list[Button]]:
    """Returns the buttons that show how a speaker was found, and say that it is the wrong one."""
    where: dict[str, Any] = {"saying": saying.id, "article": saying.article_id}
    rows = [
        [
            Button(words("button.chain"), action("chain", answer=answer_id, **where)),
            Button(words("button.versions"), action("versions", answer=answer_id, **where)),
        ]
    ]
    if saying.attribution.speaker is not None:
        rows.append([Button(words("button.doubt"), action("doubt", **where))])
    return rows


def _said_buttons(words: Words, saying: Saying | None) -> list[Button]:
    """Returns the button for all that a speaker said; none where nobody is named."""
    speaker = saying.attribution.speaker if saying is not None else None
    if speaker is None or speaker.kind is SpeakerKind.UNNAMED:
        return []
    label = words("button.said", name=shortened(speaker.name))
    return [Button(label, action("said", name=speaker.name))]


def context_button(
    words: Words, item: Cited, alone: bool = True, answer_id: str | None = None, **back: Any
) -> Button:
    """Returns the button that shows a sentence in its article.

    Args:
        back: What leads from there to the list that it stands under.
    """
    key = "button.context" if alone else "button.context_n"
    opens = action("context", answer=answer_id, **back, **item.key())
    return Button(words(key, n=item.number), opens)


def open_button(words: Words, url: str | None) -> list[Button]:
    """Returns a button that opens the article, none where it has no link."""
    if url is None or not url.startswith(("https://", "http://")):
        return []
    return [Button(words("button.open"), Link(url))]
