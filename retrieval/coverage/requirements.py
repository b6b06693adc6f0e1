"""What an answer must be about: the years, numbers, places and nationalities that a question names.

A sentence about another year, another number or another place is no answer,
however near it comes in meaning. What no article covers is named to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from index.text.names import name_keys
from index.text.normalise import normalised
from index.text.tokens import Token, tokenise
from retrieval.articles import OpenArticle
from retrieval.coverage.places import (
    cities,
    common_names,
    gazetteer,
    heads,
    nationalities,
    offices,
    with_adjectives,
)
from retrieval.question.query import Query
from retrieval.question.question_words import NOUNS, POINTING, QuestionType

_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_ALIKE: Final = 0.7
"""Similarity from which on two words may be forms of one."""

_PLACE_WORDS: Final = 3
_SHORTEST_ROOT: Final = 3

_BEFORE_OFFICE: Final = 2
_AFTER_OFFICE: Final = 4
"""Words around an office among which its country's adjective stands.

``French foreign minister``, ``وزير الخارجية والتعاون الفرنسي``.
"""

_PLACE_NOUNS: Final = """
    مدينة محافظة ولاية قرية بلدة جزيرة شاطئ مطار ميناء معبر جسر سد ملعب جامعة مستشفى متحف نهر جبل
"""


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
    """

    words: str
    forms: tuple[tuple[str, ...], ...]
    year: bool = False
    heard: bool = False
    office: frozenset[str] = frozenset()

    def is_met_by(self, article: OpenArticle) -> bool:
        """Whether an article's words, or for a year its date, cover this."""
        date = article.article.date
        if self.year and date is not None and str(date.year) == self.words:
            return True
        if self.office:
            return _holds_office(article, self.office, self.forms)
        if any(all(_has(article, term) for term in form) for form in self.forms):
            return True
        return self.heard and not article.sounds.isdisjoint(name_keys(self.words))


def requirements_of(query: Query) -> tuple[Requirement, ...]:
    """Returns what a question names; nothing for a headline or key words."""
    if query.kind is QuestionType.NONE:
        return ()
    found = (
        *_numbers(query.content),
        *_places(query.content),
        *_nations(query.content),
        *_named(query.content),
    )
    return tuple({requirement.words: requirement for requirement in reversed(found)}.values())[::-1]


def narrowed(query: Query, article: OpenArticle) -> tuple[str, ...]:
    """Returns the word that narrows the question to another thing than the article's.

    ``اجتماع طنجة`` is another meeting: the noun is there, and what it is joined to is
    not, nor anything like it. A definite noun takes an adjective, which may be put in
    other words; only a noun without the article takes a name.
    """
    if len(query.content) < 2 or query.kind is QuestionType.NONE:
        return ()
    noun, name = query.content[-2:]
    joined = name.span.start - noun.span.end == 1 and not noun.norm.startswith("ال")
    if not joined or noun.norm in _asked_nouns() or not _ARABIC.match(name.norm):
        return ()
    if name.norm in _pointing():
        return ()
    if noun.stem not in article.terms or name.stem in article.terms:
        return ()
    near = process.extractOne(
        name.stem, list(article.terms), scorer=Indel.normalized_similarity, score_cutoff=_ALIKE
    )
    return () if near else (name.surface,)


@cache
def _pointing() -> frozenset[str]:
    return frozenset(normalised(POINTING).split())


@cache
def _asked_nouns() -> frozenset[str]:
    return frozenset(normalised(w) for words in NOUNS.values() for w in words.split())


def missing(requirements: Sequence[Requirement], article: OpenArticle) -> tuple[str, ...]:
    """Returns the words of the question that an article does not cover."""
    return tuple(r.words for r in requirements if not r.is_met_by(article))


def _has(article: OpenArticle, term: str) -> bool:
    if term in article.terms:
        return True
    # ليبيا is covered by الليبي: what follows the stem is the ending of a nisba.
    return (
        len(term) >= _SHORTEST_ROOT
        and not term.isdigit()
        and any(other.startswith(term) for other in article.terms)
    )


def _holds_office(
    article: OpenArticle, office: frozenset[str], forms: tuple[tuple[str, ...], ...]
) -> bool:
    """Says whether an article tells of an office of a country.

    الترجمة الفرنسية has nothing of France but an adjective, which belongs to its noun. So
    the country is named by its noun, or its adjective stands by the office: الرئيس الفرنسي.
    """
    tokens = tokenise(f"{article.article.headline}\n{article.article.text}")
    held = [at for at, token in enumerate(tokens) if token.stem in office]
    if not held:
        return False
    if any(len(form) > 1 and all(_has(article, term) for term in form) for form in forms):
        return True
    single = frozenset(form[0] for form in forms if len(form) == 1)
    if any(_is_noun(token, forms, single) for token in tokens):
        return True
    after = {t.stem for at in held for t in tokens[at : at + _AFTER_OFFICE + 1]}
    # An Arabic adjective never stands before its noun.
    before = {
        t.stem
        for at in held
        for t in tokens[max(0, at - _BEFORE_OFFICE) : at]
        if not _ARABIC.match(t.norm)
    }
    roots = tuple(root for root in single if len(root) >= _SHORTEST_ROOT)
    return any(stem.startswith(roots) for stem in after | before)


def _is_noun(token: Token, forms: tuple[tuple[str, ...], ...], single: frozenset[str]) -> bool:
    """Says whether a word is a country's name, not its adjective."""
    return any(
        not set(gazetteer().get(head, ())).isdisjoint(forms)
        or (head in single and bool(_ARABIC.match(head)))
        or (head in common_names() and token.stem.startswith(tuple(single)))
        for head in heads(token.norm)
    )


def _numbers(tokens: Sequence[Token]) -> Iterator[Requirement]:
    for token in tokens:
        if token.norm.isdigit() and len(token.norm) >= 2:
            year = bool(_YEAR.fullmatch(token.norm))
            yield Requirement(token.norm, ((token.norm,),), year)


def _places(tokens: Sequence[Token]) -> Iterator[Requirement]:
    at = 0
    while at < len(tokens):
        for length in range(min(_PLACE_WORDS, len(tokens) - at), 0, -1):
            words = tokens[at : at + length]
            # réunion is a meeting, Réunion is an island.
            if words[0].surface[0].islower():
                continue
            rest = [w.norm for w in words[1:]]
            names = [" ".join([head, *rest]) for head in heads(words[0].norm)]
            known = next((name for name in names if name in gazetteer()), None)
            city = cities().get(names[0]) if words[0].surface[0].isupper() else None
            forms = gazetteer()[known] if known else city
            if forms is not None:
                typed = " ".join(w.surface for w in words)
                office = _office(tokens[max(0, at - 1) : at]) if known else frozenset()
                forms = with_adjectives(forms) if office else forms
                yield Requirement(typed, forms, heard=known is None, office=office)
                at += length - 1
                break
        at += 1


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
        if joined and noun.norm in _place_nouns() and not name.norm.isdigit():
            yield Requirement(name.surface, ((name.stem,),))


@cache
def _place_nouns() -> frozenset[str]:
    return frozenset(normalised(word) for word in _PLACE_NOUNS.split())
