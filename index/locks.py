"""A lock between processes, and between the threads of each, that falls when its holder dies."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.disk import telling_disk


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on a file, waiting for it."""
    # Each entry opens the file anew, since flock belongs to the open file:
    # two threads of one process wait for each other as two processes do.
    descriptor = _opened(path)
    try:
        with telling_disk():
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def shared_lock(path: Path, *, alone: bool = False) -> Iterator[None]:
    """Holds a lock that many can hold at once, or one alone; never waits.

    Raises:
        BlockingIOError: It is held alone, or by others while it is wanted alone.
    """
    descriptor = _opened(path)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    with telling_disk():
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


class Alone:
    """One thread at a time works on one article: two would take twice as long."""

    def __init__(self) -> None:
        self._done: Final = threading.Condition()
        self._doing: Final[set[str]] = set()

    @contextmanager
    def on(self, article_id: str) -> Iterator[None]:
        """Waits while somebody else works on the article."""
        with self._done:
            self._done.wait_for(lambda: article_id not in self._doing)
            self._doing.add(article_id)
        try:
            yield
        finally:
            with self._done:
                self._doing.remove(article_id)
                self._done.notify_all()
