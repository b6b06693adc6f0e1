"""The normaliser: what comes out alike, and the way back to the original."""

from __future__ import annotations

import json
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.normalise import fold, normalise, normalised, strip_diacritics

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "normalise.jsonl").open(encoding="utf-8")
]
ARABIC = st.characters(min_codepoint=0x0600, max_codepoint=0x06FF)
FORMS = st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF)
PIECES = st.sampled_from(
    [
        "و\u0654",
        "ي\u064e\u0654",
        "\ufefb",
        "\ufdfa",
        "  ",
        " \u0640 ",
        "\u200f",
        "É",
        "e\u0301",
        "ß",
    ]
)
TEXTS = st.one_of(
    st.text(st.one_of(ARABIC, FORMS, st.characters())),
    st.lists(st.one_of(PIECES, ARABIC), max_size=30).map("".join),
)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    assert normalised(case["text"]) == case["normalised"]


@pytest.mark.no_cover  # a million times the same lines
def test_every_character_folds_to_a_fixed_point() -> None:
    # All characters are independent but for hamza marks and spaces, so this is the proof.
    for code in range(sys.maxunicode + 1):
        folded = fold(char := chr(code))
        # What stays as it is need not be folded again to be shown to stay.
        assert folded == char or "".join(map(fold, folded)) == folded, hex(code)


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once


@given(TEXTS)
def test_short_and_long_texts_are_folded_alike(text: str) -> None:
    padding = "ا" * 300
    assert normalised(text) == normalise(text).text
    assert normalised(padding + text) == padding + normalised(text)


@given(TEXTS)
def test_the_map_is_monotone_and_inside_the_text(text: str) -> None:
    form = normalise(text)
    assert len(form.starts) == len(form.ends) == len(form.text)
    assert (np.diff(form.starts) >= 0).all()
    assert (np.diff(form.ends) >= 0).all()
    assert (form.starts < form.ends).all()
    if len(form.text):
        assert form.starts[0] >= 0
        assert form.ends[-1] <= len(text)


@given(TEXTS, st.data())
def test_a_mapped_span_slices_what_normalises_to_its_text(text: str, data: st.DataObject) -> None:
    form = normalise(text)
    start = data.draw(st.integers(0, len(form.text)))
    end = data.draw(st.integers(start, len(form.text)))
    span = form.original(start, end)
    found = normalised(span.of(text))
    # A character that stands for several is never cut: its whole expansion comes back.
    assert form.text[start:end].strip() in found
    if all(len(fold(char)) <= 1 for char in text):
        assert found.strip() == form.text[start:end].strip()


@given(TEXTS)
def test_the_whole_maps_to_all_that_is_not_dropped(text: str) -> None:
    form = normalise(text)
    span = form.original(0, len(form.text))
    outside = text[: span.start] + text[span.end :]
    assert not normalised(outside).strip()


@given(st.text(ARABIC))
def test_composed_and_decomposed_come_out_alike(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    composed = unicodedata.normalize("NFC", text)
    assert normalised(decomposed) == normalised(composed)


def test_the_words_of_a_span_keep_their_diacritics() -> None:
    text = "قَالَ الوَزِيرُ نَعَمْ"
    form = normalise(text)
    at = form.text.index("الوزير")
    assert form.original(at, at + 6).of(text) == "الوَزِيرُ"


def test_expansions_map_to_one_whole_character() -> None:
    form = normalise("ا\ufdfaب")
    assert len(form.text) == 20
    assert form.original(5, 6).of("ا\ufdfaب") == "\ufdfa"
    assert normalise("\ufefb").text == "لا"
    assert normalise("\ufefb").original(1, 2).start == 0


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 4)])
def test_a_span_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        normalise("قال").original(start, end)


def test_an_empty_span_has_a_place() -> None:
    form = normalise("قال نعم")
    assert form.original(4, 4).start == 4
    assert form.original(7, 7).start == 7
    assert normalise("").original(0, 0).start == 0


def test_stripping_diacritics_leaves_all_else() -> None:
    text = "قَالَ الـــرئيسُ: «É»، ٤٢ دولةً ﷺ"
    assert strip_diacritics(text) == "قال الرئيس: «É»، ٤٢ دولة ﷺ"
    assert strip_diacritics("ا\u0655نه و\u0654") == "إنه ؤ"


@given(TEXTS)
def test_stripping_diacritics_does_not_change_what_is_searched(text: str) -> None:
    assert normalised(strip_diacritics(text)) == normalised(text)
