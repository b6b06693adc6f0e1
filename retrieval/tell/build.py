"""Sentences as they are shown: verbatim, cited, read from the store again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from index.errors import NotFoundError, VerbatimError
from index.store.sql import SqlStore
from index.text.numbers import find_numbers
from index.text.tokens import tokenise
from index.types import Article, Saying, Span
from retrieval.answer import Answer, AnswerSentence, Citation, Evidence, NoAnswer
from retrieval.judge.decide import MORE, SHOWN, Decision
from retrieval.order.features import Candidate
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked
from retrieval.question.kinds import QuestionType
from retrieval.search.opened import OpenArticle
from retrieval.tell.citation import cite
from retrieval.tell.naming import forms_of
from retrieval.tell.phrase import asks_who_it_is, phrase_of
from retrieval.tell.stories import Story, newest_first, stories

_BELOW_BEST: Final = 3.5
"""How far below the first sentence's score (log-odds) another may be and still be shown at once.

The others come with "more". docs/evaluation.md has what other values give.
"""


class Builder:
    """Builds the sentences of one answer.

    Args:
        wanted: Says which sayings of a sentence are asked about; each of them without it.
    """

    def __init__(
        self,
        store: SqlStore,
        scope: Collection[str],
        wanted: Callable[[Saying], bool] = lambda _: True,
    ) -> None:
        self._store: Final = store
        self._scope: Final = scope
        self._wanted: Final = wanted
        self._read: Final[dict[str, Article]] = {}

    def answer(self, asked: Asked, decision: Decision) -> Answer | NoAnswer:
        """Returns what was decided, with its sentences.

        Raises:
            VerbatimError: A sentence differs from the stored article.
        """
        ranked = decision.sentences
        if decision.reason is not None:
            nearest = self.sentence(asked, Story(ranked[0], ())) if ranked else None
            return NoAnswer(
                asked.text,
                decision.reason,
                decision.confidence,
                nearest,
                decision.uncovered,
                decision.lack,
            )
        told = stories(newest_first(ranked, latest=asked.latest), SHOWN + MORE)
        self._fetch(story.first.candidate.article.id for story in told)
        best = ranked[0].score - _BELOW_BEST
        shown = [story for story in told[:SHOWN] if story.first.score >= best]
        return Answer(
            asked.text,
            tuple(self.sentence(asked, story) for story in shown),
            decision.confidence,
            more=tuple(self.sentence(asked, story) for story in told[len(shown) :]),
            days_differ=asked.latest and _days_differ(asked, told),
        )

    def sentence(self, asked: Asked, story: Story) -> AnswerSentence:
        """Returns what is shown of a ranked sentence and its copies."""
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
        return self._checked(
            candidate.article,
            candidate.position,
            ranked.score,
            evidence,
            highlight=phrase_of(asked, candidate) or _words_read(asked, ranked),
            saying=self._saying_in(candidate.article.sayings_in(candidate.span)),
            also_in=tuple(
                cite(copy.candidate.article.article, copy.candidate.sentence)
                for copy in story.copies
            ),
        )

    def spoken(self, opened: OpenArticle, sentence: Span, saying: Saying | None) -> AnswerSentence:
        """Returns what is shown of a sentence that a saying stands in."""
        analysis = opened.analysis
        position = next(i for i, s in enumerate(analysis.sentences) if s.span == sentence)
        passage = next((p for p in analysis.passages if p.first <= position <= p.last), None)
        evidence = Evidence(passage.id if passage else "", None, 0.0, None, 0.0, 0.0)
        sure = saying.attribution.confidence if saying else 0.0
        return self._checked(opened, position, sure, evidence, saying=saying)

    def _checked(
        self,
        opened: OpenArticle,
        position: int,
        score: float,
        evidence: Evidence,
        *,
        highlight: Span | None = None,
        saying: Saying | None = None,
        also_in: tuple[Citation, ...] = (),
    ) -> AnswerSentence:
        """Returns a sentence whose words are those of the store.

        Raises:
            VerbatimError: They differ from those that were searched.
        """
        sentence = opened.analysis.sentences[position]
        article = self._article(opened.id)
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

    def _saying_in(self, sayings: Sequence[Saying]) -> Saying | None:
        """Returns the saying that fills most of a sentence, None where it holds none."""
        return max(sayings, key=lambda s: (self._wanted(s), len(s.quote.outer)), default=None)

    def _article(self, article_id: str) -> Article:
        if article_id not in self._read:
            self._fetch([article_id])
        return self._read[article_id]

    def _fetch(self, article_ids: Iterable[str]) -> None:
        """Reads articles as the store holds them now.

        Raises:
            VerbatimError: One has left the scope since it was searched.
        """
        ids = list(dict.fromkeys(article_ids))
        try:
            self._read.update(self._store.texts(ids, self._scope))
        except NotFoundError as error:
            raise VerbatimError(
                "an article was removed while it was searched: ask again."
            ) from error


def _days_differ(asked: Asked, told: Sequence[Story]) -> bool:
    """Says whether articles of another day tell what is asked with none of the first's numbers."""
    wanted = {token.stem for token in asked.content}
    first, *others = (story.first.candidate for story in told)
    numbers, day = _numbers(first), first.article.article.date
    for other in others:
        shared = wanted.intersection(other.article.sentence(other.position).stems)
        of_another_day = other.article.article.date != day and 2 * len(shared) >= len(wanted)
        if of_another_day and numbers and _numbers(other) and numbers.isdisjoint(_numbers(other)):
            return True
    return False


def _numbers(candidate: Candidate) -> frozenset[float]:
    found = find_numbers(candidate.article.sentence(candidate.position).text)
    return frozenset(number.value for number in found)


def _words_read(asked: Asked, ranked: Ranked) -> Span | None:
    """Returns the words that a reader says answer, in code points of the article.

    Whom a question names is not who it asks for: ``من صافح الوزير سالم الكندي؟``.
    """
    candidate, words = ranked.candidate, ranked.words
    if words is None:
        return None
    does = asked.language == "ar" and asked.kind is QuestionType.WHO and not asks_who_it_is(asked)
    if does:
        text = candidate.article.sentence(candidate.position).text
        named = {form for token in asked.content[1:] for form in forms_of(token)}
        last = tokenise(words.of(text))[-1:]
        if any(not named.isdisjoint(forms_of(token)) for token in last):
            return None
    start = candidate.span.start
    return Span(start + words.start, start + words.end)
