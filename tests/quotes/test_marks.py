"""Pairing of quotation marks: every form, nesting, and what one broken mark may cost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.marks import find_marked

PIECES = [*"«»\"“”'‘’.،\n: ", "قال", "سالم", "24", "ب"]


def marked(text: str) -> list[str]:
    return [one.span.of(text) for one in find_marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال «نعم» وخرج", ["نعم"]),
        ('قال "نعم" وخرج', ["نعم"]),
        ("قال “نعم” وخرج", ["نعم"]),
        ("قال ”نعم“ وخرج", ["نعم"]),
        ("قال „نعم“ وخرج", ["نعم"]),
        ("قال ''نعم'' وخرج", ["نعم"]),
        ("قال ‘نعم’ وخرج", ["نعم"]),
        ('فيلم ″البيت" و"الباب″', ["البيت", "الباب"]),
        ('قال" نعم" وخرج', ["نعم"]),
        ('قال "نعم "وخرج', ["نعم"]),
        ('قال " نعم " وخرج', ["نعم"]),
        ('بـ"الباب" ولـ"البيت" وال"دار"', ["الباب", "البيت", "دار"]),
        ('""نعم""', ["نعم"]),
        ('«قال "لا" ثم خرج»', ['قال "لا" ثم خرج', "لا"]),
        ('"قال "لا" ثم خرج"', ['قال "لا" ثم خرج', "لا"]),
        ('"نعم،" قال سالم. "لا."', ["نعم،", "لا."]),
        ('«نعم" ثم خرج', ["نعم"]),
        ("", []),
        ('"', []),
        ('قال "" وخرج', []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It's the players' choice",
        'a 24" screen',
        "rock 'n' roll in '90s",
        "l'été d'après",
        "بالدرز 3″ تفوز",
    ],
)
def test_no_quotation(text: str) -> None:
    assert marked(text) == []


def test_depth_counts_what_is_around() -> None:
    assert [one.depth for one in find_marked('«أ "ب ‘جيم’ د" هـ» و«ز»')] == [0, 1, 2, 0]


def test_a_lost_mark_costs_one_quotation() -> None:
    text = 'قال "نعم ثم خرج.\nوقال "لا".\nوقال «ربما».'
    found = find_marked(text)
    assert [one.span.of(text) for one in found if one.closed] == ["لا", "ربما"]


def test_paragraphs_that_open_anew_are_one_quotation() -> None:
    text = 'قال: "واحد.\n"اثنان.\n"ثلاثة".\nثم «أربعة».'
    assert marked(text) == ['واحد.\n"اثنان.\n"ثلاثة', "أربعة"]


def test_a_quotation_left_open_closes_some_paragraphs_later() -> None:
    assert marked("قال «واحد\nاثنان\nثلاثة» ثم") == ["واحد\nاثنان\nثلاثة"]


def test_and_no_further_than_three_paragraphs() -> None:
    text = "قال «واحد\n2\n3\n4\n5\n6» ثم"
    assert [one.closed for one in find_marked(text)] == [False]


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "وقال سالم «نعم، سنعود\nثم خرج من الباب"
    (one,) = find_marked(text)
    assert (one.span.of(text), one.closed) == ("نعم، سنعود", False)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_slice_and_nest(text: str) -> None:
    found = find_marked(text)
    assert list(found) == sorted(found, key=lambda one: (one.outer.start, -one.outer.end))
    for one in found:
        assert one.outer.contains(one.span)
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.span.of(text) == one.span.of(text).strip()
        assert one.closed == (one.outer.end > one.span.end)
    for left, right in itertools.pairwise(found):
        if left.closed and right.closed:
            nested = left.outer.contains(right.outer)
            assert nested or not left.outer.overlaps(right.outer)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for one in find_marked(text):
        assert one.span.of(text)
