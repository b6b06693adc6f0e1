"""Files and folders on this machine, read one by one where they can do no harm."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from index.errors import ReadingError
from index.reading.contents import DEFAULT_LIMITS, Contents, Notes, too_large
from index.reading.exports import iter_json_lines
from index.reading.files import JSON_LINES, LARGEST_FILE, SUFFIXES, ZIP, members_of
from index.reading.packing import LARGEST_UNPACKED, open_archive, read_member
from index.reading.tasks import SourceReader, perform
from index.types import Article

_TOGETHER: Final = 200
"""Articles of a long file of JSON lines that are handed over together."""

_ANY_NUMBER: Final = replace(DEFAULT_LIMITS, articles=sys.maxsize)


def read_path(path: Path) -> list[Article]:
    """Returns every article of a file, or of all readable files below a folder.

    Raises:
        ReadingError: The file is missing or empty, or something in it is wrong.
    """
    return list(iter_articles(path))


def iter_articles(path: Path) -> Iterator[Article]:
    """Yields what :func:`read_path` returns, one by one, folders in the order of names.

    What cannot be read does not keep the rest from being read: it is raised at the end.
    """
    names, wrong = set(), []
    for name, found in gather(path, SourceReader(partial(perform, limits=_ANY_NUMBER))):
        names.add(name)
        if isinstance(found, ReadingError):
            wrong.append((name, found))
            continue
        yield from found.articles
        wrong += [(name, error) for error in found.failed.values()]
    if wrong and not path.is_dir():
        raise wrong[0][1]
    if wrong:
        told = "; ".join(f"{name}: {error}" for name, error in wrong)
        files = len({name for name, _ in wrong})
        raise ReadingError(f"{files} of {len(names)} files in {path} cannot be read; {told}")


def gather(path: Path, reader: SourceReader) -> Iterator[tuple[str, Contents | ReadingError]]:
    """Yields what each file of a folder holds, or why it cannot be read, with its name.

    Args:
        path: A file, or a folder, whose files are taken in the order of their names.

    Raises:
        ReadingError: The folder holds nothing that can be read.
    """
    for file in _files_of(path) if path.is_dir() else [path]:
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
        except FileNotFoundError:
            yield name, ReadingError(f"there is no file {file}")
        except OSError as error:
            yield name, ReadingError(f"{file} cannot be read: {error.strerror or error}")


def _files_of(folder: Path) -> list[Path]:
    """Returns the files below a folder that can be read, in the order of their names."""
    files = [
        file
        for file in sorted(folder.rglob("*"))
        if not any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.name.lower().endswith(SUFFIXES) and file.is_file()
    ]
    if not files:
        raise ReadingError(f"{folder} holds no file that can be read: {', '.join(SUFFIXES)}")
    return files


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
        told = f"{name} has more than {LARGEST_UNPACKED:,} bytes; split it"
        raise too_large(told, LARGEST_UNPACKED)
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
