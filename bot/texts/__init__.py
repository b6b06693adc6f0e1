"""The interface's words: one table a language beside this module, the same keys in each.

``{places}`` are filled when a sentence is shown; what stands between ``*stars*``
is shown in bold. A key with plural forms has one entry a CLDR category:
``article.one``, ``article.two``, ``article.few``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date

from index.language.tables import words as listed
from index.text.normalise import normalised

LANGUAGES: Final = ("ar", "en", "fr")
"""The languages of the interface, the one that others fall back to first."""

TO: Final = "ل\u0640"
"""The letter for "to" before a place, with the stroke that joins it."""

_PLACE: Final = re.compile(r"\{(\w+)\}")
_FRENCH_SPACES: Final = re.compile(r"(?<=«) | (?=[»?!:;])")
"""Spaces that French has before and within its marks, where no line may end."""


@dataclass(frozen=True)
class Words:
    """The interface in one language."""

    language: str
    entries: dict[str, str]

    @property
    def rtl(self) -> bool:
        return self.language == "ar"

    def __call__(self, key: str, **parts: str | int) -> str:
        """Returns a sentence as plain text, with the ``{places}`` filled that are given."""
        return _PLACE.sub(lambda found: str(parts.get(found[1], found[0])), self.entries[key])

    def count(self, key: str, number: int) -> str:
        """Returns the form of a counted noun that goes with a number; it may hold ``{n}``."""
        # In French, none is counted as one is: the words for none are looked for first.
        category = "zero" if not number else Locale.parse(self.language).plural_form(number)
        if f"{key}.{category}" not in self.entries:
            category = Locale.parse(self.language).plural_form(number)
        return self.entries.get(f"{key}.{category}", self.entries[f"{key}.other"])

    def counted(self, key: str, number: int) -> str:
        """Returns the noun with its number, as plain text."""
        return self.count(key, number).replace("{n}", str(number))

    def short_date(self, day: dt.date | None) -> str:
        return format_date(day, "d MMMM y", locale=self.language) if day else self("date.none")


@lru_cache
def words_of(language: str) -> Words:
    """Returns the words of a language; of Arabic where it is none of ours."""
    code = language.split("-")[0].lower()
    known = code if code in LANGUAGES else LANGUAGES[0]
    table = Path(__file__).with_name(f"{known}.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(table)
    if known == "fr":
        entries = {key: _FRENCH_SPACES.sub("\u00a0", text) for key, text in entries.items()}
    return Words(known, entries)


def language_of(*wishes: str | None) -> str:
    """Returns the first of some wishes that the interface speaks, Arabic where none is."""
    for wish in wishes:
        code = (wish or "").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]


def behind_to(name: str) -> str:
    """Returns a name with the ل before it, as Arabic writes the two.

    >>> [behind_to(name) for name in ("المستثمر سالم", "اللجنة", "الكسندر رو", "Reuters")]
    ['للمستثمر سالم', 'للجنة', 'لالكسندر رو', 'لـ Reuters']
    """
    if not name or unicodedata.bidirectional(name[0]) != "AL":
        return f"{TO} {name}"
    if name.startswith("الل"):
        return name[1:]
    given = normalised(name.split()[0]) in listed("names", "given")
    return f"لل{name[2:]}" if name.startswith("ال") and not given else f"ل{name}"
