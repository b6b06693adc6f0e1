"""Sayings as messages: what somebody said, who speaks here, one saying in its versions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from bot.actions import Button, action
from bot.render.answer import context_button, put_citation, put_sentence, shortened
from bot.render.article import turning
from bot.render.citation import Cited, sharing_buttons
from bot.render.message import EntityKind, Message, MessageBuilder, bold, starts_rtl
from bot.texts import Words
from index.identity.values import Person
from retrieval.sayings.values import Difference, Operation, Said, SpeakerSummary, Version


def put_differences(builder: MessageBuilder, parts: Sequence[Difference], article_id: str) -> None:
    """Adds a comparison as one running text.

    Args:
        article_id: Whose words the originals are.
    """
    for number, part in enumerate(parts):
        if number and not _touch(parts[number - 1], part):
            builder.text(" ")
        if part.operation is Operation.SAME:
            builder.verbatim(part.original, article_id, part.original_span)
            continue
        if part.claimed:
            with builder.styled(EntityKind.STRIKE):
                builder.part(part.claimed)
        if part.claimed and part.original:
            builder.text(" ")
        if part.original:
            with builder.styled(EntityKind.UNDERLINE):
                builder.verbatim(part.original, article_id, part.original_span)


def put_warnings(builder: MessageBuilder, parts: Sequence[Difference]) -> None:
    """Adds a line for each change of a negation, a number or a name."""
    for part in parts:
        one_sided = "" if part.claimed and part.original else f".{part.operation.value}"
        for weight in part.weights:
            key = f"weight.{weight.value}{one_sided}"
            builder.line().say(key, claimed=part.claimed, original=part.original)


def _touch(one: Difference, other: Difference) -> bool:
    """Says whether nothing stands between two stretches where they were written: ``40%``."""
    if one.original and other.original:
        return one.original_span.end == other.original_span.start
    return one.claimed_span.end == other.claimed_span.start and bool(one.claimed and other.claimed)


STEP: Final = 3
"""Sayings in one message."""

SPEAKERS: Final = 10
"""Speakers on one page."""


def said_message(
    words: Words,
    said: Said,
    shown: Sequence[Cited],
    page: int,
    understood: tuple[str, str] | None = None,
    nearby: Sequence[Cited] = (),
    style: str = "plain",
) -> Message:
    """Returns what somebody said, one page of it.

    Args:
        page: 0 for the first.
        understood: Name and topic, where the question left one of them out.
        nearby: Sayings that may be on the topic, under a heading that says so.
    """
    builder = MessageBuilder(words)
    if understood is not None:
        key = "said.understood" if understood[1] else "said.understood.all"
        builder.say(key, name=understood[0], topic=understood[1]).line(2)
    for slip in said.slips:
        builder.say("answer.slip", typed=slip.typed, read=slip.read).line(2)
    if not said.people:
        return builder.say("said.nobody", name=said.asked).build()
    person = said.people[0]
    name = name_of(words, person)
    if not said.total:
        builder.say("said.off_topic", name=bold(name), topic=said.topic)
        if not said.off_topic:
            return builder.build()
        builder.line().say("said.others", count=words.counted("saying", said.off_topic))
        _put_sentences(builder, nearby, "said.nearest")
        label = words("button.said", name=shortened(name))
        return builder.build([[Button(label, action("said", name=said.asked))]])
    _put_people(builder, said.people)
    if said.other_times:
        builder.line().say("said.other_times", name=name)
    key = "said.near" if said.by_meaning else "said.about" if said.topic else "said.all"
    if key == "said.about" and said.topic.startswith("لل"):
        # To whom they spoke: للاعبيه.
        key = "said.to"
    counted = words.counted("saying", said.total)
    told = words(key).replace("{order}", _order(words, said))
    builder.line().fill(told, count=counted, topic=said.topic)
    _put_sentences(builder, shown)
    _put_sentences(builder, nearby, "said.nearby")
    pages = -(-said.total // STEP)
    if pages > 1:
        builder.line(2).say("articles.page", page=page + 1, pages=pages)
    topic = {"topic": said.topic} if said.topic else {}
    listed = (*shown, *nearby)
    back: dict[str, Any] = {"name": said.asked, "page": page, **topic}
    rows = [
        [context_button(words, item, len(listed) == 1, **back) for item in listed],
        sharing_buttons(words, shown[0], style=style) if len(shown) == 1 else [],
        turning(words, "said_page", page, pages, name=said.asked, **topic),
    ]
    more = [
        Button(words("button.report"), action("report", name=person.name)),
        Button(words("button.csv"), action("csv", name=person.name)),
        Button(words("button.alert"), action("alert", words=person.name)),
    ]
    return builder.build(rows, more=[more])


def _order(words: Words, said: Said) -> str:
    """Returns in what order the sayings stand; nothing where there is none to speak of."""
    if said.total < 2:
        return ""
    if said.nearest_first:
        return words("said.order.nearest")
    if len({one.citation.date for one in said.sayings}) > 1:
        return words("said.order.newest")
    alone = len({one.citation.article_id for one in said.sayings}) == 1
    return words("said.order.article") if alone else ""


def _put_sentences(builder: MessageBuilder, shown: Sequence[Cited], heading: str = "") -> None:
    """Adds sentences one below the other, under a heading that says what they are."""
    if shown and heading:
        builder.line(2).say(heading)
    for item in shown:
        builder.line(2)
        put_sentence(builder, item)


def name_of(words: Words, person: Person) -> str:
    """Returns what a person is called, in the frame's own script where the articles do so."""
    if starts_rtl(person.name) == words.rtl:
        return person.name
    own = [name for name in person.names if starts_rtl(name) == words.rtl]
    return max(own, key=lambda name: len(name.split()), default=person.name)


def _put_role(builder: MessageBuilder, person: Person) -> None:
    """Adds the latest role, in the frame's own script where the articles give one."""
    own = [role for role in person.roles if starts_rtl(role) == builder.words.rtl]
    for role in (own or list(person.roles))[:1]:
        builder.say("answer.role", role=role)


def _put_people(builder: MessageBuilder, people: Sequence[Person]) -> None:
    """Adds whom a name stands for; namesakes that cannot be told apart are all named."""
    if len(people) > 1:
        builder.say("said.namesakes").line()
    for number, person in enumerate(people[:5]):
        if number:
            builder.line()
        with builder.styled(EntityKind.BOLD):
            builder.part(name_of(builder.words, person))
        _put_role(builder, person)


def speakers_message(
    words: Words, speakers: Sequence[SpeakerSummary], total: int, page: int
) -> Message:
    """Returns who speaks in these articles, one page, the most frequent first."""
    builder = MessageBuilder(words)
    if not total:
        return builder.say("speakers.none").build()
    pages = -(-total // SPEAKERS)
    with builder.styled(EntityKind.BOLD):
        builder.say("speakers.title", n=total)
    buttons = []
    for place, speaker in enumerate(speakers, start=page * SPEAKERS + 1):
        person = speaker.person
        builder.line().fill("{n}. ", n=place).part(bold(name_of(words, person)))
        _put_role(builder, person)
        builder.line().say(
            "speakers.count",
            sayings=words.counted("saying", speaker.sayings),
            articles=words.counted("in_article", speaker.articles),
        )
        buttons.append(Button(str(place), action("said", name=person.name)))
    rows = [buttons[at : at + 5] for at in range(0, len(buttons), 5)]
    rows.append(turning(words, "speakers", page, pages))
    return builder.build(rows)


def versions_message(
    words: Words,
    versions: Sequence[tuple[Version, Cited]],
    buttons: Sequence[Sequence[Button]] = (),
) -> Message:
    """Returns one saying as several articles have it, with what differs from the earliest."""
    builder = MessageBuilder(words)
    with builder.styled(EntityKind.BOLD):
        builder.say("versions.title", n=len(versions))
    first = versions[0][1].citation.article_id
    for version, item in versions:
        builder.line(2)
        if not version.differences:
            put_sentence(builder, item)
            continue
        with builder.styled(EntityKind.BLOCKQUOTE):
            builder.verbatim(item.text, item.citation.article_id, item.span, item.highlight)
        builder.line()
        put_citation(builder, item.number, item.citation)
        if version.same_words:
            builder.line().say("versions.same")
            continue
        builder.line().say("versions.differences").line()
        put_differences(builder, version.differences, first)
    return builder.build(buttons)
