"""The dictionary of a sealed segment: sorted UTF-8, searched in the mapped file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

BYTES_FILE: Final = "terms.bin"
OFFSETS_FILE: Final = "terms.npy"


class Terms:
    """Sorted terms; one is found in about twenty reads, and nothing is loaded to open them."""

    def __init__(self, data: npt.NDArray[np.uint8], offsets: npt.NDArray[np.uint64]) -> None:
        self._data, self._offsets = data, offsets

    @classmethod
    def open(cls, folder: Path) -> Terms:
        offsets = np.load(folder / OFFSETS_FILE, mmap_mode="r", allow_pickle=False)
        path = folder / BYTES_FILE
        if path.stat().st_size == 0:
            return cls(np.empty(0, np.uint8), offsets)
        return cls(np.memmap(path, np.uint8, "r"), offsets)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def find(self, term: str) -> int | None:
        """Returns the number of a term, None where the segment does not hold it."""
        wanted = encoded(term)
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._at(low) == wanted else None

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


def write(folder: Path, terms: Iterable[bytes]) -> None:
    """Writes terms that are already sorted."""
    offsets = [0]
    with (folder / BYTES_FILE).open("wb") as file:
        for term in terms:
            file.write(term)
            offsets.append(offsets[-1] + len(term))
    np.save(folder / OFFSETS_FILE, np.array(offsets, np.uint64), allow_pickle=False)
