"""What the rules claim of each quotation, as frozen values; the same for all letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from index.types import Polarity, Quote, Span, Speaker

SIGNATURE: Final = "signature"
"""The rule for words that are signed; no reader overrules it."""
INSIDE: Final = "inside reported words"
"""The rule for marked words in a reported clause whose verb has a subject of its own."""

OF_NOUN: Final = "clause of a noun"
"""The rule for marked words in the clause of a noun of saying: ``ادعاءات سلمى أن السد «…»``."""


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
        gender: That a verb in the singular tells of its subject, ``m`` or ``f``; else ``?``.
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
    gender: str = "?"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in marks, or reported words, with all that is claimed of them.

    Attributes:
        quote: The words.
        sentence: Number of the sentence in which they begin.
        claims: Every candidate, the nearest first.
        rejected: Why the rules take the words for no saying (``name``, ``no cue``, …); empty
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
class Pointed:
    """Words that may name the speaker, and how likely the mention begins where they do."""

    span: Span
    share: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reader makes of one quotation.

    Attributes:
        speech: How likely somebody said the words.
        pointed: The likeliest words that prove who speaks, by name or not, best first.
        named: The likeliest words that hold the speaker's name, wherever they stand, best first.
    """

    speech: float
    pointed: tuple[Pointed, ...]
    named: tuple[Pointed, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """Weighs rules and reader: logistic weights, fitted on articles that neither was taught.

    Attributes:
        speech: Weights of ``weigh.speech_features``: whether words were said.
        choice: Weights of ``weigh.speaker_features``: who said them, by name rather than by a
            description alone.
        right: Weights of the same: whether the one who is chosen is right, by either.
        spoken: The probability from which words count as said.
        named: The probability from which a speaker is named.
    """

    speech: tuple[float, ...]
    choice: tuple[float, ...]
    right: tuple[float, ...]
    spoken: float
    named: float


class SpeakerReader(Protocol):
    """A learned reader that decides beside the rules.

    Attributes:
        name: Names its version; another version may read otherwise.
        judge: How it is weighed against the rules.
    """

    @property
    def name(self) -> str: ...

    @property
    def judge(self) -> Judge: ...

    def read(self, text: str, quotations: Sequence[Quotation]) -> Sequence[Opinion | None]:
        """Returns one opinion for each quotation, ``None`` where it abstains.

        Args:
            text: The article as published; all spans count from its start.
            quotations: In the order of the article, those that the rules reject included.
        """
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """Whom some words name, as fully as the article does, and the words themselves.

    Attributes:
        by_name: False where the article only describes them.
        chain: Numbers of the sentences that tell who is meant, the mention's own last.
        gender: ``m``, ``f``, or ``?`` where nothing tells.
        number: ``s``, ``d`` or ``p``.
        first: Where the article first mentions them.
    """

    speaker: Speaker
    mention: Span
    by_name: bool
    chain: tuple[int, ...] = ()
    gender: str = "?"
    number: str = "s"
    first: int = 0


class Names(Protocol):
    """Everybody whom an article names, to be found by the words that name them."""

    def named_at(self, pointed: Span) -> tuple[Named | None, Names]:
        """Returns whom words name, and the names with what these words tell of them.

        A reader may have taken in a word too many or too few.
        """
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """What the claims pass found in one article.

    Attributes:
        named_from: The probability from which a speaker is named in such letters; the judge is
            fitted on Arabic articles.
        borne: A line for each description that was brought to a name, and why to that one.
    """

    quotations: tuple[Quotation, ...]
    names: Names
    named_from: float = 0.0
    borne: tuple[str, ...] = ()
