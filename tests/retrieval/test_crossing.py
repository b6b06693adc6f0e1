"""What is shared across scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.language import main_script
from retrieval.search.fusion import crossing_shares

TEXTS = [
    "وصل إريك ستالبورغ إلى زمردان صباح الثلاثاء.",
    "سافر القندسي إلى كورفانيا عام 2019 ليوقع الاتفاق.",
    "ارتفعت أسعار الخبز في المدينة.",
    "Stallborg came to Zumurdan on Tuesday.",
]


def test_names_are_heard_in_the_other_script_alone() -> None:
    first, second, third, same = crossing_shares("When did Stallborg come to Zumurdan?", TEXTS)
    assert first > second
    assert (third, same) == (0.0, 0.0)


def test_numbers_count_too() -> None:
    shares = crossing_shares("What was signed in 2019?", TEXTS)
    assert shares.index(max(shares)) == 1


def test_an_arabic_question_over_a_latin_text() -> None:
    assert crossing_shares("متى وصل ستالبورغ إلى زمردان؟", TEXTS)[3] > 0
    assert crossing_shares("متى وصل ستالبورغ إلى زمردان؟", TEXTS)[:3] == [0.0] * 3


@pytest.mark.parametrize("question", ["", "؟", "Who is he?", "a b c"])
def test_nothing_to_hear(question: str) -> None:
    assert crossing_shares(question, TEXTS) == [0.0] * 4
    assert crossing_shares(question, []) == []


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=5))
def test_shares_are_shares(question: str, texts: list[str]) -> None:
    shares = crossing_shares(question, texts)
    assert len(shares) == len(texts)
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_the_main_script() -> None:
    assert main_script("قال McGurk إن الأمور بخير") == "arabic"
    assert main_script("Кто это? ماذا") == "cyrillic"
    assert main_script("") == ""
