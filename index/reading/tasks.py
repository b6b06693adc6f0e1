"""The tasks that read bytes of a stranger, in this process or in a worker.

Plain data go in and come out, so that a worker can be asked over a pipe: see ``sandbox``.
``SourceReader`` is the typed door to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import (
    DEFAULT_LIMITS,
    Contents,
    Limits,
    Notes,
    article_as_data,
    article_from_data,
    contents_as_data,
    contents_from_data,
    refusing,
)
from index.reading.entries import FeedEntry, read_feed
from index.reading.files import read_contents
from index.reading.html import read_html
from index.reading.packing import unpack
from index.reading.plain import note_direction, read_text
from index.types import Article

Perform = Callable[[str, bytes, dict[str, Any]], Any]
"""Performs a task with bytes and what goes with them."""


def perform(task: str, raw: bytes, about: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> Any:
    """Performs a task in this process.

    Raises:
        ReadingError: What was sent cannot be read; whatever a library raises becomes one.
    """
    name = str(about.get("name", "the text"))
    with refusing(name):
        raw = unpack(raw, about.get("packing", ""), name, about.get("largest"))
        return TASKS[task](raw, about, limits)


def _page(raw: bytes, about: dict[str, Any], limits: Limits) -> Any:
    notes = Notes()
    article = read_html(
        raw,
        about["name"],
        notes,
        url=about.get("url"),
        charset=about.get("charset"),
        zone=about.get("zone"),
    )
    return contents_as_data(Contents((article,), notes.all()))


def _text(raw: bytes, about: dict[str, Any], limits: Limits) -> Any:
    article, notes = article_from_data(about["article"]), Notes()
    read = read_text(
        article.text,
        outlet=article.outlet,
        date=article.date,
        url=article.url,
        headline=article.headline or None,
    )
    note_direction(read.text, notes)
    return contents_as_data(Contents((read,), notes.all()))


def _feed(raw: bytes, about: dict[str, Any], limits: Limits) -> Any:
    title, entries = read_feed(raw, about["url"], about.get("zone"))
    return {
        "title": title,
        "entries": [
            [e.key, e.url, e.title, e.date.isoformat() if e.date else None, e.updated]
            for e in entries
        ],
    }


def _robots(raw: bytes, about: dict[str, Any], limits: Limits) -> Any:
    from protego import Protego

    rules = Protego.parse(raw.decode("utf-8", "replace"))
    return bool(rules.can_fetch(about["url"], about["robot"]))


TASKS: Final[dict[str, Callable[[bytes, dict[str, Any], Limits], Any]]] = {
    "file": lambda raw, about, limits: contents_as_data(read_contents(raw, about["name"], limits)),
    "page": _page,
    "text": _text,
    "feed": _feed,
    "robots": _robots,
}


class SourceReader:
    """Reads files, pages, texts, feeds and robots.txt.

    Args:
        perform: Where tasks are performed: in this process, or ``Sandbox.perform``.
        zone: The time zone of an outlet's day, where a moment is given in UTC.
    """

    def __init__(self, perform: Perform = perform, zone: str | None = None) -> None:
        self._perform = perform
        self._zone = zone

    def file(
        self, raw: bytes, name: str, *, packing: str = "", largest: int | None = None
    ) -> Contents:
        """Returns what a file holds; its name says what it is.

        Args:
            packing: ``Content-Encoding`` of the answer that it came in.
            largest: Bytes, unpacked, beyond which it is refused.

        Raises:
            ReadingError: It cannot be read, or there is nothing in it.
        """
        return self._contents("file", raw, name=name, packing=packing, largest=largest)

    def page(
        self,
        raw: bytes,
        url: str,
        *,
        charset: str | None = None,
        packing: str = "",
        largest: int | None = None,
    ) -> Contents:
        """Returns the article of a web page.

        Raises:
            ReadingError: It holds none.
        """
        about = {"name": url, "url": url, "charset": charset, "zone": self._zone}
        return self._contents("page", raw, **about, packing=packing, largest=largest)

    def text(
        self,
        text: str,
        *,
        outlet: str = "",
        date: dt.date | None = None,
        url: str | None = None,
    ) -> Contents:
        """Returns a text that somebody sent as an article.

        Raises:
            ReadingError: It holds no words, or too many.
        """
        article = article_as_data(Article(text, outlet=outlet, date=date, url=url))
        return self._contents("text", b"", article=article)

    def _contents(self, task: str, raw: bytes, **about: Any) -> Contents:
        return contents_from_data(self._perform(task, raw, about))

    def feed(
        self, raw: bytes, url: str, *, packing: str = "", largest: int | None = None
    ) -> tuple[str, list[FeedEntry]]:
        """Returns a feed's title and its entries, in its own order.

        Raises:
            ReadingError: It is no feed.
        """
        about = {"name": url, "url": url, "zone": self._zone}
        found = self._perform("feed", raw, {**about, "packing": packing, "largest": largest})
        return found["title"], [
            FeedEntry(key, link, title, dt.date.fromisoformat(day) if day else None, updated)
            for key, link, title, day, updated in found["entries"]
        ]

    def allows(
        self, raw: bytes, url: str, robot: str, *, packing: str = "", largest: int | None = None
    ) -> bool:
        """Says whether a robots.txt lets a program read a link; one that is too odd does not."""
        about = {"name": url, "url": url, "robot": robot, "packing": packing, "largest": largest}
        try:
            return bool(self._perform("robots", raw, about))
        except ReadingError as error:
            if error.reason is Unreadable.BUSY:
                raise
            return False
