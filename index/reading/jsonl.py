"""JSON lines, plain or gzipped, as articles."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import IO, Final, cast

from index.errors import ReadingError, Unreadable
from index.reading.fields import Fields
from index.reading.plain import LONGEST_ARTICLE, read_text
from index.types import Article

# A character takes up to 12 bytes as a pair of JSON escapes.
_LONGEST_LINE: Final = 12 * LONGEST_ARTICLE + 65_536
_BOM: Final = b"\xef\xbb\xbf"


def iter_json_lines(content: IO[bytes], name: str) -> Iterator[Article]:
    """Yields the article of each line; blank lines are skipped.

    Keys: ``text``, and optionally ``title`` or ``headline``, ``outlet`` or ``source``, ``date``,
    ``url`` and ``language``. Others are left alone.

    Args:
        content: The open file, compressed where its name ends in ``.gz``.
        name: The file's name.

    Raises:
        ReadingError: A line is no JSON object with a text; the message has its number.
    """
    found = False
    packed = name.lower().endswith(".gz")
    try:
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=content)) if packed else content
        for number, line in _numbered(lines, name):
            found = True
            yield _article(line, name, number)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadingError(f"{name} is a damaged gzip file: {error}", Unreadable.DAMAGED) from error
    if not found:
        raise ReadingError(
            f"{name} holds no articles; it needs one JSON object a line", Unreadable.EMPTY
        )


def _numbered(lines: IO[bytes], name: str) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := lines.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise ReadingError(
                f"{name}, line {number} is over {_LONGEST_LINE:,} bytes long",
                Unreadable.ROW,
                line=number,
            )
        line = line.removeprefix(_BOM) if number == 1 else line
        if line.strip():
            yield number, line


def _article(line: bytes, name: str, number: int) -> Article:
    where = f"{name}, line {number}"
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
    fields = Fields(value, where)
    return read_text(
        text,
        headline=fields.headline(),
        outlet=fields.outlet(),
        date=fields.date(),
        url=fields.url(),
        language=fields.language(),
        name=where,
    )
