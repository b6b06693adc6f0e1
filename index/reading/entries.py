"""The entries of a feed (RSS, Atom), by feedparser."""

from __future__ import annotations

import calendar
import datetime as dt
import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from index.errors import ReadingError, Unreadable
from index.reading.fields import day_of
from index.reading.plain import one_line

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
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
    found: list[tuple[float | None, FeedEntry]] = []
    for item in parsed.entries:
        link = _link(url, item.get("link"))
        if link is None:
            continue
        guid = (item.get("id") or "").strip()
        # Some feeds give all items one name; then the link tells them apart.
        key = guid if guid and guids[guid] == 1 else link
        written = item.get("published") or item.get("updated") or ""
        day = day_of(written, zone=zone, language=language) or _day(item)
        title, updated = plain_title(item.get("title")), one_line(item.get("updated") or "", 60)
        found.append((_moment(item), FeedEntry(key, link, title, day, updated)))
    moments = [moment for moment, _ in found if moment is not None]
    if len(moments) == len(found) and moments != sorted(moments, reverse=True):
        found.sort(key=lambda entry: entry[0] or 0.0, reverse=True)
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


def _moment(item: Any) -> float | None:
    moment = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return float(calendar.timegm(moment)) if moment else None
    except (ValueError, TypeError, OverflowError):
        return None


def _day(item: Any) -> dt.date | None:
    moment = item.get("published_parsed") or item.get("updated_parsed")
    try:
        return dt.date(*moment[:3]) if moment else None
    except (ValueError, TypeError):
        return None
