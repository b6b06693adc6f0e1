"""EPUB files as articles: one for each chapter with a text of its own."""

from __future__ import annotations

import datetime as dt
import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from index.errors import ReadingError, Unreadable
from index.reading.contents import DEFAULT_LIMITS, Limits, NoteKind, Notes
from index.reading.decoding import decode_labelled
from index.reading.dom import hidden_classes, lines_of, parsed_html, parsed_xml, tag_of
from index.reading.fields import day_of
from index.reading.packing import open_archive, read_member
from index.reading.plain import read_text
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_CONTAINER: Final = "META-INF/container.xml"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_TEXTS: Final = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
    "",
)
# A cover, a page of contents or a half-title has a few words and no sentence.
_SHORTEST_CHAPTER: Final = 20
_SENTENCE_ENDS: Final = (".", "!", "?", "؟", "…", "»", "”", '"')
# What the two usual kinds of copy protection leave in the container.
_LOCKED: Final = frozenset({"META-INF/rights.xml", "META-INF/license.lcpl"})


def read_epub(
    raw: bytes, name: str, notes: Notes, limits: Limits = DEFAULT_LIMITS
) -> list[Article]:
    """Returns the chapters of an EPUB file that hold a text, in their order.

    What the spine names and cannot be read (pictures, a missing cover) is left out and told.

    Raises:
        ReadingError: It is no EPUB file, is protected, or holds no text.
    """
    archive = open_archive(raw, name, "EPUB")
    try:
        if _LOCKED.intersection(archive.namelist()):
            raise ReadingError(
                f"{name} is locked by its shop; send the text instead", Unreadable.PROTECTED
            )
        found = list(_articles(archive, name, notes, limits))
    finally:
        archive.close()
    if not found:
        empty = ReadingError(f"{name} holds no chapter with a text", Unreadable.EMPTY)
        raise next(iter(notes.failed.values()), empty)
    return found


def _articles(
    archive: zipfile.ZipFile, name: str, notes: Notes, limits: Limits
) -> Iterator[Article]:
    root = parsed_xml(read_member(archive, _CONTAINER, name), name)
    place = next((e.get("full-path") for e in root.iter() if tag_of(e) == "rootfile"), None)
    if not place:
        raise ReadingError(
            f"{name} is a damaged EPUB file: it names no content", Unreadable.DAMAGED
        )
    package = parsed_xml(read_member(archive, place, name), name)
    about = {
        key: " ".join((package.findtext(f".//{_DUBLIN_CORE}{key}") or "").split())
        for key in ("title", "publisher", "language", "date")
    }
    date = _date("" if _is_of_the_making(package, about["date"]) else about["date"], notes)
    language = about["language"][:2].lower()
    members = _spine(package, place, name)
    if len(members) > limits.chapters:
        raise ReadingError(
            f"{name} has more than {limits.chapters} chapters; split it",
            Unreadable.CHAPTERS,
            limit=limits.chapters,
        )
    held = set(archive.namelist())
    sheets = "".join(
        read_member(archive, member, name).decode("utf-8", "replace")
        for member in held
        if member.lower().endswith(".css")
    )
    for member, media_type in members:
        if member not in held or media_type not in _TEXTS:
            notes.add(NoteKind.UNREAD)
            continue
        where = f"{name}, {posixpath.basename(member)}"
        with notes.keeping(where):
            raw = read_member(archive, member, where)
            heading, text = _chapter(raw, where, language, sheets, notes)
            if not _is_text(text):
                notes.add(NoteKind.SHORT)
                continue
            yield read_text(
                text,
                headline=heading or about["title"],
                outlet=about["publisher"] or about["title"],
                date=date,
                language=language or None,
                name=where,
            )


def _spine(package: etree._Element, place: str, name: str) -> list[tuple[str, str]]:
    """Returns the parts that are read one after the other, each once, with their kinds."""
    items = {
        e.get("id"): (e.get("href") or "", e.get("media-type") or "")
        for e in package.iter()
        if tag_of(e) == "item"
    }
    found: dict[str, str] = {}
    for reference in package.iter():
        if tag_of(reference) == "itemref" and reference.get("idref") in items:
            href, media_type = items[reference.get("idref")]
            path = unquote(href.partition("#")[0])
            member = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
            if member.startswith(("../", "/")):
                raise ReadingError(
                    f"{name} is a damaged EPUB file: it leads out of itself", Unreadable.DAMAGED
                )
            found.setdefault(member, media_type)
    return list(found.items())


def _is_of_the_making(package: etree._Element, date: str) -> bool:
    """Says whether a book's date is the very second when its file was made."""
    made = {
        (element.text or "").strip()
        for element in package.iter()
        if element.get("property") == "dcterms:modified"
    }
    return ":" in date and date in made


def _date(value: str, notes: Notes) -> dt.date | None:
    day = day_of(value)
    if value and day is None:
        notes.add(NoteKind.DATE)
    return day


def _is_text(text: str) -> bool:
    return len(text) >= _SHORTEST_CHAPTER and any(
        line.rstrip().endswith(_SENTENCE_ENDS) for line in text.split("\n")
    )


def _chapter(raw: bytes, name: str, language: str, sheets: str, notes: Notes) -> tuple[str, str]:
    """Returns the first heading and the text of a chapter, one block a line."""
    root = parsed_html(decode_labelled(raw, name, None, notes), name)
    if root is None:
        return "", ""
    headings = [e for e in root.iter("h1", "h2") if "".join(e.itertext()).strip()]
    heading = " ".join(lines_of(headings[0], Notes())) if headings else ""
    hidden = hidden_classes(sheets + "".join(e.text or "" for e in root.iter("style")))
    skipped = frozenset({"nav"})
    lines = lines_of(root, notes, language=language, skipped=skipped, hidden=hidden)
    return heading, "\n".join(lines)
