"""What can stand between a verb and its subject: times, adverbs, places, audiences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.lexicon import AUDIENCE, COMPLEMENTIZERS, WHEN, folded
from index.quotes.looks import ADVERBS, AGENT_CHANGE, NAMING, OCCASIONS, TIMES, look, split_joined
from index.quotes.mentions.phrase import ends_phrase
from index.quotes.text import Kind, Word

_GOVERNING: Final = folded("quoting", "clauses", "governing_times")


def skip_circumstances(words: Sequence[Word], at: int, end: int) -> tuple[int, bool]:
    """Skips what can stand between a verb and its subject.

    Returns:
        Where reading goes on, and whether a prepositional phrase was skipped: behind one
        only a title, a role or a body can be the subject.
    """
    moved = False
    while at < end:
        word = words[at]
        if word.kind is Kind.ASIDE or (word.kind is Kind.COMMA and moved):
            at += 1
            continue
        if word.kind is Kind.COMMA:
            nxt = words[at + 1] if at + 1 < end else None
            if (
                nxt is None
                or nxt.kind is not Kind.WORD
                or not (nxt.look.preposition or nxt.norm in TIMES or nxt.norm in ADVERBS)
            ):
                break
            at += 1
            moved = True
            continue
        if word.kind is not Kind.WORD or word.norm in COMPLEMENTIZERS:
            break
        if word.norm in AGENT_CHANGE or word.norm in ADVERBS:
            at += 1
            continue
        if word.norm == "من" and at + 1 < end and words[at + 1].norm in AGENT_CHANGE:
            at += 2
            continue
        if word.norm in ("من", "الى") and at + 1 < end and words[at + 1].norm in ("جهة", "ذلك"):
            at += 2
            if at < end and words[at].norm in ("اخرى", "ثانية"):
                at += 1
            continue
        if word.norm in TIMES and word.norm not in _GOVERNING:
            of_what = word.norm in ("عشية", "غداة", "صبيحة")
            at += 1
            if of_what and at < end and words[at].kind is Kind.WORD:
                # ``صرح عشية المباراة``: the match does not speak.
                at += 1
                moved = True
            while at < end and (words[at].norm in WHEN or words[at].kind is Kind.NUMBER):
                at += 1
            continue
        if word.norm in AUDIENCE or word.norm == "ل" or is_audience(words, at):
            at = _past_audience(words, at, end)
            moved = True
            continue
        if word.look.preposition:
            past = _past_occasion(words, at, end)
            if past == at:
                moved = True
                break
            at = past
            moved = True
            continue
        break
    return at, moved


def is_audience(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    return (
        norm.startswith("ل")
        and len(norm) > 4
        and (
            norm.startswith("لل")
            or norm[1:] in NAMING
            or look(norm[1:]).body
            or look(norm[1:]).role
        )
        and not look(norm).given
    )


def _past_audience(words: Sequence[Word], at: int, end: int) -> int:
    """``للصحافيين``, ``لوكالة الأنباء الزهرانية``, ``لـ"الضحى"``."""
    bare = words[at].norm == "ل"
    at += 1
    if at < end and words[at].kind is Kind.QUOTE and (bare or words[at - 1].norm[:1] == "ل"):
        return at + 1
    while at < end and words[at].kind in (Kind.WORD, Kind.QUOTE):
        seen = words[at].look
        if words[at].kind is Kind.QUOTE:
            if len(words[at].quote.span) > 30:  # type: ignore[union-attr]
                break
            at += 1
            continue
        if (
            ends_phrase(words, at)
            or seen.role
            or seen.title
            or seen.preposition
            or words[at].norm in TIMES
        ):
            break
        at += 1
    return at


def _past_occasion(words: Sequence[Word], at: int, end: int) -> int:
    """Skips a short place of speaking: ``في بيان``, ``في تصريحات لـ"الضحى"``."""
    position = at + 1
    if position >= end or words[position].kind is not Kind.WORD:
        return at
    inner = split_joined(words[position].norm)
    if not (inner in OCCASIONS or look(inner).base in OCCASIONS):
        return at
    position += 1
    while position < end and position < at + 9:
        word = words[position]
        if word.kind is Kind.COMMA:
            return position + 1
        if word.kind is Kind.QUOTE and words[position - 1].norm in NAMING | {"ل", "مع"}:
            position += 1
            continue
        if word.kind is not Kind.WORD or ends_phrase(words, position):
            break
        seen = word.look
        if word.norm in AUDIENCE or is_audience(words, position) or word.norm == "ل":
            position = _past_audience(words, position, end)
            continue
        if position == at + 2 and seen.base in ("صحفي", "صحافي"):
            position += 1
            continue
        if (seen.role or seen.title or seen.given or seen.unnamed) and not seen.adjective:
            return position
        if (seen.preposition and word.norm not in ("على", "عبر", "مع", "في")) or word.norm == "مع":
            return at
        position += 1
    return position
