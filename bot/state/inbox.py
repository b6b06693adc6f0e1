"""Updates that were taken and are not done yet: kept on disk, so that no crash loses them.

An update is written down before Telegram is told that it arrived, and struck out when it is
done. Its words stand here for that long and no longer. Each update belongs to the process
that took it; what a process left behind when it died is taken over by the next one.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from bot.state import tables
from bot.state.state import State, insert_into

LEASE: Final = 60.0
"""Seconds after which the updates of a process on another machine count as left behind."""

SUSPECT: Final = 3
"""Tries after which an update may be what ends the process, and is done by itself."""

MOST_TRIES: Final = 8
"""How often an update is begun; of one that ended the process so often the person is told."""

Raw = dict[str, Any]
"""An update as Telegram wrote it."""

_alive: set[str] = set()


@dataclass(frozen=True, slots=True)
class Left:
    """An update that was not done when its process ended.

    Attributes:
        tries: How often its work had begun, so that some of it may be done.
    """

    update: Raw
    tries: int = 0


def _new_holder() -> str:
    name = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(8)}"
    _alive.add(name)
    return name


@dataclass(frozen=True, slots=True)
class Inbox:
    """Reads and writes the updates of one running bot."""

    state: State
    holder: str = field(default_factory=_new_holder)

    def take(self, updates: Sequence[Raw]) -> list[Raw]:
        """Writes updates down, and returns those that never came before. Durable when it returns.

        Args:
            updates: Each with a whole number as ``update_id``.
        """
        now = self.state.clock()
        fresh = []
        with self.state.writing(durable=True) as connection:
            for update in updates:
                seen = {"update_id": update["update_id"], "seen_at": now}
                statement = insert_into(connection, tables.updates, seen)
                if not connection.execute(statement.on_conflict_do_nothing()).rowcount:
                    continue
                fresh.append(update)
                row = {
                    "update_id": update["update_id"],
                    "chat_id": chat_of(update),
                    "body": json.dumps(update, ensure_ascii=True),
                    "tries": 0,
                    "holder": self.holder,
                    "held_until": now + LEASE,
                }
                connection.execute(insert_into(connection, tables.inbox, row))
        return fresh

    def begin(self, update_id: int) -> None:
        """Remembers that the work on an update begins."""
        self.state.change(tables.inbox, {"tries": tables.inbox.c.tries + 1}, update_id=update_id)

    def done(self, update_id: int) -> None:
        """Strikes an update out."""
        self.state.delete(tables.inbox, update_id=update_id)

    def hold(self) -> None:
        """Says that this process is still at its updates."""
        until = self.state.clock() + LEASE
        self.state.change(tables.inbox, {"held_until": until}, holder=self.holder)

    def left(self) -> list[Left]:
        """Takes over what other processes left behind when they ended, oldest first."""
        table, now = tables.inbox, self.state.clock()
        query = sa.select(table.c.update_id).where(table.c.holder != self.holder).limit(1)
        if self.state.scalar(query) is None:
            return []
        found = []
        with self.state.writing(durable=True) as connection:
            others = sa.select(table).where(table.c.holder != self.holder)
            for row in connection.execute(others.order_by(table.c.update_id)).all():
                if not _is_gone(row.holder, row.held_until, now):
                    continue
                here = table.c.update_id == row.update_id
                change = table.update().where(here)
                connection.execute(change.values(holder=self.holder, held_until=now + LEASE))
                with suppress(ValueError):
                    found.append(Left(json.loads(row.body), row.tries))
        return found

    def waiting(self) -> int:
        """Returns how many updates are not done, of all processes."""
        return self.state.scalar(sa.select(sa.func.count()).select_from(tables.inbox)) or 0

    def close(self) -> None:
        """Lets others take over at once what is not done."""
        _alive.discard(self.holder)


def _is_gone(holder: str, held_until: float, now: float) -> bool:
    """Tells whether a process has ended: looked up on this machine, by its lease on another."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:60]:
        return held_until < now
    if int(rest) == os.getpid():
        return holder not in _alive
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return held_until < now
    return held_until < now


def chat_of(update: Raw) -> int:
    """Returns the chat of an update, the person's number where it has none, 0 where neither.

    >>> chat_of({"message": {"chat": {"id": 5}, "from": {"id": 7}}})
    5
    >>> chat_of({"inline_query": {"from": {"id": 7}}}), chat_of({"poll": 3})
    (7, 0)
    >>> chat_of({"message": {"chat": {"id": 2**63}}})
    0
    """
    for body in update.values():
        if not isinstance(body, dict):
            continue
        message = body.get("message")
        holders = (body, message if isinstance(message, dict) else {})
        for place in (*(h.get("chat") for h in holders), body.get("from")):
            number = place.get("id") if isinstance(place, dict) else None
            if isinstance(number, int) and fits(number):
                return int(number)
    return 0


def fits(number: int) -> bool:
    """Tells whether a column of a database can hold a number."""
    return -(2**63) <= number < 2**63
