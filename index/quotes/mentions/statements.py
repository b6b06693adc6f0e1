"""Whose a statement is: ``البيان`` speaks for the one who gave it out last before.

An owner stands right behind it (``بيان للوزارة``, ``بيان صادر عن الوزارة``, ``تقرير نشرته هي``),
or the sentence that brings the statement up has a subject (``قالت الوزارة في بيان``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from index.quotes.lexicon import folded, word_set
from index.quotes.looks import look
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.text import Kind, Word

STATEMENTS: Final = folded("quoting", "statements", "statements")
"""They speak in their own name; a conference or a film does not."""
_GIVEN_OUT: Final = folded("quoting", "statements", "given_out")
_COMES_FROM: Final = word_set("صادر صادرة الصادر الصادرة")
_FARTHEST: Final = 400
"""Words behind a statement within which ``البيان`` still means it."""


Statements = Mapping[tuple[str, int], int]
"""The nouns of statements, each with its position -> the number of the entity that issued it."""


def issuer_before(statements: Statements, noun: str, at: int) -> int | None:
    """Returns who gave out the last statement before a position."""
    places = range(at, at - _FARTHEST - 1, -1)
    return next((statements[noun, one] for one in places if (noun, one) in statements), None)


def statement_at(words: Sequence[Word], at: int) -> str:
    """Returns the noun of a statement that stands there, empty for another word."""
    return _statement(words[at].norm)


@lru_cache(maxsize=1 << 14)
def _statement(norm: str) -> str:
    base = look(norm).base
    forms = (base, base.removesuffix("ا"), base[1:], _possessed(base))
    return next((form for form in forms if form in STATEMENTS), "")


def _possessed(base: str) -> str:
    """Takes the owner's pronoun off a noun: ``بيانها``, ``رسالته``."""
    bare = base.removesuffix("هم").removesuffix("ها").removesuffix("ه")
    return f"{bare[:-1]}ة" if bare.endswith("ت") and bare != base else bare


def owner_in(words: Sequence[Word], at: int, end: int) -> Phrase | None:
    """Reads the owner that stands right behind a statement."""
    behind = at + 1
    if behind + 1 < end and words[behind].norm in _COMES_FROM and words[behind + 1].norm == "عن":
        behind += 2
    elif behind < end and words[behind].norm in _GIVEN_OUT:
        behind += 1
    elif behind >= end or not _owns(words[behind]):
        return None
    if behind >= end or words[behind].kind is not Kind.WORD:
        return None
    return read_phrase(words, behind, end, apposed=False)


def _owns(word: Word) -> bool:
    seen = word.look
    return word.kind is Kind.WORD and (
        (seen.body and seen.base not in STATEMENTS) or (seen.role and not seen.unnamed)
    )
