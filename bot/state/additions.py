"""What chats added, and what they are about to add."""

from __future__ import annotations

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
            person: Who added them; None if unknown.
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
        self.state.delete(tables.additions, chat_id=chat_id, article_id=article_id)

    def kept(self, chat_id: int) -> set[str]:
        """Returns the ids of all articles that a chat added and still has."""
        query = sa.select(tables.additions.c.article_id).filter_by(chat_id=chat_id)
        return {row.article_id for row in self.state.rows(query)}

    def last_batch(self, chat_id: int, person: int | None = None) -> list[str]:
        """Returns the ids of the articles that were added last, together.

        Args:
            person: Only what this person added; None for what anyone added.
        """
        query = sa.select(tables.additions.c.batch).filter_by(chat_id=chat_id)
        if person is not None:
            query = query.filter_by(person=person)
        newest = self.state.scalar(query.order_by(tables.additions.c.number.desc()).limit(1))
        return [] if newest is None else self.batch(chat_id, newest)

    def batch(self, chat_id: int, batch: str) -> list[str]:
        """Returns the ids of the articles that came together, in their order."""
        query = sa.select(tables.additions.c.article_id).filter_by(chat_id=chat_id, batch=batch)
        rows = self.state.rows(query.order_by(tables.additions.c.number))
        return [row.article_id for row in rows]

    def people(self, chat_id: int, article_ids: Sequence[str]) -> set[int | None]:
        """Returns who added these articles; None stands for an unknown person."""
        table = tables.additions
        query = sa.select(table.c.person).filter_by(chat_id=chat_id)
        rows = self.state.rows(query.where(table.c.article_id.in_(article_ids)))
        return {row.person for row in rows}

    def size(self, chat_id: int) -> int:
        """Returns the bytes of all that a chat added and still has."""
        query = sa.select(sa.func.sum(tables.additions.c.bytes))
        return int(self.state.scalar(query.filter_by(chat_id=chat_id)) or 0)

    def keep_draft(self, chat_id: int, body: dict[str, Any]) -> str:
        """Keeps something that may become an article, and returns its name."""
        return self.state.keep_body(tables.drafts, chat_id, body)

    def draft(self, chat_id: int, name: str) -> dict[str, Any] | None:
        return self.state.body(tables.drafts, id=name, chat_id=chat_id)

    def old_drafts(self, before: float) -> list[tuple[int, str]]:
        """Returns chat and name of the drafts made before a moment."""
        table = tables.drafts
        query = sa.select(table.c.chat_id, table.c.id).where(table.c.made_at < before)
        return [(row.chat_id, row.id) for row in self.state.rows(query)]

    def drop_draft(self, chat_id: int, name: str) -> None:
        self.state.delete(tables.drafts, chat_id=chat_id, id=name)

    def keep_prompt(self, chat_id: int, messages: Sequence[int], body: dict[str, Any]) -> None:
        """Remembers what a reply to one of these messages is about."""
        packed, now = json.dumps(body), self.state.clock()
        for message in messages:
            self.state.upsert(
                tables.prompts, chat_id=chat_id, message=message, body=packed, made_at=now
            )

    def prompt(self, chat_id: int, message: int) -> dict[str, Any] | None:
        return self.state.body(tables.prompts, chat_id=chat_id, message=message)
