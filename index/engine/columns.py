"""The columns of a segment: one layout in memory, in files, and on the way between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine.lookup import Ids, Terms


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


COLUMN_NAMES: Final = tuple(field.name for field in fields(Columns))


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
    mapped: dict[str, Any] = {}
    for name in COLUMN_NAMES:
        array = np.load(column_path(folder, name), mmap_mode="r", allow_pickle=False)
        # A plain view of the mapping: slicing np.memmap costs ten times as much.
        mapped[name] = array.view(np.ndarray)
    return Columns(**mapped)
