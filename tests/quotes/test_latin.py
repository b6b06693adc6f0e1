"""English and French: reported clauses, quotations with their cues, and what nobody said."""

from __future__ import annotations

from typing import Any

import pytest

from index.quotes import find_sayings
from index.text.sentences import split_sentences
from index.types import Article, AttributionStatus, QuoteKind
from tests.quotes.test_cases import check, parameters, said


@pytest.mark.parametrize("row", parameters("latin"))
def test_latin_cases(row: dict[str, Any]) -> None:
    check(row)


def test_indirect_words_are_cut_from_the_article() -> None:
    text = "BELMAR \u2013 The dam is almost ready, Jane Tarrow said on Monday."
    (saying,) = find_sayings(Article(text), split_sentences(text))
    assert saying.quote.kind is QuoteKind.INDIRECT
    assert saying.quote.span.of(text) == "The dam is almost ready"
    assert saying.attribution.cue is not None
    assert saying.attribution.cue.of(text) == "said"


def test_a_pronoun_is_inferred_and_tells_from_where() -> None:
    text = "Jane Tarrow said that the dam was ready.\nShe added that it was cheap."
    attribution = said(text)["it was cheap"].attribution
    assert attribution.status is AttributionStatus.INFERRED
    assert attribution.chain == (1, 2)
    assert attribution.mention is not None
    assert attribution.mention.of(text) == "Jane Tarrow"


@pytest.mark.parametrize("word", ["said ", "that ", "according to ", "a dit ", "\u00ab ", "x, "])
def test_a_long_line_of_one_word_ends(word: str) -> None:
    text = word * 3000
    find_sayings(Article(text), split_sentences(text))
