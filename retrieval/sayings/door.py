"""The interface to sayings, for the bot and the command line."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.identity.names import holds, words_of_name
from index.library import Library
from index.types import SpeakerKind
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.check.meaning import NearestMeaning
from retrieval.sayings.check.versions import find_versions
from retrieval.sayings.said import SaidFinder, once, without_parts
from retrieval.sayings.topic import Topics
from retrieval.sayings.values import Check, CitedSaying, SpeakerSummary, Version


class Sayings:
    """Answers questions about who said what, within the scope that the asker may see."""

    def __init__(self, library: Library, aliases_path: Path | None = None) -> None:
        """Everything that it keeps is also in the library's store.

        Args:
            aliases_path: The owner's ``people.toml`` in the data folder.
        """
        self.archive: Final = Archive(
            library.store, engine=library.engine, aliases_path=aliases_path
        )
        self._topics: Final = Topics(library.encoder)
        finder = SaidFinder(self.archive, library.encoder)
        self.said: Final = finder.said
        self.said_by_words: Final = finder.said_by_words
        meaning = NearestMeaning(self.archive, library.engine, library.encoder)
        self.check: Final = Checker(self.archive, meaning).check

    def speaks(self, name: str, scope: Collection[str]) -> bool:
        """Says whether somebody of that name speaks in these articles."""
        return bool(self.archive.people(scope).find(name))

    def bears(self, name: str, scope: Collection[str]) -> bool:
        """Says whether somebody speaks here whose name it is.

        A word of a role alone, such as the prisoners of whom an official speaks, is no name.
        """
        people = self.archive.people(scope).find(name)
        return any(holds(form, name) for person in people for form in person.names)

    def who_said(self, words: str, scope: Collection[str]) -> Check:
        """Returns where words stand, and who said them there."""
        return self.check(Claim(words), scope)

    def speakers(self, scope: Collection[str]) -> tuple[SpeakerSummary, ...]:
        """Returns who speaks, the most frequent first: people and bodies whose names are told."""
        return tuple(
            SpeakerSummary(p, p.sayings, len(p.articles), p.first, p.last)
            for p in self.archive.people(scope).people
            if p.kind is not SpeakerKind.UNNAMED
        )

    def most_heard(
        self, found: Sequence[SpeakerSummary], first: int, last: int, scope: Collection[str]
    ) -> list[SpeakerSummary]:
        """Returns places ``first`` to ``last`` of speakers by the sayings shown, each counted so.

        No more sayings are shown than there are, so that most speakers need not be counted.
        """
        counted: list[SpeakerSummary] = []
        for one in found:
            if len(counted) >= last and counted[last - 1].sayings >= one.sayings:
                break
            counted.append(replace(one, sayings=self.count(one, scope)))
            counted.sort(key=lambda speaker: -speaker.sayings)
        return counted[first:last]

    def count(self, speaker: SpeakerSummary, scope: Collection[str]) -> int:
        """Returns how many sayings of a speaker are shown: each sentence once."""
        if speaker.sayings < 2:
            return speaker.sayings
        return len(once(without_parts(self.archive.sayings_of([speaker.person], scope))))

    def versions(self, said: CitedSaying, scope: Collection[str]) -> tuple[Version, ...]:
        """Returns one saying as several articles have it."""
        return find_versions(self.archive, said, scope)

    def find(self, article_id: str, saying_id: str, scope: Collection[str]) -> CitedSaying | None:
        """Returns one saying by its id, None where the scope does not see it."""
        here = self.archive.sayings(scope, [article_id])
        return next((said for said in here if said.saying.id == saying_id), None)

    def quotes(
        self,
        scope: Collection[str],
        *,
        speaker: str | None = None,
        topic: str | None = None,
        article_id: str | None = None,
    ) -> list[CitedSaying]:
        """Returns all sayings that fit, newest article first: what is listed and exported."""
        if speaker is None:
            ids = None if article_id is None else [article_id]
            found = self.archive.sayings(scope, ids)
        else:
            people = self.archive.people(scope).find(speaker)
            found = self.archive.sayings_of(people, scope) if people else []
            if article_id is not None:
                found = [said for said in found if said.citation.article_id == article_id]
        if topic and topic.strip():
            aside = words_of_name(speaker) if speaker else ()
            found = list(self._topics.on_topic(topic, found, aside).sayings)
        return found
