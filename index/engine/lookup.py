"""What a segment is looked up by: ids as numbers, and the dictionary of its terms.

Content ids are 16 hexadecimal digits, which fit 8 bytes and sort the same way. The dictionary is
sorted UTF-8, found by hash in the mapped file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.uint64]

_ID: Final = re.compile(r"[0-9a-f]{16}")


def number_of(content_id: str) -> int:
    """Returns the number of an id.

    Raises:
        ValueError: It is not the 16 hexadecimal digits that ``content_id`` makes.
    """
    if not _ID.fullmatch(content_id):
        raise ValueError(f"not a content id of 16 hexadecimal digits: {content_id!r}")
    return int(content_id, 16)


def id_of(number: int) -> str:
    return f"{number:016x}"


def ids_of(numbers: Ids) -> list[str]:
    """Returns the id of each number."""
    return numbers.astype(">u8").tobytes().hex(" ", 8).split()


def numbers_of(content_ids: Iterable[str]) -> Ids:
    return np.fromiter(map(number_of, content_ids), np.uint64)


class Lookup:
    """Finds where an id stands in an array, by binary search.

    Args:
        ordered: The ids, ascending.
        order: Where each of ``ordered`` stands in the array.
    """

    def __init__(self, ordered: Ids, order: npt.NDArray[np.uint32]) -> None:
        self._ordered, self._order = ordered, order

    def positions(self, wanted: Ids) -> npt.NDArray[np.intp]:
        """Returns the position of each id, -1 where it is not there."""
        if not len(self._ordered):
            return np.full(len(wanted), -1, np.intp)
        found = self._ordered.searchsorted(wanted)
        there = self._ordered.take(found, mode="clip") == wanted
        positions = self._order.take(found, mode="clip").astype(np.intp)
        positions[~there] = -1
        return positions

    def position(self, wanted: int) -> int:
        return int(self.positions(np.array([wanted], np.uint64))[0])


def sorted_columns(name: str, ids: Ids) -> dict[str, npt.NDArray[Any]]:
    """Returns the columns ``<name>_sorted`` and ``<name>_order`` that ``Lookup`` takes."""
    order = np.argsort(ids, kind="stable").astype(np.uint32)
    return {f"{name}_sorted": ids[order], f"{name}_order": order}


_BYTES: Final = "terms.bin"
_OFFSETS: Final = "terms.npy"
_HASHES: Final = "term_hashes.npy"
_ORDER: Final = "term_order.npy"


class Terms:
    """Sorted terms; nothing is loaded to open them, and all of a query are found at once.

    Beside the bytes lies a checksum of each term, ascending, with the term's
    number. Searching those is one call for all terms of a query; searching the
    bytes took longer than scoring. Terms that share a checksum, some among a
    hundred thousand, are told apart by their bytes.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / _BYTES
        self._data: npt.NDArray[np.uint8] = np.empty(0, np.uint8)
        if path.stat().st_size:
            self._data = np.memmap(path, np.uint8, "r").view(np.ndarray)
        self._offsets = mapped(folder / _OFFSETS)
        self._hashes: Ids = mapped(folder / _HASHES)
        self._order = mapped(folder / _ORDER)
        self._lookup = Lookup(self._hashes, self._order)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def find(self, terms: Sequence[str]) -> list[int | None]:
        """Returns the number of each term, None for terms that the segment lacks."""
        wanted = [encoded(term) for term in terms]
        hashes = np.fromiter(map(crc32, wanted), np.uint64, len(wanted))
        found = self._lookup.positions(hashes)
        starts = self._offsets.take(found, mode="clip").tolist()
        ends = self._offsets.take(found + 1, mode="clip").tolist()
        numbers: list[int | None] = []
        for number, term, code, start, end in zip(
            found.tolist(), wanted, hashes, starts, ends, strict=True
        ):
            if number < 0:
                numbers.append(None)
            elif self._data[start:end].tobytes() == term:
                numbers.append(number)
            else:
                numbers.append(self._among_like(term, code))
        return numbers

    def _among_like(self, term: bytes, code: np.uint64) -> int | None:
        """Returns the number of a term that shares its checksum with others."""
        start = int(np.searchsorted(self._hashes, code, side="left"))
        end = int(np.searchsorted(self._hashes, code, side="right"))
        for candidate in self._order[start:end].tolist():
            if self._at(candidate) == term:
                return int(candidate)
        return None

    def __iter__(self) -> Iterator[bytes]:
        data, offsets = self._data.tobytes(), self._offsets.tolist()
        for start, end in pairwise(offsets):
            yield data[start:end]

    def _at(self, number: int) -> bytes:
        return self._data[int(self._offsets[number]) : int(self._offsets[number + 1])].tobytes()


def encoded(term: str) -> bytes:
    # A token is whatever the tokeniser made of a question, half a surrogate
    # pair included. It is then unknown, and raises nothing.
    return term.encode("utf-8", "surrogatepass")


def write_terms(folder: Path, terms: Sequence[bytes]) -> None:
    """Writes terms that are already sorted."""
    sizes = np.fromiter(map(len, terms), np.uint64, len(terms))
    offsets = np.concatenate([np.zeros(1, np.uint64), np.cumsum(sizes, dtype=np.uint64)])
    hashes = np.fromiter(map(crc32, terms), np.uint64, len(terms))
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    (folder / _BYTES).write_bytes(b"".join(terms))
    np.save(folder / _OFFSETS, offsets, allow_pickle=False)
    np.save(folder / _HASHES, hashes[order], allow_pickle=False)
    np.save(folder / _ORDER, order, allow_pickle=False)


def mapped(path: Path) -> npt.NDArray[Any]:
    """Maps an array's file as a plain view: slicing ``np.memmap`` costs ten times as much."""
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
