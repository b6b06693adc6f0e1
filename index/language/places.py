"""Countries and towns by their names in Arabic, English and French, their adjectives, and offices.

>>> [place.country for place in place_names()["حلب"]], "صور" in place_names()
(['SY'], False)
>>> place_names()["londres"][0].names[0], country_of("الفرنسيه")
('لندن', 'FR')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from index.language.clitics import ARTICLE, without_article, without_particles
from index.language.tables import keyed, listed, rows, words
from index.text.normalise import normalised
from index.text.tokens import tokenise

_A_WORD_TOO: Final = "?"
_COLUMNS_OF_NAMES: Final = 3
_ENDINGS: Final = ("يا", "ا", "ه", "")
_SHORTEST_ROOT: Final = 3
_DIVIDED: Final = frozenset(["BE", "ET", "IL", "LY", "SD", "YE"])
"""States in whose capital others speak too, or of which several govern."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a town.

    Attributes:
        country: The code of the country that it is or lies in.
        names: In Arabic, then in English and French; the usual ones first.
        doubtful: Those of the names that are ordinary words or people's names as well.
        adjectives: Of a country: Arabic ones without article and ending, English, French.
        town: Whether it is a town.
        capital: Whether it is a town from which a state is governed.
    """

    country: str
    names: tuple[str, ...]
    doubtful: frozenset[str] = frozenset()
    adjectives: tuple[str, ...] = ()
    town: bool = False
    capital: bool = False


def _read(
    country: str,
    names: list[str],
    adjectives: Sequence[str] = (),
    *,
    town: bool = False,
    capital: bool = False,
) -> Place:
    doubtful = frozenset(name[1:] for name in names if name.startswith(_A_WORD_TOO))
    listed = tuple(name.removeprefix(_A_WORD_TOO) for name in names)
    return Place(country, listed, doubtful, tuple(adjectives), town, capital)


def _cells(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in cell.split("|") if name]


@cache
def countries() -> tuple[Place, ...]:
    """Returns the countries and territories of the world."""
    return tuple(
        _read(code, _cells(cells[:_COLUMNS_OF_NAMES]), _cells(cells[_COLUMNS_OF_NAMES:]))
        for code, *cells in rows("countries")
    )


@cache
def towns() -> tuple[Place, ...]:
    """Returns the larger towns of the world; of Arab countries smaller ones too."""
    capitals = {tuple(row) for row in rows("capitals")}
    return tuple(
        _read(
            country,
            [*_cells(others[:1]), english, *_cells(others[1:2])],
            town=True,
            capital=(country, english) in capitals,
        )
        for english, country, *others in rows("cities")
    )


@cache
def place_names() -> Mapping[str, tuple[Place, ...]]:
    """Returns every name that is no ordinary word, normalised, with the places that bear it.

    Countries stand before towns.
    """
    found: dict[str, tuple[Place, ...]] = {}
    for place in (*countries(), *towns()):
        sure = (name for name in place.names if name not in place.doubtful)
        for name in dict.fromkeys(map(normalised, sure)):
            found[name] = (*found.get(name, ()), place)
    return found


@cache
def state_of(name: str) -> str | None:
    """Returns the state whose government a normalised name of a capital stands for.

    Not where more than that is governed from there, or by more than one: Brussels, Sanaa.

    >>> state_of("برلين"), state_of("بروكسل"), state_of("المانيا")
    ('ألمانيا', None, None)
    """
    found = place_names().get(name, ())
    capitals = [place.country for place in found if place.capital]
    if len(capitals) != 1 or not all(place.town for place in found):
        return None
    state = next(place for place in countries() if place.country == capitals[0])
    return None if state.country in _DIVIDED else state.names[0]


@cache
def _by_first_word() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Returns by its first word the words of every name, with the name; long ones first."""
    found: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for name in sorted(place_names()):
        words = tuple(token.norm for token in tokenise(name))
        found[words[0]] = (*found.get(words[0], ()), (words, name))
    return {
        first: tuple(sorted(names, key=lambda one: len(one[0]), reverse=True))
        for first, names in found.items()
    }


def names_at(norms: Sequence[str], at: int, *, particles: bool = True) -> list[tuple[str, int]]:
    """Returns the names of places that begin at a word, and how many words each has, long first.

    >>> names_at(["في", "بوركينا", "فاسو"], 1), names_at(["ببيروت"], 0)
    ([('بوركينا فاسو', 2)], [('بيروت', 1)])

    Args:
        norms: Normalised words of a text, in order.
        at: The position of the word.
        particles: Whether particles before the word are no part of it.
    """
    found = [
        (name, len(words))
        for words, name in _beginning(norms[at], particles)
        if tuple(norms[at + 1 : at + len(words)]) == words[1:]
    ]
    return sorted(found, key=lambda one: one[1], reverse=True)


@lru_cache(maxsize=65_536)
def _beginning(norm: str, particles: bool) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Returns the names that a word may begin, as words and as a name."""
    known = _by_first_word()
    forms = without_particles(norm) if particles else [norm]
    return tuple(one for form in forms for one in known.get(form, ()))


def places_named(norm: str) -> tuple[Place, ...]:
    """Returns the places of a normalised name; particles before it are no part of it."""
    known = place_names()
    return next((known[form] for form in without_particles(norm) if form in known), ())


@cache
def nationalities() -> Mapping[str, str]:
    """Returns adjectives of countries, normalised and without article, with the country's code."""
    found: dict[str, str] = {}
    for place in countries():
        for word in map(normalised, place.adjectives):
            found.setdefault(word, place.country)
    for place in countries():
        nisba = _nisba(normalised(place.names[0]))
        if nisba:
            found.setdefault(nisba, place.country)
    return found


def _nisba(name: str) -> str:
    """Returns the adjective that Arabic makes of a country's name in one word."""
    word = name.removeprefix(ARTICLE)
    root = next(
        (
            word.removesuffix(ending)
            for ending in _ENDINGS
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT
        ),
        "",
    )
    return f"{root}ي" if root and " " not in word else ""


def country_of(norm: str) -> str | None:
    """Returns the code of the country whose adjective a normalised word is, None for another."""
    bare = without_article(norm)
    known = nationalities()
    return known.get(bare) or known.get(bare.removesuffix("ه"))


@cache
def single_offices() -> frozenset[str]:
    """Returns offices that one country has once at a time, or once for each portfolio."""
    return words("offices", "words", "single")


def field_of(norm: str) -> str | None:
    """Returns the field that an occupation belongs to: careers seldom move between two.

    >>> field_of("اللاعب"), field_of("وزيره"), field_of("شجره")
    ('sport', 'politics', None)
    """
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
