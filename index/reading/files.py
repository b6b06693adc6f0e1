"""The content of a file as articles, by the suffix of its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import (
    DEFAULT_LIMITS,
    Contents,
    Limits,
    NoteKind,
    Notes,
    refusing,
    too_large,
)
from index.reading.decoding import decode
from index.reading.entries import read_feed_file
from index.reading.epub import read_epub
from index.reading.exports import (
    is_telegram_page,
    iter_json_lines,
    read_json,
    read_telegram_page,
)
from index.reading.html import read_html
from index.reading.packing import open_archive, read_member
from index.reading.pdf import read_pdf
from index.reading.plain import note_direction, read_text
from index.reading.word import read_docx
from index.types import Article

LARGEST_FILE: Final = 20_000_000
"""Bytes of a file that is read whole; JSON lines are streamed and may be larger."""

_PAGE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)

_TEXT: Final = (".txt", ".text")
_MARKDOWN: Final = (".md", ".markdown")
JSON_LINES: Final = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_PAGES: Final = (".html", ".htm", ".xhtml")
_BINARY: Final = (".docx", ".pdf", ".epub")
_FEEDS: Final = (".xml", ".rss", ".atom")
_JSON: Final = ".json"
ZIP: Final = ".zip"

SUFFIXES: Final = (*_TEXT, *_MARKDOWN, *JSON_LINES, *_PAGES, *_BINARY, *_FEEDS, _JSON, ZIP)
"""Of the files that are read, in lower case."""


def read_bytes(raw: bytes, name: str) -> list[Article]:
    """Returns the articles of a file's content; its name says what it is.

    Raises:
        ReadingError: It cannot be read, a part of it cannot, or there is nothing in it.
    """
    contents = read_contents(raw, name)
    for error in contents.failed.values():
        raise error
    return list(contents.articles)


def read_contents(raw: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Contents:
    """Returns what a file holds, and what is to be told about the reading.

    Raises:
        ReadingError: It cannot be read, or there is nothing in it.
    """
    notes = Notes()
    articles = []
    with refusing(name):
        if name.lower().endswith(ZIP):
            found = _unzipped(raw, name, limits, notes)
        else:
            found = _read(raw, name, limits, notes)
        for article in found:
            articles.append(article)
            note_direction(article.text, notes)
            if len(articles) > limits.articles:
                raise ReadingError(
                    f"{name} holds more than {limits.articles:,} articles; split it",
                    Unreadable.ARTICLES,
                    limit=limits.articles,
                )
    if notes.failed and not articles and not name.lower().endswith(ZIP):
        raise next(iter(notes.failed.values()))
    return Contents(tuple(articles), notes.all(), notes.failed)


def members_of(archive: zipfile.ZipFile, notes: Notes) -> list[str]:
    """Returns the files of a ZIP that can be read; others are counted."""
    names = [member.filename for member in archive.infolist() if not member.is_dir()]
    shown = [n for n in names if not any(p.startswith((".", "__MACOSX")) for p in n.split("/"))]
    wanted = [n for n in shown if n.lower().endswith(SUFFIXES) and not n.lower().endswith(ZIP)]
    notes.add(NoteKind.UNREAD, len(shown) - len(wanted))
    return sorted(wanted)


def _unzipped(raw: bytes, name: str, limits: Limits, notes: Notes) -> Iterator[Article]:
    """Yields the articles of each file of a ZIP; the others are read even if one cannot be."""
    archive = open_archive(raw, name, "ZIP")
    try:
        members = members_of(archive, notes)
        for member in members:
            with notes.keeping(member):
                yield from _read(read_member(archive, member, name), member, limits, notes)
    finally:
        archive.close()
    if not members:
        raise ReadingError(
            f"{name} holds no file that can be read: {', '.join(SUFFIXES)}", Unreadable.KIND
        )


def _read(raw: bytes, name: str, limits: Limits, notes: Notes) -> Iterator[Article]:
    lowered = name.lower()
    if not lowered.endswith(SUFFIXES):
        raise ReadingError(
            f"{name} cannot be read; these can: {', '.join(SUFFIXES)}", Unreadable.KIND
        )
    if lowered.endswith(JSON_LINES):
        yield from iter_json_lines(io.BytesIO(raw), name, notes)
        return
    if len(raw) > LARGEST_FILE:
        told = f"{name} has {len(raw):,} bytes, more than {LARGEST_FILE:,}; split it, or make JSON"
        raise too_large(f"{told} lines of it", LARGEST_FILE)
    if not raw:
        raise ReadingError(f"{name} is empty", Unreadable.EMPTY)
    if lowered.endswith(".docx"):
        yield read_docx(raw, name, notes)
    elif lowered.endswith(".pdf"):
        yield read_pdf(raw, name, notes, limits)
    elif lowered.endswith(".epub"):
        yield from read_epub(raw, name, notes, limits)
    elif lowered.endswith(_PAGES):
        if is_telegram_page(raw):
            yield from read_telegram_page(raw, name, notes)
        else:
            yield read_html(raw, name, notes)
    elif lowered.endswith(_FEEDS):
        yield from read_feed_file(raw, name, notes)
    elif lowered.endswith(_JSON):
        yield from read_json(raw, name, notes)
    elif lowered.endswith(_MARKDOWN):
        # Imported here: what reads Markdown and YAML is slow to import.
        from index.reading.markdown import read_markdown

        yield read_markdown(decode(raw, name), name, notes)
    elif _PAGE.match(raw):
        # Saved under another name, as many programs do.
        yield read_html(raw, name, notes)
    else:
        yield read_text(decode(raw, name), name=name)
