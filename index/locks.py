"""A lock between processes, and between the threads of each, that falls when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Holds an exclusive lock on a file, waiting for it."""
    # Each entry opens the file anew, since flock belongs to the open file:
    # two threads of one process wait for each other as two processes do.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
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
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
