"""Who said what: by person and topic, by words, and the check of a quotation."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Document, Note, Office, Reply, find_saying
from bot.render.answer import Cited
from bot.render.check import check_message
from bot.render.message import Message, MessageBuilder
from bot.render.said import SPEAKERS, STEP, said_message, speakers_message, versions_message
from index.analysis import analyse
from index.reading import read_text
from index.text.marks import find_marked
from index.types import QuoteKind, Span
from retrieval.sayings.archive import Archive
from retrieval.sayings.export import as_csv, row
from retrieval.sayings.said import SaidFinder
from retrieval.sayings.topic import Topics
from retrieval.sayings.values import Check, CitedSaying, Claim, Said, Verdict
from retrieval.sayings.verify import Checker
from retrieval.sayings.versions import VersionFinder
from retrieval.sayings.who import SpeakerFinder

_FEWEST_WORDS: Final = 3
"""Words between marks from which they are worth checking."""

_WHOLE_QUOTE: Final = 0.7
"""Share of a sentence from which its quotation is not set off in bold."""

_SPEAKER: Final = re.compile(r"\s*([^:：\"«»“”]{2,80}?)\s*[:：]\s*")
_ALL: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Sayings:
    """Questions about sayings."""

    office: Office
    archive: Archive
    finder: SaidFinder
    checker: Checker
    speaking: SpeakerFinder
    version_finder: VersionFinder
    topics: Topics

    @classmethod
    def open(cls, office: Office) -> Sayings:
        """Returns what answers questions about sayings from the office's library."""
        library = office.library
        aliases = office.settings.data_dir / "people.toml"
        archive = Archive(library.store, engine=library.engine, aliases_path=aliases)
        checker = Checker(archive)
        return cls(
            office,
            archive,
            SaidFinder(archive, library.encoder),
            checker,
            SpeakerFinder(archive, checker),
            VersionFinder(archive),
            Topics(library.encoder),
        )

    def said_by_words(self, asker: Asker, words: str) -> Message:
        """Answers ``/said NAME topic``."""
        return self._page(asker, self.finder.said_by_words(words, asker.scope), 0)

    def said(self, asker: Asker, name: str, topic: str = "", page: int = 0) -> Message:
        """Shows what somebody said, newest first."""
        return self._page(asker, self.finder.said(name, topic, asker.scope, limit=_ALL), page)

    def show_said(self, asker: Asker, said: Said) -> Message:
        """Shows the first page of what was found."""
        return self._page(asker, said, 0)

    def who(self, asker: Asker, words: str) -> Message:
        """Answers who said some words."""
        claimed = quoted_words(words) or words.strip()
        check = self.speaking.who_said(claimed, asker.scope).check
        return self.show_check(asker, check, who=True)

    def verify(self, asker: Asker, text: str) -> Message:
        """Checks ``NAME: "words"``, or words alone."""
        return self.show_check(asker, self.checker.check(read_claim(text), asker.scope))

    def verify_message(self, asker: Asker, text: str) -> Message | None:
        """Checks the longest quotation of a message, None where it holds none."""
        claim = claim_in(text)
        if claim is None:
            return None
        return self.show_check(asker, self.checker.check(claim, asker.scope))

    def speakers(self, asker: Asker, page: int = 0) -> Message:
        """Shows who speaks in these articles."""
        found = self.speaking.speakers(asker.scope)
        page = max(0, min(page, (len(found) - 1) // SPEAKERS))
        shown = found[page * SPEAKERS : (page + 1) * SPEAKERS]
        return speakers_message(asker.words, shown, len(found), page)

    def versions(self, asker: Asker, saying: str, article: str, answer: str | None = None) -> Reply:
        """Shows one saying as several articles have it."""
        said = self._cited_saying(asker, saying, article)
        if said is None:
            return Note(asker.words("context.gone"))
        found = self.version_finder.versions(said, asker.scope).versions
        if len(found) < 2:
            return Note(asker.words("versions.none"))
        shown = [(version, self._cited(asker, version.saying)) for version in found]
        kept = [(version, item) for version, item in shown if item is not None]
        back = action("again", answer=answer) if answer else None
        rows = [[Button(asker.words("button.back"), back)]] if back else []
        return versions_message(asker.words, kept, rows)

    def csv(self, asker: Asker, name: str = "") -> Reply:
        """Gives the sayings of one person, or of all, as a table."""
        rows = [row(said) for said in self.chosen(asker.scope, speaker=name)]
        if not rows:
            return Note(asker.words("csv.none"))
        caption = MessageBuilder(asker.words).say(
            "csv.caption", count=asker.words.counted("saying", len(rows))
        )
        return Document("qawl-sayings.csv", as_csv(rows).encode("utf-8"), caption.build())

    def chosen(
        self,
        scope: Collection[str],
        *,
        speaker: str = "",
        topic: str = "",
        article: str | None = None,
    ) -> list[CitedSaying]:
        """Returns sayings by speaker, topic and article, each where it is given."""
        if speaker:
            found = list(self.finder.said(speaker, topic, scope, limit=_ALL).sayings)
        else:
            found = self.archive.sayings(scope, None if article is None else {article})
            if topic:
                found = self.topics.on_topic(topic, found)
        return [s for s in found if article is None or s.citation.article_id == article]

    def show_check(self, asker: Asker, check: Check, *, who: bool = False) -> Message:
        """Shows what the articles hold of a claim."""
        if check.original is None:
            return check_message(asker.words, check, None, who=who)
        place = check.original
        span = Span(
            min(place.span.start, place.sentence_span.start),
            max(place.span.end, place.sentence_span.end),
        )
        highlight = None if check.verdict is Verdict.CLOSE_IN_MEANING else place.span
        original = self.office.cited(
            asker,
            place.citation.article_id,
            span,
            highlight=highlight,
            saying=place.saying.id if place.saying else None,
        )
        whole = None
        if check.verdict is Verdict.CUT_SHORT and (check.before or check.after):
            start = place.span.start - len(check.before)
            rest = Span(start, place.span.end + len(check.after))
            if not span.contains(rest):
                whole = (check.before + place.words + check.after, rest)
        return check_message(asker.words, check, original, who=who, whole=whole)

    def _page(self, asker: Asker, said: Said, page: int) -> Message:
        page = max(0, min(page, (len(said.sayings) - 1) // STEP))
        shown = said.sayings[page * STEP : (page + 1) * STEP]
        items = [item for s in shown if (item := self._cited(asker, s)) is not None]
        return said_message(asker.words, said, items, page)

    def _cited(self, asker: Asker, said: CitedSaying) -> Cited | None:
        """Shows a saying in its sentence, the words themselves set off."""
        outer = said.saying.quote.outer
        sentence = said.sentence_span
        span = Span(min(sentence.start, outer.start), max(sentence.end, outer.end))
        quote = said.saying.quote.span
        whole = len(quote) >= _WHOLE_QUOTE * len(span)
        return self.office.cited(
            asker,
            said.citation.article_id,
            span,
            highlight=None if whole else quote,
            saying=said.saying.id,
        )

    def _cited_saying(self, asker: Asker, saying: str, article: str) -> CitedSaying | None:
        opened = self.office.open(asker, article)
        found = find_saying(opened[1], saying) if opened else None
        if opened is None or found is None:
            return None
        return self.archive.cite(*opened, found, self.archive.people(asker.scope))


def quoted_words(text: str) -> str | None:
    """Returns the longest words that stand between marks, None where none do."""
    marked = [m for m in find_marked(text) if len(m.span.of(text).split()) >= 1]
    if not marked:
        return None
    return max((m.span.of(text) for m in marked), key=len)


def read_claim(text: str) -> Claim:
    """Reads ``NAME: "words"``; without a name or without marks, what is there counts.

    >>> read_claim('ناصر بوريطة: "نحن هنا"')
    Claim(words='نحن هنا', speaker='ناصر بوريطة')
    >>> read_claim("نحن هنا")
    Claim(words='نحن هنا', speaker=None)
    """
    named = _SPEAKER.match(text)
    rest = text[named.end() :] if named else text
    words = quoted_words(rest) or rest.strip()
    return Claim(words, named[1].strip() if named else None)


def claim_in(text: str) -> Claim | None:
    """Returns the longest quotation of a text with the speaker whom the text names."""
    marked = [m for m in find_marked(text) if len(m.span.of(text).split()) >= _FEWEST_WORDS]
    if not marked:
        return None
    longest = max(marked, key=lambda m: len(m.span))
    article = read_text(text, headline="")
    for saying in analyse(article).sayings:
        direct = saying.quote.kind is not QuoteKind.INDIRECT
        if direct and saying.quote.span.overlaps(longest.span):
            speaker = saying.attribution.speaker
            return Claim(longest.span.of(text), speaker.name if speaker else None)
    return Claim(longest.span.of(text))
