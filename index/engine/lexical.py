"""BM25: the formula of ``rank_bm25.BM25Okapi``, with an IDF that is never negative.

    score(q, p) = sum over t in q of
        idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * |p| / avgdl))
    idf(t) = log(1 + (N - n + 0.5) / (n + 0.5))

Okapi's own IDF is zero for a term in half of the passages and below zero for
one in more; rank_bm25 then puts a share of the mean IDF there, and a verb of
saying outranks a name. The form above is Lucene's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine.base import TermStatistics

K1: Final = 1.5
B: Final = 0.75

_COUNTS: Final = 64
_LENGTHS: Final = 1_024
"""Shares are looked up for fewer repeats, and shorter passages, than these."""

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Corpus:
    """How many passages a scope holds, and how many tokens in all."""

    passages: int
    tokens: int

    @property
    def mean_length(self) -> float:
        return self.tokens / self.passages if self.passages and self.tokens else 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A query's terms with their weight, the heaviest first.

    Attributes:
        terms: Each distinct term once, without those that no passage holds.
        idf: As long as ``terms``.
        repeats: How often each stands in the query.
    """

    terms: tuple[str, ...]
    idf: tuple[float, ...]
    repeats: tuple[int, ...]
    mean_length: float

    def weight(self, at: int) -> float:
        return self.idf[at] * self.repeats[at]

    def bounds(self) -> list[float]:
        """Returns, for each term, what it and all lighter ones can give at most together."""
        total, bounds = 0.0, []
        for at in reversed(range(len(self.terms))):
            total += self.weight(at) * (K1 + 1)
            bounds.append(total)
        return bounds[::-1]


def idf(passages: int, holding: int) -> float:
    """Returns the weight of a term that ``holding`` of ``passages`` hold, always positive."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def weigh(tokens: Sequence[str], holding: Mapping[str, int], corpus: Corpus) -> Weights:
    """Returns the weights of a query's tokens, by how many passages hold each."""
    weighed = []
    for term, repeats in Counter(tokens).items():
        if held := holding[term]:
            value = idf(corpus.passages, held)
            weighed.append((-value * repeats, term, value, repeats))
    # One fixed order of summing, so that a score does not depend on where the
    # passage lies; the heaviest first, so that the rest can be cut short.
    weighed.sort()
    _, terms, values, repeated = zip(*weighed, strict=True) if weighed else ((), (), (), ())
    return Weights(terms, values, repeated, corpus.mean_length)


def statistics(tokens: Sequence[str], holding: Mapping[str, int], corpus: Corpus) -> TermStatistics:
    """Returns what the tokens are worth, those that no passage holds included."""
    weights = {term: idf(corpus.passages, count) for term, count in holding.items()}
    return TermStatistics(idf=weights, ceiling=sum(weights[token] * (K1 + 1) for token in tokens))


def length_norms(lengths: npt.NDArray[np.uint32], mean_length: float) -> Floats:
    """Returns ``k1 * (1 - b + b * |p| / avgdl)`` for each passage."""
    norms: Floats = K1 * (1 - B + B * lengths.astype(np.float64) / mean_length)
    return norms


def saturated(counts: npt.NDArray[np.uint16], norms: Floats) -> Floats:
    """Returns what share of a term's weight passages get that hold it so often."""
    frequency = counts.astype(np.float64)
    shares: Floats = frequency * (K1 + 1) / (frequency + norms)
    return shares


class Saturation:
    """What share of a term's weight each row of a segment gets, looked up by count and length.

    Args:
        lengths: Tokens of each row.
        mean_length: In the corpus that scores are counted in.
    """

    __slots__ = ("_lengths", "_table", "mean_length")

    def __init__(self, lengths: npt.NDArray[np.uint32], mean_length: float) -> None:
        self.mean_length: Final = mean_length
        self._lengths: Final = lengths
        self._table: Final = _table(mean_length)

    def shares(self, rows: Rows, counts: npt.NDArray[np.uint16]) -> Floats:
        """Returns the share of each row that holds the term so often."""
        lengths = self._lengths.take(rows)
        if len(rows) and (counts.max() >= _COUNTS or lengths.max() >= _LENGTHS):
            return saturated(counts, length_norms(lengths, self.mean_length))
        found: Floats = self._table.take(np.multiply(counts, _LENGTHS, dtype=np.intp) + lengths)
        return found


@lru_cache(maxsize=64)
def _table(mean_length: float) -> Floats:
    norms = length_norms(np.arange(_LENGTHS, dtype=np.uint32), mean_length)
    shares: Floats = saturated(np.arange(_COUNTS, dtype=np.uint16)[:, None], norms).ravel()
    return shares


def best(
    rows: npt.NDArray[Any], scores: Floats, ids: npt.NDArray[np.uint64], top_k: int
) -> tuple[Rows, Floats]:
    """Returns the ``top_k`` best rows, equal scores in the order of their passages' ids."""
    if len(rows) > top_k:
        cut = np.partition(scores, len(scores) - top_k)[len(scores) - top_k]
        kept = scores >= cut
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((ids[rows], -scores))[:top_k]
    return rows[order].astype(np.intp), scores[order]
