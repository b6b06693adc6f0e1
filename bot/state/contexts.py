"""What a chat asked last, for as long as a conversation lasts: a follow-up leans on it.

It stands in the database, so that a restart does not cut a conversation off and several
processes know of it. These are the only words of a question that are kept anywhere.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
    """Reads and writes the last question of each chat."""

    state: State

    def keep(self, chat_id: int, context: Context) -> None:
        """Puts a question in the place of the one before."""
        values = {"chat_id": chat_id, "body": _packed(context), "asked_at": self.state.clock()}
        self.state.upsert(tables.contexts, ["chat_id"], values)

    def last(self, chat_id: int) -> Context | None:
        """Returns what was asked last, None where that is too long ago to be leant on."""
        table = tables.contexts
        query = sa.select(table.c.body).where(
            table.c.chat_id == chat_id, table.c.asked_at > self._faded()
        )
        with self.state.reading() as connection:
            body = connection.scalar(query)
        return None if body is None else _unpacked(body)

    def forget(self, chat_id: int) -> None:
        table = tables.contexts
        with self.state.writing() as connection:
            connection.execute(table.delete().where(table.c.chat_id == chat_id))

    def fade(self) -> None:
        """Deletes what is too old to be leant on."""
        table = tables.contexts
        old = table.c.asked_at <= self._faded()
        with self.state.reading() as connection:
            if connection.scalar(sa.select(table.c.chat_id).where(old).limit(1)) is None:
                return
        with self.state.writing() as connection:
            connection.execute(table.delete().where(old))

    def _faded(self) -> float:
        return self.state.clock() - CONVERSATION


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
