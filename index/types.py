"""The values that an article and what is found in it are made of, frozen.

Every span is half-open and counts code points of ``Article.text``; every id is
a content hash. Nothing here knows how a value is found, stored or shown.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PUBLIC: Final = "public"
"""The collection that every chat sees. A chat's own is ``chat:<id>``."""


def content_id(*parts: str) -> str:
    """Returns 16 hexadecimal digits that name exactly these parts."""
    packed = json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(packed).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Returns the words of this span, sliced from the text it belongs to."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was published. Nothing below ever changes ``text``.

    Attributes:
        text: The whole text. Where the publisher's file starts with the
            headline, it starts with it too, and ``headline_span`` says where.
        headline: The headline, empty where none is known.
        outlet: Who published it (``"source"`` would clash with a speaker).
        date: The day of publication in the outlet's own calendar day.
        language: BCP 47 primary tag, ``"ar"`` unless found to be another.
        headline_span: Where the headline stands inside ``text``, if it does.
    """

    text: str
    headline: str = ""
    outlet: str = ""
    date: dt.date | None = None
    url: str | None = None
    language: str = "ar"
    headline_span: Span | None = None

    @property
    def id(self) -> str:
        day = self.date.isoformat() if self.date else ""
        return content_id("article", self.outlet, self.headline, day, self.url or "", self.text)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article that was to be added.

    Attributes:
        added: False where the collection held it already.
    """

    article_id: str
    added: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    Attributes:
        number: 1 for the first sentence of the body; 0 for a headline that
            stands inside the text.
    """

    number: int
    span: Span


class QuoteKind(StrEnum):
    """How a quote gives its words."""

    DIRECT = "direct"
    """Whole clauses, in the speaker's own words, between marks."""
    PARTIAL = "partial"
    """A few of the speaker's words between marks, inside a reported clause."""
    INDIRECT = "indirect"
    """A reported clause: the speaker's meaning, the reporter's words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody is reported to have said.

    Attributes:
        span: The words alone, without their marks.
        outer: The words with their marks; equals ``span`` where there are none.
        kind: How the words are given.
    """

    span: Span
    outer: Span
    kind: QuoteKind


class SpeakerKind(StrEnum):
    """What kind of speaker it is."""

    PERSON = "person"
    INSTITUTION = "institution"
    UNNAMED = "unnamed"
    """``مسؤول أمريكي``: somebody whom the article does not name."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as fully as the article names them.

    Attributes:
        name: The fullest form in the article, in the article's own letters.
        role: ``وزير الخارجية``, where the article gives one.
        organisation: Where the article gives one.
    """

    name: str
    kind: SpeakerKind
    role: str | None = None
    organisation: str | None = None


class AttributionStatus(StrEnum):
    """How sure the speaker is."""

    EXPLICIT = "explicit"
    """The clause that holds the words names the speaker."""
    INFERRED = "inferred"
    """The speaker was carried over or resolved; ``chain`` says from where."""
    UNKNOWN = "unknown"
    """The article does not say, or not safely enough: a wrong speaker is worse than none."""


class Polarity(StrEnum):
    """Whether the article says that the words were said."""

    SAID = "said"
    DENIED = "denied"
    """``نفى أنه قال «…»``: the article says that the speaker did not say it, or takes it back."""
    UNREAL = "unreal"
    """``لو قال «…»``: a condition, a question or an invented report."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a quote, and what proves it.

    Attributes:
        speaker: ``None`` exactly where ``status`` is unknown.
        mention: The words that name the speaker for this quote.
        cue: The verb or phrase of saying.
        chain: Numbers of the sentences that led from the naming to the quote,
            in that order.
        rule: Name of the rule that fired.
        confidence: In [0, 1].
        polarity: Whether the article says that the words were said.
    """

    status: AttributionStatus
    speaker: Speaker | None
    mention: Span | None
    cue: Span | None
    chain: tuple[int, ...]
    rule: str
    confidence: float
    polarity: Polarity = Polarity.SAID

    def __post_init__(self) -> None:
        if (self.speaker is None) != (self.status is AttributionStatus.UNKNOWN):
            raise ValueError("a speaker is missing exactly where the attribution is unknown")

    @property
    def denied(self) -> bool:
        """Says whether the article tells that these words were not said."""
        return self.polarity is Polarity.DENIED


@dataclass(frozen=True, slots=True)
class Saying:
    """A quote of one article together with its attribution."""

    article_id: str
    quote: Quote
    attribution: Attribution

    @property
    def id(self) -> str:
        span = self.quote.span
        return content_id("saying", self.article_id, str(span.start), str(span.end))


@dataclass(frozen=True, slots=True)
class Passage:
    """A window of whole sentences that never cuts a quote; what is embedded.

    Attributes:
        span: From the start of its first sentence to the end of its last.
        first: Position of its first sentence in ``Analysis.sentences``.
        last: Position of its last one, inclusive.
    """

    article_id: str
    span: Span
    first: int
    last: int

    @property
    def id(self) -> str:
        return content_id("passage", self.article_id, str(self.span.start), str(self.span.end))


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is found in one article, in article order, before anything is searched.

    Attributes:
        sentences: They cover the text without overlap, white space between
            them aside.
        sayings: Found on the whole article.
        passages: Cut last, so that none cuts a quote.
    """

    article_id: str
    sentences: tuple[Sentence, ...]
    sayings: tuple[Saying, ...]
    passages: tuple[Passage, ...]
