"""The check of a quotation as a message: a verdict, the difference, the original."""

from __future__ import annotations

from collections.abc import Sequence

from bot.render.answer import context_button, put_citation, put_sentence
from bot.render.citation import Cited, sharing_buttons
from bot.render.message import EntityKind, Message, MessageBuilder, bold
from bot.render.said import name_of, put_differences, put_warnings
from bot.texts import Words
from index.types import Span
from retrieval.sayings.values import Check, CitedWords, SpeakerCheck, Verdict

_SHOWN_ELSEWHERE = 5


def check_message(
    words: Words,
    check: Check,
    original: Cited | None,
    *,
    who: bool = False,
    whole: tuple[str, Span] | None = None,
    others: Sequence[Cited] = (),
    style: str = "plain",
    ahead: str = "",
) -> Message:
    """Returns what the articles hold of a quotation. Nothing here says that one is false.

    Args:
        ahead: What is to be read before the verdict: that it is of an older version alone.
        original: The place that the verdict speaks of, as it is shown.
        who: The question was who said it, so the speaker stands first.
        others: What else a claim joins, where it is of two speakers.
        whole: The whole saying that was cut short, where it is longer than the sentence.
    """
    builder = MessageBuilder(words)
    if check.headlines:
        return _headline_message(builder, check, original)
    if check.original is None or original is None:
        with builder.styled(EntityKind.BOLD):
            builder.say("verdict.not_in_these_articles")
        return builder.line().say("verdict.not_in_these_articles.note").build()
    if ahead:
        with builder.styled(EntityKind.BOLD):
            builder.text(ahead)
        builder.line(2)
    speaker = _speaker(words, check.original)
    # Whose saying the words stand in, be they theirs or not.
    holder = speaker or (original.speaker.name if original.speaker else None)
    if who:
        key = "who.answer" if speaker else "who.within" if holder else "who.unknown"
        builder.say(key, name=bold(holder or "")).line()
    theirs = check.verdict is Verdict.CLOSE_IN_MEANING and check.claim.speaker
    with builder.styled(EntityKind.BOLD):
        key = f"verdict.{check.verdict.value}{'.of' if theirs else ''}"
        builder.say(key, claimed=check.claim.speaker or "")
    # Of what was not said, the line under the words tells who denies it.
    unsaid = check.verdict in (Verdict.DENIED, Verdict.UNREAL)
    told = {SpeakerCheck.NOT_ASKED, SpeakerCheck.CONFIRMED} if unsaid else {SpeakerCheck.NOT_ASKED}
    if check.speaker_check not in told:
        key = check.speaker_check.value
        if check.speaker_check is SpeakerCheck.UNKNOWN and holder:
            key = "unconfirmed" if speaker else "described"
        builder.line().say(
            f"speaker_check.{key}", claimed=check.claim.speaker or "", name=bold(holder or "")
        )
    if check.verdict is Verdict.REPORTED:
        put_warnings(builder, check.differences)
    elif check.verdict is not Verdict.WORD_FOR_WORD and any(
        part.claimed != part.original for part in check.differences
    ):
        builder.line(2).say("verdict.comparison").line()
        put_differences(builder, check.differences, check.original.citation.article_id)
        put_warnings(builder, check.differences)
    builder.line(2).say("verdict.original").line()
    put_sentence(builder, original)
    if whole is not None:
        builder.line(2).say("verdict.rest").line()
        with builder.styled(EntityKind.BLOCKQUOTE):
            builder.verbatim(whole[0], original.citation.article_id, whole[1], check.original.span)
    for other in others:
        builder.line(2)
        put_sentence(builder, other)
    here = check.original.citation.article_id
    elsewhere = [place for place in check.elsewhere if place.citation.article_id != here]
    _put_elsewhere(builder, () if others else elsewhere)
    sharing = sharing_buttons(words, original, style=style)
    return builder.build([[context_button(words, original)], sharing])


def _headline_message(builder: MessageBuilder, check: Check, near: Cited | None) -> Message:
    """Returns that a headline alone has the words, with what of the text comes near them."""
    with builder.styled(EntityKind.BOLD):
        builder.say("verdict.headline_only")
    if check.claim.speaker:
        builder.line().say("speaker_check.headline", claimed=check.claim.speaker)
    builder.line().say("verdict.headline_only.note")
    for title in check.headlines[:_SHOWN_ELSEWHERE]:
        builder.line(2)
        put_citation(builder, 0, title)
    if near is None:
        return builder.build()
    builder.line(2).say("verdict.nearest_in_text").line()
    put_sentence(builder, near)
    return builder.build([[context_button(builder.words, near)]])


def _speaker(words: Words, found: CitedWords) -> str | None:
    speaker = found.saying.attribution.speaker if found.saying else None
    if speaker is None:
        return None
    return name_of(words, found.person) if found.person else speaker.name


def _put_elsewhere(builder: MessageBuilder, places: Sequence[CitedWords]) -> None:
    if not places:
        return
    builder.line(2).say("verdict.elsewhere")
    for place in places[:_SHOWN_ELSEWHERE]:
        citation = place.citation
        parts = [citation.outlet or citation.headline, builder.words.short_date(citation.date)]
        builder.line().fill("• {place}", place=builder.words("comma").join(parts))
