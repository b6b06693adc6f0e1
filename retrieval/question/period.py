"""The time that a question names: a year, a month of a year, a day near today."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale

from index.text.normalise import normalise, normalised
from index.text.tokens import tokenise

# Arabic months have other names in the Levant, in the Maghreb and on the Nile.
_LOCALES: Final = ("ar", "ar_SY", "ar_MA", "ar_TN", "ar_DZ", "en", "fr")
_DAYS: Final = {
    0: "اليوم today aujourd'hui",
    1: "أمس البارحة مبارح امبارح yesterday hier",
}
_NEAR_DAYS: Final = "اليوم أمس البارحة مبارح امبارح today yesterday tonight hier aujourd'hui"
"""Words that name a day by its distance from the asker's."""


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
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for code in _LOCALES:
        for number, name in Locale.parse(code).months["format"]["wide"].items():
            names.setdefault(normalised(name), number)
    return names


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
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
            first = last = _months()[found["month"]]
        span = form.original(found.start(), found.end())
        rest = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}".strip()
        end = calendar.monthrange(year, last)[1]
        return Period(dt.date(year, first, 1), dt.date(year, last, end), rest)
    if today is None:
        return None
    for back, words in _DAYS.items():
        for word in normalised(words).split():
            at = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", form.text)
            if at:
                span = form.original(at.start(), at.end())
                rest = f"{text[: span.start].rstrip()} {text[span.end :].lstrip()}".strip()
                day = today - dt.timedelta(days=back)
                return Period(day, day, rest)
    return None


def day_words(question: str) -> tuple[str, ...]:
    """Returns the words of a question that name a day near the asker's."""
    return tuple(token.surface for token in tokenise(question) if token.norm in _near_days())


@cache
def _near_days() -> frozenset[str]:
    return frozenset(normalised(word) for word in _NEAR_DAYS.split())
