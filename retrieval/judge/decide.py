"""Decides which of the ordered sentences may answer, and whether any does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.answer import Lack, Reason, Slip
from retrieval.judge.heard import unheard
from retrieval.judge.held import holds_kind, names_only, tells_of
from retrieval.judge.told import another, telling, untold
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.search.fusion import Fused
from retrieval.search.opened import missing

SHOWN: Final = 4
"""Sentences of an answer at most."""

MORE: Final = 6
"""Further sentences kept, to be shown on request."""

_DEEP: Final = 40
"""Sentences of the list that are held against what a question names."""

May = Callable[[Ranked], bool]
"""Says whether a sentence may answer, whatever else it says."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one search has found.

    Attributes:
        asked: What was searched in the end: slips of the keyboard are put right.
        dense: Passages by cosine alone, best first, as (article, passage) ids.
        lexical: Passages by BM25 alone.
        passages: The fused list, reordered by the sentences in it.
        sentences: Ranked, best first; empty where nothing was found.
        signs: What confidence is read from; empty where nothing was found.
        confidence: Probability that the first sentence answers.
        fit: How many of the sentences, the first ones, have all that the question names.
        over: The sentence that came first in the search, where it is not one of these.
    """

    asked: Asked
    dense: tuple[tuple[str, str], ...]
    lexical: tuple[tuple[str, str], ...]
    passages: tuple[Fused, ...]
    sentences: tuple[Ranked, ...]
    signs: Mapping[str, float]
    confidence: float
    fit: int = 0
    over: Ranked | None = None
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the sentences answer.

    Attributes:
        sentences: Those that may answer, best first; where none does, the nearest leads.
        reason: Why there is no answer, None where there is one.
        uncovered: The words of the question that are not covered.
        lack: Where these were looked for.
    """

    sentences: tuple[Ranked, ...]
    confidence: float
    reason: Reason | None = None
    uncovered: tuple[str, ...] = ()
    lack: Lack = Lack.NEAREST


def decide(findings: Findings, threshold: float) -> Decision:
    """Decides whether the first sentence answers.

    Args:
        threshold: Confidence from which on a question is answered.
    """
    asked = findings.asked
    if not findings.sentences:
        return Decision((), 0.0, Reason.NOTHING_SHARED)
    ranked = within(asked, findings.sentences[: findings.fit] or findings.sentences)
    if not ranked:
        return Decision((), 0.0, Reason.NOT_COVERED, asked.near_days, Lack.TIME)
    ranked = telling(asked, ranked, SHOWN, SHOWN + MORE)
    uncovered = lacking(asked, ranked[0]) or untold(asked, ranked[:SHOWN])
    if uncovered:
        # What is about another year or place is no answer, however well it fits.
        return Decision(tuple(ranked), 0.0, Reason.NOT_COVERED, uncovered)
    if findings.fit and findings.confidence >= threshold:
        return Decision(tuple(ranked), findings.confidence)
    uncovered = lacking(asked, findings.over) if findings.over else ()
    if findings.over is not None and uncovered:
        nearest = (findings.over, *ranked)
        return Decision(nearest, findings.confidence, Reason.NOT_COVERED, uncovered)
    return Decision(tuple(ranked), findings.confidence, Reason.LOW_CONFIDENCE)


def parted(
    asked: Asked, ranked: Sequence[Ranked], may: May | None = None
) -> tuple[list[Ranked], list[Ranked]]:
    """Returns the sentences that may answer, and the others, each in their order.

    One of another year, place or person than the question names answers nothing, nor does one
    without a number where one is asked for: it is not read, and what stands behind it is. Nor
    does one of an article in which none of the names is heard that are heard in another.

    Args:
        may: What else they have to be.
    """
    inside = {one.candidate.key for one in within(asked, ranked)}
    deaf = unheard(
        asked, {one.candidate.article.id: one.candidate.article for one in ranked}.values()
    )
    lacks: dict[str, tuple[str, ...]] = {}
    fit: list[Ranked] = []
    rest: list[Ranked] = []
    for at, one in enumerate(ranked):
        opened = one.candidate.article
        if opened.id not in lacks:
            lacks[opened.id] = missing(asked.requirements, opened)
        fits = one.candidate.key in inside and opened.id not in deaf and not lacks[opened.id]
        fits = fits and (may is None or may(one))
        tells = at >= _DEEP or (
            holds_kind(asked, one) and not names_only(one) and not another(asked, one)
        )
        known = fits and tells
        (fit if known else rest).append(one)
    return fit, rest


def lacking(asked: Asked, one: Ranked) -> tuple[str, ...]:
    """Returns the words of a question for what a sentence and its article do not have."""
    return missing(asked.requirements, one.candidate.article) or another(asked, one)


def within(asked: Asked, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Returns the sentences of articles that were published in the period asked for.

    A month or a year may also be one that an article tells of later: one that names it stays,
    and where no article is of that time, all stay. Yesterday is a day of the calendar: where
    no article is of it, none stays. Articles without a date always stay.
    """
    period = asked.period
    if period is None:
        return list(ranked)
    dates = [r.candidate.article.article.date for r in ranked]
    inside = [
        r
        for r, date in zip(ranked, dates, strict=True)
        if date is None
        or period.since <= date <= period.until
        or (not asked.near_days and tells_of(period, date, r))
    ]
    if asked.near_days:
        return inside
    dated = any(r.candidate.article.article.date is not None for r in inside)
    return inside if dated else list(ranked)
