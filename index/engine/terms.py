"""The dictionary of a sealed segment: sorted UTF-8, found by hash in the mapped file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from index.engine.ids import Ids, Lookup

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
        self._offsets = _mapped(folder / _OFFSETS)
        self._hashes: Ids = _mapped(folder / _HASHES)
        self._order = _mapped(folder / _ORDER)
        self._lookup = Lookup(self._hashes, self._order)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def find(self, terms: Sequence[str]) -> list[int | None]:
        """Returns the number of each term, None where the segment does not hold it."""
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
    # pair included; it must be not found, not an error.
    return term.encode("utf-8", "surrogatepass")


def write(folder: Path, terms: Sequence[bytes]) -> None:
    """Writes terms that are already sorted."""
    sizes = np.fromiter(map(len, terms), np.uint64, len(terms))
    offsets = np.concatenate([np.zeros(1, np.uint64), np.cumsum(sizes, dtype=np.uint64)])
    hashes = np.fromiter(map(crc32, terms), np.uint64, len(terms))
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    (folder / _BYTES).write_bytes(b"".join(terms))
    np.save(folder / _OFFSETS, offsets, allow_pickle=False)
    np.save(folder / _HASHES, hashes[order], allow_pickle=False)
    np.save(folder / _ORDER, order, allow_pickle=False)


def _mapped(path: Path) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
