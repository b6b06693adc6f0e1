"""Once a day, at an hour that the chat sets: what the sources that it follows have published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from bot.actions import Button, action
from bot.desk.office import Asker, Note, Office, Reply, asker_of
from bot.desk.watching import News, Patience
from bot.render.article import put_article
from bot.render.message import EntityKind, Message, MessageBuilder
from bot.state.watches import Digest, Digests, Watches
from index.errors import NotFoundError

MOST: Final = 15
"""Headlines in one digest."""

_OFF: Final = frozenset({"off", "stop", "إيقاف", "ايقاف", "أوقف", "اوقف", "non", "arrêt", "arret"})
_HOUR: Final = re.compile(r"(\d{1,2})[:.h](\d{2})(?:\s+(\S+))?")


@dataclass(frozen=True, slots=True)
class Daily:
    """Keeps the hours of digests, and writes those whose hour has come."""

    office: Office
    digests: Digests
    watches: Watches
    patience: Patience

    def set(self, asker: Asker, words: str) -> Reply:
        """Keeps the hour of a chat's digest, ends it, or shows it."""
        wanted = words.strip().lower()
        if wanted in _OFF:
            return self.stop(asker)
        if not wanted:
            return self.show(asker)
        moment = _moment(words, self.office.settings.timezone)
        if moment is None:
            return MessageBuilder(asker.words).usage("digest").build()
        minute, zone = moment
        now = self.office.state.clock()
        language, place = asker.words.language, (asker.thread, asker.person)
        self.digests.put(Digest(asker.chat_id, minute, zone, language, *place, sent_at=now))
        return self.show(asker)

    def show(self, asker: Asker) -> Message:
        """Shows when the digest comes, with a button that ends it."""
        words, digest = asker.words, self.digests.of(asker.chat_id)
        builder = MessageBuilder(words)
        if digest is None:
            return builder.say("digest.none").line().ask("digest").build(awaits="digest")
        hour = f"{digest.minute // 60:02d}:{digest.minute % 60:02d}"
        builder.say("digest.set", hour=hour, zone=digest.zone)
        if not self.watches.follows(asker.chat_id):
            builder.line().say("digest.no_sites")
        return builder.build([[Button(words("button.stop.digest"), action("digest_off"))]])

    def stop(self, asker: Asker) -> Reply:
        if not self.digests.drop(asker.chat_id):
            return Note(asker.words("digest.none"))
        return asker.message("digest.stopped")

    def due(self) -> list[News]:
        """Returns the digests whose hour has come; each is claimed, so that it is told once.

        A day on which nothing was published passes without a word.
        """
        with self.office.library.store.lock("digests"):
            return list(self._due())

    def _due(self) -> Iterator[News]:
        now = self.office.state.clock()
        for digest in self.digests.all():
            if self.patience.exhausted(digest.chat_id) or not _has_come(digest, now):
                continue
            if not self.digests.claim(digest, now):
                continue
            chosen = self.office.state.settings(digest.chat_id)
            language = chosen.language or digest.language
            asker = asker_of(digest.chat_id, language, thread=digest.thread)
            message = self._message(asker, digest)
            if message is not None:
                yield News(asker, message, partial(self.digests.release, digest, now))

    def _message(self, asker: Asker, digest: Digest) -> Message | None:
        store, articles = self.office.library.store, []
        for article_id in self.digests.fresh(digest.chat_id, digest.sent_at):
            with suppress(NotFoundError):
                articles.append(store.article(article_id, asker.scope))
        if not articles:
            return None
        words = asker.words
        builder = MessageBuilder(words)
        with builder.styled(EntityKind.BOLD):
            builder.say("digest.title", count=words.counted("article", len(articles)))
        numbers = []
        for number, article in enumerate(articles[:MOST], start=1):
            builder.line(2).fill("{n}. ", n=number)
            put_article(builder, article)
            opens = action("article", article=article.id, page=0, of="articles", beside=True)
            numbers.append(Button(str(number), opens))
        if len(articles) > MOST:
            builder.line(2).say("digest.more", n=len(articles) - MOST)
        rows = [numbers[at : at + 5] for at in range(0, len(numbers), 5)]
        rows.append([Button(words("button.stop.digest"), action("digest_off", beside=True))])
        return builder.build(rows)


def _moment(words: str, usual: str) -> tuple[int, str] | None:
    """Returns the minute of the day and the zone that somebody typed.

    >>> _moment("7:30", "Asia/Riyadh"), _moment("٠٧:٣٠ Asia/Beirut", "Asia/Riyadh")
    ((450, 'Asia/Riyadh'), (450, 'Asia/Beirut'))
    >>> _moment("25:00", "Asia/Riyadh"), _moment("7:30 Mars/Base", "Asia/Riyadh")
    (None, None)
    """
    found = _HOUR.fullmatch(words.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    zone = found[3] or usual
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return None
    return 60 * int(found[1]) + int(found[2]), zone


def _has_come(digest: Digest, now: float) -> bool:
    """Tells whether the hour has come since the digest was told last."""
    zone = ZoneInfo(digest.zone)
    here = dt.datetime.fromtimestamp(now, zone)
    hour = dt.time(digest.minute // 60, digest.minute % 60)
    return digest.sent_at < dt.datetime.combine(here.date(), hour, zone).timestamp() <= now
