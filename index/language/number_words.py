"""Number words, in normalised form: Arabic ones with their values, of other languages as words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from index.language.tables import numbered, words


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Arabic number words with their values, both genders and cases.

    Attributes:
        teen_units: What stands before عشر, with its value below ten.
        scales: ألف, مليون and their like, those of English and French too.
        vague: ``عشرات`` and its like: at least this many, and no number.
        teen: عشر and عشرة.
        known: All of them.
    """

    units: Mapping[str, int]
    teen_units: Mapping[str, int]
    tens: Mapping[str, int]
    hundreds: Mapping[str, int]
    scales: Mapping[str, int]
    dual_scales: Mapping[str, int]
    vague: Mapping[str, int]
    teen: frozenset[str]
    known: frozenset[str]


@cache
def number_words() -> NumberWords:
    """Returns the Arabic number words; the table is read once."""
    units, teens = numbered("numbers", "units"), numbered("numbers", "teen_units")
    above_two = {word: value for word, value in units.items() if 3 <= value <= 9}
    parts = {
        "units": units,
        "teen_units": {**teens, **above_two},
        **{
            name: numbered("numbers", name)
            for name in ("tens", "hundreds", "scales", "dual_scales", "vague")
        },
    }
    teen = words("numbers", "words", "teen")
    return NumberWords(**parts, teen=teen, known=frozenset().union(teen, *parts.values()))


@cache
def counting_words() -> frozenset[str]:
    """Returns the words that give a number in Arabic, English and French, fractions among them."""
    known = number_words()
    # أحد alone is somebody, and not a number.
    arabic = known.known - (known.teen_units.keys() - known.units.keys())
    return arabic | words("numbers", "words", "english", "french", "fractions")


@cache
def comparing_words() -> frozenset[str]:
    """Returns those, ordinals, zero and multiples: what changes a number where it is changed."""
    return counting_words() | words("numbers", "words", "ordinals", "others")
