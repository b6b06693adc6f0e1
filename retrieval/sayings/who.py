"""Who said these words, and who speaks here at all."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.values import SpeakerSummary, WhoSaid


class SpeakerFinder:
    """Answers ``who said …`` and ``who speaks in these articles``."""

    def __init__(self, archive: Archive, checker: Checker) -> None:
        """The checker finds the words."""
        self._archive: Final = archive
        self._checker: Final = checker

    def who_said(self, words: str, scope: Collection[str]) -> WhoSaid:
        """Returns where words stand and who said them.

        The check says too how far the words asked for are those of the article.
        """
        return WhoSaid(words, self._checker.check(Claim(words), scope))

    def speakers(
        self, scope: Collection[str], *, article_id: str | None = None
    ) -> tuple[SpeakerSummary, ...]:
        """Returns who speaks, the most frequent first.

        Args:
            article_id: In this article alone.
        """
        people = self._archive.people(scope).people
        if article_id is None:
            return tuple(
                SpeakerSummary(p, p.sayings, len(p.articles), p.first, p.last) for p in people
            )
        here = self._archive.sayings(scope, [article_id])
        counts: dict[str, int] = {}
        for said in here:
            if said.person is not None:
                counts[said.person.id] = counts.get(said.person.id, 0) + 1
        summaries = [
            SpeakerSummary(p, counts[p.id], 1, here[0].citation.date, here[0].citation.date)
            for p in people
            if p.id in counts
        ]
        return tuple(sorted(summaries, key=lambda one: -one.sayings))
