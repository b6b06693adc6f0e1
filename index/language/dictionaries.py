"""Which words a dictionary has: those of pyspellchecker, normalised, kept as hashes.

Half a million words as text take 90 MB, as numbers of eight bytes four. Two words that share one
are unlikelier than a misprint in the dictionary.

>>> dictionary("ar").has_any(["المدرسه"]), dictionary("en").has_any(["minster", "zzyzx"])
(True, True)
>>> dictionary("fr").has_any(["qqqqq"])
False
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from index.text.normalise import normalised

_ENTRY: Final = re.compile(r'"((?:[^"\\]|\\.)+)": *\d+')
_AT_ONCE: Final = 2_000
"""Words that are normalised in one piece: one by one takes seven times as long."""


class Dictionary:
    """The words of a language; what is in it can be asked, and not read."""

    def __init__(self, words: Iterable[str]) -> None:
        hashes = np.fromiter(map(hash, words), dtype=np.int64)
        self._hashes: Final[npt.NDArray[np.int64]] = np.unique(hashes)

    def has_any(self, norms: Iterable[str]) -> bool:
        """Says whether any of some normalised words is in it."""
        wanted = np.fromiter(map(hash, norms), dtype=np.int64)
        at = np.searchsorted(self._hashes, wanted)
        inside = at < self._hashes.size
        return bool((self._hashes[at[inside]] == wanted[inside]).any())


@cache
def dictionary(code: str) -> Dictionary:
    """Returns the dictionary of a language, ``ar``, ``en`` or ``fr``; it is read once."""
    packed = files("spellchecker").joinpath("resources", f"{code}.json.gz").read_bytes()
    entries = (entry[1] for entry in _ENTRY.finditer(gzip.decompress(packed).decode("utf-8")))
    pieces = iter(lambda: " ".join(itertools.islice(entries, _AT_ONCE)), "")
    return Dictionary(word for piece in pieces for word in normalised(piece).split(" "))
