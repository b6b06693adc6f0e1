"""Answers, and the sentences in them, as messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.actions import Button, Link, Share, action
from bot.render.message import EntityKind, Message, MessageBuilder, bold, link
from bot.texts import Words
from index.analysis import RULE
from index.types import AttributionStatus, Polarity, Saying, Span, Speaker
from retrieval.answer import AnswerSentence, Citation, Lack, NoAnswer, Reason, Slip

FOLD: Final = 420
"""Characters from which a quotation is shown folded; about seven lines on a telephone."""

WEAK: Final = 0.6
"""Confidence below which the reader is told to check the context."""

MOST_BUTTONS: Final = 4
"""Buttons under an answer that are seen at once."""

_LABEL_LIMIT: Final = 28


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence as it is shown, with the number that the conversation knows it by."""

    number: int
    text: str
    span: Span
    citation: Citation
    highlight: Span | None = None
    saying: Saying | None = None
    also_in: tuple[Citation, ...] = ()

    @classmethod
    def of(cls, number: int, found: AnswerSentence) -> Cited:
        return cls(
            number,
            found.text,
            found.span,
            found.citation,
            found.highlight,
            found.saying,
            found.also_in,
        )

    @property
    def speaker(self) -> Speaker | None:
        """Who said it; None too where the article denies it or does not say that it was said."""
        told = self.saying.attribution if self.saying else None
        return told.speaker if told and told.polarity is Polarity.SAID else None

    def key(self) -> dict[str, str | int]:
        """Returns what names the sentence in an action."""
        span = self.span
        return {"article": self.citation.article_id, "start": span.start, "end": span.end}


def answer_message(
    words: Words,
    shown: Sequence[Cited],
    *,
    answer_id: str,
    confidence: float,
    more: int = 0,
    understood: str | None = None,
    slips: Sequence[Slip] = (),
    heading: str | None = None,
    days_differ: bool = False,
) -> Message:
    """Returns an answer: each sentence, its speaker, its citation, and the buttons.

    Args:
        answer_id: What the buttons lead back to.
        more: How many further sentences wait behind the button.
        slips: Words of the question that were read as others.
        heading: A key of the interface that stands first.
        days_differ: Whether articles of other days answer with other numbers.
    """
    builder = MessageBuilder(words)
    _put_reading(builder, understood, slips)
    if heading:
        builder.say(heading).line(2)
    for place, item in enumerate(shown):
        if place:
            builder.line(2)
        put_sentence(builder, item)
    if days_differ:
        with builder.line(2).styled(EntityKind.ITALIC):
            builder.say("answer.days_differ")
    if confidence < WEAK:
        with builder.line(2).styled(EntityKind.ITALIC):
            builder.say("answer.weak")
    rows, folded = _buttons(words, shown, answer_id, more)
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
        buttons.append([context_button(words, nearest, alone=True)])
    return builder.build(buttons)


def _put_reading(builder: MessageBuilder, understood: str | None, slips: Sequence[Slip]) -> None:
    """Adds how a question was read where it was not read as typed."""
    if understood:
        builder.say("answer.understood", question=understood).line(2)
    for slip in slips:
        builder.say("answer.slip", typed=slip.typed, read=slip.read).line(2)


def put_sentence(builder: MessageBuilder, item: Cited) -> None:
    """Adds one sentence with its speaker and its citation."""
    put_quotation(builder, item.text, item.citation.article_id, item.span, item.highlight)
    builder.line()
    if item.saying is not None:
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
    if citation.sentence:
        place = words("answer.sentence").replace("{n}", str(citation.sentence))
    else:
        place = words("answer.headline")
    date = words.short_date(citation.date)
    if citation.outlet:
        builder.say("answer.place", outlet=citation.outlet, date=date, sentence=place)
    else:
        builder.say("answer.place.no_outlet", date=date, sentence=place)


def share_query(article_id: str, span: Span) -> str:
    """Returns the inline question that brings exactly this sentence."""
    return f"#{article_id}-{span.start}-{span.end}"


def shortened(text: str) -> str:
    """Returns a label that fits on a button, cut at a word."""
    if len(text) <= _LABEL_LIMIT:
        return text
    return text[: _LABEL_LIMIT - 1].rsplit(" ", 1)[0] + "…"


def _buttons(
    words: Words, shown: Sequence[Cited], answer_id: str, more: int
) -> tuple[list[list[Button]], list[list[Button]]]:
    """Returns the buttons under an answer, four at most, and those that one more opens."""
    contexts = [context_button(words, item, len(shown) == 1, answer_id) for item in shown]
    if not shown:
        return [contexts], []
    first = shown[0]
    others = []
    if first.saying is not None and first.saying.attribution.speaker is not None:
        others.append(_said_button(words, first.saying.attribution.speaker.name))
    sharing = sharing_buttons(words, first, answer_id)
    others.append(sharing.pop())
    if more:
        others.append(Button(words("button.more"), action("more", answer=answer_id)))
    room = MOST_BUTTONS - len(contexts)
    votes = [
        Button(words("button.good"), action("vote", answer=answer_id, vote=1)),
        Button(words("button.bad"), action("vote", answer=answer_id, vote=-1)),
    ]
    rows = [contexts, *([button] for button in others[: room - 1]), others[room - 1 : room]]
    saying = [] if first.saying is None else proof_buttons(words, first.saying, answer_id)
    return rows, [others[room:], sharing, *saying, votes]


def saying_buttons(
    words: Words, saying: Saying | None, answer_id: str | None = None
) -> list[list[Button]]:
    """Returns the buttons of a saying: how its speaker was found, what else they said."""
    if saying is None:
        return []
    rows = proof_buttons(words, saying, answer_id)
    speaker = saying.attribution.speaker
    return [*rows, [_said_button(words, speaker.name)]] if speaker is not None else rows


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


def _said_button(words: Words, name: str) -> Button:
    label = words("button.said").replace("{name}", shortened(name))
    return Button(label, action("said", name=name))


def sharing_buttons(words: Words, item: Cited, answer_id: str | None = None) -> list[Button]:
    """Returns the buttons that carry a sentence elsewhere, with its citation."""
    where = item.key()
    return [
        Button(words("button.cite"), action("cite", answer=answer_id, **where)),
        Button(words("button.card"), action("card", **where)),
        Button(words("button.share"), Share(share_query(item.citation.article_id, item.span))),
    ]


def context_button(words: Words, item: Cited, alone: bool, answer_id: str | None = None) -> Button:
    """Returns the button that shows a sentence in its article."""
    key = "button.context" if alone else "button.context_n"
    label = words(key).replace("{n}", str(item.number))
    return Button(label, action("context", answer=answer_id, **item.key()))


def open_button(words: Words, url: str | None) -> list[Button]:
    """Returns a button that opens the article, none where it has no link."""
    if url is None or not url.startswith(("https://", "http://")):
        return []
    return [Button(words("button.open"), Link(url))]
