"""What a sentence holds that could answer: dates, numbers, places, people, causes.

A question says what kind of thing it asks for; a sentence that holds one is the
likelier answer, and the words that are it can be shown in bold. Patterns run over
the normalised text and are carried back to the words as published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from index.language.clitics import without_particles
from index.language.quantities import counting_words
from index.language.tables import words
from index.text.dates import find_dates
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from index.types import Span
from retrieval.question.kinds import QuestionType
from retrieval.question.requires import place_at

_CAPITAL: Final = re.compile(r"[A-Z\u00c0-\u00de]")
_NAME_WORDS: Final = 3
_CLAUSE: Final = re.compile("[\u060c,;\u061b.!\u061f?:\n\u00bb\u201d]")


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of a text that could answer a question of some kind.

    Attributes:
        stems: Of its words.
    """

    span: Span
    stems: frozenset[str]


def find_facts(text: str, kind: QuestionType) -> tuple[Fact, ...]:
    """Finds what a text holds of a kind, in text order and in code points of that text."""
    finder = _FINDERS.get(kind)
    if finder is None:
        return ()
    tokens = tokenise(text)
    found = []
    for span in sorted(finder(text, tokens)):
        inside = (t for t in tokens if span.start <= t.start and t.end <= span.end)
        found.append(Fact(span, frozenset(token.stem for token in inside)))
    return tuple(found)


def _dates(text: str, _: list[Token]) -> Iterator[Span]:
    return (date.span for date in find_dates(text))


def _counts(text: str, tokens: list[Token]) -> Iterator[Span]:
    numbers = list(_numbers(text, tokens))
    # The numbers of a date count nothing.
    dates = list(_dates(text, tokens)) if numbers else []
    return (n for n in numbers if not any(map(n.overlaps, dates)))


def _numbers(text: str, tokens: list[Token]) -> Iterator[Span]:
    at = 0
    while at < len(tokens):
        if not _is_number(tokens[at]):
            at += 1
            continue
        last = at
        while last + 1 < len(tokens) and _is_number(tokens[last + 1]):
            last += 1
        end = tokens[last].end
        # What is counted belongs to the number: 42 دولة.
        if last + 1 < len(tokens):
            following = tokens[last + 1]
            near = following.start - end <= 2
            if (
                near
                and following.norm not in FUNCTION_WORDS
                and not _CLAUSE.search(text, end, following.start)
            ):
                end = following.end
        yield Span(tokens[at].start, end)
        at = last + 1


def _is_number(token: Token) -> bool:
    return token.norm[0].isdigit() or _is(token, "numbers")


def _places(text: str, tokens: list[Token]) -> Iterator[Span]:
    norms = [token.norm for token in tokens]
    for at, token in enumerate(tokens):
        named = place_at(norms, at)
        if named is not None:
            yield Span(token.start, tokens[at + named[1] - 1].end)
        elif _is(token, "places") and at + 1 < len(tokens):
            yield Span(token.start, tokens[at + 1].end)
        elif at > 0 and tokens[at - 1].norm in _lexicon()["in"] and _CAPITAL.match(token.surface):
            yield token.span


def _people(text: str, tokens: list[Token]) -> Iterator[Span]:
    for at, token in enumerate(tokens):
        if _is(token, "roles") and at + 1 < len(tokens):
            last = at
            while (
                last + 1 < len(tokens)
                and last - at < _NAME_WORDS
                and tokens[last + 1].norm not in FUNCTION_WORDS
                and not _CLAUSE.search(text, tokens[last].end, tokens[last + 1].start)
            ):
                last += 1
            if last > at:
                yield Span(token.start, tokens[last].end)
        elif at > 0 and _CAPITAL.match(token.surface) and _CAPITAL.match(tokens[at - 1].surface):
            yield Span(tokens[at - 1].start, token.end)


def _causes(text: str, tokens: list[Token]) -> Iterator[Span]:
    return _clauses(text, tokens, "causes")


def _means(text: str, tokens: list[Token]) -> Iterator[Span]:
    return _clauses(text, tokens, "means")


def _clauses(text: str, tokens: list[Token], words: str) -> Iterator[Span]:
    for token in tokens:
        if _is(token, words):
            stop = _CLAUSE.search(text, token.end)
            end = stop.start() if stop else len(text.rstrip())
            if end > token.end:
                yield Span(token.start, end)


_FINDERS: Final = {
    QuestionType.WHEN: _dates,
    QuestionType.HOW_MANY: _counts,
    QuestionType.WHERE: _places,
    QuestionType.WHO: _people,
    QuestionType.WHY: _causes,
    QuestionType.HOW: _means,
}


def is_role(norm: str) -> bool:
    """Says whether a normalised word is an office or a title."""
    return "roles" in _classes(norm)


def _is(token: Token, kind: str) -> bool:
    return kind in _classes(token.norm)


@lru_cache(maxsize=50_000)
def _classes(norm: str) -> frozenset[str]:
    """Returns the names of the word lists that hold a word, its clitics aside."""
    forms = set(without_particles(norm))
    return frozenset(name for name, words in _lexicon().items() if forms & words)


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    return {
        "numbers": counting_words(),
        "roles": words("offices", "words", "before_names"),
        **{kind: words("facts", "words", kind) for kind in ("places", "in", "causes", "means")},
    }
