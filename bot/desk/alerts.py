"""Alerts: a chat is told once of new sayings of a person, and of quotations that were changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Final
from zoneinfo import ZoneInfo

from bot.actions import Button, action
from bot.desk.office import Asker, Note, Office, Reply, asker_of
from bot.desk.sayings import Sayings, fitting
from bot.desk.watching import News, Patience, Watched, stop_button, watched_message
from bot.render.answer import context_button, put_sentence
from bot.render.article import article_button, newest_button, put_article
from bot.render.message import Message, MessageBuilder, bold
from bot.state.watches import Alert, Watches
from bot.texts import language_of
from retrieval.sayings.check.versions import changed_sayings
from retrieval.sayings.said import without_parts
from retrieval.sayings.values import CitedSaying

MOST: Final = 20
"""Alerts of one chat."""

_SHOWN: Final = 5
"""Changed quotations of one article that are shown."""

_AT_ONCE: Final = 5
"""Sayings that one alert tells in one round; the others follow in the next."""


@dataclass(slots=True)
class Alerts:
    """Keeps the alerts of chats, and finds what they are to be told."""

    office: Office
    sayings: Sayings
    watches: Watches
    patience: Patience
    _seen: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    _left: bool = False

    def add(self, asker: Asker, words: str) -> Reply:
        """Keeps an alert for a name or for words."""
        wanted = " ".join(words.split())[:100]
        if not wanted:
            return self.show(asker)
        if len(self.watches.alerts(asker.chat_id)) >= MOST:
            return asker.message("alert.limit", limit=MOST)
        known = [said.saying.id for said in self._fitting(asker, wanted)]
        if not self.watches.watches(asker.chat_id):
            # Nothing is told later of what was changed before.
            known += self.office.library.store.article_ids(asker.outdated)
        language = asker.words.language
        alert = Alert(0, asker.chat_id, wanted, asker.person, asker.thread, language)
        key = "alert.known"
        if self.watches.add_alert(alert, known):
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
            return [*self._changed(), *self._said()]

    def _said(self) -> Iterator[News]:
        """Yields the new sayings of those whom chats want to hear of, an article at a time."""
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
                    yield self._news(asker, message, [said.saying.id for said in sayings])

    def _changed(self) -> Iterator[News]:
        """Yields what newer versions changed of what was said, unless a chat does not want it."""
        alerts = self.watches.alerts()
        for chat_id in self._chats():
            its = [alert for alert in alerts if alert.chat_id == chat_id]
            asker = self._ready(chat_id, its[0] if its else None)
            if asker is None or not self.office.state.settings(chat_id).changes:
                continue
            replaced = self._replaced(asker, [alert.words for alert in its])
            for key, message in chain(replaced, self._gone(asker)):
                yield self._news(asker, message, [key])

    def _replaced(self, asker: Asker, alerts: Sequence[str]) -> Iterator[tuple[str, Message]]:
        """Yields each older version that this chat was not told of, with what is to be told.

        Args:
            alerts: The names and words of its alerts. Of what it added itself or follows, it is
                told in any case.
        """
        told = self.watches.told(asker.chat_id)
        older = self.office.library.store.article_ids(asker.outdated)
        fresh = [key for key in older if key not in told]
        wanted = {
            said.saying.id
            for words in (alerts if fresh else ())
            for said in fitting(self.sayings.door, words, asker.outdated)
        }
        for key in fresh:
            if self.watches.claim(asker.chat_id, key):
                message = self._correction(asker, key, wanted)
                if message is not None:
                    yield key, message

    def _gone(self, asker: Asker) -> Iterator[tuple[str, Message]]:
        """Yields each article whose page is gone, with what is to be told, once."""
        words = asker.words
        for article_id, since in self.watches.gone(asker.chat_id).items():
            key, opened = f"gone:{article_id}", self.office.open(asker, article_id)
            if opened is None or not self.watches.claim(asker.chat_id, key):
                continue
            builder = MessageBuilder(words)
            builder.say("gone.title", date=words.short_date(self.office.day_at(since))).line()
            put_article(builder, opened[0])
            yield key, builder.build([[article_button(words, opened[0])], [self._off(asker)]])

    def _correction(self, asker: Asker, key: str, wanted: set[str]) -> Message | None:
        """Returns what was changed of the sayings of an article, None where nothing was."""
        opened = self.office.open(asker, key)
        newest = self.office.newest(asker, opened[0]) if opened else None
        if opened is None or newest is None:
            return None
        own = asker.collection in self.office.library.store.collections_of(newest.id)
        archive = self.sayings.door.archive
        found = changed_sayings(archive, opened[0], newest, asker.archive)
        shown = [change for change in found if own or change.before.saying.id in wanted]
        if not shown:
            return None
        words, builder = asker.words, MessageBuilder(asker.words)
        day = words.short_date(self.office.replaced_on(asker, key))
        builder.say("changed.title", date=day).line()
        put_article(builder, newest)
        for change in shown[:_SHOWN]:
            for heading, said in (("changed.was", change.before), ("changed.now", change.now)):
                if said is None:
                    builder.line(2).say("changed.withdrawn")
                elif (item := self.sayings.cited(asker, said)) is not None:
                    builder.line(2).say(heading).line()
                    put_sentence(builder, item)
        return builder.build([[newest_button(words, newest)], [self._off(asker)]])

    def _off(self, asker: Asker) -> Button:
        return Button(asker.words("button.changes_off"), action("changes", on=False))

    def _news(self, asker: Asker, message: Message, claimed: Sequence[str]) -> News:
        def give_back() -> None:
            for key in claimed:
                self.watches.release(asker.chat_id, key)
            self._left = True

        return News(asker, message, give_back)

    def _chats(self) -> list[int]:
        """Returns the chats that follow a site or have an alert."""
        alerts = (alert.chat_id for alert in self.watches.alerts())
        follows = (follow.chat_id for follow in self.watches.all_follows())
        return list(dict.fromkeys(chain(alerts, follows)))

    def _ready(self, chat_id: int, alert: Alert | None) -> Asker | None:
        """Returns whom to tell in a chat, None while it is quiet or cannot be reached."""
        chosen = self.office.state.settings(chat_id)
        quiet = chosen.quiet is not None and self._is_quiet(*chosen.quiet)
        if quiet or self.patience.exhausted(chat_id):
            self._left = True
            return None
        usual = self.office.settings.language
        language = language_of(chosen.language, alert.language if alert else None, usual)
        thread = alert.thread if alert else None
        return asker_of(chat_id, language, style=chosen.citation_style, thread=thread)

    def changed(self) -> bool:
        """Tells whether articles came or went, or something was left to be told."""
        store, found = self.office.library.store, {}
        for chat_id in self._chats():
            scope = asker_of(chat_id, "ar").archive
            found[scope] = tuple(store.article_ids(scope))
            found[frozenset({str(chat_id)})] = tuple(self.watches.gone(chat_id))
        if found == self._seen and not self._left:
            return False
        self._seen, self._left = found, False
        return True

    def _fitting(self, asker: Asker, words: str) -> list[CitedSaying]:
        # Words that stand in a reported sentence are told with it, not once more.
        return without_parts(fitting(self.sayings.door, words, asker.scope))

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
