"""Opening a database so that several processes and threads can share it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from index.errors import StoreError
from index.store.locks import named_lock
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
    except ArgumentError as error:
        raise StoreError(
            f"not a database URL: {url!r}. Write sqlite:///path/to/file.db or"
            " postgresql+psycopg://user@host/name."
        ) from error
    shown = address.render_as_string(hide_password=True)
    try:
        if address.get_backend_name() == "sqlite":
            database = _open_sqlite(address)
        else:
            database = sa.create_engine(address, pool_pre_ping=True)
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
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    database = sa.create_engine(address, connect_args={"timeout": _WAIT_MS / 1000})
    event.listen(database, "connect", _prepare_sqlite)
    event.listen(database, "begin", _begin_sqlite)
    return database


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late to protect a read before a write;
    # SQLAlchemy's documented way is to switch it off and to emit it ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_WAIT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL may lose the last commits when the power fails; an added article
    # was acknowledged to a person.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    # A reader that turns into a writer is refused at once, without waiting:
    # who is going to write has to say so at the start.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def bring_up_to_date(database: sa.Engine, steps: Steps) -> None:
    """Takes the steps that a database lacks; one process does so while others wait.

    Raises:
        StoreError: A newer Qawl has written it.
    """
    with (
        named_lock(database, "migration"),
        database.execution_options(**{WRITES: True}).begin() as connection,
    ):
        found = steps.current(connection)
        if found is None or found < steps.head:
            steps.upgrade(connection)
        elif found > steps.head:
            shown = database.url.render_as_string(hide_password=True)
            raise StoreError(
                f"the store {shown} was written by a newer Qawl (its tables stand at {found}, this"
                f" one knows {steps.head}). Update Qawl."
            )


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0]
