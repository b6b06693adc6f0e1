"""Questions for one thing about somebody or something: a birth, an age, a cost, a length.

An article that does not tell it has sentences which come near in every other way, so a
sentence answers only if it has a word of the kind: ولد or مواليد for a birth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.language.tables import words
from index.text.tokens import Token
from retrieval.question.kinds import QuestionType

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
    for token in tokens[asking : asking + _SOON + 1]:
        for attribute in ATTRIBUTES:
            if kind in attribute.kinds and token.norm in attribute.asked:
                return Wanted(token.surface, attribute)
    return None


def _asks(token: Token) -> bool:
    asking = words("questions", "words")
    return token.norm in asking or token.norm[1:] in asking
