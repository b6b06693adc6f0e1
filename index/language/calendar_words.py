"""Names of months, days and moments, in normalised form: Arabic of all regions, English, French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from index.language.tables import listed, numbered, words
from index.text.normalise import normalised


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The words of the calendar.

    Attributes:
        months: With their numbers.
        hijri_months: Likewise.
        weekdays: Monday is 0, as in ``datetime``.
        relative_days: With their distance from today.
        ordinal_days: ``الأول`` to ``الحادي والثلاثين``, and ``أول``.
        ambiguous_months: Other words too: a day, a year or a preposition must be by.
        before_months: Words that make a month of a name that may be another word.
        years: Words for a year; ``month_words`` for a month.
    """

    months: Mapping[str, int]
    hijri_months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative_days: Mapping[str, int]
    ordinal_days: Mapping[str, int]
    ambiguous_months: frozenset[str]
    before_months: frozenset[str]
    past: frozenset[str]
    future: frozenset[str]
    present: frozenset[str]
    years: frozenset[str]
    month_words: frozenset[str]


@cache
def months_in_one_word() -> frozenset[str]:
    """Returns names of months of both calendars that are one word, abbreviations aside."""
    known = calendar_words()
    names = known.months.keys() | known.hijri_months.keys()
    short = words("calendar", "words", "abbreviated_months") | words("grammar", "function_words")
    return frozenset(name for name in names - short if " " not in name)


@cache
def months_in_two_words() -> frozenset[str]:
    """Returns the others, كانون الثاني and its like."""
    known = calendar_words()
    return frozenset(n for n in known.months.keys() | known.hijri_months.keys() if " " in n)


@cache
def near_days() -> frozenset[str]:
    """Returns words that name a day or a part of one by its distance from today, one word each."""
    days = (name for name in calendar_words().relative_days if " " not in name)
    return words("calendar", "words", "parts_of_day").union(days)


@cache
def times() -> frozenset[str]:
    """Returns every single word that tells of a time: days, months, moments, periods."""
    periods = words("calendar", "words", "periods")
    return periods | near_days() | months_in_one_word() | calendar_words().weekdays.keys()


@cache
def calendar_words() -> CalendarWords:
    """Returns the words of the calendar; the table is read once."""
    ordinals = listed("calendar", "words", "ordinal_days")
    first = dict.fromkeys(words("calendar", "words", "first_day"), 1)
    return CalendarWords(
        months=numbered("calendar", "months"),
        hijri_months=numbered("calendar", "hijri_months"),
        weekdays=numbered("calendar", "weekdays"),
        relative_days=numbered("calendar", "relative_days"),
        ordinal_days=first | {normalised(name): at for at, name in enumerate(ordinals, start=1)},
        ambiguous_months=words("calendar", "words", "ambiguous_months"),
        before_months=words("calendar", "words", "before_months"),
        past=words("calendar", "words", "past"),
        future=words("calendar", "words", "future"),
        present=words("calendar", "words", "present"),
        years=words("calendar", "words", "years"),
        month_words=words("calendar", "words", "months"),
    )
