"""What chats watch: feeds that they follow, people or words, and the hour of their digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Final

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.state import tables
from bot.state.state import State
from index.reading.feeds import FeedState

_FEED: Final = TypeAdapter(FeedState)


@dataclass(frozen=True, slots=True)
class Follow:
    """A feed that a chat follows, as it was found last."""

    number: int
    chat_id: int
    feed: FeedState
    person: int | None


@dataclass(frozen=True, slots=True)
class Alert:
    """Words or a name that a chat wants to hear of.

    Attributes:
        thread: The topic in which it was set.
        language: Of the person who set it.
    """

    number: int
    chat_id: int
    words: str
    person: int | None
    thread: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Watches:
    """Reads and writes follows and alerts."""

    state: State

    def follow(self, chat_id: int, feed: FeedState, person: int | None) -> bool:
        """Follows a feed from now on; returns whether it is new to the chat."""
        values = {"url": feed.url, "body": _packed(feed), "due_at": feed.due, "person": person}
        return self.state.upsert(tables.follows, keep=True, chat_id=chat_id, **values)

    def unfollow(self, chat_id: int, number: int) -> bool:
        return self.state.delete(tables.follows, chat_id=chat_id, number=number)

    def watches(self, chat_id: int) -> bool:
        """Says whether a chat follows a site or has an alert."""
        return bool(self.alerts(chat_id) or self.follows(chat_id))

    def follows(self, chat_id: int) -> list[Follow]:
        return self._follows(tables.follows.c.chat_id == chat_id)

    def all_follows(self) -> list[Follow]:
        """Returns the feeds of all chats, the longest overdue first."""
        return self._follows(sa.true())

    def gone(self, chat_id: int) -> dict[str, float]:
        """Returns the articles whose pages are at their links no more, and since when."""
        return {
            again.article: again.missing
            for follow in self.follows(chat_id)
            for again in follow.feed.revisits
            if again.gone and again.article
        }

    def looked(self, follow: Follow, feed: FeedState) -> None:
        """Remembers how a look at a feed went."""
        values = {"body": _packed(feed), "due_at": feed.due}
        self.state.change(tables.follows, values, number=follow.number)

    def _follows(self, where: sa.ColumnElement[bool]) -> list[Follow]:
        table = tables.follows
        query = sa.select(table).where(where).order_by(table.c.due_at, table.c.number)
        return [
            Follow(row.number, row.chat_id, _FEED.validate_json(row.body), row.person)
            for row in self.state.rows(query)
        ]

    def add_alert(self, alert: Alert, known: Sequence[str]) -> bool:
        """Keeps an alert; what is known already is never told.

        Args:
            alert: Its number is given by the database.
            known: Ids of the sayings that fit and are there now.
        """
        values = asdict(alert) | {"since": self.state.clock()}
        del values["number"]
        new = self.state.upsert(tables.alerts, keep=True, **values)
        for saying in known:
            self.claim(alert.chat_id, saying)
        return new

    def remove_alert(self, chat_id: int, number: int) -> bool:
        return self.state.delete(tables.alerts, chat_id=chat_id, number=number)

    def alerts(self, chat_id: int | None = None) -> list[Alert]:
        """Returns the alerts of one chat, or of all."""
        table = tables.alerts
        query = sa.select(*(table.c[f.name] for f in fields(Alert))).order_by(table.c.number)
        if chat_id is not None:
            query = query.filter_by(chat_id=chat_id)
        return [Alert(**row._mapping) for row in self.state.rows(query)]

    def told(self, chat_id: int) -> set[str]:
        """Returns the ids of the sayings that a chat was told, or knew."""
        query = sa.select(tables.told.c.saying).filter_by(chat_id=chat_id)
        return {row.saying for row in self.state.rows(query)}

    def claim(self, chat_id: int, saying: str) -> bool:
        """Takes on to tell a chat of a saying; False where that is done or under way."""
        values = {"chat_id": chat_id, "saying": saying, "told_at": self.state.clock()}
        return self.state.upsert(tables.told, keep=True, **values)

    def release(self, chat_id: int, saying: str) -> None:
        """Gives a claim back, where telling failed."""
        self.state.delete(tables.told, chat_id=chat_id, saying=saying)

    def drop_chat(self, chat_id: int) -> None:
        """Stops all watching for a chat that cannot be reached any more."""
        for table in (tables.follows, tables.alerts, tables.digests):
            self.state.delete(table, chat_id=chat_id)


def _packed(feed: FeedState) -> str:
    return _FEED.dump_json(feed).decode("utf-8", "surrogatepass")


FROM_FEED: Final = "feed:"
"""How the batches begin that came from a followed source."""


@dataclass(frozen=True, slots=True)
class Digest:
    """When a chat wants its digest, and in which topic and language.

    Attributes:
        minute: Of the day, in the zone.
        zone: A name such as ``Asia/Beirut``.
        sent_at: When it was told last, or set.
    """

    chat_id: int
    minute: int
    zone: str
    language: str
    thread: int | None
    person: int | None
    sent_at: float


@dataclass(frozen=True, slots=True)
class Digests:
    """Reads and writes the hours, one a chat."""

    state: State

    def put(self, digest: Digest) -> None:
        self.state.upsert(tables.digests, **asdict(digest))

    def of(self, chat_id: int) -> Digest | None:
        return next(iter(self._read(tables.digests.c.chat_id == chat_id)), None)

    def all(self) -> list[Digest]:
        return self._read(sa.true())

    def drop(self, chat_id: int) -> bool:
        return self.state.delete(tables.digests, chat_id=chat_id)

    def claim(self, digest: Digest, now: float) -> bool:
        """Takes on to tell a digest; False where another process has, or it was changed."""
        return self._told(digest.chat_id, digest.sent_at, now)

    def release(self, digest: Digest, claimed: float) -> None:
        """Gives a claim back, where telling failed."""
        self._told(digest.chat_id, claimed, digest.sent_at)

    def fresh(self, chat_id: int, since: float) -> list[str]:
        """Returns the ids of articles that came from followed sources, newest first."""
        table = tables.additions
        query = (
            sa.select(table.c.article_id)
            .where(table.c.chat_id == chat_id, table.c.added_at > since)
            .where(table.c.batch.startswith(FROM_FEED))
            .order_by(table.c.number.desc())
        )
        return list(dict.fromkeys(str(row.article_id) for row in self.state.rows(query)))

    def _told(self, chat_id: int, before: float, now: float) -> bool:
        table = tables.digests
        here = sa.and_(table.c.chat_id == chat_id, table.c.sent_at == before)
        with self.state.writing() as connection:
            changed = table.update().where(here).values(sent_at=now)
            return bool(connection.execute(changed).rowcount)

    def _read(self, where: sa.ColumnElement[bool]) -> list[Digest]:
        table = tables.digests
        query = sa.select(*(table.c[field.name] for field in fields(Digest))).where(where)
        return [Digest(**row._mapping) for row in self.state.rows(query)]
