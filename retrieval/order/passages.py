"""Orders the fused passages again, by the sentences inside them.

A passage that is about the question without holding its answer stands below one
that holds a sentence which answers: the order of the fused list cannot see that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from retrieval.order.sentences import Ranked
from retrieval.search.fusion import Fused

PASSAGE_FEATURES: Final = (
    "cosine",
    "lexical",
    "best_sentence",
    "best_spelling",
    "best_letters",
    "best_root",
    "best_coverage",
)
"""Names of what a passage is ordered by."""

_FROM_SENTENCE: Final = {
    "best_spelling": "kin_spelling",
    "best_letters": "kin_letters",
    "best_root": "kin_root",
    "best_coverage": "coverage_with_headline",
}


def passage_features(
    passages: Sequence[Fused], ranked: Sequence[Ranked]
) -> tuple[list[int], npt.NDArray[np.float64]]:
    """Returns which passages have ranked sentences, and one row of features for each."""
    holding: dict[str, list[Ranked]] = {}
    for sentence in ranked:
        holding.setdefault(sentence.candidate.passage.passage_id, []).append(sentence)
    positions = [i for i, fused in enumerate(passages) if fused.passage_id in holding]
    rows = np.zeros((len(positions), len(PASSAGE_FEATURES)))
    for row, position in zip(rows, positions, strict=True):
        fused = passages[position]
        inside = holding[fused.passage_id]
        named = [dict(sentence.explained()) for sentence in inside]
        best = {
            name: max(features[source] for features in named)
            for name, source in _FROM_SENTENCE.items()
        }
        best |= {
            "cosine": fused.nearness,
            "lexical": fused.lexical_share,
            "best_sentence": max(sentence.score for sentence in inside),
        }
        row[:] = [best[name] for name in PASSAGE_FEATURES]
    return positions, rows


def reorder(
    passages: Sequence[Fused], ranked: Sequence[Ranked], weights: Mapping[str, float]
) -> list[Fused]:
    """Returns the passages with ranked sentences by their features, the others after them."""
    positions, rows = passage_features(passages, ranked)
    scores = rows @ np.array([weights[name] for name in PASSAGE_FEATURES])
    order = [positions[i] for i in np.argsort(-scores, kind="stable")]
    seen = set(order)
    rest = [i for i in range(len(passages)) if i not in seen]
    return [passages[i] for i in order + rest]
