"""Web pages as articles: the text between menus and advertisements, by trafilatura."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from index.errors import ReadingError, Unreadable
from index.reading.dates import read_date
from index.reading.decoding import decode
from index.reading.plain import read_text
from index.types import Article

_SHORTEST_ARTICLE: Final = 80
"""Characters; what is shorter is a menu or a notice about cookies."""

_LANGUAGE: Final = re.compile(rb"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_html(
    raw: bytes, name: str, *, url: str | None = None, charset: str | None = None
) -> Article:
    """Returns the article of a web page, with title, outlet, date and link as far as it tells.

    Args:
        raw: The page as it came.
        name: What to call it in an error.
        url: Where it came from; the page's own canonical link is preferred on the same host.
        charset: The encoding that the server named.

    Raises:
        ReadingError: The page holds no article.
    """
    # Costs most of a second to import, which only those pay who read a page.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    text = _decoded(raw, name, charset)
    try:
        page = bare_extraction(
            text,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            favor_precision=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (ValueError, TypeError, AssertionError, RecursionError) as error:
        raise ReadingError(
            f"{name}: the page cannot be read: {error}", Unreadable.NO_ARTICLE
        ) from error
    body = page.text if isinstance(page, Document) else None
    if not isinstance(page, Document) or not body or len(body) < _SHORTEST_ARTICLE:
        raise ReadingError(
            f"{name}: no article was found on the page; send its text instead",
            Unreadable.NO_ARTICLE,
        )
    body = "\n".join(line for line in map(str.strip, body.splitlines()) if line)
    language = _LANGUAGE.search(raw[:5000])
    link = _canonical(page.url, url)
    return read_text(
        body,
        headline=_headline(page.title or "", page.sitename or ""),
        outlet=page.sitename or page.hostname or (urlsplit(link).hostname if link else "") or "",
        date=read_date(page.date, f"{name}: its date") if page.date else None,
        url=link,
        language=language[1].decode().lower() if language else None,
        name=name,
    )


def _decoded(raw: bytes, name: str, charset: str | None) -> str:
    """Decodes as the server or the page says, where that holds; pages are often mislabelled."""
    declared = _CHARSET.search(raw[:4096])
    for label in (charset, declared[1].decode() if declared else None):
        if label:
            try:
                return raw.decode(label)
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(raw, name)


def _headline(title: str, outlet: str) -> str:
    """Takes the outlet's name off a title: «العنوان | الموقع»."""
    title = " ".join(title.split())
    for separator in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(separator)
        if found and head and outlet and tail.casefold() == outlet.casefold():
            return head
    return title


def _canonical(found: str | None, asked: str | None) -> str | None:
    if not found:
        return asked
    link = urljoin(asked, found) if asked else found
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return asked
    # A page must not pass itself off as another outlet's.
    if asked and parts.hostname != urlsplit(asked).hostname:
        return asked
    return link
