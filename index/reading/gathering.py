"""Files and folders on this machine, read one by one where they can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import Contents, Notes
from index.reading.files import (
    JSON_LINES,
    LARGEST_FILE,
    ZIP,
    files_of,
    members_of,
)
from index.reading.jsonl import iter_json_lines
from index.reading.packing import LARGEST_UNPACKED, open_archive, read_member
from index.reading.tasks import SourceReader

_TOGETHER: Final = 200
"""Articles of a long file of JSON lines that are handed over together."""


def gather(path: Path, reader: SourceReader) -> Iterator[tuple[str, Contents | ReadingError]]:
    """Yields what each file of a folder holds, or why it cannot be read, with its name.

    Args:
        path: A file, or a folder, whose files are taken in the order of their names.

    Raises:
        ReadingError: The folder holds nothing that can be read.
    """
    for file in files_of(path) if path.is_dir() else [path]:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        try:
            if file.name.lower().endswith(ZIP):
                yield from _unzipped(file, name, reader)
            elif file.name.lower().endswith(JSON_LINES):
                # Of any length, and safe to read here: line by line, each of bounded length.
                yield from _lines(file, name)
            else:
                with file.open("rb") as content:
                    raw = content.read(LARGEST_FILE + 1)
                yield name, reader.file(raw, name)
        except ReadingError as error:
            yield name, error
        except OSError as error:
            yield name, ReadingError(f"{file} cannot be read: {error.strerror or error}")


def _lines(path: Path, name: str) -> Iterator[tuple[str, Contents]]:
    """Yields the articles of a long file of JSON lines, some at a time, and what failed there."""
    with path.open("rb") as content:
        notes = Notes()
        articles = iter_json_lines(content, name, notes)
        found = False
        while some := tuple(islice(articles, _TOGETHER)):
            found = True
            yield name, Contents(some)
        if notes.failed and not found:
            raise next(iter(notes.failed.values()))
        yield name, Contents((), notes.all(), notes.failed)


def _unzipped(
    path: Path, name: str, reader: SourceReader
) -> Iterator[tuple[str, Contents | ReadingError]]:
    """Yields each file of an archive: one at a time, however many they are."""
    if path.stat().st_size > LARGEST_UNPACKED:
        raise ReadingError(
            f"{name} has more than {LARGEST_UNPACKED:,} bytes; split it",
            Unreadable.TOO_LARGE,
            limit=LARGEST_UNPACKED // 1_000_000,
        )
    archive, notes = open_archive(path.read_bytes(), name, "ZIP"), Notes()
    try:
        for member in members_of(archive, notes):
            try:
                contents = reader.file(read_member(archive, member, name), member)
                yield f"{name}/{member}", contents
            except ReadingError as error:
                yield f"{name}/{member}", error
        yield name, Contents((), notes.all())
    finally:
        archive.close()
