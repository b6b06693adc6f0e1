"""The time that a question names, held against the days of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from index.text.normalise import normalised
from index.text.tokens import tokenise
from retrieval.ranking.sentences import Ranked
from retrieval.sayings.period import Period

_DAYS: Final = "اليوم أمس البارحة مبارح امبارح today yesterday tonight hier aujourd'hui"
"""Words that name a day by its distance from the asker's."""


def within(period: Period | None, ranked: Sequence[Ranked], question: str) -> list[Ranked]:
    """Returns the sentences of articles that were published in a period.

    A month or a year may also be one that an article tells of later: where no
    article is of that time, all stay. Yesterday is a day of the calendar: where
    no article is of it, none stays. Articles without a date always stay.
    """
    if period is None:
        return list(ranked)
    dates = [r.candidate.article.article.date for r in ranked]
    inside = [
        r
        for r, date in zip(ranked, dates, strict=True)
        if date is None or period.since <= date <= period.until
    ]
    if day_words(question):
        return inside
    dated = any(r.candidate.article.article.date is not None for r in inside)
    return inside if dated else list(ranked)


def day_words(question: str) -> tuple[str, ...]:
    """Returns the words of a question that name a day near the asker's."""
    return tuple(token.surface for token in tokenise(question) if token.norm in _norms())


@cache
def _norms() -> frozenset[str]:
    return frozenset(normalised(word) for word in _DAYS.split())
