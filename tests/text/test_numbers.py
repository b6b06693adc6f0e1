"""Numbers in digits and in words, and what they count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.quantities import number_words, teen_units
from index.language.tables import numbered
from index.text.numbers import find_numbers

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "numbers.jsonl").open(encoding="utf-8")
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = [
        [n.span.of(text), n.value, n.vague, n.percent, n.noun and n.noun.of(text)]
        for n in find_numbers(text)
    ]
    assert found == case["numbers"]


def in_words(number: int) -> str:
    """Writes a number below a million as a newsreader says it."""
    parts = []
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append(
            f"{below_thousand(thousands)} ألف" if thousands > 2 else ["", "ألف", "ألفان"][thousands]
        )
    if rest:
        parts.append(below_thousand(rest))
    return " و".join(parts)


def below_thousand(number: int) -> str:
    parts = []
    hundreds, rest = divmod(number, 100)
    if hundreds:
        parts.append(word_of(numbered("numbers", "hundreds"), hundreds * 100))
    if 10 < rest < 20:
        parts.append(f"{word_of(teen_units(), rest - 10)} عشر")
    elif rest <= 10:
        parts += [word_of(numbered("numbers", "units"), rest)] if rest else []
    else:
        tens, units = divmod(rest, 10)
        parts += [word_of(numbered("numbers", "units"), units)] if units else []
        parts.append(word_of(numbered("numbers", "tens"), tens * 10))
    return " و".join(parts)


def word_of(words: dict[str, int], number: int) -> str:
    return next(word for word, value in words.items() if value == number)


@given(st.integers(1, 999_999))
def test_a_number_in_words_is_read_back(number: int) -> None:
    text = f"حضر {in_words(number)} شخص"
    (found,) = find_numbers(text)
    assert found.value == number
    assert found.span.of(text) == in_words(number)
    assert found.noun is not None
    assert found.noun.of(text) == "شخص"


@given(st.integers(0, 10**12))
def test_digits_of_every_script_are_read_alike(number: int) -> None:
    arabic = str(number).translate({ord(str(n)): 0x0660 + n for n in range(10)})
    for written in (str(number), f"{number:,}", arabic):
        (found,) = find_numbers(f"بلغ {written} نقطة")
        assert found.value == number


@given(
    st.lists(
        st.sampled_from([*sorted(number_words()), "42", "3.5", "و", " ", " ", "دولة", "نصف", "%"]),
        max_size=12,
    ).map(" ".join)
)
def test_numbers_are_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert number.span.start >= end
        assert len(number.span)
        assert number.value >= 0
        end = number.span.end
