"""What a question asks for; the words that ask stand in ``index/language/questions.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from index.language.tables import listed
from index.text.normalise import normalised
from index.text.tokens import Token


class QuestionType(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"
    NONE = "none"
    """A headline, a statement or a few key words: nothing asks."""


def _words(section: str, *keys: str) -> str:
    return " ".join(listed("questions", section, *keys))


_BY_FORM: Final = (QuestionType.WHAT, QuestionType.YES_NO)
_ASKING: Final = tuple(kind for kind in QuestionType if kind is not QuestionType.NONE)

WORDS: Final[dict[QuestionType, str]] = {kind: _words("words", kind) for kind in _ASKING}
"""Words that ask, one type each; a word of two meanings stands under the commoner one."""

OPENERS_ONLY: Final = _words("other", "openers_only")
"""Words that ask only at the head of a clause: ``من`` is "who" there and "from" elsewhere."""

NOUNS: Final[dict[QuestionType, str]] = {
    kind: _words("nouns", kind) for kind in _ASKING if kind not in _BY_FORM
}
"""Nouns that say what is asked for after a word that leaves it open: ``في أي عام``, ``ما عدد``."""

HOW_MANY_AFTER_HOW: Final = _words("other", "how_many_after_how")
"""What turns an English "how" into a question for a number."""

LINKS: Final = _words("other", "links")
"""Words that may stand between the asking word and its noun: ``ما هو عدد``."""

EMPTY_VERBS: Final[dict[QuestionType, str]] = {
    kind: _words("empty_verbs", kind)
    for kind in (QuestionType.HOW_MANY, QuestionType.WHERE, QuestionType.WHEN)
}
"""Verbs right after the asking word that only say "is": ``كم تبلغ الكلفة`` asks for the cost."""

POINTING: Final = _words("other", "pointing")
"""Words that stand for something said before."""


def kind_of(tokens: Sequence[Token]) -> tuple[QuestionType, frozenset[int]]:
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


def _opens(tokens: Sequence[Token], at: int) -> bool:
    # في أي عام, من أين, منذ متى: a preposition may come before the word that asks.
    return at == 1 and tokens[0].norm in _normed(
        "في من إلى على عن منذ حتى مع in at on from to by with dans en à de"
    )


def _refined(
    tokens: Sequence[Token], at: int, kind: QuestionType, nouns: dict[str, QuestionType]
) -> tuple[QuestionType, frozenset[int]]:
    asking = {at}
    after = at + 1
    links = _normed(LINKS)
    while after < len(tokens) and tokens[after].norm in links:
        asking.add(after)
        after += 1
    if after < len(tokens) and tokens[after].norm in _normed(EMPTY_VERBS.get(kind, "")):
        asking.add(after)
        after += 1
    following = tokens[after].norm if after < len(tokens) else ""
    bare = following.removeprefix("ال")
    if kind is QuestionType.HOW and following in _normed(HOW_MANY_AFTER_HOW):
        return QuestionType.HOW_MANY, frozenset(asking | {after})
    first = tokens[at].norm
    table, _, _ = _tables()
    # من أين and من أي عام: the second word is the one that asks.
    if kind is QuestionType.WHO and first in _normed("من") and table.get(following) is not None:
        return _refined(tokens, after, table[following], nouns)
    if kind is QuestionType.WHAT:
        named = nouns.get(following) or nouns.get(bare)
        if named is not None:
            return named, frozenset(asking)
    return kind, frozenset(asking)


@cache
def _tables() -> tuple[dict[str, QuestionType], frozenset[str], dict[str, QuestionType]]:
    table = {w: kind for kind, words in WORDS.items() for w in _normed(words)}
    nouns = {w: kind for kind, words in NOUNS.items() for w in _normed(words)}
    return table, _normed(OPENERS_ONLY), nouns


@cache
def _normed(text: str) -> frozenset[str]:
    return frozenset(_norms(text.split()))


def _norms(words: Iterable[str]) -> Iterable[str]:
    return (normalised(word) for word in words)
