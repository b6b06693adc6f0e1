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
class Facts:
    """Spans of one text, by what they could answer.

    Attributes:
        found: In text order, each with its kind.
    """

    found: tuple[tuple[QuestionType, Span], ...]

    def of(self, kind: QuestionType) -> tuple[Span, ...]:
        return tuple(span for k, span in self.found if k is kind)


def find_facts(text: str, tokens: list[Token] | None = None) -> Facts:
    """Finds what a text holds, in code points of that text.

    Args:
        tokens: Its tokens, where the caller has them.
    """
    tokens = tokenise(text) if tokens is None else tokens
    found: list[tuple[QuestionType, Span]] = []
    for finder in (_dates, _numbers, _places, _people, _causes, _means):
        found.extend(finder(text, tokens))
    dates = [span for kind, span in found if kind is QuestionType.WHEN]
    # The numbers of a date count nothing.
    found = [
        (kind, span)
        for kind, span in found
        if kind is not QuestionType.HOW_MANY or not any(span.overlaps(date) for date in dates)
    ]
    return Facts(tuple(sorted(found, key=lambda item: item[1])))


def _dates(text: str, _: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    return ((QuestionType.WHEN, date.span) for date in find_dates(text))


def _numbers(text: str, tokens: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    at = 0
    while at < len(tokens):
        if not _is_number(tokens[at]):
            at += 1
            continue
        last = at
        while last + 1 < len(tokens) and _is_number(tokens[last + 1]):
            last += 1
        end = tokens[last].span.end
        # What is counted belongs to the number: 42 دولة.
        if last + 1 < len(tokens):
            following = tokens[last + 1]
            near = following.span.start - end <= 2
            if (
                near
                and following.norm not in FUNCTION_WORDS
                and not _CLAUSE.search(text, end, following.span.start)
            ):
                end = following.span.end
        yield QuestionType.HOW_MANY, Span(tokens[at].span.start, end)
        at = last + 1


def _is_number(token: Token) -> bool:
    return token.norm[0].isdigit() or _is(token, "numbers")


def _places(text: str, tokens: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    norms = [token.norm for token in tokens]
    for at, token in enumerate(tokens):
        named = place_at(norms, at)
        if named is not None:
            yield QuestionType.WHERE, Span(token.span.start, tokens[at + named[1] - 1].span.end)
        elif _is(token, "places") and at + 1 < len(tokens):
            yield QuestionType.WHERE, Span(token.span.start, tokens[at + 1].span.end)
        elif at > 0 and tokens[at - 1].norm in _lexicon()["in"] and _CAPITAL.match(token.surface):
            yield QuestionType.WHERE, token.span


def _people(text: str, tokens: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    for at, token in enumerate(tokens):
        if _is(token, "roles") and at + 1 < len(tokens):
            last = at
            while (
                last + 1 < len(tokens)
                and last - at < _NAME_WORDS
                and tokens[last + 1].norm not in FUNCTION_WORDS
                and not _CLAUSE.search(text, tokens[last].span.end, tokens[last + 1].span.start)
            ):
                last += 1
            if last > at:
                yield QuestionType.WHO, Span(token.span.start, tokens[last].span.end)
        elif at > 0 and _CAPITAL.match(token.surface) and _CAPITAL.match(tokens[at - 1].surface):
            yield QuestionType.WHO, Span(tokens[at - 1].span.start, token.span.end)


def _causes(text: str, tokens: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    yield from _clauses(text, tokens, QuestionType.WHY, "causes")


def _means(text: str, tokens: list[Token]) -> Iterator[tuple[QuestionType, Span]]:
    yield from _clauses(text, tokens, QuestionType.HOW, "means")


def _clauses(
    text: str, tokens: list[Token], kind: QuestionType, words: str
) -> Iterator[tuple[QuestionType, Span]]:
    for token in tokens:
        if _is(token, words):
            stop = _CLAUSE.search(text, token.span.end)
            end = stop.start() if stop else len(text.rstrip())
            if end > token.span.end:
                yield kind, Span(token.span.start, end)


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
