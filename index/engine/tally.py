"""Scores of a sealed segment's rows, added up term by term, the heaviest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine.lexical import Floats, Mask, Rows, Weights

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
                # the values of rows that were not asked for are never read.
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
