"""Keeps vectors by what they were made of, so that nothing is encoded twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import Encoder, Vectors
from index.errors import EncoderError

_SCHEMA: Final = (
    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
)
_LOOKED_UP: Final = 500
_COMMITTED: Final = 256
"""Texts that are encoded between two commits: what an interrupted run loses at most."""


class CachedEncoder:
    """An encoder that remembers. Threads and processes may share its file.

    Vectors are kept as float32, so that they are the same to the bit whether they
    come from the file or from the model. The file can be deleted at any time.

    Args:
        encoder: Makes what is missing.
        path: The SQLite file.
        progress: Called after each commit with the number of texts done and of all.

    Raises:
        EncoderError: The file cannot be opened or is no cache.
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
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=60, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(_SCHEMA)
            self._db.commit()
        except (OSError, sqlite3.Error) as error:
            raise EncoderError(
                f"the cache of vectors cannot be used: {error}. Delete {path}; it is made again"
            ) from error

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        """Returns the vector of one question, shape ``[dimension]``."""

        def make(texts: Sequence[str]) -> Vectors:
            return np.stack([self._encoder.encode_query(text) for text in texts])

        vector: npt.NDArray[np.float32] = self._through("query", [text], make)[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Returns one row a text, in the order given, shape ``[len(texts), dimension]``."""
        return self._through("passage", texts, self._encoder.encode_passages)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def _through(
        self, door: str, texts: Sequence[str], make: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        out = np.empty((len(texts), self.dimension), np.float32)
        keys = [self._key(door, text) for text in texts]
        missing: dict[bytes, str] = {}
        known = self._read(keys)
        for key, text in zip(keys, texts, strict=True):
            if key not in known:
                missing.setdefault(key, text)
        # By length, so that a batch between two commits is as even as one over all.
        queue = sorted(missing, key=lambda key: len(missing[key]), reverse=True)
        for at in range(0, len(queue), _COMMITTED):
            part = queue[at : at + _COMMITTED]
            made = make([missing[key] for key in part])
            self._write(zip(part, made, strict=True))
            known.update(zip(part, made, strict=True))
            if self._progress:
                self._progress(min(at + _COMMITTED, len(queue)), len(queue))
        for row, key in enumerate(keys):
            out[row] = known[key]
        return out

    def _key(self, door: str, text: str) -> bytes:
        packed = "\0".join((self.name, door, text)).encode("utf-8", "surrogatepass")
        return hashlib.sha256(packed).digest()[:16]

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, npt.NDArray[np.float32]]:
        found: dict[bytes, npt.NDArray[np.float32]] = {}
        with self._lock:
            for at in range(0, len(keys), _LOOKED_UP):
                part = keys[at : at + _LOOKED_UP]
                marks = ",".join("?" * len(part))
                rows = self._run(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
                found.update((key, np.frombuffer(vector, np.float32)) for key, vector in rows)
        return {key: vector for key, vector in found.items() if len(vector) == self.dimension}

    def _write(self, made: Iterable[tuple[bytes, npt.NDArray[np.float32]]]) -> None:
        rows = [(key, vector.astype(np.float32).tobytes()) for key, vector in made]
        with self._lock, self._db:
            try:
                self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            except sqlite3.Error as error:
                raise self._broken(error) from error

    def _run(self, statement: str, values: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._broken(error) from error

    def _broken(self, error: sqlite3.Error) -> EncoderError:
        return EncoderError(
            f"the cache of vectors cannot be used: {error}. Delete {self._path}; it is made again"
        )
