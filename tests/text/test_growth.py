"""The work on a text grows with its length, not with the square, whatever stands in it.

Each pattern is repeated to two lengths; the exponent of the growth of processor time between them
is held, never a time. The best of several rounds counts, so that a busy machine cannot fail it.
Quotations have a test of their own, ``tests/quotes/test_growth.py``.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator

import pytest

from index.errors import ReadingError
from index.reading.fields import read_date
from index.text.dates import find_dates
from index.text.language import detect_language
from index.text.marks import find_marked
from index.text.normalise import normalise, strip_diacritics
from index.text.numbers import find_numbers
from index.text.sentences import split_sentences
from index.text.tokens import index_terms
from retrieval.question.read import read_question

# Traced, the same work takes twice as long, and other tests cover these lines.
pytestmark = pytest.mark.no_cover

SHORT, LONG = 5_000, 20_000
ROUNDS = 5
HIGHEST = 1.3
NOISE = 0.01
"""Seconds added to both sides: what takes less is as quick as the clock is coarse."""

PATTERNS = [
    *["«", "»", '""', "“”", '" ', "'a' ", "«نعم» ", "«نعم ", "نعم» ", "» «", '\u200f"', 'a"b'],
    *[".", ". ", "...", "… ", "!", "؟ ", "ا.", "(", ") ", "() ", "(!) ", "[", "[1] ", "- ", "، "],
    *["Mr. ", "د. ", "A. ", "J.F. ", "ق.م. ", "Inc. ", "1. ", "قال.ثم ", "\n", "قال\n", " ", "ا"],
    *["\ufdfa", "\u0651", "\u0654", "ي\u0654", "\u0640", "\u200d", "e\u0301", "\ufefb", "قَالَ "],
    *["1", "1 ", "1,", "1/", "12/03/2024 ", "2018 ", "2018-", "5% ", "خمسة و", "ثلاثة آلاف "],
    *["3 مايو ", "مايو ", "رمضان ", "يوم ", "أمس ", "عام ", "العام الماضي ", "on May ", "le 3 "],
    *["ماذا ", "من قال ", "what did ", "عن "],
    "وقالت رباب العامري إن السد جاهز، مضيفة «لن نعود».\n",
    "Rami Kassar said on Monday 3 May 2019 that 40 dams were ready. ",
]


def date_of(text: str) -> None:
    try:
        read_date(text, "date")
    except ReadingError:
        return


WORKS: list[Callable[[str], object]] = [
    normalise,
    strip_diacritics,
    find_marked,
    split_sentences,
    find_dates,
    date_of,
    find_numbers,
    index_terms,
    detect_language,
    read_question,
]


@pytest.fixture(autouse=True)
def undisturbed() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return time.process_time() - started


def exponent(work: Callable[[str], object], pattern: str) -> float:
    """Returns the power with which the work grows, as the best rounds tell it."""
    texts = [(pattern * (size // len(pattern) + 1))[:size] for size in (SHORT, LONG)]
    best = [math.inf, math.inf]
    found = math.inf
    for _ in range(ROUNDS):
        best = [min(old, seconds(work, text)) for old, text in zip(best, texts, strict=True)]
        short, long = (value + NOISE for value in best)
        found = min(found, math.log(long / short) / math.log(LONG / SHORT))
        if found < HIGHEST:
            break
    return found


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.__name__)
def test_growth(work: Callable[[str], object]) -> None:
    work("قال سالم «نعم» يوم 3 مايو.")
    powers = {pattern: exponent(work, pattern) for pattern in PATTERNS}
    assert {pattern: power for pattern, power in powers.items() if power >= HIGHEST} == {}


def test_many_patterns_are_tried() -> None:
    assert len(set(PATTERNS)) >= 45
