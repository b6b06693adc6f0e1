"""What a database or a file says of a failing disk, turned into words for a person."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError

from index.errors import DiskFailedError, DiskFullError, StoreError

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT}
_FAILED: Final = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
}
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_LACKS: Final = re.compile(r"no such (?:column|table|index)|has no column|malformed")
"""What a statement is told where a bit has turned in the names of tables and columns."""

_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def telling_disk() -> Iterator[None]:
    """Raises what says what happened and what to do, in place of a disk's or database's error.

    Raises:
        DiskFullError: There is no room.
        DiskFailedError: A file cannot be read or written.
        StoreError: A database is damaged, held by others or cannot be reached.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError from error
        raise DiskFailedError(_reason(error)) from error
    except (DBAPIError, sqlite3.Error) as error:
        told = _told(error.orig if isinstance(error, DBAPIError) else error)
        if told is None:
            raise
        raise told from error


def _told(error: BaseException | None) -> StoreError | None:
    """Returns what to say, None where the fault is in a statement and not in a file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or getattr(error, "sqlstate", None) == "53100":
        return DiskFullError()
    if code in _FAILED:
        return DiskFailedError(_reason(error))
    if code in _DAMAGED or (code == sqlite3.SQLITE_ERROR and _LACKS.search(str(error))):
        return StoreError(
            f"a database file is damaged ({_reason(error)}): run `qawl index check`, and bring the"
            " store back from a backup: `qawl restore FILE.zip --damaged`."
        )
    if code in _BUSY:
        return StoreError("another process held the database for half a minute; try it again.")
    if not code and type(error).__name__ == "OperationalError":
        return StoreError(
            f"the database cannot be reached ({_reason(error)}); look whether it runs, and try it"
            " again."
        )
    return None


def _reason(error: object) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
