"""How Arabic newsrooms may write a name in Latin letters.

What was never indexed under its sounds can be looked up by its spellings: a name has a few
hundred, of which an index holds one or two.

>>> {"اليسا", "اليسه"} <= set(arabic_spellings("Elissa"))
True
>>> "ماكغورك" in arabic_spellings("McGurk"), arabic_spellings("Ann")
(True, ())
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

from index.language.tables import pairs
from index.text.spelling import Reading, read_name

_MOST: Final = 300
"""Spellings of one word, the likeliest ones."""

_FEWEST_SOUNDS: Final = 3


@lru_cache(maxsize=1024)
def arabic_spellings(word: str) -> tuple[str, ...]:
    """Returns the normalised Arabic spellings of one word of a name, the likeliest first.

    A short name has none, for too many other words are spelt like it.
    """
    found: dict[str, int] = {}
    for reading in (one for readings in read_name(word) for one in readings):
        if len(reading.sounds) >= _FEWEST_SOUNDS and not reading.arabic:
            for spelling, cost in _spelt(reading):
                found[spelling] = min(cost, found.get(spelling, cost))
    return tuple(sorted(found, key=lambda spelling: found[spelling]))[:_MOST]


def _spelt(reading: Reading) -> list[tuple[str, int]]:
    letters, written = pairs("letters", "latin_letters"), pairs("letters", "written_vowels")
    spelt = [("", 0)]
    for sounds, slot in zip(reading.sounds, reading.slots, strict=True):
        vowels = [slot] if slot in written else list(dict.fromkeys(slot.rstrip("$")))
        parts = [
            _ways(" ".join(letters[sound] for sound in sounds)),
            *(_ways(written[vowel]) for vowel in vowels),
        ]
        ways = [
            ("".join(letter for letter, _ in way), sum(cost for _, cost in way))
            for way in product(*parts)
        ]
        longer = [(old + new, cost + more) for old, cost in spelt for new, more in ways]
        spelt = sorted(longer, key=lambda one: one[1])[:_MOST]
    return spelt


@lru_cache(maxsize=1024)
def _ways(options: str) -> list[tuple[str, int]]:
    """Returns how something is written, each way with how unlikely it is."""
    found = dict.fromkeys(options.split())
    return [(way.replace("-", ""), at) for at, way in enumerate(found)]
