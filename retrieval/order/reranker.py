"""A second reading of the first sentences, by a model that sees question and sentence together.

It is one setting away and off unless it is set: such a model takes many times
as long as everything else that happens to a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder.base import prepare
from index.errors import SettingsError
from index.sentence_vectors import sentence_text
from retrieval.order.sentences import Ranked

FIRST: Final = 10
"""So many sentences are read again: nine of ten that answer are among them."""

Scores = npt.NDArray[np.float64]


class Reranker(Protocol):
    """Reads pairs of a question and a sentence."""

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Returns one score a sentence, higher is better, shape ``[len(sentences)]``."""


class CrossEncoderReranker:
    """Any CrossEncoder of sentence-transformers, on a GPU where there is one.

    Args:
        model: The model's id on the hub, or its folder.

    Raises:
        SettingsError: sentence-transformers cannot load it, or it does not give one
            number for a pair.
    """

    def __init__(self, model: str, progress: Callable[[str], None] | None = None) -> None:
        if progress is not None:
            progress(f"Loading the re-ranker {model} with sentence-transformers")
        # Imported here: torch takes seconds to import, and nothing else needs it.
        from sentence_transformers import CrossEncoder

        try:
            self._model: Any = CrossEncoder(model)
        except Exception as error:  # the library and the hub raise all kinds
            raise SettingsError(
                f"sentence-transformers cannot load the re-ranker {model!r}: {error}. "
                "QAWL_RERANKER takes the id of a CrossEncoder that can be downloaded, or its "
                "folder; leave it out to answer without one."
            ) from error
        if self._model.num_labels != 1:
            raise SettingsError(
                f"QAWL_RERANKER: {model!r} sorts pairs into {self._model.num_labels} classes; "
                "choose a CrossEncoder that gives one score, such as one trained on MS MARCO."
            )

    def scores(self, question: str, sentences: Sequence[str]) -> Scores:
        """Returns one score a sentence, higher is better, shape ``[len(sentences)]``."""
        pairs = [(prepare(question), prepare(sentence)) for sentence in sentences]
        found = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, dtype=np.float64).reshape(len(sentences))


def reread(
    reranker: Reranker, question: str, ranked: Sequence[Ranked], first: int = FIRST
) -> list[Ranked]:
    """Returns the sentences with the first ones in the order that the re-ranker gives.

    Each place keeps its score: the re-ranker's are on a scale of their own, and
    how far a list falls off is what tells which of its sentences are shown.

    Args:
        reranker: Reads the first sentences, each with its headline in front.
    """
    top = list(ranked[:first])
    if len(top) < 2:
        return list(ranked)
    texts = [sentence_text(r.candidate.article.article, r.candidate.sentence) for r in top]
    order = np.argsort(-reranker.scores(question, texts), kind="stable")
    moved = [replace(top[i], score=place.score) for i, place in zip(order, top, strict=True)]
    return [*moved, *ranked[first:]]
