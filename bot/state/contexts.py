"""Keeps the last question of a conversation, which a follow-up refers to.

A talk is one person's in one topic of one chat; an answer has the context that it was given in.

It stands in the database, so that a restart does not cut a conversation off and several
processes know of it. These are the only words of a question that are kept anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, get_args

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError

from bot.state import tables
from bot.state.state import CONVERSATION, State
from retrieval.question.asked import Context
from retrieval.question.intent import Intent

_CONTEXT: Final = TypeAdapter(Context)
_INTENTS: Final[dict[str, TypeAdapter[Any]]] = {
    kind.__name__: TypeAdapter(kind) for kind in get_args(Intent)
}


@dataclass(frozen=True, slots=True)
class Contexts:
    """Reads and writes the last question of each talk, and of each answer."""

    state: State

    def keep(self, chat_id: int, context: Context, talk: str = "") -> None:
        """Puts a question in the place of the one before."""
        self._write(chat_id, talk, _packed(context))

    def last(self, chat_id: int, talk: str = "") -> Context | None:
        """Returns what was asked last, None where that is too long ago to be leant on."""
        body = self._read(chat_id, talk)
        return None if body is None else _unpacked(body)

    def pin(self, chat_id: int, talk: str, messages: Sequence[int]) -> None:
        """Gives the messages of an answer the context that it was given in."""
        body = self._read(chat_id, talk)
        if body is not None:
            for message in messages:
                self._write(chat_id, of_message(message), body)

    def forget(self, chat_id: int, talk: str | None = None) -> None:
        """Forgets one talk of a chat, or all that was asked there."""
        which = {} if talk is None else {"talk": talk}
        self.state.delete(tables.contexts, chat_id=chat_id, **which)

    def _read(self, chat_id: int, talk: str) -> str | None:
        table = tables.contexts
        query = sa.select(table.c.body).filter_by(chat_id=chat_id, talk=talk)
        found: str | None = self.state.scalar(query.where(table.c.asked_at > self._faded()))
        return found

    def _write(self, chat_id: int, talk: str, body: str) -> None:
        now = self.state.clock()
        self.state.upsert(tables.contexts, chat_id=chat_id, talk=talk, body=body, asked_at=now)

    def fade(self) -> None:
        """Deletes what is too old to be leant on."""
        table = tables.contexts
        old = table.c.asked_at <= self._faded()
        if self.state.scalar(sa.select(table.c.chat_id).where(old).limit(1)) is None:
            return
        with self.state.writing() as connection:
            connection.execute(table.delete().where(old))

    def _faded(self) -> float:
        return self.state.clock() - CONVERSATION


def of_message(message: int) -> str:
    """Returns the name under which the context of an answer is kept."""
    return f"message:{message}"


def _packed(context: Context) -> str:
    body = _CONTEXT.dump_python(replace(context, intent=None), mode="json")
    if context.intent is not None:
        kind = type(context.intent).__name__
        body["intent"] = [kind, _INTENTS[kind].dump_python(context.intent, mode="json")]
    return json.dumps(body, ensure_ascii=False)


def _unpacked(body: str) -> Context | None:
    """Returns a context, None for one that another version of Qawl wrote in another way."""
    try:
        values = json.loads(body)
        if values.get("intent") is not None:
            kind, intent = values["intent"]
            values["intent"] = _INTENTS[kind].validate_python(intent)
        return _CONTEXT.validate_python(values)
    except (ValidationError, KeyError, ValueError, TypeError, AttributeError):
        return None


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
        guest = asdict(Guest(chat_id, article_id, draft, open=True))
        self.state.upsert(tables.guests, **guest, used_at=self.state.clock())

    def read(self, chat_id: int) -> Guest | None:
        """Returns the guest of a chat, None if there is none or its hour is over."""
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
