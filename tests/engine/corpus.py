"""Small invented corpora of passages: ids, tokens and vectors that need no model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.encoder.base import Vectors
from index.engine.base import Addition
from index.types import PUBLIC, Passage, Span, content_id

DIMENSION = 8


def article_id(name: str) -> str:
    return content_id("article", name)


def addition_of(
    name: str,
    passages: Sequence[Sequence[str]],
    vectors: Vectors | None = None,
    collection: str = PUBLIC,
    *,
    cut: int = 9,
) -> Addition:
    """Returns the passages of one article, each given as its tokens.

    Args:
        vectors: Any, unless given.
        cut: Length of each; another one makes other passages of the same article.
    """
    spans = (Span(at * 10, at * 10 + cut) for at in range(len(passages)))
    ids = tuple(Passage(article_id(name), span, 0, 0).id for span in spans)
    vectors = random_vectors(len(passages)) if vectors is None else vectors
    return Addition(article_id(name), collection, ids, tuple(map(tuple, passages)), vectors)


def unit(*values: float) -> np.ndarray:
    """Returns a vector of length 1 that starts with these values."""
    vector = np.zeros(DIMENSION, np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def random_vectors(count: int, seed: int = 0, dimension: int = DIMENSION) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
