"""Backups: the store and the owner's file, in one archive; the index is built anew from them."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from bot.settings import Settings
from index.errors import SettingsError, StoreError

FORMAT: Final = 1
_DATABASE: Final = "qawl.db"
_OWNED: Final = "people.toml"
_MANIFEST: Final = "manifest.json"


def write_backup(settings: Settings, target: Path) -> dict[str, Any]:
    """Writes a backup while the bot may be running; returns its manifest.

    Raises:
        SettingsError: The store is not SQLite, and has tools of its own.
        StoreError: There is nothing to back up.
    """
    source = _database(settings)
    if not source.is_file():
        raise StoreError(f"there is no store at {source}; nothing to back up.")
    if target.exists():
        raise StoreError(f"{target} exists already; name another file.")
    with tempfile.TemporaryDirectory(prefix="qawl-", dir=target.resolve().parent) as folder:
        copy = Path(folder) / _DATABASE
        # The online backup of SQLite gives one state, whatever is written meanwhile.
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(copy)) as kept:
            live.backup(kept)
            kept.execute("PRAGMA journal_mode=DELETE")
            [articles] = kept.execute("SELECT count(*) FROM articles").fetchone()
        files = {_DATABASE: copy}
        if (settings.data_dir / _OWNED).is_file():
            files[_OWNED] = settings.data_dir / _OWNED
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "articles": articles,
            "sha256": {name: _digest(path) for name, path in files.items()},
        }
        packed = Path(folder) / "backup.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in files.items():
                archive.write(path, name)
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        packed.replace(target)
    return manifest


def read_backup(
    settings: Settings, source: Path, *, force: bool = False, check: Callable[[], bool]
) -> dict[str, Any]:
    """Puts a backup into the data folder; returns its manifest. Build the index afterwards.

    Args:
        force: Also where the data folder holds articles, which are lost then.
        check: Says whether the data folder is empty.

    Raises:
        StoreError: It is no backup, a damaged one, or would overwrite articles.
    """
    target = _database(settings)
    if not force and not check():
        raise StoreError(
            f"{settings.data_dir} holds articles, which this would overwrite; name an empty"
            " folder in QAWL_DATA_DIR, or say --force."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qawl-", dir=settings.data_dir) as folder:
        manifest = _unpacked(source, Path(folder))
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        (Path(folder) / _DATABASE).replace(target)
        if (Path(folder) / _OWNED).is_file():
            (Path(folder) / _OWNED).replace(settings.data_dir / _OWNED)
    # Made from the old store, and made again from the new one.
    for derived in ("index", "vectors.sqlite"):
        path = settings.data_dir / derived
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return manifest


def _unpacked(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
            if manifest.get("format") != FORMAT:
                raise StoreError(f"{source} was written by another Qawl; update this one.")
            for name in (_DATABASE, _OWNED):
                if name in manifest["sha256"]:
                    (folder / name).write_bytes(archive.read(name))
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {source}.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise StoreError(f"{source} is no backup of Qawl, or a damaged one.") from error
    for name, digest in manifest["sha256"].items():
        if name not in (_DATABASE, _OWNED) or _digest(folder / name) != digest:
            raise StoreError(f"{source} is damaged: {name} is not what was backed up.")
    return manifest


def _database(settings: Settings) -> Path:
    if settings.database_url is not None:
        raise SettingsError(
            "QAWL_DATABASE_URL names a database with tools of its own: use pg_dump and pg_restore,"
            " then `qawl index build`."
        )
    return settings.data_dir / _DATABASE


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
