"""Names across scripts and spellings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.names import name_agreement, name_keys

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "names.jsonl").open(encoding="utf-8")
]
NAMES = st.lists(
    st.sampled_from([*"ابتجحخدذرسشعغفقكلمنهويءةى", *"abcdefghijklmnopqrstuvwxyz", " ", "-", "'"]),
    max_size=15,
).map("".join)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case['a']}|{case['b']}",
            marks=[pytest.mark.xfail(reason="known failure", strict=True)]
            if case.get("known_failure")
            else [],
        )
        for case in CASES
    ],
)
def test_pair(case: dict[str, object]) -> None:
    assert (name_agreement(str(case["a"]), str(case["b"])) >= 0.5) is case["agree"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["agree"] and not case.get("known_failure")]
)
def test_names_that_agree_share_a_key(case: dict[str, str]) -> None:
    one_consonant = not name_keys(case["a"]) or not name_keys(case["b"])
    initial = "." in case["a"]
    assert name_keys(case["a"]) & name_keys(case["b"]) or one_consonant or initial


@given(NAMES, NAMES)
def test_agreement_is_symmetric_and_in_range(a: str, b: str) -> None:
    assert name_agreement(a, b) == name_agreement(b, a)
    assert 0.0 <= name_agreement(a, b) <= 1.0


@given(NAMES)
def test_a_name_agrees_with_itself(name: str) -> None:
    assert name_agreement(name, name) in {0.0, 1.0}
    if name_keys(name):
        assert name_agreement(name, name) >= 0.5


@given(st.text())
def test_any_text_has_keys_of_capitals(text: str) -> None:
    for key in name_keys(text):
        assert key.isupper()
        assert key.isascii()


def test_titles_and_particles_give_no_key() -> None:
    assert name_keys("السيد الوزير") == frozenset()
    assert name_keys("Mr. President") == frozenset()
    assert name_keys("محمد بن سلمان") == name_keys("محمد سلمان")
    assert name_keys("") == frozenset()
