"""Feeds (RSS, Atom): what a live one announces, by feedparser, and what a saved one holds whole.

A WordPress export is a saved feed.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.reading.dom import lines_of, parsed_html, parsed_xml, tag_of
from index.reading.fields import day_of
from index.reading.plain import one_line, read_text, without_furniture
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_SHORTCODE: Final = re.compile(
    r"\[(caption|gallery|audio|video|playlist|embed)\b[^\]\n]*\](?:.*?\[/\1\])?"
    r"|\[/?[a-z][\w-]*(?:\s+[\w-]+=[^\]\n]*|\s+https?://[^\]\s]+)\]|\[/[a-z][\w-]*\]",
    re.S,
)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed announces.

    Attributes:
        key: What the feed calls it, else its link: the same entry has the same key.
        url: Its link.
        date: The outlet's own day.
        updated: When the outlet says that it changed it last, as written there.
    """

    key: str
    url: str
    title: str
    date: dt.date | None
    updated: str = ""


def read_feed(raw: bytes, url: str, zone: str | None = None) -> tuple[str, list[FeedEntry]]:
    """Returns a feed's title and its entries, the newest first.

    Args:
        url: Where it came from; links may be relative to it.
        zone: The time zone of the outlet's day, where a moment is given in UTC.

    Raises:
        ReadingError: It is no feed.
    """
    import feedparser

    parsed: Any = feedparser.parse(raw, resolve_relative_uris=False, sanitize_html=False)
    if not parsed.get("version"):
        raise ReadingError(f"{url} is no feed (RSS or Atom)", Unreadable.NO_FEED)
    language = str(parsed.feed.get("language") or "")
    guids = Counter((item.get("id") or "").strip() for item in parsed.entries)
    found: list[tuple[dt.datetime | None, FeedEntry]] = []
    for item in parsed.entries:
        link = _link(url, item.get("link"))
        if link is None:
            continue
        guid = (item.get("id") or "").strip()
        # Some feeds give all items one name; then the link tells them apart.
        key = guid if guid and guids[guid] == 1 else link
        written = item.get("published") or item.get("updated") or ""
        moment = _moment(item)
        day = day_of(written, zone=zone, language=language) or (moment and moment.date())
        title, updated = plain_title(item.get("title")), one_line(item.get("updated") or "", 60)
        found.append((moment, FeedEntry(key, link, title, day, updated)))
    moments = [moment for moment, _ in found if moment is not None]
    if len(moments) == len(found) and moments != sorted(moments, reverse=True):
        found.sort(key=lambda entry: entry[0] or dt.datetime.min, reverse=True)
    return plain_title(parsed.feed.get("title")), [entry for _, entry in found]


def plain_title(value: object) -> str:
    """Returns a title as a reader sees it: some feeds escape it twice, or mark it up.

    >>> plain_title("Prices &amp;amp; &lt;b&gt;wages&lt;/b&gt;")
    'Prices & wages'
    """
    text = str(value or "")
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return one_line(_TAG.sub("", text))


def _link(base: str, link: object) -> str | None:
    try:
        joined = urljoin(base, str(link or "").strip())
        parts = urlsplit(joined)
        allowed = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return joined if link and allowed else None


def _moment(item: Any) -> dt.datetime | None:
    moment = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return dt.datetime(*moment[:6]) if moment else None
    except (ValueError, TypeError):
        return None


def read_feed_file(raw: bytes, name: str, notes: Notes) -> Iterator[Article]:
    """Yields the articles of a WordPress export, or of a feed that holds whole texts.

    Drafts, menus and attachments are left out; an entry with a summary alone is too.

    Raises:
        ReadingError: It is no feed, or none of its entries holds a text.
    """
    root = parsed_xml(raw, name)
    # What is cut off has its last entry in the middle.
    cut = not re.search(rb"</[\w:]+>\s*$", raw) or tag_of(root).encode() not in raw[-60:].lower()
    if cut:
        notes.add(NoteKind.CUT)
    channel = next((e for e in root.iter() if tag_of(e) in {"channel", "feed"}), None)
    if channel is None:
        raise ReadingError(f"{name} is no feed (RSS or Atom)", Unreadable.NO_FEED)
    outlet = plain_title(_child_text(channel, "title"))
    language = _LANGUAGE.match(_child_text(channel, "language"))
    found = False
    entries = [item for item in root.iter() if tag_of(item) in {"item", "entry"}]
    for item in entries[:-1] if cut else entries:
        where = f"{name}: {plain_title(_child_text(item, 'title'))[:80]}"
        with notes.keeping(where):
            article = _entry(item, outlet, language[0].lower() if language else None, where, notes)
            if article is None:
                notes.add(NoteKind.SERVICE)
                continue
            found = True
            yield article
    if not found:
        reason = Unreadable.DAMAGED if cut else Unreadable.EMPTY
        told = "is cut off" if cut else "holds no entry with a whole text"
        empty = ReadingError(f"{name} {told}", reason)
        raise next(iter(notes.failed.values()), empty)


def _entry(
    item: etree._Element, outlet: str, language: str | None, name: str, notes: Notes
) -> Article | None:
    if _child_text(item, "post_type") not in {"", "post", "page"}:
        return None
    if _child_text(item, "status") not in {"", "publish"}:
        return None
    content = _without_shortcodes(_child_text(item, "encoded"), notes) or _content(item)
    root = parsed_html(_with_paragraphs(content), name) if content.strip() else None
    lines = lines_of(root, notes, language=language or "ar") if root is not None else []
    text = "\n".join(without_furniture(lines, notes))
    if not any(map(str.isalnum, text)):
        return None
    written = _child_text(item, "pubdate") or _child_text(item, "published")
    local = _child_text(item, "post_date")
    link = _child_text(item, "link") or _attribute_of(item, "link", "href")
    return read_text(
        text,
        headline=plain_title(_child_text(item, "title")) or None,
        outlet=outlet,
        date=day_of(local) or day_of(written, language=language or ""),
        url=link if re.match(r"https?://\S+$", link) else None,
        language=language,
        name=name,
    )


def _content(item: etree._Element) -> str:
    """Returns an entry's content as HTML; Atom says of which kind it is."""
    element = next((child for child in item if tag_of(child) == "content"), None)
    if element is None:
        return ""
    if len(element):
        return _markup_of(element)
    text = (element.text or "").strip()
    return html.escape(text) if element.get("type") == "text" else text


def _markup_of(element: etree._Element) -> str:
    """Returns what an element holds as HTML, whatever its names are called in full."""
    from lxml import etree

    for part in element.iter():
        if isinstance(part.tag, str):
            part.tag = tag_of(part)
    etree.cleanup_namespaces(element)
    return "".join(etree.tostring(e, encoding="unicode", method="html") for e in element)


def _without_shortcodes(content: str, notes: Notes) -> str:
    """Takes out what WordPress puts something else in the place of."""
    notes.add(NoteKind.PICTURES, len(_SHORTCODE.findall(content)))
    return _SHORTCODE.sub("", content)


def _with_paragraphs(content: str) -> str:
    """WordPress keeps blank lines where it will show paragraphs."""
    if re.search(r"<(?:p|div|br)\b", content, re.IGNORECASE):
        return content
    return "<br>".join(content.split("\n"))


def _child_text(element: etree._Element, tag: str) -> str:
    for child in element:
        # WordPress has an excerpt of the same name as the content.
        if tag_of(child) == tag and "excerpt" not in str(child.tag):
            return "".join(child.itertext()).strip()
    return ""


def _attribute_of(element: etree._Element, tag: str, attribute: str) -> str:
    return next(
        (c.get(attribute) or "" for c in element if tag_of(c) == tag and c.get(attribute)), ""
    )
