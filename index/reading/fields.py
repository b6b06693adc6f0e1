"""Title, outlet, date, link and language out of front matter or JSON."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from index.errors import ReadingError, Unreadable
from index.reading.dates import read_date

_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]+)?")


class Fields:
    """Reads known keys of a mapping and says which one is wrong.

    Args:
        values: Front matter or one JSON object.
        where: What to call it in an error, such as ``news.jsonl, line 3``.
    """

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = values
        self._where = where

    def text_of(self, *keys: str) -> str:
        """Returns the first of the keys that has a text, else the empty one."""
        for key in keys:
            value = self._values.get(key)
            if value is None or value == "":
                continue
            if isinstance(value, (str, int, float)) and not isinstance(value, bool):
                return str(value)
            raise ReadingError(
                f"{self._where}: {key!r} must be a text, not {value!r}", Unreadable.FIELD
            )
        return ""

    def headline(self) -> str:
        return self.text_of("title", "headline").strip()

    def outlet(self) -> str:
        return self.text_of("outlet", "source", "publisher").strip()

    def date(self) -> dt.date | None:
        return read_date(self._values.get("date"), f"{self._where}: 'date'")

    def url(self) -> str | None:
        """Returns the link.

        Raises:
            ReadingError: It is no web address.
        """
        url = self.text_of("url", "link").strip()
        if not url:
            return None
        try:
            parts = urlsplit(url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ReadingError(
                f"{self._where}: {url!r} is no web address (http or https)", Unreadable.FIELD
            )
        return url

    def language(self) -> str | None:
        """Returns the primary tag: ``"ar"`` for ``ar-MA``."""
        tag = self.text_of("language", "lang").strip()
        if not tag:
            return None
        match = _LANGUAGE.fullmatch(tag)
        if match is None:
            raise ReadingError(
                f"{self._where}: {tag!r} is no language tag such as 'ar'", Unreadable.FIELD
            )
        return match[1].lower()
