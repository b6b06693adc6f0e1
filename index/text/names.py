"""Names across scripts and spellings: McGurk, ماكغورك and ماكجورك are one.

:func:`name_keys` finds: it gives keys that all spellings of a name share, and a few other
names too. :func:`name_agreement` decides: it also compares vowels, and is above a half for two
names only where one is a fuller form or another spelling of the other.

>>> name_keys("McGurk") & name_keys("ماكجورك") & name_keys("ماكغيرك")
frozenset({'MKGRK'})
>>> name_agreement("Nasser Bourita", "ناصر بوريطة") > 0.5, name_agreement("حسن", "حسين")
(True, 0.0)
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product
from typing import Final

from index.language.tables import words
from index.text.spelling import Reading, read_name

_MOST_KEYS: Final = 64
_NEARLY: Final = 0.75
_TOLERANT_LENGTH: Final = 4
"""Sounds from which on one vowel may differ; in a short name vowels are the name."""


@lru_cache(maxsize=65_536)
def name_keys(text: str) -> frozenset[str]:
    """Returns the keys of all words of a name, titles and particles aside.

    Two spellings of a name share a key, whatever their scripts. The reverse does not
    hold: keys leave vowels out, so حسن and حسين share one too.
    """
    keys: set[str] = set()
    for forms in read_name(text):
        for form in forms:
            keys |= _keys(form)
    return frozenset(key for key in keys if len(key) > 1)


def is_given_name(norm: str) -> bool:
    """Says whether a normalised word is a given name that differs in a vowel from another."""
    return norm in _contrasted()


def _contrasted() -> frozenset[str]:
    return words("names", "given", "contrasted")


def name_agreement(a: str, b: str) -> float:
    """Returns how well two names agree: 1.0 word for word, 0.0 not at all.

    From 0.5 on they can be one person's, as far as their letters tell. A short form agrees with
    a fuller one: the family name alone does, the given name alone does not. Namesakes agree.
    """
    shorter, longer = sorted((read_name(a), read_name(b)), key=len)
    if not shorter:
        return 0.0
    if len(shorter) == 1 and len(longer) > 1:
        # In Latin letters a name between the first and the last one is no surname.
        latin = not longer[-1][0].arabic
        best = max(_best(shorter[0], word) for word in (longer[-1:] if latin else longer[1:]))
        return 0.9 * best
    total, at = 0.0, 0
    for position, word in enumerate(shorter):
        found = 0.0
        while at < len(longer) and not found:
            is_last = position == len(shorter) - 1
            if not (is_last and at == 0 and len(longer) > 1):
                found = _best(word, longer[at], initials=len(shorter) > 1 and not is_last)
            at += 1
        if not found:
            return 0.0
        total += found
    return total / len(shorter) * (1.0 if len(shorter) == len(longer) else 0.95)


def consonants_alike(a: str, b: str) -> bool:
    """Says whether the first words of two names have nearly the same consonants in order.

    Given names are not written as they sound: David is ديفيد, Benjamin بنيامين. It proves
    nothing but beside a family name that agrees.

    >>> consonants_alike("Benjamin", "بنيامين"), consonants_alike("Bernard", "بنيامين")
    (True, False)
    """
    here, there = read_name(a)[:1], read_name(b)[:1]
    if not here or not there:
        return False
    return any(_share(x.sounds, y.sounds) >= _NEARLY for x in here[0] for y in there[0])


def _share(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Returns the share of sounds that two words have in common, in order."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for at, y in enumerate(b, start=1):
            match = before + 1 if set(x) & set(y) else max(row[at], row[at - 1])
            before, row[at] = row[at], match
    return 2 * row[-1] / (len(a) + len(b))


def _best(a: tuple[Reading, ...], b: tuple[Reading, ...], *, initials: bool = False) -> float:
    return max(_agreement(x, y, initials) for x in a for y in b)


def _agreement(a: Reading, b: Reading, initials: bool) -> float:
    if a.plain == b.plain:
        return 1.0
    if initials and min(len(a.plain), len(b.plain)) == 1:
        return 0.7 if set(a.sounds[0]) & set(b.sounds[0]) else 0.0
    if a.arabic and b.arabic and {a.plain, b.plain} <= _contrasted():
        return 0.0
    if not _keys(a) & _keys(b):
        return 0.0
    if len(a.sounds) == len(b.sounds) == 1:
        # May, ماي: one consonant proves little, so that the vowels must be the same.
        written = min(len(a.slots[0]), len(b.slots[0])) > 1
        return 0.6 if written and set(a.slots[0]) == set(b.slots[0]) else 0.0
    tolerant = len(a.sounds) >= _TOLERANT_LENGTH and not {a.plain, b.plain} & _contrasted()
    if len(a.sounds) != len(b.sounds):
        # Two letters for one sound: the vowels cannot be set against each other.
        return 0.6 if tolerant and len(b.sounds) >= _TOLERANT_LENGTH else 0.0
    differences = sum(
        not _vowels_agree(x, y, a.arabic, b.arabic) for x, y in zip(a.slots, b.slots, strict=True)
    )
    if differences == 0:
        return 0.9
    return 0.6 if differences == 1 and tolerant else 0.0


def _vowels_agree(x: str, y: str, x_arabic: bool, y_arabic: bool) -> bool:
    if x == y or "?" in x + y:
        return True
    if x_arabic and y_arabic:
        return False
    if not x_arabic and not y_arabic:
        if (x.endswith("$") and "i" in y) or (y.endswith("$") and "i" in x):
            return False
        return (not x or not y or any(_near(p, q) for p in x for q in y)) and x != "a$" != y
    arabic, latin = (x, y) if x_arabic else (y, x)
    arabic = arabic.replace("'", "")
    if arabic.endswith("$") or latin.endswith("$"):
        # At the end of a word: teh marbuta and alef are heard, and a French e may be mute.
        heard = latin.rstrip("$")
        return bool(heard) if arabic else heard in {"", "e"}
    if not arabic:
        # Short vowels are not written, long ones are: ee, ei and ai would be.
        return len(latin) < 2 or "i" not in latin
    if arabic == "ai":
        # هايلي is Haley, بايدن Biden.
        return bool({"a", "i", "e"} & set(latin))
    if "i" in arabic:
        return bool({"i", "e"} & set(latin))
    if "o" in arabic:
        return "o" in latin
    return bool({"a", "e", "o"} & set(latin))


def _near(p: str, q: str) -> bool:
    return p == q or {p, q} in ({"a", "e"}, {"e", "i"})


def _keys(name: Reading) -> frozenset[str]:
    keys = set()
    for choice in islice(product(*name.sounds), _MOST_KEYS):
        keys.add("".join(choice))
        # قج of خاشقجي is gg, and so one sound, in Khashoggi.
        keys.add(
            "".join(
                sound
                for at, sound in enumerate(choice)
                if not (at and choice[at - 1] == sound and not name.slots[at - 1])
            )
        )
    return frozenset(keys)
