"""Words that tell a number or a time, in normalised form; the tables are read once.

Those of a single section are had by ``numbered``: ``numbered("calendar", "months")``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from index.language.tables import listed, numbered, words
from index.text.normalise import normalised

_VALUED: Final = ("units", "tens", "hundreds", "scales", "dual_scales", "vague")


@cache
def teen_units() -> Mapping[str, int]:
    """Returns what stands before عشر, with its value below ten."""
    units = numbered("numbers", "units").items()
    above_two = {word: value for word, value in units if 3 <= value <= 9}
    return numbered("numbers", "teen_units") | above_two


@cache
def number_words() -> frozenset[str]:
    """Returns the words that a number in Arabic words is made of, both genders and cases."""
    valued = (numbered("numbers", section) for section in _VALUED)
    return words("numbers", "words", "teen").union(teen_units(), *valued)


@cache
def counting_words() -> frozenset[str]:
    """Returns the words that give a number in Arabic, English and French, fractions among them."""
    # أحد alone is somebody, and not a number.
    arabic = number_words() - (teen_units().keys() - numbered("numbers", "units").keys())
    return arabic | words("numbers", "words", "english", "french", "fractions")


@cache
def comparing_words() -> frozenset[str]:
    """Returns those, ordinals, zero and multiples: what changes a number where it is changed."""
    return counting_words() | words("numbers", "words", "ordinals", "others")


@cache
def ordinal_days() -> Mapping[str, int]:
    """Returns ``الأول`` to ``الحادي والثلاثين``, and ``أول``, with the day of a month."""
    first = dict.fromkeys(words("calendar", "words", "first_day"), 1)
    names = enumerate(listed("calendar", "words", "ordinal_days"), start=1)
    return first | {normalised(name): at for at, name in names}


@cache
def times() -> frozenset[str]:
    """Returns every single word that tells of a time: days, months, moments, periods."""
    short = words("calendar", "words", "abbreviated_months") | words("grammar", "function_words")
    months = (words("calendar", "months") | words("calendar", "hijri_months")) - short
    days = words("calendar", "weekdays") | words("calendar", "relative_days")
    names = frozenset(name for name in months | days if " " not in name)
    return names | words("calendar", "words", "periods", "parts_of_day")
