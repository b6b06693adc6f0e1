"""The way of a question, from top to bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.errors import NotFoundError, VerbatimError
from index.library import Library
from index.store.sql import SqlStore
from index.types import PUBLIC, Article, Saying, Span
from retrieval.answer import Answer, AnswerSentence, Citation, Evidence, NoAnswer, Reason
from retrieval.judge.confidence import list_features
from retrieval.judge.decide import Findings, within
from retrieval.judge.told import telling, untold
from retrieval.order.passages import reorder
from retrieval.order.reranker import Reranker, reread
from retrieval.order.sentences import Ranked, candidates_of, rank
from retrieval.order.weights import Weights, load_weights
from retrieval.question.followup import Context, Understood, remember, understand
from retrieval.question.kinds import QuestionType
from retrieval.question.period import day_words, find_period
from retrieval.question.read import Query, read_question
from retrieval.question.requires import requirements_of
from retrieval.question.spelling import read_as_meant
from retrieval.sayings.door import Sayings
from retrieval.sayings.spoken import Place, Spoken, look_up
from retrieval.search.covered import missing, narrowed
from retrieval.search.finder import PASSAGES, Finder
from retrieval.search.opened import OpenArticle, Shelf
from retrieval.stages import Stage, Stopwatch, untimed
from retrieval.tell.citation import cite
from retrieval.tell.phrase import phrase_of
from retrieval.tell.stories import Story, newest_first, stories

SHOWN: Final = 3
"""Sentences of an answer."""

MORE: Final = 7
"""Further sentences kept for whoever asks for more."""

_BELOW_BEST: Final = 3.0
"""How far below the first sentence's score a second one may be and still be shown at once.

On held-out titles, of those at half a point below 45 in 100 answer, at two points 16, from three
to four 7; the others come with "more".
"""


class _Fresh:
    """Articles as the store holds them while one answer is built, each read once."""

    def __init__(self, store: SqlStore, scope: Collection[str]) -> None:
        self._store = store
        self._scope = scope
        self._read: dict[str, Article] = {}

    def article(self, article_id: str) -> Article:
        """Returns an article.

        Raises:
            VerbatimError: It has left the scope since it was searched.
        """
        if article_id not in self._read:
            try:
                self._read[article_id] = self._store.article(article_id, self._scope)
            except NotFoundError as error:
                raise VerbatimError(
                    "an article was removed while it was searched: ask again."
                ) from error
        return self._read[article_id]


class Answerer:
    """Answers questions with the sentences of a library's articles.

    Args:
        library: Store, engine, encoder and sentence vectors.
        weights: The trained numbers; those that come with the package by default.
        aliases_path: The owner's ``people.toml``, which need not exist.
        reranker: Reads the first sentences once more, where one is set.
        stopwatch: Measures the stages.
    """

    def __init__(
        self,
        library: Library,
        weights: Weights | None = None,
        aliases_path: Path | None = None,
        reranker: Reranker | None = None,
        stopwatch: Stopwatch = untimed,
    ) -> None:
        self._library = library
        self._weights = weights or load_weights()
        self._shelf = Shelf(library)
        self._stopwatch = stopwatch
        self._reranker = reranker
        self._finder = Finder(library, self._shelf, stopwatch)
        self._sayings = Sayings(library, aliases_path)

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
        return self.converse(question, None, scope, today)[0]

    def converse(
        self,
        question: str,
        context: Context | None,
        scope: Collection[str] = frozenset({PUBLIC}),
        today: dt.date | None = None,
    ) -> tuple[Answer | NoAnswer, Context]:
        """Answers a question that may lean on the one before.

        Args:
            question: As typed.
            context: What came back with the last answer, None for the first question.
            scope: The collections that the asker may see.
            today: The asker's day.

        Returns:
            The answer, and the context for the next question.
        """
        with self._stopwatch(Stage.UNDERSTAND):
            understood = understand(
                question, context, lambda name: self._sayings.bears(name, scope), today
            )
        answer = self._answer(understood, scope, today)
        if understood.carried:
            answer = replace(answer, question=question, understood=understood.text)
        following = remember(understood, answer)
        if answer.slips:
            following = replace(following, question=read_as_meant(following.question, answer.slips))
        return answer, following

    def _answer(
        self, understood: Understood, scope: Collection[str], today: dt.date | None
    ) -> Answer | NoAnswer:
        question, intent = understood.text, understood.intent
        query = read_question(question)
        alone = query.kind is not QuestionType.NONE and not query.content and intent is None
        if query.empty or alone:
            return NoAnswer(question, Reason.EMPTY_QUESTION, 0.0)
        if self._library.store.count(scope) == 0:
            return NoAnswer(question, Reason.EMPTY_COLLECTION, 0.0)
        findings = self.find(query, scope, faint=understood.faint)
        spoken = None
        if intent:
            with self._stopwatch(Stage.SAYINGS):
                spoken = look_up(self._sayings, intent, scope)
        with self._stopwatch(Stage.BUILD):
            if spoken is not None:
                told = self._from_sayings(question, spoken, findings, scope)
                return replace(told, slips=spoken.slips)
            told = self._from_findings(question, findings, scope, today)
            return replace(told, slips=findings.slips)

    def _from_findings(
        self, question: str, findings: Findings, scope: Collection[str], today: dt.date | None
    ) -> Answer | NoAnswer:
        query, fresh = findings.query, _Fresh(self._library.store, scope)
        if not findings.sentences:
            return NoAnswer(question, Reason.NOTHING_SHARED, 0.0)
        ranked = within(find_period(question, today), findings.sentences, question)
        if not ranked:
            return NoAnswer(question, Reason.NOT_COVERED, 0.0, uncovered=day_words(question))
        ranked = telling(query, ranked, SHOWN, SHOWN + MORE)
        first = ranked[0]
        article = first.candidate.article
        uncovered = (
            missing(requirements_of(query), article)
            or narrowed(query, article)
            or untold(query, ranked[:SHOWN])
        )
        if uncovered or findings.confidence < self._weights.threshold:
            reason = Reason.NOT_COVERED if uncovered else Reason.LOW_CONFIDENCE
            nearest = self._shown(query, Story(first, ()), fresh)
            # What is about another year or place is no answer, however well it fits.
            sure = 0.0 if uncovered else findings.confidence
            return NoAnswer(question, reason, sure, nearest, uncovered)
        chosen = stories(newest_first(ranked, SHOWN), SHOWN + MORE)
        best = first.score - _BELOW_BEST
        shown = [story for story in chosen[:SHOWN] if story.first.score >= best]
        return Answer(
            question,
            tuple(self._shown(query, story, fresh) for story in shown),
            findings.confidence,
            more=tuple(self._shown(query, story, fresh) for story in chosen[len(shown) :]),
        )

    def _from_sayings(
        self, question: str, spoken: Spoken, findings: Findings, scope: Collection[str]
    ) -> Answer | NoAnswer:
        fresh = _Fresh(self._library.store, scope)
        places = spoken.places or _near_top(spoken.foreign, findings.sentences)
        sentences = [self._from_saying(place, scope, fresh) for place in places[: SHOWN + MORE]]
        if sentences:
            return Answer(
                question,
                tuple(sentences[:SHOWN]),
                places[0].sure,
                more=tuple(sentences[SHOWN:]),
            )
        query = read_question(question)
        nearest = next(
            (self._shown(query, Story(r, ()), fresh) for r in findings.sentences[:1]), None
        )
        return NoAnswer(question, Reason.NOT_COVERED, 0.0, nearest, spoken.uncovered)

    def find(
        self,
        query: Query,
        scope: Collection[str],
        vector: npt.NDArray[np.float32] | None = None,
        faint: Sequence[str] = (),
    ) -> Findings:
        """Searches and orders without deciding anything: what an evaluation measures.

        Args:
            query: What is asked.
            scope: The collections that the asker may see.
            vector: The query's vector, where the caller has it.
            faint: Words of the query that weigh less, since another question asked them.
        """
        found = self._finder.find(query, scope, vector, faint)
        query = found.query
        with self._stopwatch(Stage.RANK):
            candidates = candidates_of(found.fused[:PASSAGES], self._shelf, scope)
            ranked = rank(query, found.towards, found.weights, candidates, self._weights)
            if self._reranker is not None:
                ranked = reread(self._reranker, query.text, ranked)
            signs = list_features(query, found.idf, found.known, ranked, found.fused)
            return Findings(
                dense=tuple((hit.article_id, hit.passage_id) for hit in found.dense),
                lexical=tuple((hit.article_id, hit.passage_id) for hit in found.lexical),
                passages=tuple(reorder(found.fused, ranked, self._weights.passage)),
                sentences=tuple(ranked),
                signs=signs,
                confidence=self._weights.confidence.probability(signs) if signs else 0.0,
                query=query,
                slips=found.slips,
            )

    def _shown(self, query: Query, story: Story, fresh: _Fresh) -> AnswerSentence:
        """Builds what is shown of a sentence and its copies."""
        ranked = story.first
        candidate, fused = ranked.candidate, ranked.candidate.passage
        evidence = Evidence(
            passage_id=fused.passage_id,
            dense_rank=fused.dense_rank,
            dense_score=fused.dense_score,
            lexical_rank=fused.lexical_rank,
            lexical_score=fused.lexical_score,
            fused_score=fused.score,
            features=ranked.explained(),
        )
        opened = candidate.article
        return self._checked(
            opened,
            candidate.position,
            ranked.score,
            evidence,
            fresh,
            highlight=phrase_of(query, candidate),
            saying=_saying_in(opened.analysis.sayings, candidate.span),
            also_in=tuple(
                cite(copy.candidate.article.article, copy.candidate.sentence)
                for copy in story.copies
            ),
        )

    def _from_saying(self, place: Place, scope: Collection[str], fresh: _Fresh) -> AnswerSentence:
        opened = self._shelf.open(place.article_id, scope)
        position = next(
            i for i, s in enumerate(opened.analysis.sentences) if s.span == place.sentence
        )
        passage = next((p for p in opened.analysis.passages if p.first <= position <= p.last), None)
        evidence = Evidence(passage.id if passage else "", None, 0.0, None, 0.0, 0.0)
        return self._checked(opened, position, place.sure, evidence, fresh, saying=place.saying)

    def _checked(
        self,
        opened: OpenArticle,
        position: int,
        score: float,
        evidence: Evidence,
        fresh: _Fresh,
        *,
        highlight: Span | None = None,
        saying: Saying | None = None,
        also_in: tuple[Citation, ...] = (),
    ) -> AnswerSentence:
        """Builds a sentence whose words are read from the store again.

        Raises:
            VerbatimError: They differ from those that were searched.
        """
        sentence = opened.analysis.sentences[position]
        article = fresh.article(opened.id)
        text = sentence.span.of(article.text)
        if not text or text != sentence.span.of(opened.article.text):
            raise VerbatimError(
                f"sentence {sentence.number} of {article.id} differs from the store:"
                " run `qawl index build`."
            )
        return AnswerSentence(
            text=text,
            span=sentence.span,
            citation=cite(article, sentence),
            score=score,
            evidence=evidence,
            highlight=highlight,
            saying=saying,
            also_in=also_in,
        )


def _near_top(places: Sequence[Place], ranked: Sequence[Ranked]) -> tuple[Place, ...]:
    """Returns the places that the search, blind to who speaks, puts among its first."""
    by_key = {(place.article_id, place.sentence): place for place in places}
    top = [(r.candidate.article.id, r.candidate.span) for r in ranked[:SHOWN]]
    return tuple(by_key[key] for key in top if key in by_key)


def _saying_in(sayings: Sequence[Saying], sentence: Span) -> Saying | None:
    """Returns the saying that fills most of a sentence, None where it holds none."""
    inside = [s for s in sayings if s.quote.outer.overlaps(sentence)]
    return max(inside, key=lambda s: len(s.quote.outer), default=None)
