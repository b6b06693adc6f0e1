"""A question as a person asks it, and as it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from index.language.tables import words
from index.text.tokens import Token
from index.types import PUBLIC
from retrieval.question.intent import Intent
from retrieval.question.kinds import QuestionType, Wanted
from retrieval.question.period import Period
from retrieval.question.requires import Requirement


class Courtesy(StrEnum):
    """Words that ask nothing and are answered all the same."""

    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Context:
    """What the last question was about.

    Attributes:
        question: In full, as it was read.
        intent: What it asked about sayings, None for another question.
        named: Words of its answer that a pronoun may now stand for.
        told: The words that answered it, for a next question about who said them.
        speaker: Who spoke them, empty where that is not known.
    """

    question: str
    intent: Intent | None = None
    named: str = ""
    told: str = ""
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks, and what an answer may use.

    Attributes:
        context: What came back with the last answer; None for the first question.
        today: The asker's day, for ``أمس`` and the like.
    """

    text: str
    scope: Collection[str] = frozenset({PUBLIC})
    context: Context | None = None
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is read, once; nothing after this reads its words again.

    Attributes:
        text: The question in full, cut to ``MAX_QUESTION``.
        standard: The same in standard Arabic where a dialect asks it: what search and readers get.
        norm: That wording, normalised.
        language: ``"ar"``, ``"en"``, ``"fr"`` or ``"und"``.
        content: The words that carry meaning: no function word, no word that asks.
        terms: What lexical search matches.
        numbers: Numbers in it, normalised digits.
        requirements: The years, numbers and places that an answer has to be about.
        wanted: The attribute that it asks for, such as a birth or a cost.
        intent: What it asks about sayings, with speaker and topic; None for any other question.
        latest: Whether the newest that answers is asked for, such as ``آخر حصيلة``.
        courtesy: The greeting or the thanks that it is and nothing else.
        near_days: Its words for a day near the asker's, such as ``أمس``.
        typed: What was typed, where something was taken over from the question before.
        own: The words that were typed, where others were added to them.
        faint: The words that were added: they say what it is about, not what is asked.
        source: Whose word is asked for, as in ``بحسب سالم الكندي``; empty for nobody's.
    """

    text: str
    standard: str
    norm: str
    language: str
    tokens: tuple[Token, ...]
    kind: QuestionType
    content: tuple[Token, ...]
    terms: tuple[str, ...]
    numbers: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    wanted: Wanted | None
    intent: Intent | None
    period: Period | None
    near_days: tuple[str, ...]
    latest: bool
    courtesy: Courtesy | None
    typed: str | None = None
    own: str = ""
    faint: tuple[str, ...] = ()
    source: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was asked: no letter and no digit."""
        return not any(char.isalnum() for char in self.text)

    @property
    def bare(self) -> bool:
        """Whether it has no word of its own to search for: ``ليش؟``, ``who else?``, ``yes``."""
        empty = words("questions", "other", "bare")
        norms = (token.norm for token in self.content)
        return self.intent is None and all(n in empty or n.lstrip("وف") in empty for n in norms)

    @property
    def carried(self) -> bool:
        """Whether something was taken over from the question before."""
        return self.typed is not None
