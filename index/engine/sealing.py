"""Writing a segment from others: passages that no collection holds any more are left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors
from index.engine import dense
from index.engine.columns import Part, Run, column_path, group_members, kind_type
from index.engine.live import Live
from index.engine.lookup import sorted_columns, write_terms
from index.engine.sealed import Holders
from index.engine.snapshot import Snapshot

_GROWTH: Final = 4
"""A merge takes in every segment up to so many times what it has gathered."""

_BLOCK: Final = 1 << 22
"""Postings, or vector components, that are moved at a time."""


def choose(snapshot: Snapshot, stale_share: float) -> list[int] | None:
    """Returns which sealed segments to merge with the live one, None where nothing is to do."""
    visible = {id(s.segment): s.visible for s in snapshot.view(None).sights}
    sizes = [visible.get(id(segment), 0) for segment in snapshot.sealed]
    chosen = {
        number
        for number, segment in enumerate(snapshot.sealed)
        if segment.row_count - sizes[number] > stale_share * segment.row_count
    }
    if not snapshot.live.row_count and not chosen:
        return None
    gathered = snapshot.live.row_count + sum(sizes[number] for number in chosen)
    for number in sorted(set(range(len(sizes))) - chosen, key=sizes.__getitem__):
        if sizes[number] <= _GROWTH * gathered:
            chosen.add(number)
            gathered += sizes[number]
    return sorted(chosen)


@dataclass(frozen=True, slots=True)
class Source:
    """A part to be merged, with the collections that hold each article now."""

    part: Part
    holders: Sequence[frozenset[str] | set[str]]

    @classmethod
    def sealed(cls, part: Part, changed: Holders) -> Source:
        return cls(
            part,
            [changed.get(position, held) for position, held in enumerate(part.holders())],
        )

    @classmethod
    def live(cls, live: Live, dimension: int) -> Source:
        run = Run()
        for entry in live.articles:
            if entry.holders:
                run.add(
                    entry.article,
                    entry.holders,
                    live.passages[entry.start : entry.end].tolist(),
                    [
                        Counter(counts).elements()
                        for counts in live.bm25.doc_freqs[entry.start : entry.end]
                    ],
                    live.vectors[entry.start : entry.end],
                )
        part = run.part(dimension)
        return cls(part, part.holders())

    def kept_articles(self) -> npt.NDArray[np.bool_]:
        return np.fromiter(map(bool, self.holders), np.bool_, len(self.holders))

    def kept_rows(self) -> npt.NDArray[np.bool_]:
        return np.repeat(self.kept_articles(), np.diff(self.part.columns.article_rows))

    @property
    def kept_count(self) -> int:
        return int(np.count_nonzero(self.kept_rows()))


def write_segment(
    folder: Path,
    sources: Sequence[Source],
    dimension: int,
    questions: dense.Questions | None = None,
) -> dict[str, Any]:
    """Writes a new segment and returns its description, which lies beside it too."""
    folder.mkdir(parents=True)
    kept = [source.kept_rows() for source in sources]
    rows = sum(int(np.count_nonzero(mask)) for mask in kept)
    holders = [held for source in sources for held in source.holders if held]
    collections, members = group_members(holders)
    _save(folder, **members, **_identity_columns(sources, kept))
    vectors = _write_vectors(folder, sources, kept, rows, dimension)
    term_count = _write_postings(folder, sources, kept)
    plan = dense.build(folder, vectors, questions)
    description = {
        "passages": rows,
        "articles": len(holders),
        "terms": term_count,
        "collections": list(collections),
        "dense": asdict(plan),
    }
    (folder / "segment.json").write_text(json.dumps(description, ensure_ascii=False), "utf-8")
    return description


def _save(folder: Path, **columns: npt.NDArray[Any]) -> None:
    for name, column in columns.items():
        np.save(column_path(folder, name), column, allow_pickle=False)


def _identity_columns(
    sources: Sequence[Source], kept: Sequence[npt.NDArray[np.bool_]]
) -> dict[str, npt.NDArray[Any]]:
    columns = [source.part.columns for source in sources]
    held = [source.kept_articles() for source in sources]
    articles = np.concatenate([c.articles[k] for c, k in zip(columns, held, strict=True)])
    sizes = np.concatenate([np.diff(c.article_rows)[k] for c, k in zip(columns, held, strict=True)])
    passages = np.concatenate([c.passages[k] for c, k in zip(columns, kept, strict=True)])
    lengths = np.concatenate([c.lengths[k] for c, k in zip(columns, kept, strict=True)])
    return {
        "articles": articles,
        **sorted_columns("article", articles),
        "article_rows": np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint32),
        "passages": passages,
        **sorted_columns("passage", passages),
        "lengths": lengths,
    }


def _write_vectors(
    folder: Path,
    sources: Sequence[Source],
    kept: Sequence[npt.NDArray[np.bool_]],
    rows: int,
    dimension: int,
) -> Vectors:
    out: Vectors = _column(folder, "vectors", np.float32, rows, dimension)
    at, step = 0, max(1, _BLOCK // max(1, dimension))
    for source, mask in zip(sources, kept, strict=True):
        for start in range(0, len(mask), step):
            block = source.part.columns.vectors[start : start + step][mask[start : start + step]]
            out[at : at + len(block)] = block
            at += len(block)
    return out


def _write_postings(
    folder: Path, sources: Sequence[Source], kept: Sequence[npt.NDArray[np.bool_]]
) -> int:
    """Merges dictionaries and postings; returns how many terms there are."""
    spelled = [list(source.part.terms) for source in sources]
    merged = sorted(set().union(*spelled))
    numbers = {term: number for number, term in enumerate(merged)}
    targets = [np.fromiter(map(numbers.__getitem__, own), np.int64, len(own)) for own in spelled]
    del numbers
    sizes = [_kept_sizes(source.part, mask) for source, mask in zip(sources, kept, strict=True)]
    totals = np.zeros(len(merged), np.int64)
    for target, size in zip(targets, sizes, strict=True):
        totals[target] += size
    # A term that only passages left behind held is left behind with them.
    used = totals > 0
    places = np.cumsum(totals) - totals
    write_terms(folder, [term for term, keep in zip(merged, used.tolist(), strict=True) if keep])
    starts = np.concatenate([places[used], [totals.sum()]])
    kinds = np.unique(np.concatenate([source.part.columns.kinds for source in sources]))
    _save(folder, posting_starts=starts.astype(np.uint64), kinds=kinds)
    count = int(totals.sum())
    out_rows = _column(folder, "posting_rows", np.uint32, count)
    out_kinds = _column(folder, "posting_kinds", kind_type(len(kinds)), count)
    offset = 0
    for source, mask, target, size in zip(sources, kept, targets, sizes, strict=True):
        renumber = (np.cumsum(mask) - 1 + offset).astype(np.uint32)
        columns = source.part.columns
        renamed = kinds.searchsorted(columns.kinds)
        for first, last, keep in _blocks(source.part, mask):
            place = np.repeat(places[target[first:last]], size[first:last])
            place += _within(size[first:last])
            begin, end = _bounds(source.part, first, last)
            out_rows[place] = renumber[columns.posting_rows[begin:end][keep]]
            out_kinds[place] = renamed[columns.posting_kinds[begin:end][keep]]
        places[target] += size
        offset += int(np.count_nonzero(mask))
    return int(np.count_nonzero(used))


def _column(folder: Path, name: str, dtype: type, *shape: int) -> npt.NDArray[Any]:
    """Returns a column to be filled, in its file; an empty one cannot be mapped."""
    if shape[0]:
        return np.lib.format.open_memmap(column_path(folder, name), "w+", dtype, shape)
    empty: npt.NDArray[Any] = np.empty(shape, dtype)
    _save(folder, **{name: empty})
    return empty


def _bounds(part: Part, first: int, last: int) -> tuple[int, int]:
    starts = part.columns.posting_starts
    return int(starts[first]), int(starts[last])


def _blocks(
    part: Part, mask: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, int, npt.NDArray[np.bool_]]]:
    """Yields ranges of terms of a bounded size, with which of their postings are kept."""
    starts = np.asarray(part.columns.posting_starts).astype(np.int64)
    first, term_count = 0, len(starts) - 1
    while first < term_count:
        last = int(np.searchsorted(starts, starts[first] + _BLOCK, side="right")) - 1
        last = min(max(last, first + 1), term_count)
        begin, end = _bounds(part, first, last)
        yield first, last, mask[part.columns.posting_rows[begin:end]]
        first = last


def _kept_sizes(part: Part, mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Returns how many postings each term keeps."""
    starts = np.asarray(part.columns.posting_starts).astype(np.int64)
    if mask.all():
        return np.diff(starts)
    sizes = np.zeros(len(starts) - 1, np.int64)
    for first, last, keep in _blocks(part, mask):
        counted = np.concatenate([[0], np.cumsum(keep)])
        sizes[first:last] = np.diff(counted[starts[first : last + 1] - starts[first]])
    return sizes


def _within(sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Returns 0, 1, 2... within each group of these sizes."""
    ends = np.cumsum(sizes)
    counted: npt.NDArray[np.int64] = np.arange(int(ends[-1]) if len(ends) else 0)
    return counted - np.repeat(ends - sizes, sizes)
