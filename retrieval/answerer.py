"""The way of a question: read, route, search, order, judge, tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.library import Library
from index.types import PUBLIC
from retrieval.answer import (
    Answer,
    AnswerSentence,
    Lack,
    NoAnswer,
    Reason,
    Stage,
    Stopwatch,
    unsure,
    untimed,
)
from retrieval.inquiry import Inquiry, Wanted
from retrieval.judge.decide import MORE, SHOWN, Decision, Findings, decide
from retrieval.judge.reader import FIRST, Line, Reader
from retrieval.judge.told import touches
from retrieval.order.reranker import Reranker
from retrieval.order.weights import Weights, load_weights
from retrieval.question.asked import Asked, Asking, Context
from retrieval.question.followup import remember
from retrieval.question.intent import AskCheck, AskSaid, AskSpeakers, AskWho, Claim
from retrieval.question.read import read
from retrieval.reply import Reply, addressed, may_be_reworded
from retrieval.sayings.door import Sayings
from retrieval.sayings.values import Check, CitedSaying, CitedWords, Said, Speakers
from retrieval.speaking import (
    Words,
    asks_latest,
    at_any_time,
    governs,
    names_abroad,
    near_top,
    within_days,
    words_told,
)
from retrieval.tell.build import Builder
from retrieval.tell.stories import Story

SAYINGS: Final = 50
"""Sayings of one person that a reply holds."""

ONE_PAGE: Final = 3
"""Sayings that are shown at once: more of them are turned over, or the best of them told."""


class Answerer:
    """Answers questions with the sentences of a library's articles.

    Attributes:
        sayings: Who said what in these articles.

    Args:
        weights: The trained numbers; those that come with the package by default.
        aliases_path: The owner's ``people.toml``, which need not exist.
    """

    def __init__(
        self,
        library: Library,
        weights: Weights | None = None,
        aliases_path: Path | None = None,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
        stopwatch: Stopwatch = untimed,
    ) -> None:
        self.sayings: Final = Sayings(library, aliases_path)
        self._library: Final = library
        weights = weights or load_weights()
        self._inquiry: Final = Inquiry(
            library, weights, self._names_abroad, reranker, reader, stopwatch
        )
        self._shelf: Final = self._inquiry.shelf
        self._finder: Final = self._inquiry.finder
        self._reader: Final = reader
        self._threshold: Final = reader.mix.threshold if reader else weights.threshold
        self._stopwatch: Final = stopwatch

    def ask(self, asking: Asking) -> Reply:
        """Answers a question of any kind.

        Raises:
            VerbatimError: A sentence differs from the stored article.
        """
        incomplete = self._library.incomplete
        asked = self._read(asking)
        if asked.courtesy is not None:
            return Reply(asked, asked.courtesy, asking.context or Context(""))
        found = self._route(asked, asking.scope) or self._search(asked, asking.scope)
        if isinstance(found, Said) and (not found.sayings or found.by_meaning):
            found = self._or_beyond(asked, found, asking.scope)
        elif isinstance(found, Said) and found.total > 1:
            found = self._nearest_first(asked, found, asking.scope)
        elif isinstance(found, Check) and may_be_reworded(asked, found):
            found = self._or_reworded(asked, found, asking.scope)
        first = found.sentences[0] if isinstance(found, Answer) and found.sentences else None
        slips = found.slips if isinstance(found, Answer | NoAnswer | Said) else ()
        incomplete = incomplete or self._library.incomplete
        if isinstance(found, NoAnswer):
            if found.reason is Reason.EMPTY_QUESTION:  # Asked back: the talk is not over.
                return Reply(asked, found, asking.context or Context(""), incomplete)
            found = unsure(found, incomplete=incomplete)
        return Reply(asked, found, remember(asked, first, words_told(found), slips), incomplete)

    def answer(
        self,
        question: str,
        scope: Collection[str] = frozenset({PUBLIC}),
        today: dt.date | None = None,
        context: Context | None = None,
    ) -> Answer | NoAnswer:
        """Answers a question in sentences alone, where it asks about sayings too.

        Raises:
            VerbatimError: A sentence differs from the stored article.
        """
        incomplete = self._library.incomplete
        told = self._in_sentences(self._read(Asking(question, scope, context, today)), scope)
        return unsure(told, incomplete=incomplete or self._library.incomplete)

    def _in_sentences(self, asked: Asked, scope: Collection[str]) -> Answer | NoAnswer:
        refused = self._refused(asked, scope)
        if refused is not None:
            return refused
        found = self._route(asked, scope)
        if isinstance(found, Said):
            return self._from_said(asked, found, scope)
        if isinstance(found, Check) and found.original is not None and found.holds:
            return self._from_places(asked, [found.original], scope)
        told = self._searched(asked, scope)
        if isinstance(found, Check) and isinstance(told, Answer):
            return replace(told, reworded=may_be_reworded(asked, found))
        return told

    def _read(self, asking: Asking) -> Asked:
        with self._stopwatch(Stage.UNDERSTAND):
            return read(asking, lambda name: self.sayings.bears(name, asking.scope))

    def _route(self, asked: Asked, scope: Collection[str]) -> Said | Check | Speakers | None:
        """Returns what the sayings hold, None where the articles' sentences should answer."""
        if asked.intent is None or (self._reader and governs(asked)):
            return None
        with self._stopwatch(Stage.SAYINGS):
            match asked.intent:
                case AskSpeakers():
                    return Speakers(self.sayings.speakers(scope))
                case AskCheck(claim):
                    return self.sayings.check(claim, scope)
                case AskWho(words, reported=reported) if words:
                    return self.sayings.check(Claim(words, reported=reported), scope)
                case AskSaid(name) as wanted if name:
                    return self.sayings.said(
                        name,
                        wanted.topic,
                        scope,
                        since=wanted.since,
                        until=wanted.until,
                        limit=1 if wanted.latest else SAYINGS,
                    )
            return None

    def _search(self, asked: Asked, scope: Collection[str]) -> Answer | NoAnswer:
        """Answers from the articles' sentences, where any can be searched."""
        return self._refused(asked, scope) or self._searched(asked, scope)

    def _searched(self, asked: Asked, scope: Collection[str]) -> Answer | NoAnswer:
        findings = self._by_source(asked, scope) if asked.source else self.find(asked, scope)
        with self._stopwatch(Stage.BUILD):
            decision = self._decide(findings, scope)
            told = Builder(self._library.store, scope).answer(findings.asked, decision)
            return addressed(replace(told, slips=findings.slips), asked)

    def _by_source(self, asked: Asked, scope: Collection[str]) -> Findings:
        """Searches what somebody says, else what nobody else does."""
        people = self.sayings.archive.people(scope)
        words = Words(asked.source, people.find(asked.source), people)
        return self._inquiry.find(Wanted(asked, scope, may=(words.gives, words.leaves)))

    def _decide(self, findings: Findings, scope: Collection[str]) -> Decision:
        """Decides, and looks through all articles for the words that the nearest one lacks."""
        decision = decide(findings, self._threshold)
        if not decision.uncovered or decision.lack is Lack.TIME:
            return decision
        required = [r for r in findings.asked.requirements if r.words in decision.uncovered]
        stands = self._finder.stands(required, " ".join(decision.uncovered), scope)
        return replace(decision, lack=Lack.NEAREST if stands else Lack.ARTICLES)

    def _refused(self, asked: Asked, scope: Collection[str]) -> Answer | NoAnswer | None:
        """Returns why nothing can be searched, None where something can."""
        if asked.empty or asked.bare or asked.courtesy is not None:
            return addressed(NoAnswer("", Reason.EMPTY_QUESTION, 0.0), asked)
        if not self._library.store.holds_any(scope):
            return addressed(NoAnswer("", Reason.EMPTY_COLLECTION, 0.0), asked)
        return None

    def find(
        self, asked: Asked, scope: Collection[str], vector: npt.NDArray[np.float32] | None = None
    ) -> Findings:
        """Searches and orders without deciding anything: what an evaluation measures."""
        return self._inquiry.find(Wanted(asked, scope, vector))

    def _names_abroad(self, text: str, scope: Collection[str]) -> tuple[str, ...]:
        return names_abroad(text, lambda: self.sayings.archive.people(scope))

    def _from_said(self, asked: Asked, said: Said, scope: Collection[str]) -> Answer | NoAnswer:
        """Answers with the sentences that sayings stand in."""
        if self._reader is None or not said.topic or asks_latest(asked):
            if not said.sayings:
                return self._beyond_words(asked, said, scope)[0]
            return replace(self._from_places(asked, said.sayings, scope), slips=said.slips)
        findings, words = self._their_words(asked, said, scope)
        if not findings.fit and said.sayings:
            return replace(self._from_places(asked, said.sayings, scope), slips=said.slips)
        decision = self._decided(findings, words)
        if not findings.fit or decision.reason is not None:
            if said.sayings and not said.by_meaning:
                return replace(self._from_places(asked, said.sayings, scope), slips=said.slips)
            return self._unsaid(asked, said, findings, scope)
        return addressed(self._theirs(findings, said, words, decision, scope), asked)

    def _theirs(
        self,
        findings: Findings,
        said: Said,
        words: Words,
        decision: Decision,
        scope: Collection[str],
    ) -> Answer | NoAnswer:
        """Returns an answer that says where it has no words that are surely somebody's."""
        decision = replace(decision, sentences=words.only(decision.sentences))
        told = Builder(self._library.store, scope, words.has).answer(findings.asked, decision)
        if isinstance(told, Answer):
            first = told.sentences[0].saying
            sure = first is not None and words.has(first)
            shown = decision.sentences[: len(told.sentences)]
            near = not any(touches(said.topic, one) for one in shown)
            aside = said.topic if sure and near else ""
            told = replace(told, unsure_of="" if sure else said.asked, aside_of=aside)
        return replace(told, slips=said.slips)

    def _nearest_first(self, asked: Asked, said: Said, scope: Collection[str]) -> Said | Answer:
        """Returns what somebody said on a topic in the order of what a reader says answers.

        Of more than a page those that answer best are shown; the button leads to the others.
        """
        if self._reader is None or not said.topic or not at_any_time(asked):
            return said
        if said.total > ONE_PAGE:
            told = said if asks_latest(asked) else self._from_said(asked, said, scope)
            return said if isinstance(told, NoAnswer) else told
        first, rest = said.sayings[:FIRST], said.sayings[FIRST:]
        lines = []
        for one in first:
            opened = self._shelf.open(one.citation.article_id, scope)
            at = one.citation.sentence - 1
            before = opened.sentence(at - 1).text if at else ""
            lines.append(Line(one.sentence, opened.article.headline, before, 0.0))
        with self._stopwatch(Stage.READ):
            odds = self._reader.read(asked.standard, lines).odds
        order = sorted(range(len(first)), key=lambda at: -odds[at])
        return replace(said, sayings=(*(first[at] for at in order), *rest), nearest_first=True)

    def _or_beyond(self, asked: Asked, said: Said, scope: Collection[str]) -> Said | Answer:
        """Returns an answer where no saying has the topic's words, else what comes near it."""
        if said.by_meaning and self._reader is None:
            return said
        told, near = self._beyond_words(asked, said, scope)
        if isinstance(told, Answer):
            return told
        if said.sayings:
            return said
        if at_any_time(asked):
            return replace(said, nearby=near)
        ever = self.sayings.said(said.asked, said.topic, scope)
        return replace(ever, other_times=bool(ever.sayings))

    def _or_reworded(
        self, asked: Asked, check: Check, scope: Collection[str]
    ) -> Check | Answer | NoAnswer:
        """Returns who said something in other words, where no article has it in these."""
        told = self._search(asked, scope)
        if isinstance(told, Answer):
            return replace(told, reworded=True)
        return check if check.found else told

    def _beyond_words(
        self, asked: Asked, said: Said, scope: Collection[str]
    ) -> tuple[Answer | NoAnswer, tuple[CitedSaying, ...]]:
        """Returns an answer where no saying has the topic's words, and the nearest sayings."""
        refused = self._refused(asked, scope)
        if refused is not None:
            return refused, ()
        findings, words = self._their_words(asked, said, scope)
        near = near_top(self._on_anything(asked, said, scope), findings.sentences[:FIRST])
        decision = self._decided(findings, words)
        sure = findings.fit > 0 and decision.reason is None
        sure = sure and (at_any_time(asked) or bool(self._reader and said.topic))
        if self._reader is None and sure:
            # Words alone do not tell what is on a topic: the search's first has to be theirs.
            sure = touches(said.topic, decision.sentences[0])
            sure = sure and words.gives(decision.sentences[0])
        if sure:
            told = self._theirs(findings, said, words, decision, scope)
            return addressed(told, asked), ()
        return self._unsaid(asked, said, findings, scope), tuple(near)

    def _their_words(
        self, asked: Asked, said: Said, scope: Collection[str]
    ) -> tuple[Findings, Words]:
        """Searches among the sentences that may give somebody's words."""
        people = self.sayings.archive.people(scope)
        loose = self._reader is None or not said.topic
        words = Words(said.asked, said.people, people, said.topic, loose=loose)
        wanted = asked.intent
        if self._reader is None:
            return self.find(asked, scope), words
        days = (wanted.since, wanted.until) if isinstance(wanted, AskSaid) else (None, None)
        # A follow-up leaves out whose words it asks for: they alone can tell.
        may = words.gives if asked.carried else words.may_give
        return self._inquiry.find(Wanted(asked, scope, may=(within_days(may, *days),))), words

    def _decided(self, findings: Findings, words: Words) -> Decision:
        """Decides: a sentence that does not show whose words it gives has to answer more surely."""
        first = findings.sentences[0] if self._reader and findings.fit else None
        return decide(findings, max(self._threshold, words.least(first) if first else 0.0))

    def _unsaid(
        self, asked: Asked, said: Said, findings: Findings, scope: Collection[str]
    ) -> NoAnswer:
        """Returns a no that says what was looked for, with the nearest sentence."""
        builder = Builder(self._library.store, scope)
        first = [builder.sentence(asked, Story(r, ())) for r in findings.sentences[:1]]
        no = NoAnswer(
            asked.text,
            Reason.NOT_COVERED,
            0.0,
            first[0] if first else None,
            ((said.topic if said.people else "") or said.asked,),
            Lack.NEAREST if said.people else Lack.ARTICLES,
            slips=said.slips,
        )
        return addressed(no, asked)

    def _on_anything(
        self, asked: Asked, said: Said, scope: Collection[str]
    ) -> tuple[CitedSaying, ...]:
        """Returns what a person said in the time asked for, whatever it is about."""
        wanted = asked.intent
        if not said.people or not isinstance(wanted, AskSaid):
            return ()
        since, until = wanted.since, wanted.until
        return self.sayings.said(said.asked, "", scope, since=since, until=until).sayings

    def _from_places(
        self, asked: Asked, places: Sequence[CitedSaying | CitedWords], scope: Collection[str]
    ) -> Answer | NoAnswer:
        builder = Builder(self._library.store, scope)
        sentences: dict[tuple[str, int], AnswerSentence] = {}
        for place in places:
            key = (place.citation.article_id, place.sentence_span.start)
            if key not in sentences and len(sentences) < SHOWN + MORE:
                opened = self._shelf.open(key[0], scope)
                sentences[key] = builder.spoken(opened, place.sentence_span, place.saying)
        told = tuple(sentences.values())
        return addressed(Answer("", told[:SHOWN], told[0].score, more=told[SHOWN:]), asked)
