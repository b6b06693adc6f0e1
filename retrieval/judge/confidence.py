"""How likely it is that the first sentence answers, as a calibrated probability.

The margins inside a ranked list say nothing when the whole list is off the
subject, so absolute scores come first and relative ones only add to them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from index.text.language import main_script
from retrieval.order.features import FEATURES, KINDS
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.search.fusion import Fused

_FAR: Final = 9
"""Place in the dense list whose distance from the first says how far that one stands out."""

_COPIED: Final = 0.7
"""Share of the shorter sentence's terms from which on two sentences are one that was copied."""


def list_features(
    asked: Asked,
    idf: Mapping[str, float],
    known: Sequence[bool],
    ranked: Sequence[Ranked],
    fused: Sequence[Fused],
) -> dict[str, float]:
    """Returns the features of a ranked list by name, none of an empty one.

    Args:
        known: For every term of the asked, whether any passage in scope has it.
    """
    if not ranked:
        return {}
    first = ranked[0]
    named = dict(first.explained())
    found = {f"first_{name}": value for name, value in named.items()}
    # Five outlets with one sentence are no doubt about it: copies of the first are no rivals.
    rivals = [r for r in ranked[1:] if not _copies(first, r)]
    scores = np.array([first.score, *(r.score for r in rivals)])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    article = first.candidate.article.id
    others = [r.score for r in rivals if r.candidate.article.id != article]
    cosines = sorted((f.nearness for f in fused), reverse=True)
    total = sum(idf.get(term, 0.0) for term in asked.terms)
    unknown = sum(
        idf.get(term, 0.0) for term, here in zip(asked.terms, known, strict=True) if not here
    )
    best = np.array([r.features for r in ranked]).max(axis=0)
    found |= {f"best_{name}": float(value) for name, value in zip(FEATURES, best, strict=True)}
    found |= {
        "score": first.score,
        "margin": first.score - rivals[0].score if rivals else 0.0,
        "margin_to_other_article": first.score - max(others) if others else 0.0,
        "share": float(shares[0]),
        "entropy": float(-(shares * np.log(shares + 1e-12)).sum()),
        "top_cosine": cosines[0],
        "top_lexical": max(f.lexical_share for f in fused),
        "cosine_gap": cosines[0] - cosines[min(_FAR, len(cosines) - 1)],
        "heard": first.candidate.passage.heard_share,
        "other_script": float(in_another_script(asked, first)),
        "lists_agree": float(fused[0].dense_rank == 1) + float(fused[0].lexical_rank == 1),
        "unknown": unknown / total if total > 0 else 0.0,
        "words_asked": math.log1p(len(asked.content)),
        "lacks_what_is_asked": float(asked.kind in KINDS and not named[KINDS[asked.kind]]),
        "asks_openly": float(asked.kind in (QuestionType.WHAT, QuestionType.NONE)),
    }
    return found


def _copies(first: Ranked, other: Ranked) -> bool:
    mine, others = (
        r.candidate.article.sentence(r.candidate.position).terms for r in (first, other)
    )
    shorter = min(len(mine), len(others))
    return shorter > 0 and len(mine & others) >= _COPIED * shorter


def in_another_script(asked: Asked, first: Ranked) -> bool:
    """Says whether a sentence is in another script than the question: its numbers lie elsewhere."""
    candidate = first.candidate
    return main_script(asked.text) != main_script(
        candidate.article.sentence(candidate.position).text
    )
