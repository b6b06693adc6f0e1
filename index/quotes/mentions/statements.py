"""Whose a statement is: ``البيان`` speaks for the one who gave it out last before.

An owner stands right behind it (``بيان للوزارة``, ``بيان صادر عن الوزارة``, ``تقرير نشرته هي``),
or the sentence that brings the statement up has a subject (``قالت الوزارة في بيان``).
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Final

from index.quotes.lexicon import DETERMINERS, fold, folded, word_set
from index.quotes.looks import look
from index.quotes.mentions.phrase import Phrase
from index.quotes.text import Kind, Word

STATEMENTS: Final = folded("quoting", "statements", "statements")
"""They speak in their own name; a conference or a film does not."""
_GIVEN_OUT: Final = folded("quoting", "statements", "given_out")
_COMES_FROM: Final = word_set("صادر صادرة الصادر الصادرة صدر صدرت")
_GIVEN_BY: Final = folded("quoting", "statements", "given_by")
"""They have no addressee: ``بيان للوزارة`` is hers, ``رسالة للوزارة`` is somebody's to her."""
_REPORTS: Final = frozenset(["تقرير", "دراسة", "مقال"])
"""What a paper writes itself."""
_SIGNED: Final = frozenset(["بيان", "بلاغ"])
_MEDIA: Final = folded("quoting", "statements", "media")
_ATTRIBUTES: Final = folded("quoting", "statements", "attributes")
_ABOUT: Final = folded("quoting", "statements", "about")
_SHORT: Final = 25
_FARTHEST: Final = 400
"""Words behind a statement within which ``البيان`` still means it."""


Statements = Mapping[tuple[str, int], int]
"""The nouns of statements, each with its position -> the number of the entity that issued it."""


def issued_before(words: Sequence[Word], statements: Statements, at: int) -> int | None:
    """Returns where the last statement of this noun before a position was given out.

    Where somebody else gave one out in the same sentence too, ``البيان`` may mean either, and
    none is found.
    """
    noun = statement_at(words, at)
    places = [one for one in range(at, at - _FARTHEST - 1, -1) if (noun, one) in statements]
    near = {statements[noun, one] for one in places if not _ends(words, one, places[0])}
    return places[0] if len(near) == 1 else None


def _ends(words: Sequence[Word], start: int, end: int) -> bool:
    return any(word.kind in (Kind.STOP, Kind.BREAK) for word in words[start:end])


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


def noun_of(words: Sequence[Word], phrase: Phrase) -> int | None:
    """Returns where a phrase has its statement: ``آخر | رسالة``, ``هذا | البيان``."""
    at = phrase.first
    while at < phrase.last and words[at].norm in DETERMINERS:
        at += 1
    return at if statement_at(words, at) else None


def owner_of(words: Sequence[Word], at: int, end: int, known: Container[str]) -> int | None:
    """Returns where the owner of a statement begins: ``بيان مشترك صادر عن | الوزارة``.

    Args:
        words: The list.
        at: The statement.
        end: Where its sentence ends.
        known: The words of everybody's names.
    """
    noun, behind = statement_at(words, at), at + 1
    if behind < end and _is_direct(words, at, known):
        return behind
    while behind < end and _tells_which(words[behind]):
        behind += 1
    if behind + 2 < end and words[behind].kind is Kind.COMMA:
        behind += 1 if words[behind + 1].norm in _COMES_FROM | _GIVEN_OUT else 0
    if behind + 1 >= end:
        return None
    norm, first = words[behind].norm, words[behind + 1]
    if norm in _COMES_FROM:
        return behind + 2 if first.norm == "عن" and behind + 2 < end else None
    if norm in _GIVEN_OUT:
        # ``بيان نشرته وكالة الواحة``: an agency only passes it on.
        passed = noun not in _REPORTS and first.look.base in _MEDIA
        return None if passed else behind + 1
    if norm == "من" or (norm == "عن" and noun in _GIVEN_BY):
        return behind + 1 if _can_own(first, known) else None
    media = words[behind].look.base in _MEDIA and noun not in _REPORTS
    return behind if noun in _GIVEN_BY and words[behind].without_to and not media else None


def addressed(words: Sequence[Word], at: int, known: Container[str]) -> str:
    """``بيان لمكغراث``: the name, where a known one stands behind ل; empty without one."""
    if at + 1 >= len(words) or statement_at(words, at) not in _GIVEN_BY:
        return ""
    norm = words[at + 1].norm
    bare = f"ال{norm[2:]}" if norm.startswith("لل") else norm[1:]
    return bare if norm.startswith("ل") and norm not in known and bare in known else ""


def is_anothers_statement(words: Sequence[Word], at: int) -> bool:
    """``ردت على بيان``, ``بعد بيان``: who acts there did not give it out."""
    return at > 0 and words[at - 1].norm in _ABOUT


def may_issue(name: str, noun: str) -> bool:
    """Says whether somebody gives a statement out: a paper passes on all but its own reports."""
    base = look(fold(name.split()[0])).base
    return base not in STATEMENTS and (noun in _REPORTS or base not in _MEDIA)


def _is_direct(words: Sequence[Word], at: int, known: Container[str]) -> bool:
    """``بيان الوزارة``, ``بيان غوغل``: the owner stands right behind, without a preposition."""
    if words[at].look.definite or statement_at(words, at) != words[at].look.base:
        return False
    word = words[at + 1]
    if word.without_to:
        return False
    if word.quote is not None:
        short = word.quote.closed and not word.clause and len(word.quote.span) <= _SHORT
        return short and statement_at(words, at) in _SIGNED
    return _can_own(word, known)


def _can_own(word: Word, known: Container[str]) -> bool:
    seen = word.look
    if word.kind is not Kind.WORD or word.cue is not None or seen.base in STATEMENTS:
        return False
    role = seen.role and not seen.unnamed and not seen.nisba
    named = word.norm in known and (seen.unknown or seen.given)
    return seen.body or role or named


def _tells_which(word: Word) -> bool:
    seen = word.look
    attribute = (seen.adjective or seen.nisba or word.norm in _ATTRIBUTES) and not seen.body
    return word.kind is Kind.WORD and attribute and not seen.role and not word.without_to
