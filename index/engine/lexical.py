"""BM25: the formula of ``rank_bm25.BM25Okapi``, with an IDF that is never negative.

    score(q, p) = sum over t in q of
        idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |p| / avgdl))
    idf(t) = log(1 + (N - n + 0.5) / (n + 0.5))

Okapi's own IDF is zero for a term in half of the passages and below zero for
one in more; rank_bm25 then puts a share of the mean IDF there, and a verb of
saying outranks a name. The form above is Lucene's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine.base import TermStatistics

K1: Final = 1.5
B: Final = 0.75

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Corpus:
    """How many passages a scope holds, and how many tokens in all."""

    passages: int
    tokens: int

    @property
    def mean_length(self) -> float:
        return self.tokens / self.passages if self.passages and self.tokens else 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A query's terms with their weight, the heaviest first.

    Attributes:
        terms: Each distinct term once; terms that no passage holds are left out.
        idf: As long as ``terms``.
        repeats: How often each stands in the query.
    """

    terms: tuple[str, ...]
    idf: tuple[float, ...]
    repeats: tuple[int, ...]
    mean_length: float

    def weight(self, at: int) -> float:
        return self.idf[at] * self.repeats[at]

    def bounds(self) -> list[float]:
        """Returns, for each term, what it and all lighter ones can give at most together."""
        total, bounds = 0.0, []
        for at in reversed(range(len(self.terms))):
            total += self.weight(at) * (K1 + 1)
            bounds.append(total)
        return bounds[::-1]


def idf(passages: int, holding: int) -> float:
    """Returns the weight of a term that ``holding`` of ``passages`` hold, always positive."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def weigh(tokens: Sequence[str], holding: Mapping[str, int], corpus: Corpus) -> Weights:
    """Returns the weights of a query's tokens, by how many passages hold each."""
    weighed = []
    for term, repeats in Counter(tokens).items():
        if held := holding[term]:
            value = idf(corpus.passages, held)
            weighed.append((-value * repeats, term, value, repeats))
    # One fixed order of summing, so that a score does not depend on where the
    # passage lies; the heaviest first, so that the rest can be cut short.
    weighed.sort()
    _, terms, values, repeated = zip(*weighed, strict=True) if weighed else ((), (), (), ())
    return Weights(terms, values, repeated, corpus.mean_length)


def statistics(tokens: Sequence[str], holding: Mapping[str, int], corpus: Corpus) -> TermStatistics:
    """Returns what the tokens are worth, those that no passage holds included."""
    weights = {term: idf(corpus.passages, count) for term, count in holding.items()}
    return TermStatistics(idf=weights, ceiling=sum(weights[token] * (K1 + 1) for token in tokens))


def shares(kinds: npt.NDArray[np.uint64], mean_length: float) -> Floats:
    """Returns what share of a term's weight passages get, by count and length.

    Args:
        kinds: ``count << 32 | length`` of each.
    """
    counts = (kinds >> np.uint64(32)).astype(np.float64)
    lengths = (kinds & np.uint64(0xFFFF_FFFF)).astype(np.float64)
    found: Floats = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / mean_length))
    return found


def best(
    rows: npt.NDArray[Any], scores: Floats, ids: npt.NDArray[np.uint64], top_k: int
) -> tuple[Rows, Floats]:
    """Returns the ``top_k`` best rows, equal scores in the order of their passages' ids."""
    if len(rows) > top_k:
        cut = np.partition(scores, len(scores) - top_k)[len(scores) - top_k]
        kept = scores >= cut
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((ids[rows], -scores))[:top_k]
    return rows[order].astype(np.intp), scores[order]


Held = tuple[int, npt.NDArray[np.uint32], npt.NDArray[np.unsignedinteger[Any]]]
"""Which term it is, the rows that hold it, ascending, and the kinds of their postings."""

_SEARCHED: Final = 8
"""A row is looked up in postings that are so many times as many as the rows."""

_LONG: Final = 262_144
"""So many postings left are worth asking whether they can still matter."""

_FEW: Final = 4
"""Contenders are looked up where so many times as many postings are left."""

_JUDGED: Final = 4_096
"""Rows of the heaviest terms that are looked at to see what the best have reached."""

_ENOUGH: Final = 8
"""So many times as many as are wanted will do."""

_DENSE: Final = 8
"""All scores are gone through where one row in so many may have been met."""

_SOME: Final = float(np.nextafter(0, 1))
"""What a row has at least that holds a term: no weight is zero."""


class Tally:
    """The sums of one question; the same whichever way a row's terms were come by.

    Attributes:
        scores: Of each row; only those of rows that were returned or asked for
            hold all that is due to them.
    """

    def __init__(self, row_count: int, weights: Weights, shares: Floats) -> None:
        """Begins with nothing.

        Args:
            shares: What share of a term's weight each kind of posting gets.
        """
        self.scores: Final[Floats] = np.zeros(row_count)
        self._weights: Final = weights
        self._shares: Final = shares

    def contenders(self, held: Sequence[Held], mask: Mask | None, top_k: int) -> Rows:
        """Returns visible rows that hold a term, the ``top_k`` best with their scores among them.

        As soon as ``top_k`` rows have more than all further terms together can
        give, only rows that were met already can be among the best, and the
        long postings of the light terms are only looked up in (MaxScore:
        Turtle and Flood, 1995).
        """
        left = sum(len(rows) for _, rows, _ in held)
        rest = self._weights.bounds()
        judged = _judged(held, mask, top_k)
        for number, (at, rows, _) in enumerate(held):
            # What has been given so far must exceed what is left, or no row can.
            if left >= _LONG and number and rest[0] > 2 * rest[at]:
                threshold = self._reached(judged, top_k)
                if threshold > rest[at]:
                    seen = self._above(held[:number], threshold - rest[at], mask)
                    if _FEW * len(seen) < left:
                        return self._finished(seen, held[number:], rest, top_k)
            self._add(held[number])
            left -= len(rows)
        return self._above(held, self._reached(judged, top_k), mask)

    def look_up(self, held: Sequence[Held], rows: Rows) -> None:
        """Adds what terms give to those of some rows, each named once, that hold them."""
        narrow = rows.astype(np.uint32)
        for at, holding, kinds in held:
            if len(holding) < _SEARCHED * len(rows):
                # Looking every row up would take longer than adding them all;
                # values of other rows are never read.
                self._add((at, holding, kinds))
                continue
            found = holding.searchsorted(narrow)
            hit = holding.take(found, mode="clip") == narrow
            self.scores[rows[hit]] += self._given(at).take(kinds[found[hit]])

    def _add(self, term: Held) -> None:
        """Adds what a term gives to all rows that hold it."""
        at, rows, kinds = term
        # One call of a ufunc, which adds to rows where they are: of what numpy offers, the fastest.
        np.add.at(self.scores, rows, self._given(at).take(kinds))

    def _given(self, at: int) -> Floats:
        """Returns what a term gives, by the kind of a posting."""
        given: Floats = self._weights.weight(at) * self._shares
        return given

    def _above(self, met: Sequence[Held], threshold: float, mask: Mask | None) -> Rows:
        """Returns the visible rows of some terms that have reached a threshold, ascending."""
        threshold = max(threshold, _SOME)
        if _DENSE * sum(len(rows) for _, rows, _ in met) > len(self.scores):
            return _visible(np.flatnonzero(self.scores >= threshold), mask)
        reached = [rows[self.scores[rows] >= threshold] for _, rows, _ in met]
        return _visible(_each_once(reached), mask)

    def _reached(self, rows: Rows, top_k: int) -> float:
        """Returns what the ``top_k``-th best of some rows has by now, 0.0 where there are fewer."""
        cut = len(rows) - top_k
        return float(np.partition(self.scores[rows], cut)[cut]) if cut >= 0 else 0.0

    def _finished(
        self, seen: Rows, held: Sequence[Held], rest: Sequence[float], top_k: int
    ) -> Rows:
        """Looks up what further terms give, in rows that can still be among the best."""
        for term in held:
            threshold = self._reached(seen, top_k)
            seen = seen[self.scores[seen] + rest[term[0]] >= threshold]
            self.look_up([term], seen)
        return seen


def _judged(held: Sequence[Held], mask: Mask | None, top_k: int) -> Rows:
    """Returns some visible rows of the heaviest terms, each once; any will do for a bound."""
    taken: list[npt.NDArray[np.uint32]] = []
    count = 0
    for _, rows, _ in held:
        if count < _ENOUGH * top_k:
            taken.append(rows[: _JUDGED - count])
            count += len(taken[-1])
    return _visible(_each_once(taken), mask)


def _each_once(parts: Sequence[npt.NDArray[np.uint32]]) -> Rows:
    rows = np.sort(np.concatenate([np.empty(0, np.uint32), *parts]))
    once: Rows = rows[np.diff(rows, prepend=np.uint32(0xFFFFFFFF)) != 0].astype(np.intp)
    return once


def _visible(rows: Rows, mask: Mask | None) -> Rows:
    return rows if mask is None else rows[mask[rows]]
