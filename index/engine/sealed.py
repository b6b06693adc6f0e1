"""A sealed segment: immutable files, memory-mapped, scored term by term."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine import lexical
from index.engine.columns import Part, read_columns
from index.engine.dense import Dense, DensePlan
from index.engine.lexical import Floats, Held, Mask, Rows, Tally, Weights
from index.engine.lookup import Ids, Lookup, Terms

Holders = Mapping[int, frozenset[str]]
"""Which collections hold an article now, by its position, where that changed since sealing."""

Postings = tuple[npt.NDArray[np.uint32], npt.NDArray[np.unsignedinteger[Any]]]
"""The rows that hold a term, ascending, and the kinds of their postings."""

Matches = dict[str, Postings]

_KNOWN: Final = 16_384
"""Terms whose postings need not be searched for again: questions share most of their words."""

_MEANS: Final = 16
"""Mean lengths, as many as there are scopes, for which the shares of all kinds are kept."""


class Sealed:
    """One segment as its files give it, under the name of its folder."""

    def __init__(self, folder: Path, description: Mapping[str, Any]) -> None:
        columns = read_columns(folder)
        self.name: Final = folder.name
        self.columns: Final = columns
        self.passages: Final = columns.passages
        self.lengths: Final = columns.lengths
        self.vectors: Final = columns.vectors
        self.row_count: Final = len(columns.passages)
        self._terms: Final = Terms(folder)
        self.part: Final = Part(columns, self._terms, tuple(description["collections"]))
        self._dense: Final = Dense(columns.vectors, DensePlan(**description["dense"]), folder)
        self._articles: Final = Lookup(columns.article_sorted, columns.article_order)
        self._passages: Final = Lookup(columns.passage_sorted, columns.passage_order)
        self._known: dict[str, Postings | None] = {}
        self._shares: dict[float, Floats] = {}

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
        known = self._known
        if unknown := [term for term in terms if term not in known]:
            if len(known) + len(unknown) > _KNOWN:
                self._known = known = {}
                unknown = list(terms)
            self._look_up(unknown, known)
        return {term: held for term in terms if (held := known[term]) is not None}

    def best_lexical(
        self, matches: Matches, weights: Weights, mask: Mask | None, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the best visible rows that hold a term, best first."""
        tally = self._tally(weights)
        found = tally.contenders(_held(matches, weights), mask, top_k)
        return lexical.best(found, tally.scores[found], self.passages, top_k)

    def score_rows(self, matches: Matches, weights: Weights, rows: Rows) -> Floats:
        """Returns the BM25 score of each row, 0.0 where it holds no term."""
        tally = self._tally(weights)
        tally.look_up(_held(matches, weights), rows)
        return tally.scores[rows]

    def nearest(
        self, vector: npt.NDArray[np.float32], mask: Mask | None, visible: int, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the nearest visible rows with their cosines, in no order."""
        return self._dense.nearest(vector, mask, visible, top_k)

    def _tally(self, weights: Weights) -> Tally:
        shares = self._shares.get(weights.mean_length)
        if shares is None:
            if len(self._shares) >= _MEANS:
                self._shares = {}
            shares = lexical.shares(self.columns.kinds, weights.mean_length)
            self._shares[weights.mean_length] = shares
        return Tally(self.row_count, weights, shares)

    def _look_up(self, terms: Sequence[str], known: dict[str, Postings | None]) -> None:
        columns = self.columns
        known.update(dict.fromkeys(terms))
        numbered = zip(terms, self._terms.find(terms), strict=True)
        held = {term: number for term, number in numbered if number is not None}
        numbers = np.array(list(held.values()), np.intp)
        starts = columns.posting_starts[numbers].tolist()
        ends = columns.posting_starts[numbers + 1].tolist()
        for term, start, end in zip(held, starts, ends, strict=True):
            known[term] = columns.posting_rows[start:end], columns.posting_kinds[start:end]


def _held(matches: Matches, weights: Weights) -> list[Held]:
    return [(at, *matches[term]) for at, term in enumerate(weights.terms) if term in matches]
