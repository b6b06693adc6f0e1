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
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.engine.base import TermStatistics

K1: Final = 1.5
B: Final = 0.75

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


def shares(kinds: npt.NDArray[np.uint64], mean_length: float) -> Floats:
    """Returns what share of a term's weight passages get, by count and length.

    Args:
        kinds: ``count << 32 | length`` of each.
    """
    counts = (kinds >> np.uint64(32)).astype(np.float64)
    lengths = (kinds & np.uint64(0xFFFF_FFFF)).astype(np.float64)
    found: Floats = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / mean_length))
    return found


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
