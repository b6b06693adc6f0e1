"""What an answer must be about: the years, numbers, places and nationalities that a question names.

A sentence about another year, another number or another place is no answer,
however near it comes in meaning. What no article covers is named to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from index.language.tables import words
from index.text.tokens import Token
from retrieval.question.kinds import QuestionType
from retrieval.question.places import (
    gazetteer,
    is_town,
    nationalities,
    offices,
    place_at,
    towns_within,
    with_adjectives,
)

_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_ARABIC: Final = re.compile("[\u0621-\u064a]")


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
    """

    words: str
    forms: tuple[tuple[str, ...], ...]
    year: bool = False
    heard: bool = False
    office: frozenset[str] = frozenset()
    towns: frozenset[tuple[str, ...]] = frozenset()


def requirements_of(kind: QuestionType, content: Sequence[Token]) -> tuple[Requirement, ...]:
    """Returns what a question names; nothing for a headline or key words."""
    if kind is QuestionType.NONE:
        return ()
    found = (*_numbers(content), *_places(content), *_nations(content), *_named(content))
    return tuple({requirement.words: requirement for requirement in reversed(found)}.values())[::-1]


def _numbers(tokens: Sequence[Token]) -> Iterator[Requirement]:
    for token in tokens:
        if token.norm.isdigit() and len(token.norm) >= 2:
            year = bool(_YEAR.fullmatch(token.norm))
            yield Requirement(token.norm, ((token.norm,),), year)


def _places(tokens: Sequence[Token]) -> Iterator[Requirement]:
    norms = [token.norm for token in tokens]
    at = 0
    while at < len(tokens):
        # réunion is a meeting, Réunion is an island.
        found = None if tokens[at].surface[0].islower() else place_at(norms, at)
        if found is not None:
            known, length = found
            typed = " ".join(token.surface for token in tokens[at : at + length])
            town = is_town(known)
            office = frozenset() if town else _office(tokens[max(0, at - 1) : at])
            forms = with_adjectives(known) if office else gazetteer()[known]
            heard = town and not _ARABIC.match(known)
            towns = frozenset() if town or office else towns_within(known)
            yield Requirement(typed, forms, heard=heard, office=office, towns=towns)
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
