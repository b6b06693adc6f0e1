"""What chats added, and what they are about to add."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.state import tables
from bot.state.state import State
from index.types import Article


def size_of(article: Article) -> int:
    """Returns the bytes of an article, its metadata counted too."""
    parts = (article.text, article.headline, article.outlet, article.url or "")
    return sum(len(part.encode("utf-8", "surrogatepass")) for part in parts)


@dataclass(frozen=True, slots=True)
class Additions:
    """Batches of articles, drafts, and what a reply to a message of the bot means."""

    state: State

    def keep(
        self, chat_id: int, batch: str, articles: Sequence[Article], person: int | None
    ) -> None:
        """Remembers that these articles came together.

        Args:
            person: Who added them, None where that is not known.
        """
        rows = [
            {
                "chat_id": chat_id,
                "batch": batch,
                "article_id": article.id,
                "bytes": size_of(article),
                "added_at": self.state.clock(),
                "person": person,
            }
            for article in articles
        ]
        if rows:
            with self.state.writing() as connection:
                connection.execute(tables.additions.insert(), rows)

    def forget(self, chat_id: int, article_id: str) -> None:
        table = tables.additions
        here = sa.and_(table.c.chat_id == chat_id, table.c.article_id == article_id)
        with self.state.writing() as connection:
            connection.execute(table.delete().where(here))

    def last_batch(self, chat_id: int, person: int | None = None) -> list[str]:
        """Returns the ids of the articles that were added last, together.

        Args:
            person: Who added them, None for whoever did.
        """
        table = tables.additions
        query = sa.select(table.c.batch).where(table.c.chat_id == chat_id)
        if person is not None:
            query = query.where(table.c.person == person)
        newest = query.order_by(table.c.number.desc()).limit(1).scalar_subquery()
        return self._ids(sa.and_(table.c.chat_id == chat_id, table.c.batch == newest))

    def batch(self, chat_id: int, batch: str) -> list[str]:
        table = tables.additions
        return self._ids(sa.and_(table.c.chat_id == chat_id, table.c.batch == batch))

    def people(self, chat_id: int, article_ids: Sequence[str]) -> set[int | None]:
        """Returns who added these articles, None among them where that is not known."""
        table = tables.additions
        query = sa.select(table.c.person).where(
            table.c.chat_id == chat_id, table.c.article_id.in_(article_ids)
        )
        with self.state.reading() as connection:
            return set(connection.scalars(query))

    def _ids(self, where: sa.ColumnElement[bool]) -> list[str]:
        table = tables.additions
        query = sa.select(table.c.article_id).where(where).order_by(table.c.number)
        with self.state.reading() as connection:
            return [str(found) for found in connection.scalars(query)]

    def size(self, chat_id: int) -> int:
        """Returns the bytes of all that a chat added and still has."""
        table = tables.additions
        query = sa.select(sa.func.coalesce(sa.func.sum(table.c.bytes), 0)).where(
            table.c.chat_id == chat_id
        )
        with self.state.reading() as connection:
            return int(connection.scalar(query) or 0)

    def keep_draft(self, chat_id: int, body: dict[str, Any]) -> str:
        """Keeps something that may become an article, and returns its name."""
        packed = json.dumps(body, ensure_ascii=False, sort_keys=True)
        name = hashlib.sha256(packed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        values = {"id": name, "chat_id": chat_id, "body": packed, "made_at": self.state.clock()}
        self.state.upsert(tables.drafts, ["id", "chat_id"], values)
        return name

    def draft(self, chat_id: int, name: str) -> dict[str, Any] | None:
        table = tables.drafts
        query = sa.select(table.c.body).where(table.c.id == name, table.c.chat_id == chat_id)
        with self.state.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else json.loads(body)

    def old_drafts(self, before: float) -> list[tuple[int, str]]:
        """Returns chat and name of the drafts made before a moment."""
        table = tables.drafts
        query = sa.select(table.c.chat_id, table.c.id).where(table.c.made_at < before)
        with self.state.reading() as connection:
            return [(row.chat_id, row.id) for row in connection.execute(query)]

    def drop_draft(self, chat_id: int, name: str) -> None:
        table = tables.drafts
        here = sa.and_(table.c.chat_id == chat_id, table.c.id == name)
        with self.state.writing() as connection:
            connection.execute(table.delete().where(here))

    def keep_prompt(self, chat_id: int, messages: Sequence[int], body: dict[str, Any]) -> None:
        """Remembers what a reply to one of these messages is about."""
        for message in messages:
            values = {
                "chat_id": chat_id,
                "message": message,
                "body": json.dumps(body),
                "made_at": self.state.clock(),
            }
            self.state.upsert(tables.prompts, ["chat_id", "message"], values)

    def prompt(self, chat_id: int, message: int) -> dict[str, Any] | None:
        table = tables.prompts
        query = sa.select(table.c.body).where(
            table.c.chat_id == chat_id, table.c.message == message
        )
        with self.state.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else json.loads(body)
