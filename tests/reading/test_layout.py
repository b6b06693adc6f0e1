"""Letters at places on a page, put into reading order."""

from __future__ import annotations

import pytest

from index.reading.layout import Glyph, line_of


def glyphs(*words: tuple[str, float]) -> list[Glyph]:
    """Letters at the places where a page shows them, ten wide each, words from their left edge."""
    return [
        Glyph(char, left + 10 * n, 0, left + 10 * n, left + 10 * n + 9.8, 12)
        for word, left in words
        for n, char in enumerate(word)
    ]


LINES = [
    # As they stand from left to right, and as they are read.
    ([("لاق", 100), ("Salem", 30)], "قال Salem"),
    ([("لاق", 200), ("Blue", 30), ("River", 80)], "قال Blue River"),
    ([("ددعلا", 100), ("1,234", 30)], "العدد 1,234"),
    ([("ةبسنلا", 100), ("40", 60), ("%", 50)], "النسبة 40%"),
    ([("لاق", 110), ("737", 70), ("Jet", 30)], "قال Jet 737"),
    ([("Hello", 0), ("world", 60)], "Hello world"),
]


@pytest.mark.parametrize(("words", "text"), LINES)
def test_a_line_of_a_page_is_put_in_order(words: list[tuple[str, float]], text: str) -> None:
    line = line_of(glyphs(*words), rtl="ل" in words[0][0])
    assert line is not None
    assert line.text == text


def test_a_ligature_and_a_vowel_find_their_place() -> None:
    # One glyph whose letters the file has turned round, and a vowel above the letter before it.
    letters = [Glyph("ا", 0, 0, 0, 4, 12), Glyph("ل", 0, 0, 4, 8, 12)]
    letters += [Glyph("\u064e", 12, 2, 11, 13, 12), Glyph("ب", 8.1, 0, 8.1, 16, 12)]
    line = line_of(letters, rtl=True)
    assert line is not None
    assert line.text == "بَلا"
