"""The columns of a segment: one layout in memory, in files, and on the way between them.

A ``Run`` gathers passages in memory until they are enough for a segment.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine.lookup import Ids, Terms, encoded, mapped, sorted_columns


@dataclass(frozen=True, slots=True)
class Columns:
    """Everything that a segment knows, its members' changes since aside.

    Rows are passages; those of one article stand together. The postings of a
    term are the rows that hold it, ascending, each with its kind: how often the
    term stands there, and how long the passage is. All that a score takes from a
    posting is its kind, and of a million passages there are some thousands.

    Attributes:
        articles: Id of each article.
        article_sorted: ``articles``, ascending.
        article_order: Where each of them stands in ``articles``.
        article_rows: ``article_rows[i]:article_rows[i + 1]`` are the rows of article i.
        passages: Id of each row's passage.
        passage_sorted: ``passages``, ascending.
        passage_order: The row of each of them.
        lengths: Tokens of each row.
        vectors: One row each, shape ``[rows, dimension]``.
        members: Articles, grouped by the collections that hold them.
        member_starts: Where each collection's group starts in ``members``.
        posting_starts: Where each term's postings start.
        posting_rows: Rows of all postings.
        posting_kinds: Of all postings, where their kind stands in ``kinds``.
        kinds: Each pair of ``count << 32 | length`` that there is, ascending.
    """

    articles: Ids
    article_sorted: Ids
    article_order: npt.NDArray[np.uint32]
    article_rows: npt.NDArray[np.uint32]
    passages: Ids
    passage_sorted: Ids
    passage_order: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.uint32]
    vectors: Vectors
    members: npt.NDArray[np.uint32]
    member_starts: npt.NDArray[np.uint32]
    posting_starts: npt.NDArray[np.uint64]
    posting_rows: npt.NDArray[np.uint32]
    posting_kinds: npt.NDArray[np.unsignedinteger[Any]]
    kinds: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Part:
    """Columns with their dictionary and the names of their collections."""

    columns: Columns
    terms: Terms | list[bytes]
    collections: tuple[str, ...]

    @property
    def row_count(self) -> int:
        return len(self.columns.passages)

    def holders(self) -> list[set[str]]:
        """Returns the collections that hold each article, as sealed."""
        held: list[set[str]] = [set() for _ in self.columns.articles]
        starts = self.columns.member_starts.tolist()
        for name, start, end in zip(self.collections, starts, starts[1:], strict=False):
            for article in self.columns.members[start:end].tolist():
                held[article].add(name)
        return held


def kind_type(count: int) -> type[np.unsignedinteger[Any]]:
    """Returns the narrowest type that numbers so many kinds."""
    return np.uint16 if count <= 1 << 16 else np.uint32


def group_members(
    holders: Iterable[Iterable[str]],
) -> tuple[tuple[str, ...], dict[str, npt.NDArray[Any]]]:
    """Returns the collections' names, and the columns that say what each holds."""
    grouped: dict[str, list[int]] = {}
    for article, names in enumerate(holders):
        for name in names:
            grouped.setdefault(name, []).append(article)
    ordered = tuple(sorted(grouped))
    starts = np.cumsum([0, *(len(grouped[name]) for name in ordered)]).astype(np.uint32)
    flat = [article for name in ordered for article in grouped[name]]
    return ordered, {"members": np.array(flat, np.uint32), "member_starts": starts}


def column_path(folder: Path, name: str) -> Path:
    return folder / f"{name}.npy"


def read_columns(folder: Path) -> Columns:
    """Maps the columns of a folder; what is not asked for is not read."""
    names = [field.name for field in fields(Columns)]
    return Columns(**{name: mapped(column_path(folder, name)) for name in names})


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
