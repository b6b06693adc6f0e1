"""The dictionary of a sealed segment: sorted UTF-8, found by hash in the mapped file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine.ids import Ids, Lookup

_BYTES: Final = "terms.bin"
_OFFSETS: Final = "terms.npy"
_HASHES: Final = "term_hashes.npy"
_ORDER: Final = "term_order.npy"


class Terms:
    """Sorted terms; nothing is loaded to open them, and all of a query are found at once.

    Beside the bytes lie 8 of a hash for each term, ascending, with the term's
    number. Searching those is one call for all terms of a query; searching the
    bytes took longer than scoring.
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
        hashes = np.fromiter(map(_hash, wanted), np.uint64, len(wanted))
        found = self._lookup.positions(hashes).tolist()
        return [
            None if number < 0 else self._checked(number, term, code)
            for number, term, code in zip(found, wanted, hashes, strict=True)
        ]

    def _checked(self, number: int, term: bytes, code: np.uint64) -> int | None:
        if self._at(number) == term:
            return number
        # Two terms of one hash: look at all that share it.
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
    hashes = np.fromiter(map(_hash, terms), np.uint64, len(terms))
    order = np.argsort(hashes, kind="stable").astype(np.uint32)
    (folder / _BYTES).write_bytes(b"".join(terms))
    np.save(folder / _OFFSETS, offsets, allow_pickle=False)
    np.save(folder / _HASHES, hashes[order], allow_pickle=False)
    np.save(folder / _ORDER, order, allow_pickle=False)


def _hash(term: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(term, digest_size=8).digest(), "little")


def _mapped(path: Path) -> npt.NDArray[Any]:
    array: npt.NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.view(np.ndarray)
