"""The seat of a reader: a model that sees the question together with the sentences.

None sits there unless one is given: then features alone order the sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from index.types import Span
from retrieval.order.sentences import Ranked

FIRST: Final = 10
"""Sentences that are read: the right one is among them in 97 of 100 answerable questions."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence to read, with what it leans on.

    Attributes:
        before: The sentence before it, empty where it is the first.
    """

    sentence: str
    headline: str
    before: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of some sentences.

    Attributes:
        answers: For each sentence, the probability that it answers.
        none: The probability that none of them does.
        spans: For each sentence, the words in it that answer; None where none do.
    """

    answers: tuple[float, ...]
    none: float
    spans: tuple[Span | None, ...]


class Reader(Protocol):
    """Reads a question with sentences that may answer it."""

    def read(self, question: str, lines: Sequence[Line]) -> Reading:
        """Returns one probability and one span a sentence, and the probability of none."""


def lines_of(ranked: Sequence[Ranked]) -> list[Line]:
    """Returns the first sentences as a reader gets them."""
    lines = []
    for one in ranked[:FIRST]:
        opened, at = one.candidate.article, one.candidate.position
        before = opened.sentence(at - 1).text if at else ""
        lines.append(Line(opened.sentence(at).text, opened.article.headline, before))
    return lines


def reordered(reading: Reading, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Returns the sentences with those that were read in the order of what they answer.

    Each place keeps its score, since later steps read how far a list falls off.
    """
    read = len(reading.answers)
    order = sorted(range(read), key=lambda at: -reading.answers[at])
    moved = [replace(ranked[at], score=ranked[place].score) for place, at in enumerate(order)]
    return [*moved, *ranked[read:]]
