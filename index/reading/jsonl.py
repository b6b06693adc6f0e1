"""JSON lines, plain or gzipped, as articles."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Final, cast

from index.errors import ReadingError, Unreadable
from index.reading.contents import Notes
from index.reading.decoding import refuse_binary
from index.reading.fields import article_with
from index.reading.plain import LONGEST_ARTICLE
from index.types import Article

# A character takes up to 12 bytes as a pair of JSON escapes.
_LONGEST_LINE: Final = 12 * LONGEST_ARTICLE + 65_536
_SAMPLE: Final = 4_096
_BOM: Final = b"\xef\xbb\xbf"


def iter_json_lines(content: IO[bytes], name: str, notes: Notes) -> Iterator[Article]:
    """Yields the article of each line; blank lines are skipped.

    The other lines are read even if one is no JSON object with a text.

    Keys: ``text``, and optionally ``title`` or ``headline``, ``outlet`` or ``source``, ``date``,
    ``url`` and ``language``. Others are left alone.

    Args:
        content: The open file, compressed where its name ends in ``.gz``.
        notes: Is told which lines cannot be read.

    Raises:
        ReadingError: The file holds no line, or is damaged as a whole.
    """
    found = False
    packed = name.lower().endswith(".gz")
    try:
        if not packed:
            refuse_binary(content.read(_SAMPLE), name)
            content.seek(0)
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=content)) if packed else content
        for number, line in _numbered(lines):
            found = True
            with notes.keeping(f"{name}, line {number}"):
                yield _article(line, name, number)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadingError(f"{name} is a damaged gzip file: {error}", Unreadable.DAMAGED) from error
    if not found:
        raise ReadingError(
            f"{name} holds no articles; it needs one JSON object a line", Unreadable.EMPTY
        )


def _numbered(lines: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yields each line that is not blank with its number, None for one that is far too long."""
    number = 0
    while line := lines.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = lines.readline(_LONGEST_LINE)
            yield number, None
            continue
        line = line.removeprefix(_BOM) if number == 1 else line
        if line.strip():
            yield number, line


def _article(line: bytes | None, name: str, number: int) -> Article:
    where = f"{name}, line {number}"
    if line is None:
        raise ReadingError(
            f"{where} is over {_LONGEST_LINE:,} bytes long", Unreadable.ROW, line=number
        )
    try:
        return _read(line, where)
    except ReadingError as error:
        raise ReadingError(str(error), Unreadable.ROW, line=number) from error


def _read(line: bytes, where: str) -> Article:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadingError(f"{where}: no valid JSON: {error.msg} at {error.colno}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ReadingError(f"{where}: no valid JSON in UTF-8: {error}") from error
    if not isinstance(value, dict):
        raise ReadingError(f"{where}: an object is needed, not {type(value).__name__}")
    text = value.get("text")
    if not isinstance(text, str):
        raise ReadingError(f"{where}: 'text' is missing or no text")
    return article_with(value, text, where)
