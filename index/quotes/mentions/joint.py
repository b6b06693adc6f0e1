"""Two who say it together, in one name.

>>> joint_names("سالم الكندي وسلمى الريحاني"), joint_names("سالم الكندي")
(('سالم الكندي', 'سلمى الريحاني'), ('سالم الكندي',))
>>> joint_names("Rami Kassar and Huda Salem"), joint_names("Huda Salem et Rami Kassar")
(('Rami Kassar', 'Huda Salem'), ('Huda Salem', 'Rami Kassar'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from index.language.places import names_at
from index.quotes.lexicon import fold
from index.quotes.looks import THINGS, look
from index.quotes.mentions.name_ends import name_goes_on
from index.quotes.mentions.phrase import ends_phrase
from index.quotes.mentions.shapes import is_bare_name
from index.quotes.text import Kind, Word
from index.text.normalise import normalised

_LATIN: Final = re.compile(r"(?<=\w) (?:and|et) (?=[A-Z])")


@lru_cache(maxsize=20_000)
def joint_names(name: str) -> tuple[str, ...]:
    """Returns the names of all who are named in one, that name alone where it is one's."""
    latin = _LATIN.split(name)
    if len(latin) > 1:
        return tuple(latin)
    words = name.split()
    at = next((at for at in range(1, len(words)) if joins_name(fold(words[at]))), None)
    if at is None and _are_families(words):
        return (words[0], words[1][1:])
    if at is None or not look(fold(words[0])).given:
        return (name,)
    second = " ".join([words[at][1:], *words[at + 1 :]])
    return (" ".join(words[:at]), *joint_names(second))


def _are_families(words: Sequence[str]) -> bool:
    """``الشيخ وزبرقان``: no first name is written with the article, so "and" joins two."""
    if len(words) != len(("الشيخ", "وزبرقان")) or not words[1].startswith("و"):
        return False
    first, second = look(fold(words[0])), fold(words[1])
    return first.definite and not look(second).given and is_bare_name(second[1:])


def joint_places(name: str) -> tuple[str, ...]:
    """Returns the countries or towns that speak together, that name alone where it is one's.

    >>> joint_places("فرنسا والولايات المتحدة وبريطانيا"), joint_places("البوسنة والهرسك")
    (('فرنسا', 'الولايات المتحدة', 'بريطانيا'), ('البوسنة والهرسك',))
    """
    words = name.split()
    norms = [normalised(word) for word in words]
    found: list[str] = []
    at = 0
    while at < len(words):
        joined = at > 0
        if joined and not norms[at].startswith("و"):
            return (name,)
        norms[at] = norms[at][joined:]
        place = names_at(norms, at, particles=False)
        if not place:
            return (name,)
        found.append(" ".join([words[at][joined:], *words[at + 1 : at + place[0][1]]]))
        at += place[0][1]
    return tuple(found)


def joins_name(norm: str) -> bool:
    """Says whether a word is "and" with a given name: ``وسلمى``, and not ``وليد``."""
    if not norm.startswith("و") or not look(norm[1:]).given:
        return False
    seen = look(norm)
    return not seen.given and seen.base not in THINGS


def joint_end(words: Sequence[Word], first: int, last: int) -> int | None:
    """Returns where the name of a second one ends that "and" joins to a name, if one does."""
    joint = range(first + 1, min(last + 2, len(words)))
    at = next((at for at in joint if joins_name(words[at].norm)), None)
    if at is None:
        return None
    while (
        at + 1 < len(words) and words[at + 1].kind is Kind.WORD and not ends_phrase(words, at + 1)
    ):
        if not name_goes_on(words, at + 1, at, words[at + 1].look):
            break
        at += 1
    return max(last, at)
