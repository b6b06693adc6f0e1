"""Who said what: by person and topic, by words, and the check of a quotation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bot.actions import Button, action
from bot.desk.answers import frame_language
from bot.desk.office import Asker, Document, Note, Office, Reply
from bot.render.article import newest_button
from bot.render.check import check_message
from bot.render.citation import Cited
from bot.render.message import Message, MessageBuilder, isolate
from bot.render.said import SPEAKERS, STEP, said_message, speakers_message, versions_message
from index.types import Article, Span
from retrieval.question.intent import Claim, forwarded_claim, read_check, read_who
from retrieval.sayings.check.versions import changed_sayings
from retrieval.sayings.door import Sayings as Door
from retrieval.sayings.export import as_csv, row
from retrieval.sayings.values import Check, CitedSaying, CitedWords, Said, Verdict

_WHOLE_QUOTE: Final = 0.7
"""Share of a sentence from which its quotation is not set off in bold."""

_ALL: Final = 1_000_000
_HELD: Final = (Verdict.WORD_FOR_WORD, Verdict.SAME_WORDS)
_NEARBY: Final = 2
"""Sayings shown as perhaps on the topic."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """Questions about sayings."""

    office: Office

    @property
    def door(self) -> Door:
        return self.office.answerer.sayings

    def said_by_words(self, asker: Asker, words: str) -> Message:
        """Answers ``/said NAME topic``."""
        return self.show_said(asker, self.door.said_by_words(words, asker.scope))

    def said(self, asker: Asker, name: str, topic: str = "", page: int = 0) -> Message:
        """Shows what somebody said, newest first."""
        return self.show_said(asker, self.door.said(name, topic, asker.scope, limit=_ALL), page)

    def who(self, asker: Asker, words: str) -> Message:
        """Answers who said some words, in their language."""
        asker = asker.speaking(frame_language(words, asker.words.language))
        claimed = read_who(words)
        if claimed is None:
            return MessageBuilder(asker.words).say("bad.no_quote").line().usage("who").build()
        return self.show_check(asker, self.door.who_said(claimed, asker.scope), who=True)

    def verify(self, asker: Asker, text: str) -> Message:
        """Checks ``NAME: "words"``, or words alone, in their language."""
        asker = asker.speaking(frame_language(text, asker.words.language))
        # A name and a colon, and nothing behind it: nothing is quoted.
        claim = None if text.rstrip().endswith(":") else read_check(text)
        if claim is None:
            return MessageBuilder(asker.words).say("bad.no_quote").line().usage("verify").build()
        return self._checked(asker, claim)

    def withdrawn(self, asker: Asker, claim: Claim, check: Check) -> Check | None:
        """Returns the check where only an older version of an article holds the words."""
        if check.verdict in _HELD or not self.office.library.store.count(asker.outdated):
            return None
        old = self.door.check(claim, asker.outdated)
        held = old.verdict in _HELD
        if old.verdict is Verdict.SAID_BY_SOMEONE_ELSE:
            # Of another speaker, and withdrawn: better told than nothing.
            held = check.verdict in (Verdict.NOT_IN_THESE_ARTICLES, Verdict.CLOSE_IN_MEANING)
        return old if held and old.original is not None else None

    def _checked(self, asker: Asker, claim: Claim) -> Message:
        """Checks a claim, at last among the older versions of articles."""
        check = self.door.check(claim, asker.scope)
        old = self.withdrawn(asker, claim, check)
        if old is None or old.original is None:
            return self.show_check(asker, check)
        words, key = asker.words, old.original.citation.article_id
        opened = self.office.open(asker, key)
        newest = self.office.newest(asker, opened[0]) if opened else None
        now = self.instead(asker, opened[0], newest, old, check) if opened and newest else ""
        date = words.short_date(newest.date if newest else None)
        told = [words("version.changed" if now else "version.removed", date=date)]
        day = self.office.replaced_on(asker, key)
        if day is not None:
            told.append(words("version.noticed", date=words.short_date(day)))
        message = self.show_check(asker, old, ahead=" ".join(told))
        if newest is None:
            return message
        key = "version.now" if now else "version.withdrawn"
        shown = message.followed_by(words(key, words=isolate(now, rtl=words.rtl)))
        return replace(shown, buttons=(*message.buttons, (newest_button(words, newest),)))

    def instead(
        self, asker: Asker, before: Article, newest: Article, old: Check, check: Check
    ) -> str:
        """Returns the words that a newer version has instead, empty where it has none."""
        place = old.original
        for change in changed_sayings(self.door.archive, before, newest, asker.archive):
            if place is not None and change.before.saying.quote.outer.overlaps(place.span):
                return _with_speaker(change.before, change.now) if change.now else ""
        near = check.original
        return near.words if near and near.citation.article_id == newest.id else ""

    def verify_message(self, asker: Asker, text: str) -> Message | None:
        """Checks the longest quotation of a message, None where it holds none."""
        claim = forwarded_claim(text)
        return None if claim is None else self._checked(asker, claim)

    def speakers(self, asker: Asker, page: int = 0) -> Message:
        """Shows who speaks in these articles."""
        found = self.door.speakers(asker.scope)
        page = max(0, min(page, (len(found) - 1) // SPEAKERS))
        first = page * SPEAKERS
        counted = self.door.most_heard(found, first, first + SPEAKERS, asker.scope)
        return speakers_message(asker.words, counted, len(found), page)

    def versions(self, asker: Asker, saying: str, article: str, answer: str | None = None) -> Reply:
        """Shows one saying as several articles have it."""
        said = self.door.find(article, saying, asker.scope)
        if said is None:
            return Note(asker.words("context.gone"))
        found = self.door.versions(said, asker.scope)
        if len(found) < 2:
            return Note(asker.words("versions.none"))
        shown = ((version, self.cited(asker, version.saying)) for version in found)
        kept = [(version, item) for version, item in shown if item is not None]
        back = Button(asker.words("button.back"), action("again", answer=answer))
        rows = [[back]] if answer else []
        return versions_message(asker.words, kept, rows)

    def doubt(self, asker: Asker, saying: str, article: str) -> Reply:
        """Keeps that somebody holds the speaker of a saying for a wrong one; owners read it."""
        if self.office.open(asker, article) is None:
            return Note(asker.words("context.gone"))
        self.office.state.doubt(asker.chat_id, saying, article)
        return Note(asker.words("doubt.thanks"))

    def csv(self, asker: Asker, name: str = "") -> Reply:
        """Gives the sayings of one person, or of all, as a table."""
        found = self.door.quotes(asker.scope, speaker=name or None)
        if not found:
            return Note(asker.words("csv.none"))
        table = as_csv(row(said) for said in found).encode("utf-8")
        caption = asker.message("csv.caption", n=len(found))
        return Document("qawl-sayings.csv", table, caption)

    def show_check(
        self, asker: Asker, check: Check, *, who: bool = False, ahead: str = ""
    ) -> Message:
        """Shows what the articles hold of a claim.

        Args:
            ahead: What is to be read before the verdict.
        """
        if check.original is None:
            message = check_message(asker.words, check, None, who=who)
            return self.office.honest(asker, message, found=check.found)
        place = check.original
        bold = check.verdict not in (Verdict.CLOSE_IN_MEANING, Verdict.HEADLINE_ONLY)
        original = self._place(asker, place, bold=bold)
        span = _shown(place)
        whole = None
        if check.verdict is Verdict.CUT_SHORT and (check.before or check.after):
            start = place.span.start - len(check.before)
            rest = Span(start, place.span.end + len(check.after))
            if not span.contains(rest):
                whole = (check.before + place.words + check.after, rest)
        # Two that stand in one sentence are shown with it once.
        apart = [one for one in check.elsewhere if check.joins and not _beside(one, place)]
        found = (self._place(asker, other) for other in apart)
        others = [item for item in found if item is not None]
        message = check_message(
            asker.words,
            check,
            original,
            who=who,
            whole=whole,
            others=others,
            style=asker.style,
            ahead=ahead,
        )
        return self.office.honest(asker, message, found=True)

    def _place(self, asker: Asker, place: CitedWords, *, bold: bool = True) -> Cited | None:
        """Shows a stretch of an article in its sentence."""
        return self.office.cited(
            asker,
            place.citation.article_id,
            _shown(place),
            highlight=place.span if bold else None,
            saying=place.saying.id if place.saying else None,
        )

    def show_said(
        self, asker: Asker, said: Said, page: int = 0, *, understood: tuple[str, str] | None = None
    ) -> Message:
        """Shows a page of what was found.

        Args:
            understood: Name and topic, where the question left one of them out.
        """
        page = max(0, min(page, (len(said.sayings) - 1) // STEP))
        first, last = page * STEP, (page + 1) * STEP
        # What is a guess comes after everything that is none.
        guessed = said.nearby[:_NEARBY] if last >= said.total else ()
        items, nearby = (
            [item for one in some if (item := self.cited(asker, one)) is not None]
            for some in (said.sayings[first:last], guessed)
        )
        message = said_message(asker.words, said, items, page, understood, nearby, asker.style)
        return self.office.honest(asker, message, found=bool(said.sayings))

    def cited(self, asker: Asker, said: CitedSaying) -> Cited | None:
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


def fitting(door: Door, words: str, scope: frozenset[str]) -> list[CitedSaying]:
    """Returns what a person of that name said; where there is none, sayings with the words."""
    named = door.speaks(words, scope)
    return door.quotes(scope, speaker=words if named else None, topic=None if named else words)


def _shown(place: CitedWords) -> Span:
    """Returns the stretch that is shown of a place: its sentence, and its words where longer."""
    start = min(place.span.start, place.sentence_span.start)
    return Span(start, max(place.span.end, place.sentence_span.end))


def _beside(one: CitedWords, other: CitedWords) -> bool:
    same = one.citation.article_id == other.citation.article_id
    return same and one.sentence_span == other.sentence_span


def _with_speaker(before: CitedSaying, now: CitedSaying) -> str:
    """Returns the words of a saying, with its speaker where it had another one before."""
    speaker = now.person.name if now.person else ""
    same = before.person is not None and before.person.name == speaker
    return now.words if same or not speaker else f"{speaker}: {now.words}"
