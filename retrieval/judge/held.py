"""Whether a sentence holds what a question asks for at all: a number, a time.

Only kinds whose answers are known by their form are held to it. A cause or a place is told in too
many ways, and who somebody is as often by a description as by a name.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Final

from index.language.clitics import ARTICLE, without_particles
from index.language.quantities import comparing_words
from index.language.tables import numbered, words
from index.text.dates import find_dates
from index.text.normalise import normalised
from index.text.numbers import FoundNumber, find_numbers
from index.text.stemming import stem
from index.text.tokens import Token, tokenise
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.question.period import Period
from retrieval.search.opened import OpenSentence

_DUAL: Final = re.compile(r"\w{2,}(?:ان|ين)")
_OF_THINGS: Final = re.compile(
    r"\b(?:how many|combien d(?:e|es)?\b|(?:كم|ما|شو|ايش|شنو) (?:هو )?عدد)"
)
_MANY: Final = 5
"""Sentences of an article whose short lines are headings."""

_HEADING: Final = 4
"""Words of a heading, at most; of 1,848 questions none was answered by so short a line."""

_TELLS: Final = re.compile(r"[\d:]|[.!?\u061f\u2026\u00bb\"\u201d]$")
_SHORTEST_DUAL: Final = 3
_FIRST: Final = 3
"""Words of a question among which stands what is counted."""


def holds_kind(asked: Asked, one: Ranked) -> bool:
    """Says whether a sentence has a number where one is asked for, and a time where one is.

    Other kinds of questions are answered by sentences of any form.
    """
    if asked.kind is QuestionType.HOW_MANY:
        return has_number(asked, one.candidate.article.sentence(one.candidate.position).text)
    # When something was said that was shown already, its article's date tells.
    if asked.kind is QuestionType.WHEN and not asked.carried:
        return has_time(one.candidate.article.sentence(one.candidate.position))
    return True


def names_only(one: Ranked) -> bool:
    """Says whether a line inside an article is a heading or a caption, which tells nothing.

    ``سليم الحموي (زمردان)`` stands over what is told of him. A short line that opens an article,
    or is most of one, may be the news itself.
    """
    opened, at = one.candidate.article, one.candidate.position
    text = opened.sentence(at).text.strip()
    inside = at > 0 and len(opened.analysis.sentences) >= _MANY
    return inside and len(text.split()) <= _HEADING and not _TELLS.search(text)


def has_number(asked: Asked, text: str) -> bool:
    """Says whether a text has a number that may be the one asked for.

    ``شهرين`` and ``شخصان`` are two, ``للعام الثاني`` tells how many, and so does ``معظم``. Those
    that the question names are not asked for; and how many people there are is told by no
    price and no length, though by a share in a hundred.
    """
    tokens, counted = tokenise(text), {token.stem for token in asked.content}
    if any(_is_dual(token, counted) for token in tokens):
        return True
    if not counts_things(asked):
        return any(_is_amount(token) and token.norm not in asked.numbers for token in tokens)
    return any(_counts_thing(asked, number, text) for number in find_numbers(text)) or any(
        _is_amount(token) and not token.norm[0].isdigit() and not _is_unit(thing)
        for token, thing in zip(tokens, [*tokens[1:], *tokens[-1:]], strict=True)
    )


def counts_things(asked: Asked) -> bool:
    """Says whether a question counts people or things, and measures nothing.

    >>> from retrieval.question.read import read_question
    >>> asked = ("How many fans came?", "How many days did it last?", "How much did it cost?")
    >>> [counts_things(read_question(text)) for text in asked]
    [True, False, False]
    """
    first = asked.content[:_FIRST]
    return bool(_OF_THINGS.search(asked.norm)) and not any(_is_unit(token) for token in first)


def _counts_thing(asked: Asked, number: FoundNumber, text: str) -> bool:
    if f"{number.value:g}" in asked.numbers:
        return False
    if any(number.span.overlaps(date.span) for date in find_dates(text, None)):
        return False
    return number.noun is None or not any(map(_is_unit, tokenise(number.noun.of(text))))


def _is_unit(token: Token) -> bool:
    return token.norm in _units() or token.stem in _units()


@cache
def _units() -> frozenset[str]:
    """Returns what is measured in: money, length, weight, time."""
    known = words("questions", "told", "currencies", "measures", "area", "weight", "age")
    known |= words("calendar", "words", "periods") | words("facts", "words", "units")
    return known | {stem(word) for word in known}


def _is_amount(token: Token) -> bool:
    if token.norm[0].isdigit():
        return True
    known = comparing_words() | words("facts", "words", "amounts")
    return any(form in known for form in without_particles(token.norm))


def _is_dual(token: Token, counted: set[str]) -> bool:
    """Says whether a word is two of a unit of time, or of what is counted.

    Of a feminine word the dual can be nothing else: ``جامعتان``.
    """
    if not _DUAL.fullmatch(token.norm):
        return False
    bare = token.norm[:-2]
    if bare.endswith("ت") and len(bare) > _SHORTEST_DUAL:
        return True
    single = {bare, stem(bare), f"{bare.removesuffix('ت')}ه"}
    units = words("calendar", "words", "periods")
    return token.stem in counted or not single.isdisjoint(counted | units)


def has_time(sentence: OpenSentence) -> bool:
    """Says whether a sentence has a time: a date, a day, or what something is before or after."""
    # 874م and 9000 BP are years, which no table of dates has.
    if any(char.isdecimal() for char in sentence.text):
        return True
    known = words("facts", "words", "when") | words("calendar", "weekdays")
    norms = (token.norm for token in tokenise(sentence.text))
    forms = (form for norm in norms for form in (norm, *without_particles(norm)))
    # كل أربعاء is a day as الأربعاء is.
    if any(form in known or f"{ARTICLE}{form}" in known for form in forms):
        return True
    return bool(find_dates(sentence.text, None))


_A_MONTH: Final = 31
_LAST: Final = re.compile(r"الشهر (?:الماضي|الفاءت|المنصرم)|last month|le mois dernier")
_NEXT: Final = re.compile(r"الشهر (?:المقبل|القادم)|next month|le mois prochain")


def tells_of(period: Period, date: dt.date, one: Ranked) -> bool:
    """Says whether a sentence of another day names the year or the month asked for.

    Args:
        period: A year, or a month of one.
        date: When the sentence's article was published.
    """
    sentence = one.candidate.article.sentence(one.candidate.position)
    if (period.until - period.since).days > _A_MONTH:
        return str(period.since.year) in sentence.terms
    months = numbered("calendar", "months")
    if date.year == period.since.year and any(
        months.get(token.norm) == period.since.month for token in tokenise(sentence.text)
    ):
        return True
    after = dt.timedelta(0) < date - period.until <= dt.timedelta(_A_MONTH)
    before = dt.timedelta(0) < period.since - date <= dt.timedelta(_A_MONTH)
    said = normalised(sentence.text)
    return bool((after and _LAST.search(said)) or (before and _NEXT.search(said)))
