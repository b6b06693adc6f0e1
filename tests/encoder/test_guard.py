import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.encoder.base import LIMIT, prepare
from index.errors import EncoderError

# Surrogates included, which hypothesis leaves out of its own texts.
ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=80)


@given(ANYTHING)
@example("\ufdfa" * 50)
@example("قال\x00الوزير")
@example("\ud800\udfff")
@example("\u202b\u064e\u0640")
def test_what_comes_out_is_safe_and_stays_as_it_is(text: str) -> None:
    out = prepare(text)
    out.encode("utf-8")
    assert "\x00" not in out
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in out)
    assert len(out) <= LIMIT
    assert prepare(out) == out


@given(st.text("ابتقلور ", max_size=30), st.text("\u064b\u064e\u0651\u0640\u0670", max_size=5))
def test_diacritics_and_tatweel_change_nothing(text: str, marks: str) -> None:
    marked = "".join(letter + marks if letter.isalpha() else letter for letter in text)
    assert prepare(marked) == prepare(text)


def test_a_page_of_ligatures_stays_a_phrase() -> None:
    assert prepare("النبي " + "\ufdfa" * 10_000) == "النبي صلى الله عليه وسلم"


def test_a_megabyte_is_cut() -> None:
    assert len(prepare("كلمة " * 200_000)) <= LIMIT


def test_spaces_do_not_use_up_the_limit() -> None:
    assert prepare(" " * 20_000 + "خبر") == "خبر"


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x01", "\u064e\u064f"])
def test_a_text_of_nothing_comes_out_empty(text: str) -> None:
    assert prepare(text) == ""


@pytest.mark.parametrize("value", [None, 7, b"bytes", ["list"]])
def test_what_is_no_text_is_refused(value: object) -> None:
    with pytest.raises(EncoderError, match="only texts"):
        prepare(value)  # type: ignore[arg-type]
