"""The live segment: what was added since the last sealing, in memory, on ``rank_bm25``."""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from index.encoder.base import Vectors
from index.engine import lexical
from index.engine.base import Addition
from index.engine.dense import EXACT, Dense
from index.engine.lexical import Floats, Mask, Rows, Weights
from index.engine.lookup import Ids, numbers_of

LiveMatches = dict[str, tuple[npt.NDArray[np.uint32], None]]
"""The rows that hold a term, ascending; how often they do, rank_bm25 knows."""


class LiveBM25(BM25Okapi):  # type: ignore[misc]
    """``rank_bm25`` that grows, weighs terms by a whole corpus, and may be empty.

    Attributes:
        rows_by_term: Rows that hold each term, ascending.
    """

    def __init__(self, corpus: Sequence[Sequence[str]] = ()) -> None:
        self.rows_by_term: dict[str, list[int]] = {}
        super().__init__(corpus, k1=lexical.K1, b=lexical.B)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        # The mean length of no passages at all is a division by zero there.
        holding: dict[str, int] = super()._initialize(corpus) if corpus else {}
        self._note(0)
        return holding

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: lexical.idf(self.corpus_size, held) for term, held in nd.items()}

    def _note(self, start: int) -> None:
        for row in range(start, len(self.doc_freqs)):
            for term in self.doc_freqs[row]:
                self.rows_by_term.setdefault(term, []).append(row)

    def extended(self, corpus: Sequence[Sequence[str]]) -> LiveBM25:
        """Returns one that holds more passages; this one stays as it is for those who read it."""
        tail = LiveBM25(corpus)
        grown = copy.copy(self)
        grown.doc_freqs = self.doc_freqs + tail.doc_freqs
        grown.doc_len = self.doc_len + tail.doc_len
        grown.corpus_size = self.corpus_size + tail.corpus_size
        # The rows of a term are shared and only ever grow at their end, where
        # older readers do not look.
        grown._note(self.corpus_size)
        return grown

    def matches(self, terms: Sequence[str]) -> dict[str, list[int]]:
        """Returns the rows that hold each of the terms, where there are any."""
        found = {}
        for term in terms:
            rows = self.rows_by_term.get(term, [])
            if rows := rows[: bisect_left(rows, self.corpus_size)]:
                found[term] = rows
        return found

    def score_rows(self, weights: Weights, rows: Sequence[int]) -> Floats:
        """Returns rank_bm25's scores of some rows, under the weights of the whole corpus."""
        weighed = copy.copy(self)
        values = (idf * n for idf, n in zip(weights.idf, weights.repeats, strict=True))
        weighed.idf = dict(zip(weights.terms, values, strict=True))
        weighed.avgdl = weights.mean_length
        return np.array(weighed.get_batch_scores(weights.terms, list(rows)), np.float64)


@dataclass(frozen=True, slots=True)
class LiveArticle:
    """One article of the live segment: its rows, and who may find it now."""

    article: int
    start: int
    end: int
    holders: frozenset[str]


@dataclass(frozen=True, slots=True)
class Live:
    """An unchanging state of the live segment; a change returns another one.

    Attributes:
        articles: In the order of their rows. One that was replaced stays, held
            by nobody.
        positions: Where each article's newest entry stands in ``articles``.
        owners: For each row, the position of its article.
    """

    bm25: LiveBM25
    articles: tuple[LiveArticle, ...]
    positions: Mapping[int, int]
    owners: npt.NDArray[np.uint32]
    passages: Ids
    vectors: Vectors

    @classmethod
    def empty(cls) -> Live:
        nothing = np.empty((0, 0), np.float32)
        return cls(LiveBM25(), (), {}, np.empty(0, np.uint32), np.empty(0, np.uint64), nothing)

    @property
    def row_count(self) -> int:
        return len(self.passages)

    @property
    def lengths(self) -> npt.NDArray[np.uint32]:
        return np.array(self.bm25.doc_len, np.uint32)

    def articles_at(self, rows: Rows) -> Ids:
        """Returns the id of the article that each row belongs to."""
        owners = self.owners[rows].tolist()
        return np.array([self.articles[owner].article for owner in owners], np.uint64)

    def passages_of(self, position: int) -> Ids:
        entry = self.articles[position]
        return self.passages[entry.start : entry.end]

    def with_holders(self, changed: Mapping[int, frozenset[str]]) -> Live:
        """Returns the state in which some articles, by position, have other holders."""
        articles = list(self.articles)
        for position, holders in changed.items():
            articles[position] = replace(articles[position], holders=holders)
        return replace(self, articles=tuple(articles))

    def extended(self, additions: Sequence[tuple[int, Addition, frozenset[str]]]) -> Live:
        """Returns the state that also holds these articles, each under its id and holders."""
        if not additions:
            return self
        articles, positions = list(self.articles), dict(self.positions)
        row = self.row_count
        for article, addition, holders in additions:
            positions[article] = len(articles)
            articles.append(LiveArticle(article, row, row + len(addition.passage_ids), holders))
            row = articles[-1].end
        added = [addition for _, addition, _ in additions]
        sizes = [len(addition.passage_ids) for addition in added]
        owners = np.repeat(np.arange(len(self.articles), len(articles)), sizes)
        blocks = [self.vectors] if self.row_count else []
        return Live(
            bm25=self.bm25.extended([words for addition in added for words in addition.tokens]),
            articles=tuple(articles),
            positions=positions,
            owners=np.concatenate([self.owners, owners.astype(np.uint32)]),
            passages=np.concatenate(
                [self.passages, *(numbers_of(addition.passage_ids) for addition in added)]
            ),
            vectors=np.concatenate([*blocks, *(addition.vectors for addition in added)]),
        )

    def mask(self, scope: Collection[str] | None) -> Mask:
        """Returns which rows a scope sees; without a scope, which anybody sees."""
        seen = np.fromiter(
            (
                bool(entry.holders if scope is None else entry.holders.intersection(scope))
                for entry in self.articles
            ),
            np.bool_,
            len(self.articles),
        )
        return seen[self.owners]

    def rows_of(self, passages: Ids) -> npt.NDArray[np.intp]:
        rows = {passage: row for row, passage in enumerate(self.passages.tolist())}
        return np.array([rows.get(passage, -1) for passage in passages.tolist()], np.intp)

    def matches(self, terms: Sequence[str]) -> LiveMatches:
        """Returns the rows that hold each of the terms, where there are any."""
        found = self.bm25.matches(terms)
        return {term: (np.array(rows, np.uint32), None) for term, rows in found.items()}

    def best_lexical(
        self, matches: LiveMatches, weights: Weights, mask: Mask | None, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the best visible rows that hold a term, best first."""
        if not matches:
            return np.empty(0, np.intp), np.empty(0)
        found = np.unique(np.concatenate([rows for rows, _ in matches.values()])).astype(np.intp)
        if mask is not None:
            found = found[mask[found]]
        scores = self.score_rows(matches, weights, found)
        return lexical.best(found, scores, self.passages, top_k)

    def score_rows(self, matches: LiveMatches, weights: Weights, rows: Rows) -> Floats:
        """Returns the BM25 score of each row, 0.0 where it holds no term."""
        if not len(rows):
            return np.empty(0)
        return self.bm25.score_rows(weights, rows.tolist())

    def nearest(
        self, vector: npt.NDArray[np.float32], mask: Mask | None, visible: int, top_k: int
    ) -> tuple[Rows, Floats]:
        """Returns the nearest visible rows with their cosines, in no order."""
        return Dense(self.vectors, EXACT).nearest(vector, mask, visible, top_k)
