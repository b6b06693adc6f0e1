"""Countries and towns as a question requires them: each name with its spellings, as stems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from index.language.clitics import without_particles
from index.language.offices import offices_of_state
from index.language.places import Place, countries, names_at, place_names
from index.text.tokens import tokenise

Forms = tuple[tuple[str, ...], ...]

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SHORTEST: Final = 3
_SHORTEST_LATIN: Final = 4


def is_place(norm: str) -> bool:
    """Says whether a normalised word, its clitics aside, is the name of a country or town."""
    return any(head in gazetteer() for head in without_particles(norm))


@cache
def gazetteer() -> dict[str, Forms]:
    """Returns every name of a country or town with its names in three languages, as stems.

    An English question about Libya is covered by an article on ليبيا without any
    transliteration.
    """
    return {
        name: tuple(dict.fromkeys(form for place in places for form in _forms(place)))
        for name, places in place_names().items()
        if len(name) >= (_SHORTEST if _ARABIC.match(name) else _SHORTEST_LATIN)
    }


def place_at(norms: Sequence[str], at: int) -> tuple[str, int] | None:
    """Returns the longest name of the gazetteer that begins at a word, and how many words it has.

    Facts of a sentence and requirements of a question are found by it alike.
    """
    known = gazetteer()
    return next((found for found in names_at(norms, at) if found[0] in known), None)


@cache
def _forms(place: Place) -> Forms:
    return tuple(dict.fromkeys(map(_stems, place.names)))


def _stems(words: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokenise(words))


@cache
def nationalities() -> dict[str, Forms]:
    """Returns adjectives in Latin letters with the country's names and adjectives, as stems.

    English adjectives are keys with their capital; French ones are written small.
    """
    found: dict[str, Forms] = {}
    for country in countries():
        for word in country.adjectives:
            if not _ARABIC.match(word):
                found[word] = found.get(word, ()) + _forms(country) + _adjectives(country)
    return found


def with_adjectives(name: str) -> Forms:
    """Returns the names of the places so called, with the adjectives of countries, as stems."""
    adjectives = (form for place in place_names()[name] for form in _adjectives(place))
    return (*gazetteer()[name], *adjectives)


def towns_within(name: str) -> frozenset[tuple[str, ...]]:
    """Returns the towns of the countries so called, as stems: who tells of Tokyo tells of Japan."""
    codes = {place.country for place in place_names()[name] if not place.town}
    return frozenset(form for code in codes for form in _towns().get(code, ()))


@cache
def _towns() -> dict[str, frozenset[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for name, places in place_names().items():
        # A name of towns in several countries tells of none of them.
        if name in gazetteer() and len(places) == 1 and places[0].town:
            found.setdefault(places[0].country, set()).add(_stems(name))
    return {code: frozenset(forms) for code, forms in found.items()}


def is_town(name: str) -> bool:
    """Says whether a name of the gazetteer is no country's."""
    return all(place.town for place in place_names()[name])


def _adjectives(place: Place) -> Forms:
    return tuple(map(_stems, place.adjectives))


@cache
def offices() -> dict[str, frozenset[str]]:
    """Returns the stem of each office or organ of a state with the stems that stand for it."""
    groups = {frozenset(map(_stem, words)) for words in offices_of_state().values()}
    return {stem: group for group in groups for stem in group}


def _stem(word: str) -> str:
    return tokenise(word)[0].stem
