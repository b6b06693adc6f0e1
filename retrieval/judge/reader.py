"""The interface of a reader: a model that sees the question together with the sentences.

None sits there unless one is given: then features alone order the sentences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from index.types import Span
from retrieval.judge.shared import shared
from retrieval.order.sentences import Ranked
from retrieval.question.asked import Asked

FIRST: Final = 8
"""Sentences that are read: more of them take longer, and the right one is rarely further down."""

SHARED: Final = 2.0
"""What it adds to a sentence's score that all words of the question stand in it or beside it."""


LEAD: Final = 0.4
"""In another script: weight of the log-odds by which the first sentence leads the second."""

USUAL_LEAD: Final = 1.2
"""What changes nothing."""

_LONGEST_LEAD: Final = 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to read, with what it leans on.

    Attributes:
        before: The sentence before it, empty where it is the first.
    """

    sentence: str
    headline: str
    before: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of some sentences.

    Attributes:
        odds: For each sentence, the log-odds that it answers, against none of them.
        spans: For each sentence, the words in it that answer; None where none are sure.
    """

    odds: tuple[float, ...]
    spans: tuple[Span | None, ...]

    @property
    def any(self) -> float:
        """The log-odds that one of them answers."""
        return float(np.logaddexp.reduce(self.odds))

    @property
    def lead(self) -> float:
        """The log-odds by which the best sentence leads the next, up to where it is clear."""
        if len(self.odds) == 1:
            return USUAL_LEAD
        second, first = sorted(self.odds)[-2:]
        return min(first - second, _LONGEST_LEAD)


@dataclass(frozen=True, slots=True)
class Mix:
    """How what is read and what was found make one confidence.

    The log-odds that the first sentence answers are their weighted sum.

    Attributes:
        read: Weight of the reader's log-odds that one of the sentences answers.
        found: Weight of the log-odds without a reader.
        shift: Added to both.
        threshold: Confidence from which on a question is answered.
    """

    read: float
    found: float
    shift: float
    threshold: float

    def confidence(self, reading: Reading, found: float, *, abroad: bool = False) -> float:
        """Returns the probability that the first sentence answers.

        Args:
            reading: What was read.
            found: The probability without a reader.
            abroad: Whether it is in another script than the question. There a reader finds
                something in many sentences, so one has to stand out.
        """
        share = min(max(found, 1e-6), 1 - 1e-6)
        odds = self.read * reading.any + self.found * math.log(share / (1 - share)) + self.shift
        odds += LEAD * (reading.lead - USUAL_LEAD) * abroad
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))


class Reader(Protocol):
    """Reads a question with sentences that may answer it."""

    @property
    def mix(self) -> Mix:
        """How its word is weighed."""

    def read(self, question: str, lines: Sequence[Line]) -> Reading:
        """Returns one number and one span a sentence."""


def lines_of(asked: Asked, ranked: Sequence[Ranked]) -> list[Line]:
    """Returns the first sentences as a reader gets them."""
    lines = []
    for one in ranked[:FIRST]:
        opened, at = one.candidate.article, one.candidate.position
        before = opened.sentence(at - 1).text if at else ""
        score = one.score + SHARED * shared(asked, opened, at)
        lines.append(Line(opened.sentence(at).text, opened.article.headline, before, score))
    return lines


def reordered(reading: Reading, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Returns the sentences with those that were read in the order of what they answer.

    The first keeps the first place's score and each other falls off from it as the reader
    says, since later steps read how far a list falls off.
    """
    read = len(reading.odds)
    order = sorted(range(read), key=lambda at: -reading.odds[at])
    best, top = reading.odds[order[0]], ranked[0].score
    moved = [
        replace(ranked[at], score=top + reading.odds[at] - best, words=reading.spans[at])
        for at in order
    ]
    last = moved[-1].score
    rest = [replace(one, score=min(one.score, last)) for one in ranked[read:]]
    return [*moved, *rest]
