"""Sources without a verb: بحسب, وفقا ل, نقلا عن, على حد قول, في رأي."""

from __future__ import annotations

from collections.abc import Sequence

from index.quotes.clause import Clause
from index.quotes.cues import CUES, Cue
from index.quotes.lexicon.closed import SOURCES, SOURCES_WITH_TO, WHATS
from index.quotes.nouns import look
from index.quotes.phrase import Phrase
from index.quotes.phrases import read_phrase
from index.quotes.words import Kind, Word


def read_source(words: list[Word], at: int, unit: tuple[int, int]) -> Clause | None:
    """``بحسب الوزير``, ``وفقا للشركة``, ``نقلا عن مصدر``, ``على حد قول الوزير``, ``في رأي``."""
    norm = words[at].norm
    end = unit[1]
    begin: int | None = None
    phrase: Phrase | None = None
    cue = Cue("بحسب", "source", True, "source", "?", "?", False)
    if norm in SOURCES and at + 1 < end:
        begin = at + 1
    elif norm in SOURCES_WITH_TO and at + 1 < end:
        begin = at + 1
        word = words[begin]
        if word.norm == "ل":
            begin += 1
        else:
            return _with_to(words, at, begin, unit, cue)
    elif (norm in ("نقلا", "ونقلا") and at + 2 < end and words[at + 1].norm == "عن") or (
        norm == "حد" and at + 2 < end and words[at + 1].norm in ("قول", "تعبير", "وصف")
    ):
        begin = at + 2
    elif norm in ("راي", "رأي", "برأي", "براي", "وبرأي", "نظر") and at + 1 < end:
        if norm in ("راي", "رأي", "نظر") and words[at - 1].norm not in ("في", "وفي", "وجهة"):
            return None
        begin = at + 1
    if begin is None or begin >= end:
        return None
    if words[begin].norm in WHATS or words[begin].norm in CUES:
        return None
    inner = look(words[begin].norm)
    if words[begin].kind is Kind.WORD and not _can_speak(words, begin) and norm in SOURCES:
        return None
    phrase = read_phrase(words, begin, end)
    if phrase is None or inner.preposition:
        return None
    return Clause(at, at, cue, unit, phrase, "source")


def _can_speak(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    seen = look(norm)
    if (
        seen.role
        or seen.title
        or seen.body
        or seen.document
        or seen.given
        or seen.unnamed
        or seen.place
    ):
        return True
    return seen.unknown and not norm.endswith(("ها", "هم", "ته"))


def _with_to(
    words: list[Word], at: int, begin: int, unit: tuple[int, int], cue: Cue
) -> Clause | None:
    """Reads ``وفقا للشركة``: the ل is written on the word."""
    word = words[begin]
    if word.kind is not Kind.WORD or not word.norm.startswith("ل") or word.norm == "لما":
        return None
    norm = "ال" + word.norm[2:] if word.norm.startswith("لل") else word.norm[1:]
    seen = look(norm)
    if not (
        seen.role
        or seen.body
        or seen.document
        or seen.given
        or seen.title
        or seen.unknown
        or seen.unnamed
    ):
        return None
    words[begin] = Word(Kind.WORD, norm, word.start + 1, word.end)
    phrase = read_phrase(words, begin, unit[1])
    return None if phrase is None else Clause(at, at, cue, unit, phrase, "source")
