"""Files and folders as articles, by their suffix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.errors import ReadingError
from index.reading.decoding import decode
from index.reading.jsonl import iter_json_lines
from index.reading.markdown import read_markdown
from index.reading.plain import read_text
from index.types import Article

LARGEST_FILE: Final = 20_000_000
"""Bytes of a file that holds one article; JSON lines are streamed and may be larger."""

_TEXT: Final = (".txt", ".text")
_MARKDOWN: Final = (".md", ".markdown")
_JSON_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

SUFFIXES: Final = (*_TEXT, *_MARKDOWN, *_JSON_LINES)
"""Of the files that are read, in lower case."""


def read_path(path: Path) -> list[Article]:
    """Returns every article of a file, or of all readable files below a folder.

    Raises:
        ReadingError: There is no such file, nothing to read in it, or something wrong in it.
    """
    return list(iter_articles(path))


def iter_articles(path: Path) -> Iterator[Article]:
    """Yields what :func:`read_path` returns, one by one, folders in the order of names."""
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _is_wanted(file, path)]
        if not files:
            raise ReadingError(f"{path} holds no file that can be read: {', '.join(SUFFIXES)}")
        for file in files:
            yield from _read_file(file)
    else:
        yield from _read_file(path)


def _is_wanted(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and file.name.lower().endswith(SUFFIXES)


def _read_file(path: Path) -> Iterator[Article]:
    name = path.name.lower()
    try:
        if name.endswith(_JSON_LINES):
            yield from iter_json_lines(path)
        elif name.endswith(_MARKDOWN):
            yield read_markdown(decode(_content(path), path.name), path.name)
        elif name.endswith(_TEXT):
            yield read_text(decode(_content(path), path.name), name=path.name)
        else:
            raise ReadingError(f"{path.name} cannot be read; these can: {', '.join(SUFFIXES)}")
    except FileNotFoundError as error:
        raise ReadingError(f"there is no file {path}") from error
    except OSError as error:
        raise ReadingError(f"{path} cannot be read: {error.strerror or error}") from error


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise ReadingError(
            f"{path.name} has {size:,} bytes, more than {LARGEST_FILE:,}; split it, or make"
            " JSON lines of it"
        )
    return path.read_bytes()
