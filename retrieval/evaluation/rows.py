"""Rows of an evaluation set: gzipped or plain JSON lines, read with errors that help."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from index.errors import ReadingError

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and how much there is."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Reports no progress."""


def read_rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    """Yields the objects of a ``.jsonl`` or ``.jsonl.gz`` file.

    Args:
        path: The file.
        required: Keys that every row must have.

    Raises:
        ReadingError: The file is missing or damaged, or a row lacks a key.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadingError(f"cannot read {path}: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ReadingError(f"{path}, line {number}: not JSON ({error})") from error
        missing = [key for key in required if not isinstance(row, dict) or key not in row]
        if missing:
            raise ReadingError(f"{path}, line {number}: no {', '.join(missing)}")
        yield row
