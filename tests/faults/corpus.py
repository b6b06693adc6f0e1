"""A small library of invented articles, each with a word of its own to be found by."""

from __future__ import annotations

import time
from pathlib import Path

from index.library import Library
from index.quotes.claims.claim import Opinion
from index.text.tokens import index_terms
from index.types import PUBLIC, Article
from tests.library.fakes import HashingEncoder
from tests.quotes.test_passes import Reader


def article(number: int) -> Article:
    word = word_of(number)
    text = f"وصلت سفينة {word} إلى الرصيف. وقال القبطان: «سنبقى في الميناء يومين»."
    return Article(text, headline=f"سفينة {word}", outlet="صحيفة المرفأ")


def word_of(number: int) -> str:
    letters = "بتثجحخدذرز"
    return "م" + "".join(letters[int(digit)] for digit in f"{number:04d}") + "ط"


def opened(folder: Path) -> Library:
    return Library.open(folder, HashingEncoder())


def opened_with_reader(folder: Path) -> Library:
    """Returns a library whose reader holds that nobody says anything, unlike the rules."""
    return Library.open(folder, HashingEncoder(), reader=Reader(Opinion(0.0, ())))


def findable(library: Library, numbers: list[int]) -> set[int]:
    """Returns which of the articles a search for their own word finds."""
    found = set()
    for number in numbers:
        hits = library.engine.search_lexical(index_terms(word_of(number)), 5, {PUBLIC})
        if article(number).id in {hit.article_id for hit in hits}:
            found.add(number)
    return found


def until_whole(library: Library, seconds: float = 60) -> bool:
    """Waits until the library says that it is complete; returns whether it did."""
    end = time.monotonic() + seconds
    while library.incomplete and time.monotonic() < end:
        time.sleep(0.005)
    return not library.incomplete
