"""Restoring a backup: all of it or nothing, and never while another process has the store open.

A backup is unpacked and checked in a folder of its own. One file there says that it is whole;
from then on it is what counts, and the next process that opens the data folder finishes what a
kill cut short.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from bot.backup import DATABASE, FORMAT, MANIFEST, OWNED, database_of
from bot.settings import Settings
from index.disk import telling_disk
from index.errors import DamagedError, NotFoundError, StoreError
from index.library import PRESENCE, Library
from index.locks import shared_lock
from index.store.database import sqlite_url
from index.store.sql import SqlStore
from index.upkeep import check_store

_FOLDER: Final = "restoring"
_LOOKED_INTO: Final = "looked-into"
_READY: Final = "READY"
_NO_BACKUP: Final = (
    *(zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError),
    *(EOFError, RuntimeError, IsADirectoryError),
)
"""What is raised where a file is no backup, or a damaged one."""


def read_backup(settings: Settings, source: Path, *, force: bool = False) -> dict[str, Any]:
    """Puts a backup into the data folder; returns its manifest. Build the index afterwards.

    Args:
        force: Also where the data folder holds articles, which are lost then.

    Raises:
        StoreError: It is no backup, a damaged one, would overwrite articles, or the data
            folder is in use.
    """
    target = database_of(settings)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with telling_disk(), _alone(settings.data_dir):
        _finish(settings.data_dir)
        if not force and not _is_empty(target):
            raise StoreError(
                f"{settings.data_dir} holds articles, which this would overwrite; name an empty"
                " folder in QAWL_DATA_DIR, or say --force."
            )
        with _unpacked(settings.data_dir / _FOLDER, source) as (folder, manifest):
            for path in (*folder.iterdir(), folder):
                _sync(path)
            (folder / _READY).touch()
            _sync(folder)
            _finish(settings.data_dir)
    return manifest


def finish_restore(settings: Settings) -> None:
    """Finishes what was cut short, before the store is opened.

    Raises:
        StoreError: Another process is restoring at this moment.
    """
    if (settings.data_dir / _FOLDER).is_dir():
        with _alone(settings.data_dir):
            _finish(settings.data_dir)


def restore_damaged(settings: Settings, library: Library, source: Path) -> list[str]:
    """Brings articles that are damaged in the store back from a backup; returns their ids.

    Raises:
        StoreError: It is no backup or a damaged one.
    """
    library.check()
    wanted = sorted(library.store.damaged)
    back = []
    looked_into = settings.data_dir / _LOOKED_INTO
    with telling_disk(), _unpacked(looked_into, source) as (folder, _):
        kept = SqlStore(sqlite_url(folder / DATABASE))
        for article_id in wanted:
            scope = kept.collections_of(article_id)
            try:
                article = kept.article(article_id, scope)
                library.put_back(article)
                back.append(article_id)
            except (NotFoundError, DamagedError):
                continue
        kept.close()
    return back


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    try:
        with shared_lock(data_dir / PRESENCE, alone=True):
            yield
    except BlockingIOError as error:
        raise StoreError(
            f"{data_dir} is in use: stop the bot and every other `qawl` before you restore."
        ) from error


def _is_empty(database: Path) -> bool:
    if not database.exists():
        return True
    store = SqlStore(sqlite_url(database))
    try:
        return next(store.holding_keys(), None) is None
    finally:
        store.close()


def _finish(data_dir: Path) -> None:
    folder, target = data_dir / _FOLDER, data_dir / DATABASE
    if (folder / _READY).exists():
        if (folder / DATABASE).exists():
            for ending in ("-wal", "-shm"):
                target.with_name(f"{DATABASE}{ending}").unlink(missing_ok=True)
            (folder / DATABASE).replace(target)
        if (folder / OWNED).exists():
            (folder / OWNED).replace(data_dir / OWNED)
        # Made from the old store, and made again from the new one.
        for derived in ("index", _LOOKED_INTO):
            shutil.rmtree(data_dir / derived, ignore_errors=True)
        _sync(data_dir)
        (folder / _READY).unlink()
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _unpacked(folder: Path, source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yields a folder with the checked content of a backup, and its manifest."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        manifest = _unpack(source, folder)
        store = SqlStore(sqlite_url(folder / DATABASE))
        damaged = check_store(store)
        store.close()
        if damaged:
            raise StoreError(f"{source} holds a damaged store: {damaged[0]}")
        yield folder, manifest
    finally:
        if not (folder / _READY).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise StoreError(f"{source} was written by another Qawl; update this one.")
            for name in (DATABASE, OWNED):
                if name in manifest["sha256"]:
                    with archive.open(name) as packed, (folder / name).open("wb") as file:
                        os.fchmod(file.fileno(), 0o600)
                        shutil.copyfileobj(packed, file)
        for name, digest in manifest["sha256"].items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise StoreError(f"{source} is damaged: {name} is not what was backed up.")
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {source}, or it lacks a part.") from error
    except _NO_BACKUP as error:
        raise StoreError(f"{source} is no backup of Qawl, or a damaged one.") from error
    return manifest


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
