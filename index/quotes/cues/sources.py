"""Sources without a verb: بحسب, وفقا ل, نقلا عن, على حد قول, في رأي."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.cues.clause import Clause, How, Relation, is_noun_here
from index.quotes.lexicon import COMPLEMENTIZERS, SOURCES, SOURCES_WITH_TO, WHATS, folded
from index.quotes.looks import look
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import Cue

_NOUN: Final = Cue("قول", "say", True, "noun", "?", "?", False)
ACCUSATION: Final = Cue("اتهام", "ask", True, "noun", "?", "?", False)
"""``اتهامات تارود له بسرقة "الماء كله"``: what is laid to somebody, in the words of who does."""
_NOUNS: Final = folded("quoting", "sources", "nouns")
_BETWEEN: Final = folded("quoting", "sources", "between")
_ACCUSING: Final = folded("quoting", "sources", "accusing")
_ABOUT: Final = frozenset(("بشان", "بخصوص", "بعد", "بين", "بحق", "بسبب"))
_FARTHEST_ACCUSED: Final = 7
"""Words between the accuser and the marked words."""
_LEADING: Final = frozenset(("من", "على", "الى"))
"""``تحذير الوزير | من | أن``"""
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
    return Clause(_first_of(words, at, unit[0]), at, _SOURCE, unit, phrase, Relation.SOURCE)


def _first_of(words: Sequence[Word], at: int, start: int) -> int:
    """``على حد قول``, ``من وجهة نظر``: the words that lead to a source belong to it."""
    while at > start and words[at - 1].norm in ("على", "وعلى", "وجهة", "من", "في", "وفي"):
        at -= 1
    return at


def read_noun(words: Sequence[Word], at: int, unit: tuple[int, int]) -> Clause | None:
    """A noun of saying with its own subject: ``انتقد تصريح سلمى بأن``, ``رد على قول سلمى «…»``."""
    norm = words[at].norm
    joined = norm[:1] in ("ب", "ل") and norm[1:] in _NOUNS
    if not (joined or norm in _NOUNS) or at == unit[0] or at + 2 >= unit[1]:
        return None
    if words[at].cue is not None and not (joined or is_noun_here(words, at, unit[0])):
        return None
    first = words[at + 1].look
    accuses = norm in _ACCUSING
    stop = _accused_at(words, at + 2, unit[1]) if accuses else unit[1]
    phrase = read_phrase(words, at + 1, stop)
    named = first.given or first.title or first.role or first.body or first.place
    if phrase is None or not named:
        return None
    if phrase.name is None and not (first.definite or first.place):
        # ``تصريح صحافي`` names no speaker.
        return None
    accused = _accused_of(words, phrase.next, unit[1]) if accuses else None
    if accused is not None:
        return Clause(at, at, ACCUSATION, unit, phrase, Relation.NOUN, accused, How.QUOTE)
    for position in range(phrase.next, min(phrase.next + 3, unit[1])):
        word = words[position]
        if word.kind is Kind.QUOTE or word.norm in COMPLEMENTIZERS:
            how = How.QUOTE if word.kind is Kind.QUOTE else How.CLAUSE
            return Clause(at, at, _NOUN, unit, phrase, Relation.NOUN, position, how)
        leads = word.norm in _LEADING and words[position + 1].norm in COMPLEMENTIZERS
        if not leads and word.kind not in (Kind.COMMA, Kind.ASIDE) and word.norm not in _BETWEEN:
            return None
    return None


def _accused_at(words: Sequence[Word], at: int, end: int) -> int:
    """``اتهام الوزارة | للشركة``: whom one accuses, or of what, is no part of who does."""
    near = range(at, min(at + _FARTHEST_ACCUSED, end))
    norms = ((k, words[k].norm) for k in near)
    return next((k for k, one in norms if one.startswith("لل") or one in _ABOUT), end)


def _accused_of(words: Sequence[Word], at: int, end: int) -> int | None:
    """``اتهامات تارود له | باتباع سياسة "قطاع الطرق"``: the marked words of an accusation."""
    leads = False
    for position in range(at, min(at + _FARTHEST_ACCUSED, end)):
        word = words[position]
        if word.kind is Kind.QUOTE:
            return position if leads else None
        if word.kind is not Kind.WORD or word.cue is not None or word.norm in COMPLEMENTIZERS:
            return None
        leads = leads or (word.norm.startswith("ب") and word.norm not in _ABOUT)
        if not (leads or word.norm in _BETWEEN or word.norm.startswith("ل")):
            return None
    return None


def _can_speak(words: Sequence[Word], at: int) -> bool:
    norm = words[at].norm
    seen = look(norm)
    if seen.somebody or seen.place:
        return True
    return seen.unknown and not norm.endswith(("ها", "هم", "ته"))
