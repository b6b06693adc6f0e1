"""Tells chats, once and with both texts, that an outlet changed what it had published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings
from bot.render.answer import put_sentence
from bot.render.article import article_button, newest_button, put_article
from bot.render.message import Message, MessageBuilder
from bot.state.watches import Watches
from index.types import Article
from retrieval.sayings.check.versions import ChangedSaying, changed_sayings
from retrieval.sayings.values import CitedSaying

_MOST: Final = 5
"""Changed quotations of one article that are shown."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Finds what newer versions of articles changed of what somebody said."""

    office: Office
    sayings: Sayings
    watches: Watches

    def known(self, asker: Asker) -> list[str]:
        """Returns the older versions that are there already: of those, nothing is told later."""
        return list(self.office.library.store.article_ids(asker.outdated))

    def news(self, asker: Asker, alerts: Sequence[str]) -> Iterator[tuple[str, Message]]:
        """Yields each older version that this chat was not told of, with what is to be told.

        Args:
            alerts: The names and words of its alerts. Of what it added itself or follows, it is
                told in any case.
        """
        told = self.watches.told(asker.chat_id)
        fresh = [key for key in self.known(asker) if key not in told]
        if not fresh:
            return
        wanted = self._wanted(asker, alerts)
        for key in fresh:
            if not self.watches.claim(asker.chat_id, key):
                continue
            message = self._message(asker, key, wanted)
            if message is not None:
                yield key, message

    def gone(self, asker: Asker) -> Iterator[tuple[str, Message]]:
        """Yields each article whose page is gone, with what is to be told, once."""
        words = asker.words
        for article_id, since in self.watches.gone(asker.chat_id).items():
            key, opened = f"gone:{article_id}", self.office.open(asker, article_id)
            if opened is None or not self.watches.claim(asker.chat_id, key):
                continue
            builder = MessageBuilder(words)
            builder.say("gone.title", date=words.short_date(self.office.day_at(since))).line()
            put_article(builder, opened[0])
            off = Button(words("button.changes_off"), action("changes", on=False))
            yield key, builder.build([[article_button(words, opened[0])], [off]])

    def _wanted(self, asker: Asker, alerts: Sequence[str]) -> set[str]:
        """Returns the ids of the replaced sayings that fit an alert."""
        door, found = self.sayings.door, set()
        for words in alerts:
            named = door.speaks(words, asker.outdated)
            fitting = door.quotes(
                asker.outdated, speaker=words if named else None, topic=None if named else words
            )
            found |= {said.saying.id for said in fitting}
        return found

    def _message(self, asker: Asker, key: str, wanted: set[str]) -> Message | None:
        opened = self.office.open(asker, key)
        newest = self.office.newest(asker, opened[0]) if opened else None
        if opened is None or newest is None:
            return None
        own = asker.collection in self.office.library.store.collections_of(newest.id)
        archive = self.sayings.door.archive
        found = changed_sayings(archive, opened[0], newest, asker.archive)
        shown = [change for change in found if own or change.before.saying.id in wanted]
        return self._shown(asker, key, newest, shown[:_MOST]) if shown else None

    def _shown(
        self, asker: Asker, key: str, newest: Article, found: Sequence[ChangedSaying]
    ) -> Message:
        words = asker.words
        builder = MessageBuilder(words)
        day = words.short_date(self.office.replaced_on(asker, key))
        builder.say("changed.title", date=day).line()
        put_article(builder, newest)
        for change in found:
            self._put(builder, asker, "changed.was", change.before)
            if change.now is None:
                builder.line(2).say("changed.withdrawn")
            else:
                self._put(builder, asker, "changed.now", change.now)
        off = Button(words("button.changes_off"), action("changes", on=False))
        return builder.build([[newest_button(words, newest)], [off]])

    def _put(self, builder: MessageBuilder, asker: Asker, key: str, said: CitedSaying) -> None:
        item = self.sayings.cited(asker, said)
        if item is not None:
            builder.line(2).say(key).line()
            put_sentence(builder, item)
