"""What a text may cost once it is inside."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from index.analysis import analyse
from index.speakers.reader import MOST_READ, TrainedReader, most_read
from index.types import Article, Span


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
