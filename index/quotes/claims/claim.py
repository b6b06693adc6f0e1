"""What the rules claim of each quotation, as frozen values; the same for all letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Polarity, Quote, Span, Speaker


@dataclass(frozen=True, slots=True)
class Claim:
    """One rule's candidate: who speaks, and what shows it.

    Attributes:
        speaker: ``None`` where the rule holds that the article does not tell.
        mention: The words that name the speaker for this quotation.
        cue: The verb or phrase of saying.
        chain: Numbers of the sentences from the naming to the cue.
        rule: The rule that found it.
        score: In [0, 1]: how often such a claim is right, by the author's judgement.
        inferred: Whether the speaker was carried over or resolved.
        against: The rule by which this clause cannot govern the quotation; empty where none does.
    """

    speaker: Speaker | None
    mention: Span | None
    cue: Span | None
    chain: tuple[int, ...]
    rule: str
    score: float
    inferred: bool = False
    polarity: Polarity = Polarity.SAID
    against: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in marks, or reported words, with all that is claimed of them.

    Attributes:
        quote: The words.
        sentence: Number of the sentence in which they begin.
        claims: Every candidate, the nearest first.
        rejected: Why the rules hold that nobody said the words (``name``, ``no cue``, …); empty
            where they hold that somebody did.
        marked: Whether the words stand in marks.
    """

    quote: Quote
    sentence: int
    claims: tuple[Claim, ...]
    rejected: str = ""
    marked: bool = True

    @property
    def best(self) -> Claim | None:
        """The nearest claim that nothing speaks against."""
        return next((claim for claim in self.claims if not claim.against), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reader tells of one quotation.

    Attributes:
        mention: The words that name the speaker; ``None`` for nobody.
        speech: Probability that somebody said the words.
        right: Probability that the mention (or nobody) is right, given that they were said.
    """

    mention: Span | None
    speech: float
    right: float


class SpeakerReader(Protocol):
    """A learned reader that decides beside the rules."""

    def read(self, text: str, quotations: Sequence[Quotation]) -> Sequence[Verdict | None]:
        """Returns one verdict for each quotation, ``None`` where it abstains.

        Args:
            text: The article as published; all spans count from its start.
            quotations: In the order of the article, those that the rules reject included.
        """
        ...


class Found(Protocol):
    """What the claims pass found in one article."""

    @property
    def quotations(self) -> tuple[Quotation, ...]: ...

    def speaker_at(self, mention: Span) -> Speaker | None:
        """Returns whom the words of a mention name, as fully as the article does."""
        ...
