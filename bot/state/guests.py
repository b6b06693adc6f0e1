"""Guests: a text that a chat asks about without adding it, for an hour and no longer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from bot.state import tables
from bot.state.state import State

STAY: Final = 3_600.0
"""Seconds after the last question about it until a guest is forgotten."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A text that a chat asks about.

    Attributes:
        draft: The draft that it came from, from which it can still be added.
        open: Whether what the chat asks now is about it alone.
    """

    chat_id: int
    article_id: str
    draft: str
    open: bool


@dataclass(frozen=True, slots=True)
class GuestBook:
    """Reads and writes who is a guest where; a chat has one at most."""

    state: State

    def write(self, chat_id: int, article_id: str, draft: str) -> None:
        """Lets a text in, in the place of the one before."""
        values = {
            "chat_id": chat_id,
            "article_id": article_id,
            "draft": draft,
            "open": True,
            "used_at": self.state.clock(),
        }
        self.state.upsert(tables.guests, ["chat_id"], values)

    def read(self, chat_id: int) -> Guest | None:
        """Returns the guest of a chat, None where none is there or its hour is over."""
        table = tables.guests
        found = self._read((table.c.chat_id == chat_id) & (table.c.used_at > self._over()))
        return found[0] if found else None

    def overdue(self) -> Sequence[Guest]:
        """Returns the guests of all chats whose hour is over."""
        return self._read(tables.guests.c.used_at <= self._over())

    def use(self, chat_id: int) -> None:
        """Lets the hour of a guest begin anew."""
        self.state.change(tables.guests, {"used_at": self.state.clock()}, chat_id=chat_id)

    def close(self, chat_id: int) -> None:
        """Lets the chat's questions be about all articles again."""
        self.state.change(tables.guests, {"open": False}, chat_id=chat_id)

    def erase(self, guest: Guest) -> None:
        """Forgets a guest, unless another has taken its place."""
        self.state.delete(tables.guests, chat_id=guest.chat_id, article_id=guest.article_id)

    def _read(self, where: sa.ColumnElement[bool]) -> list[Guest]:
        table = tables.guests
        query = sa.select(table.c.chat_id, table.c.article_id, table.c.draft, table.c.open)
        return [Guest(**row._mapping) for row in self.state.rows(query.where(where))]

    def _over(self) -> float:
        return self.state.clock() - STAY
