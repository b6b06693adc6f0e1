"""Entries as they come, grouped into what an engine takes in at once: an article."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import numpy as np

from index.encoder.base import Vectors
from index.engine.base import Addition, Entry


def additions_of(entries: Iterable[Entry], vectors: Vectors) -> list[Addition]:
    """Groups passages by article and collection, with their vectors.

    Raises:
        ValueError: Not one finite vector a passage.
    """
    listed = list(entries)
    if vectors.ndim != 2 or len(vectors) != len(listed):
        raise ValueError(f"{len(listed)} passages, but vectors of shape {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise ValueError("a vector holds a value that is not finite")
    additions = []
    numbered = sorted(
        enumerate(listed), key=lambda item: (item[1].passage.article_id, item[1].collection)
    )
    for (article_id, collection), group in groupby(
        numbered, key=lambda item: (item[1].passage.article_id, item[1].collection)
    ):
        members = list(group)
        additions.append(
            Addition(
                article_id,
                collection,
                tuple(entry.passage.id for _, entry in members),
                tuple(tuple(entry.tokens) for _, entry in members),
                vectors[[number for number, _ in members]],
            )
        )
    return additions
