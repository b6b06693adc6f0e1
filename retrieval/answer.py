"""What a question comes back with: an answer, or an honest no. Both are values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum

from index.types import Saying, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence stands, as a reader needs it to find it again.

    Attributes:
        sentence: Number of the sentence in its article, 1 for the first of the
            body, 0 for a headline that stands inside the text.
        url: The article's link where it has one, with a text fragment that
            leads to the very sentence.
    """

    article_id: str
    headline: str
    outlet: str
    date: dt.date | None
    sentence: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a sentence was found: what ``--explain`` shows.

    Attributes:
        passage_id: The passage that brought the sentence.
        dense_rank: 1-based rank of the passage in the dense list, if it was there.
        dense_score: Cosine of question and passage.
        lexical_rank: Likewise in the lexical list.
        lexical_score: BM25 score of question and passage.
        fused_score: What the passages were ordered by.
        features: What the sentence was ordered by, by name.
    """

    passage_id: str
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    fused_score: float
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """One verbatim sentence with its citation.

    Attributes:
        text: ``article.text[span.start:span.end]``, nothing else.
        score: What the sentences were ordered by, higher is better.
        highlight: The words inside the sentence that answer, in code points of
            the article; None where none is sure.
        saying: The saying that the sentence is or holds, with its speaker.
        also_in: Citations of near-identical sentences by other outlets.
    """

    text: str
    span: Span
    citation: Citation
    score: float
    evidence: Evidence
    highlight: Span | None = None
    saying: Saying | None = None
    also_in: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """A word of the question that was read as another one, since it is spelled wrongly."""

    typed: str
    read: str


class Reason(StrEnum):
    """Why there is no answer."""

    EMPTY_QUESTION = "empty_question"
    """No letter or digit was asked."""
    EMPTY_COLLECTION = "empty_collection"
    """There is no article in this scope yet."""
    NOTHING_SHARED = "nothing_shared"
    """No passage is about anything that was asked."""
    NOT_COVERED = "not_covered"
    """The articles do not cover a part of the question, named in ``uncovered``."""
    LOW_CONFIDENCE = "low_confidence"
    """The best sentence is below the calibrated threshold."""
    INCOMPLETE = "incomplete"
    """Nothing was found in an index that lacks something and is being mended: no true no."""


class Lack(StrEnum):
    """Where the words of a question that are not covered were looked for."""

    ARTICLES = "articles"
    """No article in the asker's scope has them."""
    NEAREST = "nearest"
    """The article nearest to the question does not tell them; another may."""
    TIME = "time"
    """No article is of the time that they name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One to four sentences that answer, best first.

    Attributes:
        confidence: Calibrated probability that the first sentence answers.
        understood: How a follow-up was read, None where it was asked in full.
        more: Further sentences in order, shown on request.
        days_differ: Whether articles of other days answer with other numbers.
        unsure_of: Whose words were asked for, where the first sentence has none that are
            surely theirs; empty otherwise.
        aside_of: The topic that was asked for, where no sentence has a word of it: they come
            near it in meaning; empty otherwise.
        reworded: Whether it was asked who said something that stands there in other words.
    """

    question: str
    sentences: tuple[AnswerSentence, ...]
    confidence: float
    understood: str | None = None
    more: tuple[AnswerSentence, ...] = ()
    slips: tuple[Slip, ...] = ()
    days_differ: bool = False
    unsure_of: str = ""
    aside_of: str = ""
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Not found in these articles.

    Attributes:
        nearest: The nearest sentence, offered as that, never as an answer.
        uncovered: The words of the question that are not covered.
        lack: Where these were looked for.
        understood: How a follow-up was read, None where it was asked in full.
    """

    question: str
    reason: Reason
    confidence: float
    nearest: AnswerSentence | None = None
    uncovered: tuple[str, ...] = ()
    lack: Lack = Lack.NEAREST
    understood: str | None = None
    slips: tuple[Slip, ...] = ()


class Stage(StrEnum):
    """A step on a question's way that may take time of its own."""

    UNDERSTAND = "understand"
    ENCODE = "encode"
    DENSE = "dense"
    LEXICAL = "lexical"
    RANK = "rank"
    READ = "read"
    SAYINGS = "sayings"
    BUILD = "build"


Stopwatch = Callable[[Stage], AbstractContextManager[None]]
"""Measures what is done inside the block that it returns; called from several threads."""


def untimed(_stage: Stage) -> AbstractContextManager[None]:
    """Measures nothing."""
    return nullcontext()


def unsure(told: Answer | NoAnswer, *, incomplete: bool) -> Answer | NoAnswer:
    """Returns what was found, without a no that an incomplete index cannot give."""
    true = (Reason.EMPTY_QUESTION, Reason.EMPTY_COLLECTION)
    if not incomplete or isinstance(told, Answer) or told.reason in true:
        return told
    return replace(told, reason=Reason.INCOMPLETE, uncovered=())
