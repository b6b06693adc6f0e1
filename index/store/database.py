"""Opening a database so that several processes and threads can share it, and locks among them."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from index.errors import StoreError
from index.locks import file_lock
from index.store.migrations import STORE, Steps

WRITES: Final = "qawl_writes"
"""Execution option of a connection whose transaction is going to write."""

_WAIT_MS: Final = 30_000


def sqlite_url(path: Path) -> str:
    """Returns the URL of an SQLite file."""
    return sa.URL.create("sqlite", database=str(path)).render_as_string()


def open_database(url: str) -> sa.Engine:
    """Opens a database and creates the tables that it lacks.

    Raises:
        StoreError: It cannot be opened, or a newer Qawl has written it.
    """
    try:
        address = sa.make_url(url)
    except ArgumentError:
        # A mistyped URL may hold a password.
        raise StoreError(
            "the store's address is not a database URL. Write sqlite:///path/to/file.db or"
            " postgresql+psycopg://user@host/name."
        ) from None
    shown = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            database = _open_sqlite(address)
        else:
            database = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True)
        bring_up_to_date(database, STORE)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver for {shown} is not installed ({error.name});"
            " for PostgreSQL: pip install 'qawl[postgres]'."
        ) from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(
            f"the store {shown} cannot be opened: {_reason(error)}."
            " Check the path, its rights and the free disk space."
        ) from error
    return database


def _open_sqlite(address: sa.URL) -> sa.Engine:
    if not address.database or address.database == ":memory:":
        raise StoreError("an SQLite store needs a file: write sqlite:///path/to/file.db.")
    path = Path(address.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    # SQLite gives the files beside it the rights of this one.
    path.touch(0o600)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    # An error that is logged must not hold an article's words.
    database = sa.create_engine(
        address, connect_args={"timeout": _WAIT_MS / 1000}, hide_parameters=True
    )
    event.listen(database, "connect", _prepare_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late to protect a read before a write;
    # SQLAlchemy's documented way is to switch it off and to emit it ourselves.
    connection.isolation_level = None
    # A byte that was damaged must not keep the rows beside it from being read: what it
    # stands in is found damaged by its checksum.
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL may lose the last commits when the power fails; an added article
    # was acknowledged to a person.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # What is removed is written over, not only forgotten.
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A reader that turns into a writer is refused at once, without waiting:
    # a transaction that is going to write has to say so at the start.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def bring_up_to_date(database: sa.Engine, steps: Steps) -> None:
    """Makes the tables of a new database, or takes the steps that one lacks; others wait.

    Raises:
        StoreError: A newer Qawl has written it.
    """
    with (
        named_lock(database, "migration"),
        database.execution_options(**{WRITES: True}).begin() as connection,
    ):
        found = steps.current(connection)
        if found is None and not steps.begun(connection):
            steps.create(connection)
        elif found is None or found < steps.head:
            steps.upgrade(connection)
        elif found > steps.head:
            shown = database.url.render_as_string(hide_password=True)
            raise StoreError(
                f"the store {shown} was written by a newer Qawl (its tables stand at {found}, this"
                f" one knows {steps.head}). Update Qawl."
            )


def truncate_log(database: sa.Engine) -> bool:
    """Moves all of an SQLite file's write-ahead log into the file, and empties it.

    Returns:
        Whether that was done; where a reader is at work, or the disk fails, the log stays.
    """
    connection = database.raw_connection()
    try:
        # The driver's own connection, on which no transaction has begun.
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=1000")
        [(busy, *_)] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
        cursor.close()
        return not busy
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]


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
