"""Locks that one process at a time holds, and that fall when it dies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from index.locks import file_lock

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


@contextmanager
def named_lock(database: sa.Engine, name: str) -> Iterator[None]:
    """Holds the lock of that name among all who share the database.

    Raises:
        ValueError: The name is not a short lower-case word.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a lock's name: {name!r}; use a-z, 0-9, _ and -")
    if database.dialect.name == "sqlite":
        # A write transaction held for minutes would keep every other writer
        # out, so the lock stands beside the file, not in it.
        with file_lock(Path(f"{database.url.database}.{name}.lock")):
            yield
        return
    key = _key(name)
    # The lock belongs to the session; a connection of its own, taken out of
    # the pool, makes sure that it falls with this process.
    with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))


def guard(connection: sa.Connection, article_id: str) -> None:
    """Keeps other writers of the same article waiting until this transaction ends."""
    # In SQLite a transaction that writes is alone anyway.
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_key(article_id))))


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
