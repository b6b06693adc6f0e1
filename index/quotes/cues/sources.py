"""Sources without a verb: بحسب, وفقا ل, نقلا عن, على حد قول, في رأي."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.cues.clause import Clause, Relation
from index.quotes.lexicon.closed import SOURCES, SOURCES_WITH_TO, WHATS
from index.quotes.looks import look
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import Cue

_SOURCE: Final = Cue("بحسب", "source", True, "source", "?", "?", False)


def read_source(words: Sequence[Word], at: int, unit: tuple[int, int]) -> Clause | None:
    """``بحسب الوزير``, ``وفقا للشركة``, ``نقلا عن مصدر``, ``على حد قول الوزير``, ``في رأي``."""
    norm = words[at].norm
    end = unit[1]
    begin: int | None = None
    phrase: Phrase | None = None
    if norm in SOURCES and at + 1 < end:
        begin = at + 1
    elif norm in SOURCES_WITH_TO and at + 1 < end:
        begin = at + 1
        if words[begin].norm == "ل":
            begin += 1
        else:
            # ``وفقا للشركة``: the ل is written on the word, and was taken off with the words.
            phrase = read_phrase(words, begin, end) if words[begin].without_to else None
            return (
                None if phrase is None else Clause(at, at, _SOURCE, unit, phrase, Relation.SOURCE)
            )
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
    if words[begin].norm in WHATS or words[begin].cue is not None:
        return None
    inner = words[begin].look
    if words[begin].kind is Kind.WORD and not _can_speak(words, begin) and norm in SOURCES:
        return None
    phrase = read_phrase(words, begin, end)
    if phrase is None or inner.preposition:
        return None
    return Clause(at, at, _SOURCE, unit, phrase, Relation.SOURCE)


def _can_speak(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    seen = look(norm)
    if seen.somebody or seen.place:
        return True
    return seen.unknown and not norm.endswith(("ها", "هم", "ته"))
