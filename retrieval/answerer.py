"""The way of a question, from top to bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.errors import NotFoundError, VerbatimError
from index.types import PUBLIC, Saying
from retrieval.answer import Answer, AnswerSentence, Evidence, NoAnswer, Reason
from retrieval.articles import LibraryLike, Shelf
from retrieval.citation import cite
from retrieval.confidence import confidence, list_features
from retrieval.fusion import Fused, fuse
from retrieval.query import Query, read_question
from retrieval.sentences import Ranked, candidates_of, rank
from retrieval.weights import Weights, load_weights

TOP_K: Final = 100
"""Passages taken from each list."""

PASSAGES: Final = 20
"""Fused passages whose sentences are ranked."""

SHOWN: Final = 3
"""Sentences of an answer."""

MORE: Final = 12
"""Further sentences kept for whoever asks for more."""

_SHARE_OF_BEST: Final = 4.0
"""How far below the first sentence's score a second one may be and still be shown."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one search has found.

    Attributes:
        dense: Passages by cosine alone, best first, as (article, passage) ids.
        lexical: Passages by BM25 alone.
        passages: The fused list.
        sentences: Ranked, best first; empty where nothing was found.
        confidence: Probability that the first sentence answers.
    """

    dense: tuple[tuple[str, str], ...]
    lexical: tuple[tuple[str, str], ...]
    passages: tuple[Fused, ...]
    sentences: tuple[Ranked, ...]
    confidence: float


class Answerer:
    """Answers questions with the sentences of a library's articles.

    Args:
        library: Store, engine, encoder and sentence vectors.
        weights: The trained numbers; those that come with the package by default.
    """

    def __init__(self, library: LibraryLike, weights: Weights | None = None) -> None:
        self._library = library
        self._weights = weights or load_weights()
        self._shelf = Shelf(library)

    def answer(
        self,
        question: str,
        scope: Collection[str] = frozenset({PUBLIC}),
        today: dt.date | None = None,
    ) -> Answer | NoAnswer:
        """Answers one question.

        Args:
            question: As typed.
            scope: The collections that the asker may see.
            today: The asker's day, for ``أمس`` and the like; the machine's by default.

        Raises:
            VerbatimError: A sentence differs from the stored article.
        """
        query = read_question(question)
        if query.empty:
            return NoAnswer(question, Reason.EMPTY_QUESTION, 0.0)
        if self._library.store.count(scope) == 0:
            return NoAnswer(question, Reason.EMPTY_COLLECTION, 0.0)
        findings = self.find(query, scope)
        if not findings.sentences:
            return NoAnswer(question, Reason.NOTHING_SHARED, 0.0)
        if findings.confidence < self._weights.threshold:
            nearest = self._checked(findings.sentences[0], scope)
            return NoAnswer(question, Reason.LOW_CONFIDENCE, findings.confidence, nearest)
        best = findings.sentences[0].score
        sentences = [self._checked(r, scope) for r in findings.sentences[: SHOWN + MORE]]
        shown = [s for s in sentences[:SHOWN] if best - s.score <= _SHARE_OF_BEST]
        return Answer(
            question,
            tuple(shown),
            findings.confidence,
            more=tuple(sentences[len(shown) :]),
        )

    def find(
        self,
        query: Query,
        scope: Collection[str],
        vector: npt.NDArray[np.float32] | None = None,
    ) -> Findings:
        """Searches without deciding anything: what an evaluation measures.

        Args:
            query: What is asked.
            scope: The collections that the asker may see.
            vector: The query's vector, where the caller has it.
        """
        engine = self._library.engine
        if vector is None:
            vector = self._library.encoder.encode_query(query.text)
        dense = engine.search_dense(vector, TOP_K, scope)
        lexical = engine.search_lexical(query.terms, TOP_K, scope)
        statistics = engine.term_statistics(query.terms, scope)
        in_dense = {hit.passage_id for hit in dense}
        in_lexical = {hit.passage_id for hit in lexical}
        only_lexical = [h.passage_id for h in lexical if h.passage_id not in in_dense]
        only_dense = [h.passage_id for h in dense if h.passage_id not in in_lexical]
        cosines = engine.dense_scores(vector, only_lexical)
        bm25 = engine.lexical_scores(query.terms, only_dense, scope)
        fused = fuse(
            dense,
            lexical,
            dense_scores=dict(zip(only_lexical, cosines, strict=True)),
            lexical_scores=dict(zip(only_dense, bm25, strict=True)),
            ceiling=statistics.ceiling,
        )
        candidates = candidates_of(fused[:PASSAGES], self._shelf, scope)
        ranked = rank(query, vector, statistics.idf, candidates, self._weights)
        return Findings(
            dense=tuple((hit.article_id, hit.passage_id) for hit in dense),
            lexical=tuple((hit.article_id, hit.passage_id) for hit in lexical),
            passages=tuple(fused),
            sentences=tuple(ranked),
            confidence=self._confidence(query, statistics.idf, ranked, scope),
        )

    def _confidence(
        self,
        query: Query,
        idf: Mapping[str, float],
        ranked: Sequence[Ranked],
        scope: Collection[str],
    ) -> float:
        if not ranked:
            return 0.0
        known = [bool(self._library.engine.search_lexical([t], 1, scope)) for t in query.terms]
        return confidence(list_features(query, idf, known, ranked), self._weights)

    def _checked(self, ranked: Ranked, scope: Collection[str]) -> AnswerSentence:
        """Builds what is shown, its words read from the store again."""
        candidate = ranked.candidate
        opened, fused = candidate.article, candidate.passage
        sentence = opened.analysis.sentences[candidate.position]
        try:
            article = self._library.store.article(opened.article.id, scope)
        except NotFoundError as error:
            raise VerbatimError("an article was removed while its words were found.") from error
        text = sentence.span.of(article.text)
        if text != sentence.span.of(opened.article.text) or not text:
            raise VerbatimError(
                f"sentence {sentence.number} of {article.id} differs from the store."
            )
        return AnswerSentence(
            text=text,
            span=sentence.span,
            citation=cite(article, sentence),
            score=ranked.score,
            evidence=Evidence(
                passage_id=fused.passage_id,
                dense_rank=fused.dense_rank,
                dense_score=fused.dense_score,
                lexical_rank=fused.lexical_rank,
                lexical_score=fused.lexical_score,
                fused_score=fused.score,
                features=ranked.explained(),
            ),
            saying=_saying_in(opened.analysis.sayings, sentence.span.start, sentence.span.end),
        )


def _saying_in(sayings: Sequence[Saying], start: int, end: int) -> Saying | None:
    """Returns the saying that fills most of a sentence, None where it holds none."""
    inside = [s for s in sayings if s.quote.outer.start < end and start < s.quote.outer.end]
    return max(inside, key=lambda s: len(s.quote.outer), default=None)
