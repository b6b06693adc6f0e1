"""Turns what a library raises on bytes that it cannot read into a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import ReadingError, Unreadable


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turns errors of the libraries below into a ``ReadingError``.

    Running out of memory stays what it is: only the worker knows its limit.

    Args:
        name: What to call the source.
    """
    try:
        yield
    except (ReadingError, MemoryError):
        raise
    except RecursionError as error:
        raise ReadingError(f"{name} is nested too deeply to be read", Unreadable.NESTED) from error
    except Exception as error:
        raise ReadingError(
            f"{name} cannot be read ({type(error).__name__}); it is damaged, or of another kind"
            " than its name says",
            Unreadable.DAMAGED,
        ) from error
