"""Reads the tables beside this module: ``NAME.toml`` for words, ``NAME.tsv`` for places.

Words of a table stand apart by spaces; an underscore is a space inside an expression.

>>> listed("calendar", "months", "1")[:2]
('يناير', 'كانون الثاني')
>>> "كانون الثاني" in words("calendar", "months")
True
"""

from __future__ import annotations

import gzip
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.text.normalise import normalised

FOLDER: Final = Path(__file__).parent


@cache
def _sections(table: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))


def listed(table: str, section: str, *keys: str) -> tuple[str, ...]:
    """Returns the words of some keys of a section as they are written, of all keys without any."""
    entries = _sections(table)[section]
    lists = (entries[key] for key in keys or entries)
    return tuple(word.replace("_", " ") for words in lists for word in words.split())


def pairs(table: str, section: str) -> Mapping[str, str]:
    """Returns the keys of a section with what stands behind each, as they are written."""
    return _sections(table)[section]


@cache
def as_written(table: str, section: str, *keys: str) -> frozenset[str]:
    """Returns the words of some keys of a section as they are written."""
    return frozenset(listed(table, section, *keys))


@cache
def words(table: str, section: str, *keys: str) -> frozenset[str]:
    """Returns the words of some keys of a section, normalised."""
    return frozenset(map(normalised, listed(table, section, *keys)))


@cache
def keyed(table: str, section: str) -> dict[str, str]:
    """Returns each word of a section, normalised, with the last key that it stands under."""
    return {
        normalised(word): key
        for key in _sections(table)[section]
        for word in listed(table, section, key)
    }


@cache
def numbered(table: str, section: str) -> dict[str, int]:
    """Returns each word of a section whose keys are numbers, normalised, with its number."""
    return {word: int(key) for word, key in keyed(table, section).items()}


def rows(table: str) -> Iterator[list[str]]:
    """Yields the cells of each row of a table of places."""
    for line in (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


@cache
def common_words() -> frozenset[str]:
    """Returns words that are no part of a name, as ``training.common_words`` found them."""
    return frozenset((FOLDER / "common.txt").read_text(encoding="utf-8").split())


@cache
def doubtful_words() -> frozenset[str]:
    """Returns words that alone are nobody's name: like common ones, told less surely."""
    return frozenset((FOLDER / "doubtful.txt").read_text(encoding="utf-8").split())


_ENTRY: Final = re.compile(r'"((?:[^"\\]|\\.)+)": *\d+')
_AT_ONCE: Final = 2_000
"""Words that are normalised in one piece: one by one takes seven times as long."""


class Dictionary:
    """Which words a language has: those of pyspellchecker, normalised, kept as hashes.

    Half a million words as text take 90 MB, as numbers of eight bytes four. Two words that share
    one are unlikelier than a misprint in the dictionary.
    """

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
    """Returns the dictionary of a language, ``ar``, ``en`` or ``fr``; it is read once.

    >>> dictionary("ar").has_any(["المدرسه"]), dictionary("en").has_any(["minster", "zzyzx"])
    (True, True)
    >>> dictionary("fr").has_any(["qqqqq"])
    False
    """
    packed = files("spellchecker").joinpath("resources", f"{code}.json.gz").read_bytes()
    entries = (entry[1] for entry in _ENTRY.finditer(gzip.decompress(packed).decode("utf-8")))
    pieces = iter(lambda: " ".join(itertools.islice(entries, _AT_ONCE)), "")
    return Dictionary(word for piece in pieces for word in normalised(piece).split(" "))
