"""The hours at which chats want to be told what their sources have published."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Final

import sqlalchemy as sa

from bot.state import tables
from bot.state.state import State

FROM_FEED: Final = "feed:"
"""How the batches begin that came from a followed source."""


@dataclass(frozen=True, slots=True)
class Digest:
    """When a chat wants its digest, and in which topic and language.

    Attributes:
        minute: Of the day, in the zone.
        zone: A name such as ``Asia/Beirut``.
        person: Who set it, None where that is not known.
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
        self.state.upsert(tables.digests, ["chat_id"], asdict(digest))

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
