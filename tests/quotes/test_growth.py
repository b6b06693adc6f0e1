"""The work grows with the length of an article, not with its square, whatever stands in it.

Each pattern is repeated to four lengths; the exponent of the growth of processor time between
them is held, never a time. The best of several rounds counts, so that a busy machine cannot
fail it.
"""

from __future__ import annotations

import gc
import itertools
import math
import time

import pytest

from index.quotes import find_sayings
from index.text.marks import find_marked
from index.text.sentences import split_sentences
from index.types import Article

# Traced, the same work takes five times as long, and other tests cover these lines.
pytestmark = pytest.mark.no_cover

SHORT, LONG = 7_500, 30_000
ROUNDS = 6
HIGHEST = 1.3
NOISE = 0.01
"""Seconds added to both sides: what takes less is as quick as the clock is coarse."""

PATTERNS = [
    *["«", "»", '"', "”", "'", "« ", '"a" ', "«ا» ", "«\n", '"x\n', "(", "[", "-- ", ": ", "، "],
    *["said ", "that ", "according to ", "he said, ", "John Roe ", "Il a dit que ", "Mr Roe, "],
    *["قال: ", "قال ", "قال «", "بحسب ", "قوله ", "قائلا ", "أن قال ", "عن ", "وفقا ل", "الذي "],
    *["وقال سالم الكندي ", "وزير المياه سالم الكندي ", "قال سالم: «نعم» و", "من جهته ", "سالم "],
    *['"Yes," he said. ', "The minister said that he said that ", "1 ", "و", "ال", "\u064b", "a"],
    "وقالت رباب العامري إن السد جاهز، مضيفة «لن نعود».\n",
    "Rami Kassar said on Monday that the dam was ready. ",
]


def seconds(text: str) -> float:
    sentences = split_sentences(text)
    # What the collector does depends on all that lives in the process.
    gc.disable()
    started = time.process_time()
    find_marked(text)
    find_sayings(Article(text), sentences)
    spent = time.process_time() - started
    gc.enable()
    return spent


@pytest.mark.parametrize("pattern", PATTERNS)
def test_growth(pattern: str) -> None:
    texts = [(pattern * (size // len(pattern) + 1))[:size] for size in (SHORT, LONG)]
    best = [math.inf, math.inf]
    exponents = []
    for _ in range(ROUNDS):
        best = [min(old, seconds(text)) for old, text in zip(best, texts, strict=True)]
        short, long = (value + NOISE for value in best)
        exponents.append(math.log(long / short) / math.log(LONG / SHORT))
        if exponents[-1] < HIGHEST:
            return
    pytest.fail(f"grows with the power {min(exponents):.2f}")


def test_a_long_article_of_different_people() -> None:
    given = ["سالم", "رباب", "خالد", "سلمى", "عادل", "هدى", "جابر", "رامي"]
    family = ["الكندي", "العامري", "الهلالي", "الريحاني", "النعماني", "القصار", "التميلي"]
    people = itertools.cycle(itertools.product(given, family))
    lines = [
        f"وقال {first} {second} إن المشروع رقم {number} جاهز، وأضاف: «لن نعود إلى {number}»."
        for number, (first, second) in enumerate(itertools.islice(people, 1_600))
    ]
    short, long = (
        min(seconds("\n".join(lines[:count])) for _ in range(2)) for count in (400, 1600)
    )
    assert math.log((long + NOISE) / (short + NOISE)) / math.log(LONG / SHORT) < HIGHEST
