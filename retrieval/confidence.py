"""How likely it is that the first sentence answers, as a calibrated probability.

The margins inside a ranked list say nothing when the whole list is off the
subject, so absolute scores come first and relative ones only add to them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from retrieval.features import FEATURES
from retrieval.query import Query
from retrieval.sentences import Ranked
from retrieval.weights import Weights

LIST_FEATURES: Final = (
    *(f"first_{name}" for name in FEATURES),
    "margin",
    "best_passage_cosine",
    "best_passage_lexical",
    "unknown",
    "words_asked",
)
"""Names of what confidence is read from."""


def list_features(
    query: Query, idf: Mapping[str, float], known: Sequence[bool], ranked: Sequence[Ranked]
) -> dict[str, float]:
    """Returns the features of a ranked list that is not empty.

    Args:
        query: What was asked.
        idf: Of every term of the query.
        known: For every term of the query, whether any passage in scope has it.
        ranked: Best first.
    """
    first = ranked[0]
    found = {f"first_{name}": value for name, value in first.explained()}
    others = [r.score for r in ranked[1:] if r.candidate.key != first.candidate.key]
    found["margin"] = first.score - others[0] if others else 0.0
    found["best_passage_cosine"] = max(r.candidate.passage.dense_score for r in ranked)
    found["best_passage_lexical"] = max(r.candidate.passage.lexical_share for r in ranked)
    total = sum(idf.get(term, 0.0) for term in query.terms)
    missing = sum(
        idf.get(term, 0.0) for term, here in zip(query.terms, known, strict=True) if not here
    )
    found["unknown"] = missing / total if total > 0 else 0.0
    found["words_asked"] = math.log1p(len(query.content))
    return found


def confidence(features: Mapping[str, float], weights: Weights) -> float:
    """Returns the probability that the first sentence answers, in (0, 1)."""
    logit = weights.confidence["bias"] + sum(
        weight * features[name] for name, weight in weights.confidence.items() if name != "bias"
    )
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))
