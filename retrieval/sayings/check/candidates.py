"""Which articles can hold some words, found without reading them all.

An index of shingles: every word and every pair of neighbouring words of every article,
as one sorted array of 64-bit keys (32 bits of the shingle's hash, 32 of the article). A
collision of hashes costs a look at one more article, never a wrong verdict: what is
found here is compared word by word afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from retrieval.sayings.check.words import words_of

Keys = npt.NDArray[np.uint64]

_PAIR: Final = np.uint64(0x9E3779B1)
_MASK: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)


def shingles(words: Sequence[str]) -> Keys:
    """Returns the distinct 32-bit keys of all words and of all pairs of neighbours, sorted."""
    single = np.array([crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    pairs = (single[:-1] * _PAIR + single[1:] + np.uint64(1)) & _MASK
    return np.unique(np.concatenate([single, pairs]))


def article_shingles(text: str) -> Keys:
    """Returns the shingles of an article's words."""
    return shingles(words_of(text).norms)


class ShingleIndex:
    """Finds articles by the words and pairs of words that they share with a claim."""

    def __init__(self, entries: Iterable[tuple[str, Keys]]) -> None:
        """Lays the index out.

        Args:
            entries: Article ids, each with ``article_shingles`` of its text.
        """
        self.ids: Final[list[str]] = []
        parts: list[Keys] = []
        for position, (article_id, keys) in enumerate(entries):
            self.ids.append(article_id)
            parts.append((keys << _SHIFT) | np.uint64(position))
        packed = np.concatenate(parts) if parts else np.empty(0, dtype=np.uint64)
        packed.sort()
        self._keys: Final[Keys] = packed

    def candidates(self, words: Sequence[str], limit: int) -> list[str]:
        """Returns the articles that share most with the words, rare shingles first.

        Each shared shingle counts ``log(1 + N / n)``, n being the articles with it.
        """
        if not self.ids or not words:
            return []
        asked = shingles(words)
        low = np.searchsorted(self._keys, asked << _SHIFT, side="left")
        high = np.searchsorted(self._keys, (asked << _SHIFT) | _MASK, side="right")
        scores = np.zeros(len(self.ids))
        for start, end in zip(low.tolist(), high.tolist(), strict=True):
            if start < end:
                holders = (self._keys[start:end] & _MASK).astype(np.int64)
                scores[holders] += np.log1p(len(self.ids) / (end - start))
        found = np.flatnonzero(scores)
        best = found[np.argsort(-scores[found], kind="stable")[:limit]]
        return [self.ids[at] for at in best.tolist()]
