"""Quotations that no clause of saying holds: a name and a colon, a statement, a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.quotes.claims.turns import Chain, Turn
from index.quotes.looks import NAMING
from index.quotes.marked import is_wordy, words_in
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.statements import STATEMENTS
from index.quotes.text import Kind, Word, span_of
from index.types import Quote, QuoteKind

_LONGEST_LEAD: Final = 4
_FARTHEST_COLON: Final = 12


def without_clause(
    at: int, unit: tuple[int, int], chain: Chain, pending: Turn | None
) -> tuple[Turn | None, Chain]:
    """Finds who speaks where no clause of saying holds the quotation."""
    words, text = chain.written.words, chain.written.text
    before = words[at - 1] if at > unit[0] else None
    if before is None and pending is not None:
        confidence = pending.confidence - 0.05
        return replace(pending, rule="colon before the line", confidence=confidence), chain
    wordy = is_wordy(text, words[at])
    if before is not None and before.kind is Kind.COLON:
        turn, chain = _before_colon(unit, at - 1, chain)
        if turn is None and wordy:
            turn = chain.unknown("colon without a speaker", at)
        return turn, chain
    alone = before is None and (at + 1 >= unit[1] or at + 1 == unit[1] - 1)
    if alone and wordy:
        return chain.goes_on(at) or chain.unknown("quotation alone", at), chain
    headed, after = _headed(unit, at, chain)
    if headed is not None:
        return headed, after
    occasion = _occasion(words, at, unit)
    if occasion is not None and len(words_in(text[words[at].start : words[at].end])) >= 3:
        # ``في بيان للشركة "…"``: the statement speaks, or who gave it last.
        return chain.named(occasion, at, "noun of saying", 0.6)
    if wordy and not _titles_near(words, at, unit):
        return chain.unknown("no cue", at), chain
    return None, chain


def _headed(unit: tuple[int, int], at: int, chain: Chain) -> tuple[Turn | None, Chain]:
    """``الأمم المتحدة: الرد على السد "غير مقبول"``: all behind the colon of a headline is told."""
    colon = _headline_colon(unit, chain)
    if colon is None or colon >= at:
        return None, chain
    turn, after = _before_colon(unit, colon, chain)
    return (None, chain) if turn is None else (replace(turn, confidence=0.75), after)


def _headline_colon(unit: tuple[int, int], chain: Chain) -> int | None:
    words = chain.written.words
    near = range(unit[0], min(unit[1], unit[0] + _FARTHEST_COLON))
    colon = next((k for k in near if words[k].kind is Kind.COLON), None)
    if colon is None or (words[unit[0]].look.place and colon == unit[0] + 1):
        # ``مصر: وقف الإجراءات`` says where, not who.
        return None
    return colon


def _titles_near(words: Sequence[Word], at: int, unit: tuple[int, int]) -> bool:
    """A book's long title stands some words behind كتاب: ``كتاب الوزير السابق "…"``."""
    return any(words[k].norm in NAMING for k in range(max(unit[0], at - 7), at))


def _occasion(words: Sequence[Word], at: int, unit: tuple[int, int]) -> Phrase | None:
    """A noun of saying right before marked words: ``في بيان للشركة "…"``."""
    for position in range(at - 1, max(unit[0] - 1, at - 7), -1):
        word = words[position]
        if word.kind is not Kind.WORD or word.cue is not None:
            return None
        if word.look.base in STATEMENTS and position + 1 <= at:
            return read_phrase(words, position, at)
    return None


def _tells_to_whom(words: Sequence[Word], at: int, colon: int) -> bool:
    """Says whether words between a name and its colon tell to whom: ``القندسي لـ«الواحة»:``."""
    norm = words[at].norm
    if norm in ("ردا", "معلقا", "تعليقا", "عن", "حول", "بشأن", "محذرا", "مخاطبا"):
        return True
    return colon - at <= 3 and (norm == "ل" or (norm.startswith("ل") and len(norm) > 3))


def _before_colon(unit: tuple[int, int], colon: int, chain: Chain) -> tuple[Turn | None, Chain]:
    """``القندسي: "لن نعود"``: a name, a title or a body before a colon speaks."""
    words = chain.written.words
    if colon - unit[0] > _FARTHEST_COLON or colon <= unit[0]:
        return None, chain
    first = words[unit[0]]
    phrase = read_phrase(words, unit[0], colon)
    if phrase is None or phrase.first != unit[0]:
        return None, chain
    if phrase.next < colon and not (phrase.name and _tells_to_whom(words, phrase.next, colon)):
        return None, chain
    seen = first.look
    known = phrase.name is not None and (
        any(words[k].norm in chain.people.tokens for k in range(phrase.name[0], phrase.name[1] + 1))
        or seen.given or seen.title
    )  # fmt: skip
    if not (
        known or (phrase.name is None and (seen.role or seen.title or seen.body or seen.place))
    ):
        return None, chain
    return chain.named(phrase, unit[0], "name and colon", 0.85)


def named_colon(unit: tuple[int, int], chain: Chain) -> tuple[Quote | None, Turn | None, Chain]:
    """A headline like ``القندسي: سنعود غدا`` gives the words after the colon."""
    words = chain.written.words
    colon = _headline_colon(unit, chain)
    if colon is None or colon + 3 > unit[1] or words[colon + 1].kind is Kind.QUOTE:
        return None, None, chain
    turn, chain = _before_colon(unit, colon, chain)
    if turn is None or (colon - unit[0] > _LONGEST_LEAD and words[unit[0]].look.body):
        return None, None, chain
    span = span_of(words, colon + 1, unit[1] - 1)
    return Quote(span, span, QuoteKind.INDIRECT), turn, chain
