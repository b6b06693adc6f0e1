"""What the ordered sentences come to: which of them may answer, and whether any does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer import Slip
from retrieval.order.sentences import Ranked
from retrieval.question.period import Period, day_words
from retrieval.question.read import Query
from retrieval.search.fusion import Fused


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one search has found.

    Attributes:
        dense: Passages by cosine alone, best first, as (article, passage) ids.
        lexical: Passages by BM25 alone.
        passages: The fused list, reordered by the sentences in it.
        sentences: Ranked, best first; empty where nothing was found.
        signs: What confidence is read from; empty where nothing was found.
        confidence: Probability that the first sentence answers.
        query: What was searched in the end: slips of the keyboard are put right.
        slips: What was read as what.
    """

    dense: tuple[tuple[str, str], ...]
    lexical: tuple[tuple[str, str], ...]
    passages: tuple[Fused, ...]
    sentences: tuple[Ranked, ...]
    signs: Mapping[str, float]
    confidence: float
    query: Query
    slips: tuple[Slip, ...] = ()


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
