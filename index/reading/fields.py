"""Title, outlet, day, link and language, out of what a file, a page or a feed says of itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from index.errors import ReadingError, Unreadable
from index.reading.plain import one_line, read_text
from index.text.dates import (
    HIJRI_YEARS,
    Calendar,
    Precision,
    find_dates,
    real_day,
    slashed_day,
)
from index.text.normalise import normalised
from index.types import Article

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
# Day before month, as Arabic and French outlets write it.
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_UTC: Final = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|GMT|UTC|[+-]00:?00)$", re.IGNORECASE
)
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 100


def read_date(value: object, where: str) -> dt.date | None:
    """Returns the day that a front matter, JSON or feed value names.

    The day is the one that the outlet wrote, in its own time zone: nothing is converted.

    Args:
        value: A date, a moment, a text such as ``2018-06-26``, ``2018-06-26T21:30:00+01:00``,
            ``٢٦/٦/٢٠١٨`` (day first), ``26 حزيران 2018`` or ``Tue, 26 Jun 2018 21:30:00 GMT``;
            or nothing.
        where: What to call the place in an error.

    Raises:
        ReadingError: There is a value, and it names no day.
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        day = day_of(str(value)[: _LONGEST + 1])
        if day is not None:
            return day
    # The start is enough to be recognised; a nested value may be without end.
    shown = repr(value)[:80] if isinstance(value, (str, int, float)) else type(value).__name__
    raise ReadingError(f"{where}: {shown} is no date; write it as 2018-06-26", Unreadable.FIELD)


def day_of(written: str, *, zone: str | None = None, language: str = "") -> dt.date | None:
    """Returns the day that a text names, None where it names none, or two could be meant.

    Args:
        zone: The outlet's time zone: a moment in UTC is moved into it.
        language: A tag such as ``en-US``: 3/12/2024 has the month first there, and could be
            either where English is all that is known.
    """
    text = normalised(written).strip() if len(written) <= _LONGEST else ""
    if not text:
        return None
    if zone is not None and _UTC.search(text):
        moment = _moment(text)
        if moment is not None:
            return moment.astimezone(ZoneInfo(zone)).date()
    if (match := _ISO.match(text)) and int(match[1]) not in HIJRI_YEARS:
        return real_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _COMPACT.fullmatch(text):
        return real_day(int(match[1]), int(match[2]), int(match[3]))
    if (match := _DAY_FIRST.match(text)) and int(match[3]) not in HIJRI_YEARS:
        return slashed_day(int(match[1]), int(match[2]), int(match[3]), language)
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError, OverflowError):
        pass
    found = find_dates(text, language=language)
    # A Hijri day or a weekday beside the Gregorian one names the same day.
    days = {
        date.first
        for date in found
        if date.precision is Precision.DAY and date.calendar is Calendar.GREGORIAN
        if date.first or _DIGIT.search(date.span.of(text))
    }
    return days.pop() if len(days) == 1 else None


def _moment(text: str) -> dt.datetime | None:
    text = text.upper()
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace(" UTC", "+00:00"))
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-_]+)?")


def article_with(
    values: Mapping[str, object], text: str, where: str, otherwise: str | None = ""
) -> Article:
    """Returns a text as an article, with what front matter or a JSON object says of it.

    Args:
        values: Title, outlet, date, link and language under their usual names, all optional.
        where: What to call them in an error, such as ``news.jsonl, line 3``.
        otherwise: The headline where they give none; None to take the first line.

    Raises:
        ReadingError: One of them makes no sense, or the text is empty or too long.
    """
    return read_text(
        text,
        headline=one_line(_text_of(values, where, "title", "headline")) or otherwise,
        outlet=_text_of(values, where, "outlet", "source", "publisher"),
        date=read_date(values.get("date"), f"{where}: 'date'"),
        url=_url(_text_of(values, where, "url", "link"), where),
        language=_language(_text_of(values, where, "language", "lang"), where),
        name=where,
    )


def _text_of(values: Mapping[str, object], where: str, *keys: str) -> str:
    """Returns the first of the keys that has a text, else the empty one."""
    for key in keys:
        value = values.get(key)
        if value is None or value == "":
            continue
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value).strip()
        raise ReadingError(f"{where}: {key!r} must be a text, not {value!r}", Unreadable.FIELD)
    return ""


def _url(url: str, where: str) -> str | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ReadingError(f"{where}: {url!r} is no web address (http or https)", Unreadable.FIELD)
    return url


def _language(tag: str, where: str) -> str | None:
    """Returns the primary tag: ``"ar"`` for ``ar-MA``."""
    if not tag:
        return None
    match = _LANGUAGE.fullmatch(tag)
    if match is None:
        raise ReadingError(f"{where}: {tag!r} is no language tag such as 'ar'", Unreadable.FIELD)
    return match[1].lower()
