"""A run: passages gathered in memory until they are enough for a segment."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

import numpy as np

from index.encoder.base import Vectors
from index.engine.columns import Columns, Part, group_members, kind_type
from index.engine.lookup import Ids, encoded, sorted_columns


class Run:
    """Gathers whole articles; a passage's tokens become numbers at once and are forgotten."""

    def __init__(self) -> None:
        self._articles: dict[int, int] = {}
        self._holders: list[set[str]] = []
        self._article_rows = array("I", [0])
        self._passages = array("Q")
        self._lengths = array("I")
        self._vectors: list[Vectors] = []
        # A new term takes the next number as it is looked up, without a step in Python.
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms = array("I")

    def __len__(self) -> int:
        return len(self._passages)

    def __contains__(self, article: int) -> bool:
        return article in self._articles

    def hold(self, article: int, collections: Iterable[str]) -> None:
        """Puts an article that is there into more collections."""
        self._holders[self._articles[article]].update(collections)

    def add(
        self,
        article: int,
        collections: Iterable[str],
        passages: Sequence[int],
        tokens: Iterable[Iterable[str]],
        vectors: Vectors,
    ) -> None:
        """Takes in an article that is not there yet.

        Args:
            tokens: For each passage.
        """
        self._articles[article] = len(self._articles)
        self._holders.append(set(collections))
        for passage, words in zip(passages, tokens, strict=True):
            before = len(self._terms)
            self._terms.extend(map(self._numbers.__getitem__, words))
            self._passages.append(passage)
            self._lengths.append(len(self._terms) - before)
        self._article_rows.append(len(self._passages))
        self._vectors.append(vectors)

    def part(self, dimension: int) -> Part:
        """Returns the run in the layout of a segment."""
        spelled = sorted((encoded(term), number) for term, number in self._numbers.items())
        renumber = np.empty(len(spelled), np.uint32)
        renumber[[number for _, number in spelled]] = np.arange(len(spelled))
        lengths = np.array(self._lengths, np.uint32)
        starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        terms = renumber[np.array(self._terms, np.uint32)]
        # Imported when a segment is sealed: it is slow to import, and a start seals none.
        from scipy.sparse import csr_array

        # Of a token that stands there twice the counts are added up.
        shape = (len(self._passages), len(spelled))
        matrix = csr_array((np.ones(len(terms), np.uint32), terms, starts), shape)
        matrix.sum_duplicates()
        matrix = matrix.tocsc()
        rows = matrix.indices.astype(np.uint32)
        packed = matrix.data.astype(np.uint64) << np.uint64(32) | lengths[rows]
        kinds = np.unique(packed)
        names, members = group_members(self._holders)
        articles: Ids = np.array(list(self._articles), np.uint64)
        passages: Ids = np.array(self._passages, np.uint64)
        blocks = self._vectors or [np.empty((0, dimension), np.float32)]
        columns = Columns(
            articles=articles,
            article_rows=np.array(self._article_rows, np.uint32),
            passages=passages,
            lengths=lengths,
            vectors=np.concatenate(blocks).astype(np.float32, copy=False),
            posting_starts=matrix.indptr.astype(np.uint64),
            posting_rows=rows,
            posting_kinds=kinds.searchsorted(packed).astype(kind_type(len(kinds))),
            kinds=kinds,
            **members,
            **sorted_columns("article", articles),
            **sorted_columns("passage", passages),
        )
        return Part(columns, [term for term, _ in spelled], names)
