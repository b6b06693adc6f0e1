import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.encoder.guard import LIMIT, prepare, prepare_spans
from index.errors import EncoderError
from index.types import Span

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
    with pytest.raises(EncoderError, match="only texts"):
        prepare_spans(value, [])  # type: ignore[arg-type]


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text("اب \u064eـ\x00\n«»x", max_size=40))
    edge = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edge, edge), max_size=4))
    return text, [Span(min(pair), max(pair)) for pair in pairs]


@given(texts_with_spans())
def test_spans_follow_the_text(given_: tuple[str, list[Span]]) -> None:
    text, spans = given_
    whole, moved = prepare_spans(text, spans)
    assert len(moved) == len(spans)
    for span, there in zip(spans, moved, strict=True):
        assert there.end <= len(whole)
        bare = there.of(whole).replace(" ", "")
        assert bare == prepare(span.of(text)).replace(" ", "")


def test_spans_of_whole_sentences_leave_the_text_as_it_would_be() -> None:
    text = "قالَ الوزيرُ: «نعم».  وأضافَ أنه سيعود.\nثم غادر."
    second, third = text.index("وأضاف"), text.index("ثم")
    spans = [Span(0, second - 2), Span(second, third - 1), Span(third, len(text))]
    whole, moved = prepare_spans(text, spans)
    assert whole == prepare(text)
    assert [span.of(whole) for span in moved] == [
        "قال الوزير: «نعم».",
        "وأضاف أنه سيعود.",
        "ثم غادر.",
    ]


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(EncoderError, match="outside a text of 3"):
        prepare_spans("خبر", [Span(0, 4)])
