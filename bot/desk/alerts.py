"""Alerts: a chat is told once when a person says something new, with quotation and citation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from bot.actions import action
from bot.desk.corrections import Corrections
from bot.desk.office import Asker, Note, Office, Reply, asker_of
from bot.desk.sayings import Sayings
from bot.desk.watching import Patience, Watched, stop_button, watched_message
from bot.render.answer import context_button, put_sentence
from bot.render.message import Message, MessageBuilder, bold
from bot.state.watches import Alert, Watches
from bot.texts import language_of
from retrieval.sayings.said import without_parts
from retrieval.sayings.values import CitedSaying

MOST: Final = 20
"""Alerts of one chat."""

_AT_ONCE: Final = 5
"""Sayings that one alert tells in one round; the others follow in the next."""


@dataclass(frozen=True, slots=True)
class News:
    """New or changed sayings of one article on their way to a chat.

    Attributes:
        told: What the chat is told of hereby: sayings, or the older version that has them.
    """

    chat_id: int
    told: tuple[str, ...]
    asker: Asker
    message: Message


@dataclass(slots=True)
class Alerts:
    """Keeps the alerts of chats, and finds what they are to be told."""

    office: Office
    sayings: Sayings
    watches: Watches
    _seen: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    _left: bool = False
    _patience: Patience = field(init=False)
    _corrections: Corrections = field(init=False)

    def __post_init__(self) -> None:
        self._patience = Patience(self.office)
        self._corrections = Corrections(self.office, self.sayings, self.watches)

    def add(self, asker: Asker, words: str) -> Reply:
        """Keeps an alert for a name or for words."""
        wanted = " ".join(words.split())[:100]
        if not wanted:
            return self.show(asker)
        if len(self.watches.alerts(asker.chat_id)) >= MOST:
            return asker.message("alert.limit", limit=MOST)
        known = [said.saying.id for said in self._fitting(asker, wanted)]
        if not self.watches.watches(asker.chat_id):
            known += self._corrections.known(asker)
        language = asker.words.language
        alert = Alert(0, asker.chat_id, wanted, asker.person, asker.thread, language)
        new = self.watches.add_alert(alert, known)
        key = "alert.known"
        if new:
            named = self.sayings.door.speaks(wanted, asker.scope)
            key = "alert.added" if named else "alert.added.words"
        kept = next(a for a in self.watches.alerts(asker.chat_id) if a.words == wanted)
        rows = [[stop_button(asker, "alert", _watched(kept))]]
        return MessageBuilder(asker.words).say(key, words=bold(wanted)).build(rows)

    def show(self, asker: Asker) -> Message:
        """Shows the alerts of a chat, each with a button that stops it."""
        alerts = self.watches.alerts(asker.chat_id)
        return watched_message(asker, "alert", [_watched(alert) for alert in alerts])

    def remove(self, asker: Asker, number: int) -> Reply:
        if not self.watches.remove_alert(asker.chat_id, number):
            return Note(asker.words("already.done"))
        return self.show(asker)

    def due(self) -> list[News]:
        """Returns what has to be told now; each piece is claimed, so that it is told once.

        A chat in its quiet hours is told afterwards, and so is one that cannot be reached.
        """
        with self.office.library.store.lock("alerts"):
            return list(self._due())

    def _due(self) -> Iterator[News]:
        yield from self._changed()
        for alert in self.watches.alerts():
            asker = self._ready(alert.chat_id, alert)
            if asker is None:
                continue
            told = self.watches.told(alert.chat_id)
            fresh = [s for s in self._fitting(asker, alert.words) if s.saying.id not in told]
            self._left = self._left or len(fresh) > _AT_ONCE
            claimed = [
                said
                for said in fresh[:_AT_ONCE]
                if self.watches.claim(alert.chat_id, said.saying.id)
            ]
            for _, together in groupby(claimed, key=lambda said: said.citation.article_id):
                sayings = list(together)
                message = self._message(asker, alert, sayings)
                if message is not None:
                    ids = tuple(said.saying.id for said in sayings)
                    yield News(alert.chat_id, ids, asker, message)

    def _changed(self) -> Iterator[News]:
        """Yields what newer versions changed of what was said, unless a chat does not want it."""
        alerts = self.watches.alerts()
        for chat_id in self._chats():
            its = [alert for alert in alerts if alert.chat_id == chat_id]
            asker = self._ready(chat_id, its[0] if its else None)
            if asker is None or not self.office.state.settings(chat_id).changes:
                continue
            for key, message in self._corrections.news(asker, [alert.words for alert in its]):
                yield News(chat_id, (key,), asker, message)
            for key, message in self._corrections.gone(asker):
                yield News(chat_id, (key,), asker, message)

    def _chats(self) -> list[int]:
        """Returns the chats that follow a site or have an alert."""
        alerts = [alert.chat_id for alert in self.watches.alerts()]
        return list(dict.fromkeys(alerts + [f.chat_id for f in self.watches.all_follows()]))

    def _ready(self, chat_id: int, alert: Alert | None) -> Asker | None:
        """Returns whom to tell in a chat, None while it is quiet or cannot be reached."""
        chosen = self.office.state.settings(chat_id)
        quiet = chosen.quiet is not None and self._is_quiet(*chosen.quiet)
        if quiet or self._patience.exhausted(chat_id):
            self._left = True
            return None
        usual = self.office.settings.language
        language = language_of(chosen.language, alert.language if alert else None, usual)
        thread = alert.thread if alert else None
        return asker_of(chat_id, language, style=chosen.citation_style, thread=thread)

    def changed(self) -> bool:
        """Tells whether articles came or went, or something was left to be told."""
        scopes = {asker_of(chat_id, "ar").archive for chat_id in self._chats()}
        found = {
            scope: tuple(self.sayings.door.archive.store.article_ids(scope)) for scope in scopes
        }
        found |= {frozenset({str(c)}): tuple(self.watches.gone(c)) for c in self._chats()}
        if found == self._seen and not self._left:
            return False
        self._seen, self._left = found, False
        return True

    def put_off(self, news: News) -> None:
        """Gives back what could not be told, to be told in a later round."""
        for key in news.told:
            self.watches.release(news.chat_id, key)
        self._patience.failed(news.chat_id)
        self._left = True

    def reached(self, news: News) -> None:
        """Remembers that a chat can be told."""
        self._patience.reached(news.chat_id)

    def _fitting(self, asker: Asker, words: str) -> list[CitedSaying]:
        """Returns what a person of that name said; where there is none, sayings with the words."""
        door = self.sayings.door
        named = door.speaks(words, asker.scope)
        found = door.quotes(
            asker.scope, speaker=words if named else None, topic=None if named else words
        )
        # Words that stand in a reported sentence are told with it, not once more.
        return without_parts(found)

    def _message(
        self, asker: Asker, alert: Alert, sayings: Sequence[CitedSaying]
    ) -> Message | None:
        """Returns the sayings of one article in one message, each sentence once."""
        found = (self.sayings.cited(asker, said) for said in sayings)
        shown = list({item.span: item for item in found if item is not None}.values())
        if not shown:
            return None
        builder = MessageBuilder(asker.words).say("alert.news", words=bold(alert.words))
        for item in shown:
            builder.line(2)
            put_sentence(builder, item)
        rows = [[context_button(asker.words, item, len(shown) == 1) for item in shown]]
        rows.append([stop_button(asker, "alert", _watched(alert))])
        return builder.build(rows)

    def _is_quiet(self, start: int, end: int) -> bool:
        zone = ZoneInfo(self.office.settings.timezone)
        hour = dt.datetime.fromtimestamp(self.office.state.clock(), zone).hour
        return start <= hour < end if start <= end else hour >= start or hour < end


def _watched(alert: Alert) -> Watched:
    return Watched(alert.words, action("alert_off", number=alert.number))
