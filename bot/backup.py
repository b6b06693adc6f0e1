"""Backups: the store and the owner's file, in one archive; the index is built anew from them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any, Final

from bot.settings import Settings
from index.disk import telling_disk
from index.errors import SettingsError, StoreError
from index.identity.aliases import FILE_NAME
from index.locks import file_lock

FORMAT: Final = 1
DATABASE: Final = "qawl.db"
OWNED: Final = FILE_NAME
MANIFEST: Final = "manifest.json"


def write_backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Writes a backup while the bot may be running; returns its manifest.

    Its files have no name before they are whole, so that nothing of one that is killed
    is left.

    Raises:
        SettingsError: The store is not SQLite, and has tools of its own.
        StoreError: The data folder holds no articles, or the disk has no room.
    """
    source = database_of(settings)
    if not source.is_file():
        raise StoreError(f"there is no store at {source}; nothing to back up.")
    if target.exists():
        raise StoreError(f"{target} exists already; name another file.")
    folder = target.resolve().parent
    with telling_disk(), _copied(source) as (copy, articles):
        files = {DATABASE: copy}
        path = settings.data_dir / OWNED
        opened = path.open("rb") if path.is_file() else nullcontext()
        with opened as owned, _nameless(folder) as packed:
            if owned:
                files[OWNED] = owned
            manifest: dict[str, Any] = {
                "format": FORMAT,
                "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                "articles": articles,
                "sha256": {name: _digest(file) for name, file in files.items()},
            }
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, file in files.items():
                    with archive.open(name, "w", force_zip64=True) as entry:
                        shutil.copyfileobj(file, entry)
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            packed.flush()
            os.fsync(packed.fileno())
            _name(packed, target)
    return manifest


def database_of(settings: Settings) -> Path:
    """Returns the file that the store is in.

    Raises:
        SettingsError: It is in none.
    """
    if settings.database_url is not None:
        raise SettingsError(
            "QAWL_DATABASE_URL names a database with tools of its own: use pg_dump and pg_restore,"
            " then `qawl index build`."
        )
    return settings.data_dir / DATABASE


@contextmanager
def _copied(source: Path) -> Iterator[tuple[IO[bytes], int]]:
    """Yields a consistent copy of a database, and how many articles it holds."""
    copy = source.with_name(".backup")
    with file_lock(source.with_name("backup.lock")):
        # One that was killed may have left its name, and nothing in it.
        copy.unlink(missing_ok=True)
        descriptor = os.open(copy, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "r+b") as file, closing(sqlite3.connect(copy)) as kept:
            try:
                kept.execute("PRAGMA journal_mode=OFF").fetchall()
                kept.execute("SELECT * FROM sqlite_master").fetchall()
            finally:
                # SQLite has it open, and it needs no name any more.
                copy.unlink(missing_ok=True)
            # The online backup of SQLite gives one state, whatever is written meanwhile.
            with closing(sqlite3.connect(source, isolation_level=None, timeout=30)) as live:
                live.execute("BEGIN")
                [articles] = live.execute("SELECT count(*) FROM articles").fetchone()
                live.backup(kept)
            yield file, articles


@contextmanager
def _nameless(folder: Path) -> Iterator[IO[bytes]]:
    """Yields a file that vanishes with the process unless ``_name`` gives it a name."""
    if hasattr(os, "O_TMPFILE"):
        try:
            descriptor = os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600)
        except OSError:  # some file systems have none
            pass
        else:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
            return
    with tempfile.NamedTemporaryFile(prefix=".qawl-", dir=folder) as named:
        yield named.file


def _name(file: IO[bytes], target: Path) -> None:
    """Gives a file that is whole its name, unless somebody has taken that meanwhile."""
    held = f"/proc/self/fd/{file.fileno()}"
    source = held if isinstance(file.name, int) else file.name
    folder = os.open(target.resolve().parent, os.O_RDONLY)
    try:
        # Only where a folder is named as well does Python ask for what the link points to.
        os.link(source, target, src_dir_fd=folder, follow_symlinks=True)
        os.fsync(folder)
    except FileExistsError as error:
        raise StoreError(f"{target} exists already; name another file.") from error
    finally:
        os.close(folder)


def _digest(file: Any) -> str:
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return found
