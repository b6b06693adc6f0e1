"""What an answer must be about: the years, numbers, places and nationalities that a question names.

A sentence about another year, another number or another place is no answer,
however near it comes in meaning. What no article covers is named to the reader.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from index.language.clitics import without_particles
from index.language.places import Place, countries, names_at, offices_of_state, place_names, towns
from index.language.tables import numbered, words
from index.text.tokens import Token, tokenise
from retrieval.question.kinds import QuestionType

_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_DIGITS_OF_A_DAY: Final = 2


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a question names.

    Attributes:
        words: As typed.
        forms: Each a tuple of index terms that stand for it; one form is enough.
        year: Whether the article's own date can fulfil it.
        heard: Whether a word of another script that sounds alike fulfils it: the name may
            be a person's, or spelt in another way.
        office: Stems of the office in a state of this name that is asked for.
        towns: Of a country, its towns as stems: one of them stands for it.
        states: Of a capital, the names of the state whose government it stands for, as stems.
    """

    words: str
    forms: tuple[tuple[str, ...], ...]
    year: bool = False
    heard: bool = False
    office: frozenset[str] = frozenset()
    towns: frozenset[tuple[str, ...]] = frozenset()
    states: tuple[tuple[str, ...], ...] = ()


def requirements_of(
    kind: QuestionType, content: Sequence[Token], tokens: Sequence[Token] = ()
) -> tuple[Requirement, ...]:
    """Returns what a question names; nothing for a headline or key words."""
    if kind is QuestionType.NONE:
        return ()
    located = frozenset(
        name.span.start
        for word, name in pairwise(tokens)
        if word.norm in words("facts", "words", "in")
    )
    places = _places(content, located)
    found = (*_numbers(tokens or content), *places, *_nations(content), *_named(content))
    return tuple({requirement.words: requirement for requirement in reversed(found)}.values())[::-1]


def _numbers(tokens: Sequence[Token]) -> Iterator[Requirement]:
    """Yields the numbers that a question names.

    Not the day of a month, which an article may call by its weekday, and no ordinal, which it
    may write in words.
    """
    for at, token in enumerate(tokens):
        if token.norm.isdigit() and len(token.norm) >= 2:
            beside = tokens[max(0, at - 1) : at + 2]
            month = any(word.norm in numbered("calendar", "months") for word in beside)
            day = month and len(token.norm) == _DIGITS_OF_A_DAY
            after = tokens[at + 1] if at + 1 < len(tokens) else None
            joined = after is not None and after.span.start == token.span.end
            if not day and not joined:
                year = bool(_YEAR.fullmatch(token.norm))
                yield Requirement(token.norm, ((token.norm,),), year)


def _places(tokens: Sequence[Token], located: Collection[int]) -> Iterator[Requirement]:
    """Yields the places that a question names.

    Moscow that says, buys or is asked for is Russia's government; in Moscow is the town.

    Args:
        located: Where words begin before which it says "in" or "to".
    """
    norms = [token.norm for token in tokens]
    at = 0
    while at < len(tokens):
        # réunion is a meeting, Réunion is an island.
        found = None if tokens[at].surface[0].islower() else place_at(norms, at)
        if found is not None:
            known, length = found
            typed = " ".join(token.surface for token in tokens[at : at + length])
            town = all(place.town for place in place_names()[known])
            office = frozenset() if town else _office(tokens[max(0, at - 1) : at])
            forms = with_adjectives(known) if office else gazetteer()[known]
            # في موسكو, بموسكو, in Moscow.
            first = tokens[at]
            inside = first.span.start in located or first.norm == f"ب{known.split()[0]}"
            states = governed_from(known) if town and not inside else ()
            heard = town and not _ARABIC.match(known)
            towns = frozenset() if town or office else towns_within(known)
            yield Requirement(typed, forms, heard=heard, office=office, towns=towns, states=states)
        at += found[1] if found else 1


def _nations(tokens: Sequence[Token]) -> Iterator[Requirement]:
    """Yields the countries whose adjectives a question in Latin letters holds."""
    for at, token in enumerate(tokens):
        small = token.surface[0].islower()
        word = _singular(token.surface) if small else token.surface
        forms = nationalities().get(word)
        if forms is not None:
            # French foreign minister, ministre français: on which side the noun stands.
            around = tokens[max(0, at - 2) : at] if small else tokens[at + 1 : at + 3]
            yield Requirement(token.surface, forms, office=_office(around))


def _singular(adjective: str) -> str:
    known = nationalities()
    return adjective if adjective in known else adjective.removesuffix("s")


def _office(tokens: Sequence[Token]) -> frozenset[str]:
    return next((offices()[t.stem] for t in tokens if t.stem in offices()), frozenset())


def _named(tokens: Sequence[Token]) -> Iterator[Requirement]:
    """Yields what a noun for a place is joined to: the name of the place.

    ``شاطئ العقبة`` is another shore than ``شاطئ اللؤلؤ``. A noun that opens the
    question is the one that is asked for, and what follows it is no name.
    """
    for noun, name in pairwise(tokens[1:]):
        joined = name.span.start - noun.span.end == 1
        if (
            joined
            and noun.norm in words("facts", "words", "named_places")
            and not name.norm.isdigit()
        ):
            yield Requirement(name.surface, ((name.stem,),))


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
    """Returns adjectives in Latin letters with the country's names and capital, as stems.

    English adjectives are keys with their capital; French ones are written small.
    """
    found: dict[str, Forms] = {}
    for country in countries():
        for word in country.adjectives:
            if not _ARABIC.match(word):
                names = (*_forms(country), *_adjectives(country), *_capitals()[country.country])
                found[word] = found.get(word, ()) + names
    return found


@cache
def _capitals() -> Mapping[str, Forms]:
    """Returns the names of the capital of each country: who tells of Tokyo tells of Japan."""
    found: dict[str, Forms] = defaultdict(tuple)
    for place in towns():
        if place.capital:
            found[place.country] += _forms(place)
    return found


def with_adjectives(name: str) -> Forms:
    """Returns the names of the places so called, with the adjectives of countries, as stems."""
    adjectives = (form for place in place_names()[name] for form in _adjectives(place))
    return (*gazetteer()[name], *adjectives)


def governed_from(name: str) -> Forms:
    """Returns the names and adjectives of the states whose capital is so called, as stems."""
    codes = {place.country for place in place_names()[name] if place.capital}
    states = (place for place in countries() if place.country in codes)
    return tuple(form for state in states for form in (*_forms(state), *_adjectives(state)))


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


def _adjectives(place: Place) -> Forms:
    return tuple(map(_stems, place.adjectives))


@cache
def offices() -> dict[str, frozenset[str]]:
    """Returns the stem of each office or organ of a state with the stems that stand for it."""
    groups = {
        frozenset(tokenise(word)[0].stem for word in words) for words in offices_of_state().values()
    }
    return {stem: group for group in groups for stem in group}
