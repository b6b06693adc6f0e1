"""Scores of a sealed segment's rows, added up term by term, the heaviest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from index.engine.lexical import Floats, Mask, Rows, Saturation, Weights

Held = tuple[int, npt.NDArray[np.uint32], npt.NDArray[np.uint16]]
"""Which term it is, the rows that hold it, ascending, and how often they do."""

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


class Tally:
    """The sums of one question; the same whichever way a row's terms were come by.

    Attributes:
        scores: Of each row; only those of rows that were returned or asked for
            hold all that is due to them.
    """

    def __init__(self, row_count: int, weights: Weights, saturation: Saturation) -> None:
        self.scores: Final[Floats] = np.zeros(row_count)
        self._weights: Final = weights
        self._saturation: Final = saturation

    def contenders(self, held: Sequence[Held], mask: Mask | None, top_k: int) -> Rows:
        """Returns visible rows that hold a term, the ``top_k`` best with their scores among them.

        As soon as ``top_k`` rows have more than all further terms together can
        give, only rows that were met already can be among the best, and the
        long postings of the light terms are only looked up in (MaxScore:
        Turtle and Flood, 1995).
        """
        left = sum(len(rows) for _, rows, _ in held)
        if left < _JUDGED:
            return self._above([self._add(held)], 0.0, mask)
        rest = self._weights.bounds()
        judged = _judged(held, mask, top_k)
        met: list[Rows] = []
        pending: list[Held] = []
        for number, (at, rows, _) in enumerate(held):
            # What has been given so far must exceed what is left, or no row can.
            if left >= _LONG and number and rest[0] > 2 * rest[at]:
                met.append(self._add(pending))
                pending = []
                threshold = self._reached(judged, top_k)
                if threshold > rest[at]:
                    seen = self._above(met, threshold - rest[at], mask)
                    if _FEW * len(seen) < left:
                        return self._finished(seen, held[number:], rest, top_k)
            pending.append(held[number])
            left -= len(rows)
        met.append(self._add(pending))
        return self._above(met, self._reached(judged, top_k), mask)

    def look_up(self, held: Sequence[Held], rows: Rows) -> None:
        """Adds what terms give to those of some rows, each named once, that hold them."""
        narrow = rows.astype(np.uint32)
        pending: list[Held] = []
        for at, holding, counts in held:
            if len(holding) < _SEARCHED * len(rows):
                # Looking every row up would take longer than adding them all;
                # what rows that were not asked for get, nobody reads.
                pending.append((at, holding, counts))
                continue
            self._add(pending)
            pending = []
            found = holding.searchsorted(narrow)
            hit = holding.take(found, mode="clip") == narrow
            hits = rows[hit]
            if len(hits):
                shares = self._saturation.shares(hits, counts[found[hit]])
                self.scores[hits] += self._weights.weight(at) * shares
        self._add(pending)

    def _add(self, terms: Sequence[Held]) -> Rows:
        """Adds what terms give to all rows that hold them; returns those, some repeatedly."""
        if not terms:
            return np.empty(0, np.intp)
        # One pass over all of them: a call for each term costs more than
        # short postings do. Each row's terms still come in their order.
        numbers, parts, counted = zip(*terms, strict=True)
        rows = np.concatenate(parts, dtype=np.intp)
        given = self._saturation.shares(rows, np.concatenate(counted))
        weights = [self._weights.weight(at) for at in numbers]
        given *= np.repeat(weights, list(map(len, parts)))
        np.add.at(self.scores, rows, given)
        return rows

    def _above(self, met: Sequence[Rows], threshold: float, mask: Mask | None) -> Rows:
        """Returns the visible rows that have reached a threshold, each once, ascending."""
        marked = np.zeros(len(self.scores), np.bool_)
        for rows in met:
            marked[rows[self.scores[rows] >= threshold] if threshold > 0 else rows] = True
        return _visible(np.flatnonzero(marked), mask)

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
    if not taken:
        return np.empty(0, np.intp)
    rows = np.sort(np.concatenate(taken))
    return _visible(rows[np.diff(rows, prepend=np.uint32(0xFFFFFFFF)) != 0].astype(np.intp), mask)


def _visible(rows: Rows, mask: Mask | None) -> Rows:
    return rows if mask is None else rows[mask[rows]]
