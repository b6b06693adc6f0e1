"""Offices and occupations, in normalised form.

>>> field_of("اللاعب"), field_of("وزيره"), field_of("شجره")
('sport', 'politics', None)
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from index.language.clitics import without_article
from index.language.tables import keyed, listed, words
from index.text.normalise import normalised


@cache
def single_offices() -> frozenset[str]:
    """Returns offices that one country has once at a time, or once for each portfolio."""
    return words("offices", "words", "single")


def field_of(norm: str) -> str | None:
    """Returns the field that an occupation belongs to: careers seldom move between two."""
    return keyed("offices", "fields").get(without_article(norm))


@cache
def offices_of_state() -> Mapping[str, tuple[str, ...]]:
    """Returns each office or organ of a state with all words that stand for it."""
    groups = [listed("offices", "state", key) for key in keyed("offices", "state").values()]
    return {normalised(word): group for group in groups for word in group}


@cache
def _kin() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key in dict.fromkeys(keyed("offices", "kin").values()):
        for word in words("offices", "kin", key):
            found[word] = (*found.get(word, ()), key)
    return found


def kin_of(norm: str) -> tuple[str, ...]:
    """Returns the callings that a word may be told of, as an article varies its words.

    >>> kin_of("عاهل") == kin_of("ملك"), kin_of("نجم"), kin_of("شجره")
    (True, ('player', 'artist'), ())
    """
    return _kin().get(norm, ())
