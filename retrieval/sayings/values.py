"""What questions about sayings come back with: values, whose words are slices of articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from index.identity.values import Person
from index.types import Saying, Span
from retrieval.answer import Citation, Slip
from retrieval.question.intent import Claim


@dataclass(frozen=True, slots=True)
class CitedWords:
    """A stretch of an article, verbatim, with its citation.

    Attributes:
        words: ``article.text[span]``, nothing else.
        sentence: The sentence that holds the start of the words, verbatim.
        sentence_span: Where that sentence stands in the article.
        saying: The saying that holds the stretch, None where it is the
            outlet's own text or no saying was found there.
        person: The identity of the speaker across articles; None where the
            speaker is unknown.
    """

    words: str
    span: Span
    sentence: str
    sentence_span: Span
    citation: Citation
    saying: Saying | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class CitedSaying(CitedWords):
    """A whole saying with its words."""

    saying: Saying
    cue: str = ""


class Operation(StrEnum):
    """What happened to a word between the article and a claim."""

    SAME = "same"
    REPLACED = "replaced"
    ADDED = "added"
    """In the claim only."""
    LEFT_OUT = "left_out"
    """In the article only."""


class Weight(StrEnum):
    """Which changed words turn a meaning round most easily, and are called out."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch of a word-by-word comparison, in reading order.

    Attributes:
        claimed: The words as claimed, empty where they were left out.
        original: The words as the article has them, empty where they were added.
        claimed_span: Code points of the claim.
        original_span: Code points of the article.
        weights: What to call out about it, in a fixed order.
    """

    operation: Operation
    claimed: str
    original: str
    claimed_span: Span
    original_span: Span
    weights: tuple[Weight, ...] = ()


class Verdict(StrEnum):
    """What the articles hold of a claimed quotation. None of them says "false"."""

    WORD_FOR_WORD = "word_for_word"
    SAME_WORDS = "same_words"
    """The same words in the same order; marks, diacritics or letter variants differ."""
    ALTERED = "altered"
    REPORTED = "reported"
    """The claim tells words without marks, and the article tells much the same in others."""
    CUT_SHORT = "cut_short"
    """The words are there, and more words that belong to them: the sense may differ."""
    SAID_BY_SOMEONE_ELSE = "said_by_someone_else"
    DENIED = "denied"
    """The article says that these words were not said, or that they were taken back."""
    UNREAL = "unreal"
    """The article has the words in a condition, a question or an invented report."""
    TWO_SPEAKERS = "two_speakers"
    """Words of two speakers, joined."""
    JOINED = "joined"
    """Words of more than one saying, of one speaker or of nobody who is named, joined."""
    HEADLINE_ONLY = "headline_only"
    """The words stand in a headline, and the text of that article does not have them."""
    CLOSE_IN_MEANING = "close_in_meaning"
    NOT_IN_THESE_ARTICLES = "not_in_these_articles"


_HELD: Final = (Verdict.WORD_FOR_WORD, Verdict.SAME_WORDS, Verdict.ALTERED, Verdict.CUT_SHORT)


class SpeakerCheck(StrEnum):
    """How the speaker of the original relates to the one claimed."""

    NOT_ASKED = "not_asked"
    CONFIRMED = "confirmed"
    SOMEONE_ELSE = "someone_else"
    UNKNOWN = "unknown"
    """The article names no speaker of the words, or not surely enough."""


@dataclass(frozen=True, slots=True)
class Check:
    """The check of a claim against the articles.

    Attributes:
        original: What the articles hold; None for ``NOT_IN_THESE_ARTICLES``. For
            ``HEADLINE_ONLY`` the nearest place of a text, None where none is near.
        differences: The whole comparison, from the first claimed word to the last; empty
            for claims that are joined, close in meaning, or in no text.
        before: The rest of the quotation before the claimed words, verbatim.
        elsewhere: Other places of the articles with these words, newest first.
        similarity: Share of the words of claim and original that are the same
            and in order, or the cosine for ``CLOSE_IN_MEANING``.
        headlines: The articles whose headline has the words, for ``HEADLINE_ONLY``.
    """

    claim: Claim
    verdict: Verdict
    speaker_check: SpeakerCheck
    original: CitedWords | None
    differences: tuple[Difference, ...] = ()
    before: str = ""
    after: str = ""
    elsewhere: tuple[CitedWords, ...] = ()
    similarity: float = 0.0
    headlines: tuple[Citation, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the articles have anything of the claim."""
        return self.original is not None or bool(self.headlines)

    @property
    def joins(self) -> bool:
        """Whether the claim joins words of several places, all of which are to be shown."""
        return self.verdict in (Verdict.TWO_SPEAKERS, Verdict.JOINED)

    @property
    def denied(self) -> bool:
        """Whether the article says that these words were not said."""
        return self.verdict is Verdict.DENIED

    @property
    def holds(self) -> bool:
        """Whether the articles have these words, be they altered or cut short."""
        return self.verdict in _HELD


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said, newest first unless it says otherwise.

    Attributes:
        people: Whom the name stands for; more than one where namesakes cannot
            be told apart, empty where no speaker has that name.
        total: How many sayings there are; ``sayings`` may show fewer.
        off_topic: Sayings of that person on other topics, where none is on
            the topic asked for.
        by_meaning: Too few words of the topic stand in any of the sayings; they are the
            nearest in meaning, and may be about something else.
        nearby: Beside sayings that have the words, others in another script that
            come near in meaning; not counted in ``total``.
        slips: What of the name was read as what, where no speaker has it as typed.
        other_times: Whether nothing was said in the time asked for, and this was said
            at other times.
        nearest_first: Whether what comes nearest to the question stands first.
    """

    asked: str
    topic: str
    people: tuple[Person, ...]
    sayings: tuple[CitedSaying, ...]
    total: int
    off_topic: int = 0
    by_meaning: bool = False
    nearby: tuple[CitedSaying, ...] = ()
    slips: tuple[Slip, ...] = ()
    other_times: bool = False
    nearest_first: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """One speaker of these articles, and how often they speak."""

    person: Person
    sayings: int
    articles: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who speaks in these articles, the most frequent first."""

    summaries: tuple[SpeakerSummary, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One outlet's wording of a saying beside the first one's.

    Attributes:
        differences: From the first version to this one; empty for the first.
    """

    saying: CitedSaying
    differences: tuple[Difference, ...] = ()

    @property
    def same_words(self) -> bool:
        return all(part.operation is Operation.SAME for part in self.differences)
