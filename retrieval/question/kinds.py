"""What a question asks for; the words that ask stand in ``index/language/questions.toml``.

It may be one thing about somebody or something: a birth, an age, a cost, a length. An article
that does not tell it has sentences which come near in every other way, so a sentence answers
only if it has a word of the kind: ولد or مواليد for a birth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from index.language.clitics import without_article
from index.language.tables import words
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


_BEFORE: Final = 2
"""Words that may stand before the one that asks, where that asks only at the head of a clause."""

_BY_FORM: Final = (QuestionType.WHAT, QuestionType.YES_NO)
_EMPTY: Final = (QuestionType.HOW_MANY, QuestionType.WHERE, QuestionType.WHEN)
_ASKING: Final[tuple[QuestionType, ...]] = tuple(
    kind for kind in QuestionType if kind is not QuestionType.NONE
)


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
    # في أي عام, من أين, et contre qui: a preposition may come before the word that asks.
    before = words("questions", "other", "before_asking")
    # الرئيس قابل من: at the end it is no "from".
    if tokens[at].norm == "من" and at == len(tokens) - 1:
        return True
    return at <= _BEFORE and all(token.norm in before for token in tokens[:at])


def _refined(
    tokens: Sequence[Token], at: int, kind: QuestionType, nouns: dict[str, QuestionType]
) -> tuple[QuestionType, frozenset[int]]:
    asking = {at}
    after = at + 1
    links = words("questions", "other", "links")
    while after < len(tokens) and tokens[after].norm in links:
        asking.add(after)
        after += 1
    empty = words("questions", "empty_verbs", kind) if kind in _EMPTY else ()
    if after < len(tokens) and tokens[after].norm in empty:
        asking.add(after)
        after += 1
    following = tokens[after].norm if after < len(tokens) else ""
    bare = following.removeprefix("ال")
    if kind is QuestionType.HOW and following in words("questions", "other", "how_many_after_how"):
        return QuestionType.HOW_MANY, frozenset(asking | {after})
    first = tokens[at].norm
    table, _, _ = _tables()
    # من أين and من أي عام: the second word is the one that asks.
    if kind is QuestionType.WHO and first == "من" and table.get(following) is not None:
        return _refined(tokens, after, table[following], nouns)
    if kind is QuestionType.WHAT:
        named = nouns.get(following) or nouns.get(bare)
        if named is not None:
            return named, frozenset(asking)
    return kind, frozenset(asking)


@cache
def _tables() -> tuple[dict[str, QuestionType], frozenset[str], dict[str, QuestionType]]:
    table = {w: kind for kind in _ASKING for w in words("questions", "words", kind)}
    named = (kind for kind in _ASKING if kind not in _BY_FORM)
    nouns: dict[str, QuestionType] = {
        w: kind for kind in named for w in words("questions", "nouns", kind)
    }
    return table, words("questions", "other", "openers_only"), nouns


_SOON: Final = 3
"""Words after the one that asks within which stands what it asks for."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is asked about somebody or something; its words stand in ``questions.toml``.

    Attributes:
        kinds: Of the questions that ask for it.
        name: Its key in the table.
        tellers: Further keys of words that tell it.
        life: Whether the dates in brackets after a name tell it.
        personal: Whether it is a person's: who speaks of it speaks of themselves.
    """

    kinds: frozenset[QuestionType]
    name: str
    tellers: tuple[str, ...] = ()
    life: bool = False
    personal: bool = False

    @property
    def asked(self) -> frozenset[str]:
        """Words that ask for it, normalised."""
        return words("questions", "asked", self.name)

    @property
    def told(self) -> frozenset[str]:
        """Further words that a sentence which tells it may have, normalised."""
        return words("questions", "told", *(self.tellers or (self.name,)))


_TIME_OR_PLACE: Final = frozenset({QuestionType.WHEN, QuestionType.WHERE})
_PERSON_OR_WHEN: Final = frozenset({QuestionType.WHO, *_TIME_OR_PLACE})
_AMOUNT: Final = frozenset({QuestionType.HOW_MANY})

ATTRIBUTES: Final = (
    Attribute(_TIME_OR_PLACE, "birth", life=True, personal=True),
    Attribute(_AMOUNT, "age", personal=True),
    Attribute(_TIME_OR_PLACE, "death", life=True, personal=True),
    Attribute(_TIME_OR_PLACE, "studies", personal=True),
    Attribute(_AMOUNT, "cost", ("currencies",)),
    Attribute(_AMOUNT, "wage", ("currencies",)),
    Attribute(_AMOUNT, "length", ("measures",)),
    Attribute(_AMOUNT, "area", ("measures", "area")),
    Attribute(_AMOUNT, "weight"),
    Attribute(_PERSON_OR_WHEN, "marriage"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The attribute that a question asks for.

    Attributes:
        word: The word of the question that asks for it, as typed.
    """

    word: str
    attribute: Attribute


def wanted_of(kind: QuestionType, tokens: Sequence[Token]) -> Wanted | None:
    """Returns the attribute that a question asks for, None where it asks for none of these."""
    asking = next((at for at, token in enumerate(tokens) if _asks(token)), 0)
    # مرتبه كام: in Egypt what is asked for stands before the word that asks.
    for token in tokens[max(0, asking - 1) : asking + _SOON + 1]:
        for attribute in ATTRIBUTES:
            named = {token.norm, without_article(token.norm)} & attribute.asked
            if kind in attribute.kinds and named:
                return Wanted(token.surface, attribute)
    return None


def _asks(token: Token) -> bool:
    asking = words("questions", "words")
    return token.norm in asking or token.norm[1:] in asking
