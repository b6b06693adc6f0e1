"""The time that a question names: a year, a month of a year, a day near today."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.language.tables import numbered
from index.text.dates import Precision, find_dates
from index.text.normalise import normalise
from index.text.tokens import Token
from index.types import Span

_LEADS: Final = re.compile(r"(?:^|\s)(?:في|خلال|يوم|منذ|on|in|le|en|du)\s+$")
_AGO: Final = re.compile(
    r"(?<!\w)(?:قبل|منذ|من)\s+(?:(?P<count>\d+)\s+)?"
    r"(?P<unit>يوم|يومين|ايام|اسبوع|اسبوعين|اسابيع|شهر|شهرين|اشهر)(?!\w)"
)
_UNITS: Final = {1: "يوم|ايام", 7: "اسبوع|اسابيع", 30: "شهر|اشهر"}
"""Days of a unit of time."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included.

    Attributes:
        rest: The text without the words that name the time.
    """

    since: dt.date
    until: dt.date
    rest: str


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, numbered("calendar", "months")), key=len, reverse=True))
    before = r"(?:(?:في|خلال|in|during|en|au\s+mois\s+de|of)\s+)?"
    digits = r"(?:1[89]|20)\d\d"
    month = rf"(?:شهر\s+)?(?P<month>{months})(?:[ /]+(?:{months}))?,?\s+(?P<year>{digits})"
    word = r"(?:(?:عام|العام|سنه|السنه|l'annee)\s+)?"
    alone = rf"(?:في|خلال|in|during|en)\s+{word}(?P<alone>{digits})"
    bare = rf"(?:عام|سنه)\s+(?P<bare>{digits})"
    return re.compile(rf"\b{before}{month}\b|\b{alone}\b|\b{bare}\b")


def find_period(text: str, today: dt.date | None = None) -> Period | None:
    """Returns the time that a text names, None where it names none.

    >>> found = find_period("عن ليبيا في يونيو 2018")
    >>> (found.since.isoformat(), found.until.isoformat(), found.rest)
    ('2018-06-01', '2018-06-30', 'عن ليبيا')
    """
    form = normalise(text)
    found = _pattern().search(form.text)
    if found:
        year = int(found["year"] or found["alone"] or found["bare"])
        first, last = 1, 12
        if found["month"]:
            first = last = numbered("calendar", "months")[found["month"]]
        span = form.original(found.start(), found.end())
        rest = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}".strip()
        end = calendar.monthrange(year, last)[1]
        return Period(dt.date(year, first, 1), dt.date(year, last, end), rest)
    if today is None:
        return None
    at = _past_days().search(form.text)
    if at:
        span = form.original(*at.span())
        rest = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}".strip()
        day = today + dt.timedelta(days=numbered("calendar", "relative_days")[at[0]])
        return Period(day, day, rest)
    return None


def find_time(text: str, today: dt.date | None = None) -> Period | None:
    """Returns the time that a question about somebody's words names, days of the week included.

    >>> found = find_time("سالم الكندي قبل أسبوع", dt.date(2024, 5, 20))
    >>> (found.since.isoformat(), found.until.isoformat(), found.rest)
    ('2024-05-10', '2024-05-16', 'سالم الكندي')
    """
    period = find_period(text, today)
    if period is not None:
        return period
    form = normalise(text)
    ago = _AGO.search(form.text) if today else None
    if ago and today:
        unit = next(days for days, unit in _UNITS.items() if re.match(unit, ago["unit"]))
        count = int(ago["count"]) if ago["count"] else 2 if ago["unit"].endswith("ين") else 1
        middle, slack = today - dt.timedelta(days=unit * count), dt.timedelta(days=unit // 2)
        span = form.original(*ago.span())
        return Period(middle - slack, middle + slack, _without(text, span))
    for date in find_dates(text, today):
        if date.first and date.last and date.precision in (Precision.DAY, Precision.MONTH):
            led = _LEADS.search(text[: date.span.start])
            start = led.start() if led else date.span.start
            return Period(date.first, date.last, _without(text, Span(start, date.span.end)))
    return None


def _without(text: str, span: Span) -> str:
    return f"{text[: span.start].rstrip(' ')} {text[span.end :].lstrip(' ')}".strip()


def day_words(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Returns the words of a question that name a day near the asker's."""
    return tuple(token.surface for token in tokens if token.norm in _near_days())


@cache
def _near_days() -> frozenset[str]:
    past = (name for name, ahead in numbered("calendar", "relative_days").items() if ahead <= 0)
    return frozenset((*past, "tonight"))


@cache
def _past_days() -> re.Pattern[str]:
    names = [name for name, ahead in numbered("calendar", "relative_days").items() if ahead <= 0]
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
