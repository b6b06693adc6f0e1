"""Keeps vectors by what they were made of, so that nothing is encoded twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.disk import telling_disk
from index.encoder.base import Encoder, Vectors
from index.errors import EncoderError, StoreError

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS kept (
    key BLOB NOT NULL, owner TEXT NOT NULL, checksum INTEGER NOT NULL, vectors BLOB NOT NULL,
    PRIMARY KEY (key, owner)
);
CREATE INDEX IF NOT EXISTS kept_by_owner ON kept (owner);
"""
_DAMAGED: Final = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_HALF: Final = "half"
_LOOKED_UP: Final = 500
_COMMITTED: Final = 256
"""Texts that are encoded between two commits: what an interrupted run loses at most."""


class Group(NamedTuple):
    """Texts whose vectors are kept and read together.

    Attributes:
        owner: What the vectors are forgotten with, as an article's id; may be empty.
    """

    owner: str
    texts: tuple[str, ...]


class CachedEncoder:
    """An encoder that remembers. Threads and processes may share its file.

    Vectors of single texts are kept as float32, so that they are the same to the bit whether
    they come from the file or from the model. The file can be deleted at any time. What is
    damaged in it is made again; a vector that cannot be written is made anew next time.

    Args:
        progress: Called after each commit with the number of texts done and of all.

    Raises:
        EncoderError: The file cannot be opened, and a new one cannot be made.
    """

    def __init__(
        self,
        encoder: Encoder,
        path: Path,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._encoder = encoder
        self._path = path
        self._progress = progress
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._db = self._connect()
            except sqlite3.DatabaseError:
                self._db = self._begin_anew()
        except (OSError, sqlite3.Error) as error:
            raise EncoderError(
                f"the cache of vectors cannot be used: {error}. Check the rights of {path} and the"
                " free disk space"
            ) from error

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        def make(texts: Sequence[str]) -> Vectors:
            return np.stack([self._encoder.encode_query(text) for text in texts])

        vector: npt.NDArray[np.float32] = self._through("query", [Group("", (text,))], make)[0][0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.concatenate(self.encode_groups([Group("", (text,)) for text in texts]))

    def encode_groups(
        self, groups: Sequence[Group], *, half: bool = False, anew: bool = False
    ) -> list[Vectors]:
        """Returns the rows of each group of passages, in the order given.

        Args:
            half: Keep them as float16, for vectors that nothing is compared with to the bit.
            anew: Make what is kept once more, so that nobody learns from the time it takes
                that it was.
        """
        made = self._encoder.encode_passages
        return self._through(_HALF if half else "passage", groups, made, anew=anew)

    def kept_groups(self, groups: Sequence[Group]) -> list[Vectors | None]:
        """Returns the rows of each group kept by half for its owner, None where none are."""
        keys = [self._key(_HALF, group.texts) for group in groups]
        known, kept = self._read(set(keys), _dtype(_HALF))
        return [
            known[key].astype(np.float32, copy=False) if (key, group.owner) in kept else None
            for key, group in zip(keys, groups, strict=True)
        ]

    def forget_others(self, held: Callable[[], Collection[str]]) -> None:
        """Forgets what was kept for owners that are no more.

        Args:
            held: Returns the owners that are there; asked after what is kept was looked up.
        """
        owners = {owner for (owner,) in self._run("SELECT DISTINCT owner FROM kept", [])}
        gone = owners - {""} - set(held())
        self._run("DELETE FROM kept WHERE owner = ?", [(owner,) for owner in gone])

    def forget(self, owner: str) -> None:
        """Forgets all that was kept for an owner, now or with the next ``forget_others``."""
        # A disk that fails must not undo what was removed already.
        with suppress(StoreError):
            self._run("DELETE FROM kept WHERE owner = ?", [(owner,)])

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def _through(
        self,
        door: str,
        groups: Sequence[Group],
        make: Callable[[Sequence[str]], Vectors],
        *,
        anew: bool = False,
    ) -> list[Vectors]:
        dtype = _dtype(door)
        keys = [self._key(door, group.texts) for group in groups]
        known, kept = self._read(set() if anew else set(keys), dtype)
        # A copy shares what was made for another owner, and outlives it.
        named = {(key, group.owner): group for key, group in zip(keys, groups, strict=True)}
        owned = [pair for pair in named if pair not in kept]
        self._write((key, owner, known[key]) for key, owner in owned if key in known)
        texts = {key: named[key, owner].texts for key, owner in owned if key not in known}
        done, total = 0, sum(map(len, texts.values()))
        for part in _parts(texts):
            known.update(self._made({key: texts[key] for key in part}, make, dtype))
            self._write((key, owner, known[key]) for key, owner in owned if key in part)
            done += sum(len(texts[key]) for key in part)
            if self._progress:
                self._progress(done, total)
        return [known[key].astype(np.float32, copy=False) for key in keys]

    def _made(
        self,
        groups: dict[bytes, tuple[str, ...]],
        make: Callable[[Sequence[str]], Vectors],
        dtype: np.dtype[Any],
    ) -> dict[bytes, npt.NDArray[Any]]:
        distinct = sorted({text for texts in groups.values() for text in texts}, key=len)[::-1]
        nothing = np.empty((0, self.dimension), dtype)
        vectors = make(distinct).astype(dtype) if distinct else nothing
        row = {text: number for number, text in enumerate(distinct)}
        return {key: vectors[[row[text] for text in texts]] for key, texts in groups.items()}

    def _key(self, door: str, texts: Sequence[str]) -> bytes:
        packed = "\0".join((self.name, str(self.dimension), door)).encode()
        digest = hashlib.sha256(packed)
        for text in texts:
            encoded = text.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(8, "big") + encoded)
        return digest.digest()[:16]

    def _read(
        self, keys: Iterable[bytes], dtype: np.dtype[Any]
    ) -> tuple[dict[bytes, npt.NDArray[Any]], set[tuple[bytes, str]]]:
        found: dict[bytes, npt.NDArray[Any]] = {}
        kept: set[tuple[bytes, str]] = set()
        wanted = sorted(keys)
        for at in range(0, len(wanted), _LOOKED_UP):
            part = wanted[at : at + _LOOKED_UP]
            marks = ",".join("?" * len(part))
            statement = f"SELECT key, owner, checksum, vectors FROM kept WHERE key IN ({marks})"
            rows: list[Any] = []
            # What a failing disk does not give is made again.
            with suppress(StoreError):
                rows = self._run(statement, part)
            for key, owner, checksum, packed in rows:
                if checksum == zlib.crc32(packed, zlib.crc32(key)):
                    kept.add((key, owner))
                    if key not in found:
                        found[key] = np.frombuffer(packed, dtype).reshape(-1, self.dimension)
        return found, kept

    def _write(self, made: Iterable[tuple[bytes, str, npt.NDArray[Any]]]) -> None:
        rows = [
            (key, owner, zlib.crc32(packed, zlib.crc32(key)), packed)
            for key, owner, vectors in made
            for packed in (vectors.tobytes(),)
        ]
        # A full disk, or a file that others hold for a minute: made again another time.
        with suppress(StoreError):
            self._run("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    @telling_disk()
    def _run(self, statement: str, values: Sequence[Any]) -> list[Any]:
        with self._lock:
            try:
                return self._executed(statement, values)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                    raise
                self._db = self._begin_anew()
                return self._executed(statement, values)

    def _executed(self, statement: str, values: Sequence[Any]) -> list[Any]:
        if statement.startswith("SELECT"):
            return self._db.execute(statement, values).fetchall()
        with self._db:
            self._db.executemany(statement, values)
        return []

    def _connect(self) -> sqlite3.Connection:
        self._path.touch(0o600)
        database = sqlite3.connect(self._path, timeout=60, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.executescript(_SCHEMA)
        return database

    def _begin_anew(self) -> sqlite3.Connection:
        with suppress(AttributeError):
            self._db.close()
        for ending in ("", "-wal", "-shm"):
            self._path.with_name(f"{self._path.name}{ending}").unlink(missing_ok=True)
        return self._connect()


def _dtype(door: str) -> np.dtype[Any]:
    return np.dtype(np.float16 if door == _HALF else np.float32)


def _parts(groups: dict[bytes, tuple[str, ...]]) -> Iterator[set[bytes]]:
    """Yields groups that are encoded between two commits, of like length together."""
    part: set[bytes] = set()
    count = 0
    for key in sorted(groups, key=lambda key: -max(map(len, groups[key]), default=0)):
        part.add(key)
        count += len(groups[key])
        if count >= _COMMITTED:
            yield part
            part, count = set(), 0
    if part:
        yield part
