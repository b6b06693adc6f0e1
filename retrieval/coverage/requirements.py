"""What an answer must be about: the years, numbers and places that a question names.

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
from index.text.tokens import Token
from retrieval.articles import OpenArticle
from retrieval.coverage.places import cities, gazetteer, heads
from retrieval.question.query import Query
from retrieval.question.question_words import NOUNS, POINTING, QuestionType

_YEAR: Final = re.compile(r"(?:1[0-9]|20)\d\d")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_ALIKE: Final = 0.7
"""Similarity from which on two words may be forms of one."""

_PLACE_WORDS: Final = 3
_SHORTEST_ROOT: Final = 3
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
    """

    words: str
    forms: tuple[tuple[str, ...], ...]
    year: bool = False
    heard: bool = False

    def is_met_by(self, article: OpenArticle) -> bool:
        """Whether an article's words, or for a year its date, cover this."""
        date = article.article.date
        if self.year and date is not None and str(date.year) == self.words:
            return True
        if any(all(_has(article, term) for term in form) for form in self.forms):
            return True
        return self.heard and not article.sounds.isdisjoint(name_keys(self.words))


def requirements_of(query: Query) -> tuple[Requirement, ...]:
    """Returns what a question names; nothing for a headline or key words."""
    if query.kind is QuestionType.NONE:
        return ()
    found = (*_numbers(query.content), *_places(query.content), *_named(query.content))
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
                yield Requirement(typed, forms, heard=known is None)
                at += length - 1
                break
        at += 1


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
