"""Passages -> the sentences in them, best first.

The ranker is a weighted sum of named features, trained by ``make train``; its
weights are a readable file beside this one. The passages are then ordered once more, by the
sentences inside them: one that is about the question without holding its answer stands below
one that holds a sentence which answers, which the order of the fused list cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Span
from retrieval.order.features import FEATURES, Candidate, Matrix, features_of
from retrieval.order.weights import Weights
from retrieval.question.asked import Asked
from retrieval.search.fusion import Fused
from retrieval.search.opened import Shelf

_ELSEWHERE: Final = re.compile(
    r"\W*(?:(?:و?للمزيد|لمزيد من التفاصيل|المزيد|المصدر|read more|see also|lire aussi|à lire)\s*:"
    r"|(?:[اأإ]قر[أا]|شاهد|طالع)\s+(?:أيضا|ايضا|أيضًا|كذلك)|read also|also read|lire aussi)",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"\W*(?:(?:ال)?صورة\s+(?:أرشيفية|ارشيفية|من الأرشيف|تعبيرية)|تصوير\s*:|عدسة\s*:"
    r"|(?:file\s+)?photo\s*:|photo\s+d['’]archives?|crédit\s+photo|photo\s+credit|image\s*:)[^.!؟?]*\W*$",
    re.IGNORECASE,
)
_DATELINE: Final = re.compile(r"[\w\s،,]{2,60}(?:\([^()]{2,30}\)\s*)?(?:--+|[–—])\W*$")
_LINK: Final = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence of the ranked list.

    Attributes:
        features: In the order of ``FEATURES``.
        words: Those in it that answer, by a reader; in code points of the sentence.
    """

    candidate: Candidate
    score: float
    features: tuple[float, ...]
    words: Span | None = None

    def explained(self) -> tuple[tuple[str, float], ...]:
        return tuple(zip(FEATURES, self.features, strict=True))


def tells_nothing(text: str) -> bool:
    """Says whether a sentence leads elsewhere, or is a dateline or a caption and nothing else.

    >>> texts = ["للمزيد: السد بالأرقام", "pic.twitter.com/a1b2c3", "للمزيد من الماء ثمن."]
    >>> [tells_nothing(text) for text in texts]
    [True, True, False]
    >>> texts = ["نجمان (وكالة المثال) --", "صورة أرشيفية للسد", "صورة أرشيفية بيعت. ثم اختفت."]
    >>> [tells_nothing(text) for text in texts]
    [True, True, False]
    """
    nothing = (_ELSEWHERE.match(text), _CAPTION.match(text), _DATELINE.match(text))
    return any(nothing) or not _LINK.sub("", text).strip(" .،:-—#@")


def candidates_of(
    passages: Sequence[Fused], shelf: Shelf, scope: Collection[str]
) -> list[Candidate]:
    """Returns every sentence of these passages once, each under its best passage."""
    found: dict[tuple[str, int], Candidate] = {}
    articles = shelf.open_all((fused.article_id for fused in passages), scope)
    for fused in passages:
        opened = articles[fused.article_id]
        passage = opened.passages.get(fused.passage_id)
        if passage is None:
            continue
        for position in range(passage.first, passage.last + 1):
            candidate = Candidate(opened, position, fused)
            if not tells_nothing(opened.sentence(position).text):
                found.setdefault(candidate.key, candidate)
    return list(found.values())


def rank(
    asked: Asked,
    vector: npt.NDArray[np.float32],
    idf: Mapping[str, float],
    candidates: Sequence[Candidate],
    weights: Weights,
) -> list[Ranked]:
    """Returns the candidates, best first; ties keep the order given."""
    if not candidates:
        return []
    features = features_of(asked, vector, idf, candidates)
    scores = score(features, weights)
    order = np.argsort(-scores, kind="stable")
    found, values = scores.tolist(), features.tolist()
    return [Ranked(candidates[i], found[i], tuple(values[i])) for i in order.tolist()]


def score(features: Matrix, weights: Weights) -> npt.NDArray[np.float64]:
    """Returns the weighted sum of each row, shape ``[rows]``."""
    weighted: npt.NDArray[np.float64] = features @ np.array(
        [weights.sentence[name] for name in FEATURES]
    )
    return weighted


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
