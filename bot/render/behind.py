"""A name behind the Arabic letter that gives something to it, written as one word with it."""

from __future__ import annotations

import unicodedata
from typing import Final

from index.language.tables import words as listed
from index.text.normalise import normalised

TO: Final = "ل\u0640"
"""As the interface's words have it before a place: the letter, and the stroke that joins it."""


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
