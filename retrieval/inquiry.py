"""Searches, orders and reads: what a question finds, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.library import Library
from retrieval.answer import Stage, Stopwatch, untimed
from retrieval.judge.confidence import in_another_script, list_features
from retrieval.judge.decide import Findings, May, parted
from retrieval.judge.reader import Reader, lines_of, reordered
from retrieval.order.reranker import Reranker, reread
from retrieval.order.sentences import Ranked, candidates_of, rank, reorder
from retrieval.order.weights import Weights
from retrieval.question.asked import Asked
from retrieval.search.finder import PASSAGES, Finder, Found
from retrieval.search.opened import Shelf


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for.

    Attributes:
        may: Which sentences may answer; all without it. Where none does so, those that the
            next one lets answer.
    """

    asked: Asked
    scope: Collection[str]
    vector: npt.NDArray[np.float32] | None = None
    may: Sequence[May] = ()


class Inquiry:
    """Finds what may answer.

    Attributes:
        reader: Reads the first sentences with the question, where one is set.

    Args:
        abroad: Returns whom a question names, as the articles of a scope in another script write
            them.
    """

    def __init__(
        self,
        library: Library,
        weights: Weights,
        abroad: Callable[[str, Collection[str]], Sequence[str]],
        reranker: Reranker | None = None,
        reader: Reader | None = None,
        stopwatch: Stopwatch = untimed,
    ) -> None:
        self.shelf: Final = Shelf(library)
        self.finder: Final = Finder(library, self.shelf, stopwatch)
        self.reader: Final = reader
        self._weights: Final = weights
        self._abroad: Final = abroad
        self._reranker: Final = reranker
        self._stopwatch: Final = stopwatch

    def find(self, wanted: Wanted) -> Findings:
        """Searches and orders without deciding anything."""
        names = self._abroad(wanted.asked.text, wanted.scope)
        found = self.finder.find(wanted.asked, wanted.scope, wanted.vector, names)
        asked = found.asked
        with self._stopwatch(Stage.RANK):
            ranked = self._ranked(found, wanted.scope)
            for may in wanted.may or (None,):
                fit, rest = parted(asked, ranked, may)
                if fit:
                    break
            signs = list_features(asked, found.idf, found.known, fit or rest, found.fused)
            sure = self._weights.confidence.probability(signs) if signs else 0.0
        read = fit or rest
        if self.reader is not None and read:
            with self._stopwatch(Stage.READ):
                reading = self.reader.read(asked.standard, lines_of(asked, read))
            read = reordered(reading, read)
            abroad = in_another_script(asked, read[0])
            sure = self.reader.mix.confidence(reading, sure, abroad=abroad)
        ordered = (*read, *rest) if fit else tuple(read)
        return Findings(
            asked=asked,
            dense=tuple((hit.article_id, hit.passage_id) for hit in found.dense),
            lexical=tuple((hit.article_id, hit.passage_id) for hit in found.lexical),
            passages=tuple(reorder(found.fused, ordered, self._weights.passage)),
            sentences=ordered,
            signs=signs,
            confidence=sure,
            fit=len(fit),
            over=rest[0] if fit and rest and ranked[0] is rest[0] else None,
            slips=found.slips,
        )

    def _ranked(self, found: Found, scope: Collection[str]) -> list[Ranked]:
        """Returns the sentences of the first passages, best first."""
        candidates = candidates_of(found.fused[:PASSAGES], self.shelf, scope)
        ranked = rank(found.asked, found.towards, found.weights, candidates, self._weights)
        return reread(self._reranker, found.asked.standard, ranked) if self._reranker else ranked
