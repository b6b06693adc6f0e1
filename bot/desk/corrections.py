"""Tells chats, once and with both texts, that an outlet changed what it had published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Office
from bot.desk.sayings import Sayings, fitting
from bot.render.answer import put_sentence
from bot.render.article import article_button, newest_button, put_article
from bot.render.message import Message, MessageBuilder
from bot.state.watches import Watches
from retrieval.sayings.check.versions import changed_sayings

_MOST: Final = 5
"""Changed quotations of one article that are shown."""


@dataclass(frozen=True, slots=True)
class Corrections:
    """Finds what newer versions of articles changed of what somebody said."""

    office: Office
    sayings: Sayings
    watches: Watches

    def changed(self, asker: Asker, alerts: Sequence[str]) -> Iterator[tuple[str, Message]]:
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
            yield key, builder.build([[article_button(words, opened[0])], [_off(asker)]])

    def _message(self, asker: Asker, key: str, wanted: set[str]) -> Message | None:
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
        for change in shown[:_MOST]:
            for heading, said in (("changed.was", change.before), ("changed.now", change.now)):
                if said is None:
                    builder.line(2).say("changed.withdrawn")
                elif (item := self.sayings.cited(asker, said)) is not None:
                    builder.line(2).say(heading).line()
                    put_sentence(builder, item)
        return builder.build([[newest_button(words, newest)], [_off(asker)]])


def _off(asker: Asker) -> Button:
    return Button(asker.words("button.changes_off"), action("changes", on=False))
