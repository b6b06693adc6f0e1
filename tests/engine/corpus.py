"""Small invented corpora of passages: ids, tokens and vectors that need no model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoder.base import Vectors
from index.engine.base import Entry
from index.types import PUBLIC, Passage, Span, content_id

DIMENSION = 8


def article_id(name: str) -> str:
    return content_id("article", name)


def entries_of(
    name: str, passages: Sequence[Sequence[str]], collection: str = PUBLIC, *, cut: int = 9
) -> list[Entry]:
    """Returns the passages of one article, each given as its tokens.

    Args:
        cut: Length of each; another one makes other passages of the same article.
    """
    return [
        Entry(
            collection,
            Passage(article_id(name), Span(at * 10, at * 10 + cut), at, at),
            tuple(tokens),
        )
        for at, tokens in enumerate(passages)
    ]


def unit(*values: float) -> np.ndarray:
    """Returns a vector of length 1 that starts with these values."""
    vector = np.zeros(DIMENSION, np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def random_vectors(count: int, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
