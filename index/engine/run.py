"""A run: passages gathered in memory until they are enough for a segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array

from index.encoder.base import Vectors
from index.engine.columns import Columns, Part, group_members
from index.engine.ids import Ids, sorted_columns
from index.engine.terms import encoded


class Run:
    """Gathers whole articles; the counts of a passage are packed at once and forgotten."""

    def __init__(self) -> None:
        self._articles: dict[int, int] = {}
        self._holders: list[set[str]] = []
        self._article_rows = array("I", [0])
        self._passages = array("Q")
        self._lengths = array("I")
        self._vectors: list[Vectors] = []
        self._numbers: dict[str, int] = {}
        self._terms = array("I")
        self._rows = array("I")
        self._counts = array("H")

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
        counted: Sequence[Mapping[str, int]],
        vectors: Vectors,
    ) -> None:
        """Takes in an article that is not there yet.

        Args:
            counted: For each passage, how often each of its terms stands there.
        """
        self._articles[article] = len(self._articles)
        self._holders.append(set(collections))
        for passage, words in zip(passages, counted, strict=True):
            row = len(self._passages)
            self._passages.append(passage)
            self._lengths.append(sum(words.values()))
            for word, count in words.items():
                self._terms.append(self._numbers.setdefault(word, len(self._numbers)))
                self._rows.append(row)
                self._counts.append(min(count, 0xFFFF))
        self._article_rows.append(len(self._passages))
        self._vectors.append(vectors)

    def part(self, dimension: int) -> Part:
        """Returns the run in the layout of a segment."""
        spelled = sorted((encoded(term), number) for term, number in self._numbers.items())
        renumber = np.empty(len(spelled), np.uint32)
        renumber[[number for _, number in spelled]] = np.arange(len(spelled))
        rows = np.array(self._rows, np.uint32)
        terms = renumber[np.array(self._terms, np.uint32)] if spelled else rows
        shape = (len(self._passages), len(spelled))
        matrix = coo_array((np.array(self._counts, np.uint16), (rows, terms)), shape).tocsc()
        matrix.sort_indices()
        names, members = group_members(self._holders)
        articles: Ids = np.array(list(self._articles), np.uint64)
        passages: Ids = np.array(self._passages, np.uint64)
        blocks = self._vectors or [np.empty((0, dimension), np.float32)]
        columns = Columns(
            articles=articles,
            article_rows=np.array(self._article_rows, np.uint32),
            passages=passages,
            lengths=np.array(self._lengths, np.uint32),
            vectors=np.concatenate(blocks).astype(np.float32, copy=False),
            posting_starts=matrix.indptr.astype(np.uint64),
            posting_rows=matrix.indices.astype(np.uint32),
            posting_counts=matrix.data,
            **members,
            **sorted_columns("article", articles),
            **sorted_columns("passage", passages),
        )
        return Part(columns, [term for term, _ in spelled], names)
