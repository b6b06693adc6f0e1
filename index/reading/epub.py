"""EPUB files as articles: one for each chapter with a text of its own."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from index.errors import ReadingError, Unreadable
from index.reading.archives import open_archive, read_member
from index.reading.dates import read_date
from index.reading.plain import read_text
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_CONTAINER: Final = "META-INF/container.xml"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_BLOCKS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div", "br", "tr", "section"}
)
_SKIPPED: Final = frozenset({"script", "style", "head", "nav", "sup"})
_HEADINGS: Final = frozenset({"h1", "h2"})
_SHORTEST_CHAPTER: Final = 200
# What the two usual kinds of copy protection leave in the container.
_LOCKED: Final = frozenset({"META-INF/rights.xml", "META-INF/license.lcpl"})


def read_epub(raw: bytes, name: str) -> list[Article]:
    """Returns the chapters of an EPUB file that are long enough to be read, in their order.

    Raises:
        ReadingError: It is no EPUB file, is protected, or holds no text.
    """
    archive = open_archive(raw, name, "EPUB")
    try:
        if _LOCKED.intersection(archive.namelist()):
            raise ReadingError(
                f"{name} is locked by its shop; send the text instead", Unreadable.PROTECTED
            )
        return list(_articles(archive, name))
    finally:
        archive.close()


def _articles(archive: zipfile.ZipFile, name: str) -> Iterator[Article]:
    root = _parsed(read_member(archive, _CONTAINER, name), name)
    place = next((e.get("full-path") for e in root.iter() if _tag(e) == "rootfile"), None)
    if not place:
        raise ReadingError(
            f"{name} is a damaged EPUB file: it names no content", Unreadable.DAMAGED
        )
    package = _parsed(read_member(archive, place, name), name)
    about = {
        key: (package.findtext(f".//{_DUBLIN_CORE}{key}") or "").strip()
        for key in ("title", "publisher", "language", "date")
    }
    date = _date(about["date"], name)
    items = {e.get("id"): e.get("href") or "" for e in package.iter() if _tag(e) == "item"}
    found = False
    for reference in package.iter():
        if _tag(reference) != "itemref" or reference.get("idref") not in items:
            continue
        href = unquote(items[reference.get("idref")])
        member = posixpath.normpath(posixpath.join(posixpath.dirname(place), href))
        heading, text = _chapter(_parsed(read_member(archive, member, name), name))
        if len(text) < _SHORTEST_CHAPTER:
            continue
        found = True
        yield read_text(
            text,
            headline=heading or about["title"],
            outlet=about["publisher"] or about["title"],
            date=date,
            language=about["language"][:2].lower() or None,
            name=f"{name}, {posixpath.basename(member)}",
        )
    if not found:
        raise ReadingError(f"{name} holds no chapter with a text", Unreadable.EMPTY)


def _date(value: str, name: str) -> dt.date | None:
    return read_date(value, name) if re.match(r"\d{4}-\d\d-\d\d", value) else None


def _parsed(raw: bytes, name: str) -> etree._Element:
    """Parses without entities and network, and as leniently as reading systems do."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"{name} is a damaged EPUB file: {error}", Unreadable.DAMAGED) from error
    if root is None:
        raise ReadingError(
            f"{name} is a damaged EPUB file: a part of it is empty", Unreadable.DAMAGED
        )
    return root


def _chapter(root: etree._Element) -> tuple[str, str]:
    """Returns the first heading and the text of a chapter, one block a line."""
    parts: list[str] = []
    headings: list[str] = []

    def walk(element: etree._Element) -> None:
        tag = _tag(element)
        if not tag or tag in _SKIPPED:
            return
        if tag in _BLOCKS:
            parts.append("\n")
        if tag in _HEADINGS:
            headings.append(" ".join("".join(element.itertext()).split()))
        parts.append(element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")
        if tag in _BLOCKS:
            parts.append("\n")

    walk(root)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return (headings[0] if headings else ""), "\n".join(line for line in lines if line)


def _tag(element: etree._Element) -> str:
    # The tag of a comment or an entity is a function; it has no text to read.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
