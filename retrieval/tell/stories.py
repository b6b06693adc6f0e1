"""One story in many articles: copies are told once, with the other outlets named.

Agencies are copied with small changes. Two sentences are copies where nearly all
of their words agree and every number does: 12 dead and 15 dead are two reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.order.sentences import Ranked
from retrieval.search.opened import OpenSentence

_ALIKE: Final = 0.75
"""Jaccard similarity of stems from which on two sentences are copies."""

_NEWER: Final = (2, 0.15)
"""How many of the first may change places for a newer one, and how far below it may be scored."""

_LATEST: Final = (10, 2.0)
"""The same where the latest is asked for: the first day's toll is told at greater length."""


@dataclass(frozen=True, slots=True)
class Story:
    """A sentence, and the copies of it in other articles."""

    first: Ranked
    copies: tuple[Ranked, ...]


def stories(ranked: Sequence[Ranked], limit: int) -> list[Story]:
    """Groups copies under the best of them, best story first.

    Args:
        limit: Stories wanted; copies of these are looked for in the whole list.
    """
    groups: list[list[Ranked]] = []
    for one in ranked:
        sentence = _sentence(one)
        group = next((g for g in groups if _copies(_sentence(g[0]), sentence)), None)
        if group is not None:
            group.append(one)
        elif len(groups) < limit:
            groups.append([one])
    return [Story(group[0], _others(group)) for group in groups]


def newest_first(ranked: Sequence[Ranked], *, latest: bool = False) -> list[Ranked]:
    """Returns the list with the newer of two articles first where both fit about as well.

    Args:
        latest: Whether the newest that answers is asked for: then more may change places.
    """
    if not ranked:
        return []
    depth, reach = _LATEST if latest else _NEWER
    near = [r for r in ranked[:depth] if ranked[0].score - r.score <= reach]
    dated = sorted(
        near, key=lambda r: r.candidate.article.article.date or dt.date.min, reverse=True
    )
    return [*dated, *ranked[len(near) :]]


def _others(group: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Returns the first copy in each other article."""
    by_article: dict[str, Ranked] = {}
    for one in group:
        by_article.setdefault(one.candidate.article.id, one)
    return tuple(by_article.values())[1:]


def _sentence(ranked: Ranked) -> OpenSentence:
    return ranked.candidate.article.sentence(ranked.candidate.position)


def _copies(a: OpenSentence, b: OpenSentence) -> bool:
    if a.text == b.text:
        return True
    one, other = set(a.stems), set(b.stems)
    if not one or len(one & other) / len(one | other) < _ALIKE:
        return False
    return {s for s in one if s.isdigit()} == {s for s in other if s.isdigit()}
