"""Content ids as numbers: 16 hexadecimal digits fit 8 bytes, and sort the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

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
