"""The day of publication, out of what a file or a feed says."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Final

from index.errors import ReadingError, Unreadable
from index.text.dates import Precision, find_dates
from index.text.normalise import normalised

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
# Day before month, as Arabic and French outlets write it.
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")


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
    if isinstance(value, str):
        text = normalised(value).strip()
        if not text:
            return None
        day = _from_text(text)
        if day is not None:
            return day
    elif isinstance(value, int) and not isinstance(value, bool):
        day = _from_text(str(value))
        if day is not None:
            return day
    raise ReadingError(f"{where}: {value!r} is no date; write it as 2018-06-26", Unreadable.FIELD)


def _from_text(text: str) -> dt.date | None:
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_FIRST.match(text):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, IndexError, TypeError):
        pass
    found = find_dates(text)
    if len(found) == 1 and found[0].precision is Precision.DAY:
        return found[0].first
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
