"""Dates in a text, and the days that they mean.

>>> import datetime as dt
>>> def days(text, *day):
...     return [(d.span.of(text), str(d.first), str(d.last), d.inferred)
...             for d in find_dates(text, dt.date(*day) if day else None)]
>>> days("اجتمعوا في 26 حزيران / يونيو 2018")
[('26 حزيران / يونيو 2018', '2018-06-26', '2018-06-26', False)]
>>> days("وصل يوم الثلاثاء", 2018, 6, 28)
[('يوم الثلاثاء', '2018-06-26', '2018-06-26', True)]
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Final

from index.language.quantities import ordinal_days
from index.language.tables import numbered, words
from index.text.normalise import normalise
from index.text.tokens import FUNCTION_WORDS
from index.types import Span


class Precision(StrEnum):
    """How exactly a text names a time."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    CENTURY = "century"


class Calendar(StrEnum):
    """Which calendar a date is in."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    """Recognised and left unresolved: its months begin by sight, not by rule."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A time that a text names.

    Attributes:
        span: The words that name it.
        first: The first day that is meant; None if the text alone does not tell.
        last: The last one; equals ``first`` where a day is named.
        inferred: Whether something that is not in the words went in: the year, or the
            week of a weekday, from the reference day.
    """

    span: Span
    precision: Precision
    first: dt.date | None
    last: dt.date | None
    inferred: bool
    calendar: Calendar = Calendar.GREGORIAN


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(name) for name in names), key=len, reverse=True))


# A clitic may stand before a word: بيونيو, ولعام. It is no part of the date.
_START: Final = r"(?<!\w)(?:[وفبلك]{1,2}(?=[\u0621-\u064a\d]))??"
_TOMORROW_OR_BALL: Final = "بكره"
_HIJRI_ERA: Final = "(?:هجريه|هجري|ه)"
_COMMON_ERA: Final = "(?:ميلاديه|ميلادي|م)"
HIJRI_YEARS: Final = range(1300, 1500)
"""A date in these is no Gregorian one in the news: 1445/9/12."""

_word: Final = partial(words, "calendar", "words")
_NEAR: Final = 60
_YEAR: Final = r"(?:1\d|20|21)\d\d"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Returns the patterns, compiled at the first use: it takes a tenth of a second."""
    era = f" ?(?:(?P<hijrah>{_HIJRI_ERA})|{_COMMON_ERA})"
    which = rf"(?P<which>{_any(_word('past', 'future', 'present'))})"
    unit = rf"(?P<unit>{_any(_word('years', 'months'))})"
    month = rf"(?:{_any(numbered('calendar', 'months'))})"
    day = rf"(?P<day>\d{{1,2}}(?:er|st|nd|rd|th)?|{_any(ordinal_days())})"
    part = "مساء|صباح|ظهر|فجر|ليله|عصر"
    century = _any(_word("centuries"))
    weekday = rf"(?:(?:يوم|{part}|on) )?(?P<weekday>{_any(numbered('calendar', 'weekdays'))})"
    relative = rf"(?:(?:{part}) )?(?P<relative>{_any(numbered('calendar', 'relative_days'))})"
    return tuple(
        re.compile(_START + pattern + r"(?!\w)")
        for pattern in (
            rf"(?P<date>(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})(?:{era})?)",
            rf"(?P<date>(?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}})[-/.](?P<y>\d{{4}})(?:{era})?)",
            rf"(?P<date>(?:{weekday},? )?(?:{day}(?: من| of| de)?(?: شهر)? )?"
            rf"(?P<hijri>{_any(numbered('calendar', 'hijri_months'))})"
            rf"(?: (?:من )?(?:عام |سنه )?\d{{3,4}}(?: ?{_HIJRI_ERA})?)?)",
            rf"(?P<date>(?:{weekday},? (?:الموافق )?(?:the )?(?:le )?)?"
            rf"(?:{day}(?: من| of| de)?(?: شهر)? ?)?"
            rf"(?P<month>{month})(?:(?<=[a-z])\.(?= ?\d))?(?: ?[/(-] ?{month}\)?)?"
            rf"(?: (?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?=,? ?{_YEAR}|(?! ?\w)))?"
            rf"(?:,? (?:(?:من )?(?:العام |عام |سنه ))?(?P<year>{_YEAR})(?: ?{_COMMON_ERA})?)?"
            rf"(?: {which})?)",
            rf"(?P<date>(?P<hijriyear>\d{{3,4}}) ?{_HIJRI_ERA})",
            rf"(?P<date>(?P<which>last|next) {weekday})",
            rf"(?P<date>(?:(?:{_any(_word('present'))}) )?{weekday}(?: {which})?)",
            rf"(?P<date>{relative})",
            rf"(?P<date>(?:{century}) (?:(?P<century>{_any(ordinal_days())})|{which})"
            r"(?P<bc> قبل الميلاد| ق ?م)?)",
            rf"(?P<date>(?P<century>\d{{1,2}})(?:st|nd|rd|th|e|eme) (?:{century})(?P<bc> bce?)?)",
            rf"(?P<date>{unit} {which})",
            rf"(?P<date>{which} {unit})",
            rf"(?P<date>(?:(?P<hint>عام|العام|سنه|السنه|year) )?(?P<year>{_YEAR})"
            rf"(?: ?{_COMMON_ERA})?)",
        )
    )


def find_dates(
    text: str, reference: dt.date | None = None, language: str = ""
) -> tuple[FoundDate, ...]:
    """Finds the dates in a text, in its order.

    Args:
        text: A sentence, an article or a question.
        reference: The day that it was written on. A weekday is the last one up to that day,
            unless the words say otherwise; a month without a year is the nearest one.
        language: The text's, as for :func:`slashed_day`.

    Returns:
        Dates that do not overlap. Where the reference is missing and needed, and where two
        days could be meant, ``first`` and ``last`` are None.
    """
    form = normalise(text)
    taken = bytearray(len(form.text))
    found: list[FoundDate] = []
    for pattern in _patterns():
        for match in pattern.finditer(form.text):
            start, end = match.span("date")
            start += len(match["date"]) - len(match["date"].lstrip())
            if any(taken[start:end]):
                continue
            meant = _resolve(form.text, match, reference, language)
            if meant is not None:
                taken[start:end] = b"\x01" * (end - start)
                found.append(FoundDate(form.original(start, end), *meant))
    return tuple(sorted(found, key=lambda date: date.span))


_Meant = tuple[Precision, dt.date | None, dt.date | None, bool, Calendar]
"""The fields of a ``FoundDate`` behind its span."""


def _day(day: dt.date | None, *, inferred: bool = False) -> _Meant:
    return Precision.DAY, day, day, inferred and day is not None, Calendar.GREGORIAN


def _month(year: int | None, month: int, *, inferred: bool) -> _Meant:
    first = dt.date(year, month, 1) if year else None
    last = first and first.replace(day=calendar.monthrange(first.year, month)[1])
    return Precision.MONTH, first, last, inferred and first is not None, Calendar.GREGORIAN


def _year(year: int, *, inferred: bool = False) -> _Meant:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return Precision.YEAR, first, last, inferred, Calendar.GREGORIAN


def _century(number: int) -> _Meant:
    first, last = dt.date(100 * number - 99, 1, 1), dt.date(100 * number, 12, 31)
    return Precision.CENTURY, first, last, False, Calendar.GREGORIAN


def _unresolved(precision: Precision, kind: Calendar = Calendar.GREGORIAN) -> _Meant:
    return precision, None, None, False, kind


def _before(text: str, match: re.Match[str]) -> str:
    """Returns what stands right before a date: a word or two decide what it is."""
    start = match.start("date")
    return text[max(0, start - _NEAR) : start]


def slashed_day(first: int, second: int, year: int, language: str = "") -> dt.date | None:
    """Returns the day that 12/3/2024 names, None where two could be meant.

    Args:
        language: A tag such as ``en-US``: the month is first there, and either may be where
            English is all that is known. Elsewhere the day is first, as Arabic and French
            outlets write it.

    >>> slashed_day(12, 3, 2024, "ar"), slashed_day(12, 3, 2024, "en-US")
    (datetime.date(2024, 3, 12), datetime.date(2024, 12, 3))
    >>> slashed_day(12, 3, 2024, "en"), slashed_day(12, 30, 2024, "en")
    (None, datetime.date(2024, 12, 30))
    """
    tag = language.lower().replace("_", "-")
    if tag == "en-us":
        return real_day(year, first, second)
    if tag == "en" and first != second and max(first, second) <= 12:
        return None
    return real_day(year, second, first) or real_day(year, first, second)


def _numeric(match: re.Match[str], language: str) -> _Meant | None:
    groups, year = match.groupdict(), int(match["y"])
    if groups["hijrah"] or year in HIJRI_YEARS:
        return _unresolved(Precision.DAY, Calendar.HIJRI)
    if groups.get("m"):
        day, either = real_day(year, int(match["m"]), int(match["d"])), False
    else:
        one, two = int(match["one"]), int(match["two"])
        day, either = slashed_day(one, two, year, language), max(one, two) <= 12
    return _day(day) if day or either else None


def _resolve(
    text: str, match: re.Match[str], reference: dt.date | None, language: str
) -> _Meant | None:
    """Returns what a match means, None if it turns out to be no date."""
    groups = match.groupdict()
    if groups.get("y"):
        return _numeric(match, language)
    if groups.get("hijri") or groups.get("hijriyear"):
        precision = Precision.MONTH if groups.get("hijri") else Precision.YEAR
        precision = Precision.DAY if groups.get("day") else precision
        return _unresolved(precision, Calendar.HIJRI) if _is_hijri(text, match) else None
    if "century" in groups:
        number = _day_number(groups["century"] or "")
        known = 1 <= number < 100 and not groups["bc"]
        return _century(number) if known else _unresolved(Precision.CENTURY)
    if groups.get("month"):
        return _resolve_month(text, match, reference)
    if groups.get("weekday"):
        weekday = numbered("calendar", "weekdays")[match["weekday"]]
        day = reference and _weekday(weekday, groups.get("which"), reference)
        prayer = _before(text, match).endswith("صلاه ")
        return None if prayer else _day(day, inferred=True)
    if groups.get("relative"):
        if match["relative"] == _TOMORROW_OR_BALL and _is_ball(text, match):
            return None
        days = numbered("calendar", "relative_days")[match["relative"]]
        return _day(reference and _shifted(reference, days), inferred=True)
    if groups.get("unit"):
        return _resolve_unit(match, reference)
    stands = groups.get("hint") or _stands_as_year(text, match)
    return _year(int(match["year"])) if stands else None


def _resolve_month(text: str, match: re.Match[str], reference: dt.date | None) -> _Meant | None:
    name, written = match["month"], match["day"] or match["after"]
    before = _before(text, match).split()
    backed = written or match["year"] or match["which"] or match["weekday"]
    if (
        not backed
        and name in _word("ambiguous_months")
        and (not before or before[-1] not in _word("before_months"))
    ):
        return None
    month = numbered("calendar", "months")[name]
    number = _day_number(written) if written else None
    year, inferred = (int(match["year"]), False) if match["year"] else (None, True)
    if year is None and reference is not None:
        weekday = numbered("calendar", "weekdays")[match["weekday"]] if match["weekday"] else None
        year = _nearest_year(month, number, weekday, match["which"], reference)
    if number is None:
        return _month(year, month, inferred=inferred)
    day = real_day(year, month, number) if year else None
    there = 1 <= number <= 31 and (day or not year)
    return _day(day, inferred=inferred) if there else None


def _resolve_unit(match: re.Match[str], reference: dt.date | None) -> _Meant:
    which = match["which"]
    step = (which in _word("future")) - (which in _word("past"))
    is_year = match["unit"] in _word("years")
    precision = Precision.YEAR if is_year else Precision.MONTH
    if reference is None:
        return _unresolved(precision)
    months = reference.year * 12 + reference.month - 1 + step * (12 if is_year else 1)
    year, month = divmod(months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return _unresolved(precision)
    return _year(year, inferred=True) if is_year else _month(year, month + 1, inferred=True)


def _is_ball(text: str, match: re.Match[str]) -> bool:
    """Says whether بكرة is not tomorrow: بكرة القدم."""
    following = text[match.end("date") : match.end("date") + _NEAR].split()
    return bool(following) and following[0] in _word("games_with_a_ball")


def _is_hijri(text: str, match: re.Match[str]) -> bool:
    """Says whether a Hijri month or year is meant: رجب and رمضان are also people's names."""
    inside = match["date"].split()
    before = _before(text, match).split()
    if match.groupdict().get("hijriyear"):
        return True
    two_words = " " in match["hijri"]
    introduced = bool(before) and before[-1] in _word("before_months")
    return bool(match["day"]) or two_words or introduced or any(w.isdigit() for w in inside)


def _stands_as_year(text: str, match: re.Match[str]) -> bool:
    """Tells the year 2018 from 2018 things: nothing that could be counted follows."""
    if not 1900 <= int(match["year"]) <= 2100:
        return False
    before, after = _before(text, match), text[match.end("date") : match.end("date") + _NEAR]
    before = re.sub(r"(?<!\d)\d{4} ?-$", "", before)
    if re.search(r"[\d$€£#+.,/:-]$|\d ?[.,]$", before) or re.match(r" ?[%$€£]|[.,:/]\d", after):
        return False
    following = re.match(r"[ ]?([^\W\d_]+)", after)
    if following is None or following[1] in FUNCTION_WORDS or following[1].startswith("و"):
        return True
    # منذ 1947 بلا انقطاع, but منذ 2000 عام.
    return before.endswith(("منذ ", "since ", "depuis ")) and following[1] not in _word("periods")


def _weekday(weekday: int, which: str | None, reference: dt.date) -> dt.date | None:
    back = (reference.weekday() - weekday) % 7
    if which in _word("future"):
        return _shifted(reference, 7 - back)
    return _shifted(reference, -7 if which in _word("past") and back == 0 else -back)


def _shifted(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days)
    except OverflowError:
        return None


def _nearest_year(
    month: int, day: int | None, weekday: int | None, which: str | None, reference: dt.date
) -> int:
    """Returns the year that brings a date nearest to the reference and fits its weekday."""
    candidates = []
    for year in (reference.year - 1, reference.year, reference.year + 1):
        date = real_day(year, month, day or 15)
        if date is None:
            continue
        wrong_side = (which in _word("past") and date > reference) or (
            which in _word("future") and date < reference
        )
        wrong_day = weekday is not None and day is not None and date.weekday() != weekday
        candidates.append((wrong_side, wrong_day, abs((date - reference).days), year))
    return min(candidates)[3] if candidates else reference.year


def _day_number(written: str) -> int:
    return ordinal_days().get(written) or int(re.sub(r"\D", "", written) or 0)


def real_day(year: int, month: int, day: int) -> dt.date | None:
    """Returns a day of the calendar, None where there is no such one."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
