"""What a text may cost once it is inside."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence

import pytest

from index.analysis import analyse
from index.speakers.reader import MOST_READ, TrainedReader, most_read
from index.types import Article, Span
from retrieval.sayings.check.checker import _pieces
from retrieval.sayings.check.matching import PLACES, Read, matches
from retrieval.sayings.check.words import words_of


@pytest.mark.parametrize("pattern", ["قال: «", "«ا» ", "قال: «نعم». "])
@pytest.mark.parametrize("times", [20, 200, 2_000])
def test_of_very_many_marks_the_first_are_read(pattern: str, times: int) -> None:
    asked: list[Span] = []

    class Counting(TrainedReader):
        def __init__(self) -> None:
            """Loads nothing."""

        def opinions(self, text: str, quotes: Sequence[Span]) -> list[None]:  # type: ignore[override]
            asked.extend(quotes)
            return [None] * len(quotes)

    text = pattern * times
    analyse(Article(text), Counting())
    assert 0 < len(asked) <= most_read(len(text)) <= MOST_READ


def words_in(text: str) -> Read:
    article = Article(text)
    return Read(article, analyse(article))


@pytest.mark.parametrize(
    "claim", ["a. " * 1_000, "a. " * 999 + "b", "a", "a… " * 900, "b " * 1_000]
)
def test_words_that_stand_everywhere_take_little_memory(claim: str) -> None:
    """A short message checked against a long text of the same chat took gigabytes."""
    read = words_in("a. " * 60_000)
    tracemalloc.start()
    found = matches(words_of(claim), _pieces(claim), read)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) <= PLACES
    assert most < 150_000_000


def test_a_long_claim_is_found_in_a_very_long_text() -> None:
    digits = (f"{number * 7_919 % 50_000:05d}" for number in range(60_000))
    words = ["".join(chr(97 + int(digit)) for digit in number) for number in digits]
    claim = words[41_000:41_300]
    claim[100] = "changed"
    typed = words_of(" ".join(claim))
    [match] = matches(typed, [typed], words_in(" ".join(words)))
    assert not match.exact
    assert [match.pairs[0], match.pairs[-1]] == [(0, 41_000), (299, 41_299)]
