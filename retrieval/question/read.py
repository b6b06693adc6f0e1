"""A question as typed -> what is searched and what is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.text.function_words import FUNCTION_WORDS
from index.text.language import detect_language
from index.text.normalise import normalised
from index.text.tokens import Token, index_terms, tokenise
from retrieval.question import kinds
from retrieval.question.kinds import QuestionType

MAX_QUESTION: Final = 1000
"""Code points of a question that are read; a longer text is somebody's article, not a question."""

_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched.

    Attributes:
        text: The question, cut to ``MAX_QUESTION``.
        language: ``"ar"``, ``"en"``, ``"fr"`` or ``"und"``.
        kind: What the question asks for.
        terms: What lexical search matches.
        content: The words that carry meaning: no function word, no word that asks.
        numbers: Numbers in the question, normalised digits.
    """

    text: str
    language: str
    kind: QuestionType
    terms: tuple[str, ...]
    content: tuple[Token, ...]
    numbers: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was asked: no letter and no digit."""
        return not any(c.isalnum() for c in self.text)


def read_question(text: str) -> Query:
    """Reads a question; any text is a question, the empty one included."""
    asked = text.strip()[:MAX_QUESTION]
    tokens = tokenise(asked)
    kind, asking = _kind(tokens)
    content = tuple(
        t for i, t in enumerate(tokens) if i not in asking and t.norm not in FUNCTION_WORDS
    )
    terms = index_terms(" ".join(t.surface for t in content)) if content else index_terms(asked)
    return Query(
        text=asked,
        language=detect_language(asked),
        kind=kind,
        terms=tuple(terms),
        content=content,
        numbers=tuple(_NUMBER.findall(normalised(asked))),
    )


def _kind(tokens: list[Token]) -> tuple[QuestionType, frozenset[int]]:
    """Returns what is asked for, and the positions of the words that ask."""
    table, openers, nouns = _tables()
    for at, token in enumerate(tokens):
        word = token.norm
        if at == 0 and word not in table and len(word) > 2 and word[0] in "وف":
            word = word[1:]
        kind = table.get(word)
        if kind is None or (at > 0 and word in openers and not _opens(tokens, at)):
            continue
        return _refined(tokens, at, kind, nouns)
    return QuestionType.NONE, frozenset()


def _opens(tokens: list[Token], at: int) -> bool:
    # في أي عام, من أين, منذ متى: a preposition may come before the word that asks.
    return at == 1 and tokens[0].norm in _words(
        "في من إلى على عن منذ حتى مع in at on from to by with dans en à de"
    )


def _refined(
    tokens: list[Token], at: int, kind: QuestionType, nouns: dict[str, QuestionType]
) -> tuple[QuestionType, frozenset[int]]:
    asking = {at}
    after = at + 1
    links = _words(kinds.LINKS)
    while after < len(tokens) and tokens[after].norm in links:
        asking.add(after)
        after += 1
    if after < len(tokens) and tokens[after].norm in _words(kinds.EMPTY_VERBS.get(kind, "")):
        asking.add(after)
        after += 1
    following = tokens[after].norm if after < len(tokens) else ""
    bare = following.removeprefix("ال")
    if kind is QuestionType.HOW and following in _words(kinds.HOW_MANY_AFTER_HOW):
        return QuestionType.HOW_MANY, frozenset(asking | {after})
    first = tokens[at].norm
    table, _, _ = _tables()
    # من أين and من أي عام: the second word is the one that asks.
    if kind is QuestionType.WHO and first in _words("من") and table.get(following) is not None:
        return _refined(tokens, after, table[following], nouns)
    if kind is QuestionType.WHAT:
        named = nouns.get(following) or nouns.get(bare)
        if named is not None:
            return named, frozenset(asking)
    return kind, frozenset(asking)


@cache
def _tables() -> tuple[dict[str, QuestionType], frozenset[str], dict[str, QuestionType]]:
    table = {w: kind for kind, words in kinds.WORDS.items() for w in _words(words)}
    nouns = {w: kind for kind, words in kinds.NOUNS.items() for w in _words(words)}
    return table, _words(kinds.OPENERS_ONLY), nouns


@cache
def _words(text: str) -> frozenset[str]:
    return frozenset(_norms(text.split()))


def _norms(words: Iterable[str]) -> Iterable[str]:
    return (normalised(word) for word in words)
