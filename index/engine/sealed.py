"""A sealed segment: immutable files, memory-mapped, scored term by term."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine import lexical
from index.engine.columns import Columns, Part, read_columns
from index.engine.dense import Dense, DensePlan
from index.engine.ids import Ids, Lookup
from index.engine.lexical import Floats, Mask, Rows, Weights
from index.engine.terms import Terms

Holders = Mapping[int, frozenset[str]]
"""Which collections hold an article now, by its position, where that changed since sealing."""

Matches = dict[str, tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]]
"""The rows that hold a term, ascending, and how often they do, by term."""

_NOTHING: Final = (np.empty(0, np.uint32), np.empty(0, np.uint16))

_SEARCHED: Final = 8
"""A row is looked up in postings that are so many times as many as the rows."""

_JUDGED: Final = 3
"""So many terms' rows are looked at to see what the best have reached."""

_LONG: Final = 4_096
"""Postings from this length on are worth asking whether they can still matter."""


class Sealed:
    """One segment as its files give it, under the name of its folder."""

    def __init__(self, folder: Path, description: Mapping[str, Any]) -> None:
        columns = read_columns(folder)
        self.name: Final = folder.name
        self._terms: Final = Terms(folder)
        self.part: Final = Part(columns, self._terms, tuple(description["collections"]))
        self._dense: Final = Dense(columns.vectors, DensePlan(**description["dense"]), folder)
        self._articles: Final = Lookup(columns.article_sorted, columns.article_order)
        self._passages: Final = Lookup(columns.passage_sorted, columns.passage_order)

    @property
    def columns(self) -> Columns:
        return self.part.columns

    @property
    def row_count(self) -> int:
        return self.part.row_count

    @property
    def passages(self) -> Ids:
        return self.columns.passages

    @property
    def lengths(self) -> npt.NDArray[np.uint32]:
        return self.columns.lengths

    def articles_at(self, rows: Rows) -> Ids:
        """Returns the id of the article that each row belongs to."""
        positions = np.searchsorted(self.columns.article_rows, rows.astype(np.uint32), "right") - 1
        return self.columns.articles[positions]

    def position_of(self, article: int) -> int:
        """Returns the position of an article, -1 where it is not here."""
        return self._articles.position(article)

    def passages_of(self, position: int) -> Ids:
        start, end = self.columns.article_rows[position : position + 2]
        return self.passages[start:end]

    def sealed_holders(self, position: int) -> frozenset[str]:
        """Returns the collections that held an article when the segment was sealed."""
        starts = self.columns.member_starts
        held = []
        for number, name in enumerate(self.part.collections):
            group = self.columns.members[starts[number] : starts[number + 1]]
            at = int(np.searchsorted(group, position))
            if at < len(group) and group[at] == position:
                held.append(name)
        return frozenset(held)

    def mask(self, scope: Collection[str] | None, changed: Holders) -> Mask:
        """Returns which rows a scope sees; without a scope, which anybody sees."""
        columns = self.columns
        seen = np.zeros(len(columns.articles), np.bool_)
        for number, name in enumerate(self.part.collections):
            if scope is None or name in scope:
                start, end = columns.member_starts[number : number + 2]
                seen[columns.members[start:end]] = True
        for position, holders in changed.items():
            seen[position] = bool(holders if scope is None else holders.intersection(scope))
        return np.repeat(seen, np.diff(columns.article_rows))

    def rows_of(self, passages: Ids) -> npt.NDArray[np.intp]:
        return self._passages.positions(passages)

    def matches(self, terms: Sequence[str]) -> Matches:
        """Returns the postings of the terms that the segment holds."""
        starts, columns = self.columns.posting_starts, self.columns
        found: Matches = {}
        for term, number in zip(terms, self._terms.find(terms), strict=True):
            if number is not None:
                start, end = int(starts[number]), int(starts[number + 1])
                found[term] = (columns.posting_rows[start:end], columns.posting_counts[start:end])
        return found

    def best_lexical(
        self, matches: Matches, weights: Weights, norms: Floats, mask: Mask | None, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the best visible rows that hold a term, best first.

        The terms come heaviest first. As soon as ``top_k`` rows have more than
        all further terms together can give, only rows that were met already
        can be among the best, and the long postings of the light terms are
        only looked up in (MaxScore: Turtle and Flood, 1995).
        """
        scores = np.zeros(self.row_count)
        rest = weights.bounds()
        met: list[npt.NDArray[np.uint32]] = []
        for at, term in enumerate(weights.terms):
            if term not in matches:
                continue
            rows, counts = matches[term]
            # What has been given so far must exceed what is left, or no row can.
            if len(rows) >= _LONG and met and rest[0] > 2 * rest[at]:
                threshold = _reached(met, scores, mask, top_k)
                if threshold > rest[at]:
                    seen = _visible(_union(met, self.row_count), mask)
                    contenders = seen[scores[seen] + rest[at] >= threshold]
                    self._add(scores, contenders, matches, weights, norms, at)
                    met = [contenders]
                    break
            scores[rows] += lexical.contribution(weights.weight(at), counts, norms[rows])
            met.append(rows)
        found = _visible(_union(met, self.row_count), mask)
        return lexical.best(found, scores[found], self.passages, top_k)

    def score_rows(self, matches: Matches, weights: Weights, norms: Floats, rows: Rows) -> Floats:
        """Returns the BM25 score of each row, 0.0 where it holds no term."""
        scores = np.zeros(self.row_count)
        self._add(scores, rows.astype(np.uint32), matches, weights, norms, 0)
        return scores[rows]

    def nearest(
        self, vector: npt.NDArray[np.float32], mask: Mask | None, visible: int, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the nearest visible rows with their cosines, in no order."""
        return self._dense.nearest(vector, mask, visible, top_k)

    @property
    def vectors(self) -> Vectors:
        return self.columns.vectors

    def _add(
        self,
        scores: Floats,
        rows: npt.NDArray[np.uint32],
        matches: Matches,
        weights: Weights,
        norms: Floats,
        first: int,
    ) -> None:
        """Adds to the scores of some rows what the terms from ``first`` on give them."""
        for at in range(first, len(weights.terms)):
            held, counts = matches.get(weights.terms[at], _NOTHING)
            if len(held) < _SEARCHED * len(rows):
                # Looking every row up would take longer than adding them all;
                # what rows that were not asked for get, nobody reads.
                weight = weights.weight(at)
                scores[held] += lexical.contribution(weight, counts, norms[held])
            elif len(held):
                found = np.minimum(np.searchsorted(held, rows), len(held) - 1)
                hit = held[found] == rows
                hits = rows[hit]
                scores[hits] += lexical.contribution(
                    weights.weight(at), counts[found[hit]], norms[hits]
                )


def _reached(
    met: Sequence[npt.NDArray[np.uint32]], scores: Floats, mask: Mask | None, top_k: int
) -> float:
    """Returns a score that ``top_k`` visible rows have reached at least, 0.0 for none."""
    reached, judged = 0.0, 0
    for rows in met:
        seen = _visible(rows, mask)
        # Any one term's rows are a fair bound; those of the heaviest are few.
        if len(seen) >= top_k and judged < _JUDGED:
            judged += 1
            cut = len(seen) - top_k
            reached = max(reached, float(np.partition(scores[seen], cut)[cut]))
    return reached


def _union(parts: Sequence[npt.NDArray[np.uint32]], row_count: int) -> npt.NDArray[np.uint32]:
    if len(parts) <= 1:
        return parts[0] if parts else np.empty(0, np.uint32)
    met = np.zeros(row_count, np.bool_)
    for rows in parts:
        met[rows] = True
    return np.flatnonzero(met).astype(np.uint32)


def _visible(rows: npt.NDArray[np.uint32], mask: Mask | None) -> npt.NDArray[np.uint32]:
    return rows if mask is None else rows[mask[rows]]
