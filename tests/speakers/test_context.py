"""What the reader is shown of a quotation."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.e5s1 import Weights
from index.encoder.pieces import Pieces
from index.encoder.weights import find_weights
from index.speakers.context import LIMIT, read_context
from index.text.marks import find_marked
from index.types import Span

LONG = "وقال رائد القندسي «" + "هذه كلمات طويلة جدا " * 20 + "». "


@pytest.fixture(scope="module")
def pieces(cache_dir: Path) -> Pieces:
    return Pieces.of(Weights(find_weights(cache_dir)).vocabulary)


def shown(text: str, quote: Span, pieces: Pieces, hidden: Span | None = None) -> str:
    others = [marked.outer for marked in find_marked(text)]
    context = read_context(text, quote, others, pieces, hidden)
    told: str = pieces.text(context.ids)
    return told.strip()


def outer(text: str) -> Span:
    return find_marked(text)[-1].outer


def test_the_quotation_stands_between_marks(pieces: Pieces) -> None:
    text = "قالت سُعــاد التميلي: «لن نعود»."
    assert shown(text, outer(text), pieces) == "قالت سعاد التميلي: <<< «لن نعود» >>> ."


def test_long_quotations_are_shortened(pieces: Pieces) -> None:
    text = LONG + "وأضافت سعاد: «نعم»."
    told = shown(text, outer(text), pieces)
    assert told.count("طويلة") < 5
    assert "وقال رائد القندسي" in told
    assert "..." in told


def test_a_cue_can_be_hidden(pieces: Pieces) -> None:
    text = "قالت سعاد: «نعم»."
    assert shown(text, outer(text), pieces, Span(0, 4)).startswith("_ سعاد")


def test_brackets_of_the_article_are_no_marks(pieces: Pieces) -> None:
    text = "<<< قالت سعاد >>> «نعم»"
    assert shown(text, outer(text), pieces) == "قالت سعاد <<< «نعم» >>>"


@given(
    before=st.text(max_size=80),
    words=st.text('ابت «»"<>\u0640\u064e', min_size=1, max_size=40),
    after=st.text(max_size=40),
)
def test_every_token_knows_where_it_stood(
    before: str, words: str, after: str, pieces: Pieces
) -> None:
    text = f"{before}{words}{after}"
    quote = Span(len(before), len(before) + len(words))
    context = read_context(text, quote, (quote,), pieces)
    assert len(context.ids) == len(context.places) <= LIMIT
    places = [place for place in context.places if place is not None]
    assert all(0 <= place.start < place.end <= len(text) for place in places)
