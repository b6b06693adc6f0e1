"""Sentences: the cases, and what holds for every text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.marks import find_marked
from index.text.sentences import LONGEST_QUOTATION, split_sentences
from index.types import Span

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "sentences.jsonl").open(encoding="utf-8")
]
PIECES = st.sampled_from(
    [
        *("قال", "وأضاف", "الوزير", "د", "Mr", "U", "3.5", "٤٢", "http://a.b/c", "word", "É", "ﷺ"),
        *(" ", "\n", "\r\n", "\t", "\u2028", "\u00a0", "\u200f", "\u0640", "\u064b", "\ud800"),
        *(".", "..", "…", "؟", "!", "?", "،", "؛", ":", "-", "(", ")", "[", "]", "\u06d4"),
        *("«", "»", '"', "“", "”", "„", "'", "’"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [sentence.span.of(text) for sentence in split_sentences(text)] == case["sentences"]


@given(TEXTS)
def test_sentences_cover_the_text_without_overlap(text: str) -> None:
    end = 0
    for number, sentence in enumerate(split_sentences(text), start=1):
        assert sentence.number == number
        assert not text[end : sentence.span.start].strip()
        words = sentence.span.of(text)
        assert words
        assert words == words.strip()
        assert "\n" not in words
        end = sentence.span.end
    assert not text[end:].strip()


@given(TEXTS, st.data())
def test_a_headline_is_sentence_zero_and_nothing_is_lost(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    headline = Span(start, data.draw(st.integers(start, len(text))))
    sentences = split_sentences(text, headline)
    zero = [sentence for sentence in sentences if sentence.number == 0]
    assert [sentence.span for sentence in zero] == ([headline] if len(headline) else [])
    assert [s.number for s in sentences if s.number] == list(
        range(1, len(sentences) - len(zero) + 1)
    )
    end = 0
    for sentence in sentences:
        assert sentence.span.start >= end
        assert not text[end : sentence.span.start].strip()
        end = sentence.span.end
    assert not text[end:].strip()


@given(TEXTS)
def test_no_sentence_ends_inside_a_short_quotation_of_one_line(text: str) -> None:
    ends = {sentence.span.end for sentence in split_sentences(text)}
    for marked in find_marked(text):
        one_line = len(marked.outer.of(text).splitlines()) == 1
        if marked.closed and one_line and len(marked.outer) <= LONGEST_QUOTATION:
            inside = range(marked.outer.start + 1, marked.outer.end)
            assert not ends.intersection(inside)


def test_a_long_quotation_is_split_like_other_text() -> None:
    sentence = "تعهدنا بأن نصلح الطريق وأن نبني الجسر قبل الشتاء. "
    text = f"قال «{sentence * 12}» ثم غادر."
    assert len(split_sentences(text)) == 13


def test_an_unclosed_mark_does_not_swallow_the_article() -> None:
    text = "قال «بدأنا.\n" + "وصل الوفد إلى المدينة. ثم غادرها.\n" * 5
    assert len(split_sentences(text)) == 11


def test_a_headline_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="headline"):
        split_sentences("نص", Span(0, 5))


def test_the_first_article(shared_articles: Path) -> None:
    text = (shared_articles / "skhirat-2018.txt").read_text(encoding="utf-8")
    sentences = split_sentences(text, Span(0, text.index("\n")))
    assert [sentence.number for sentence in sentences] == list(range(15))
    endings = {sentence.span.of(text)[-2:] for sentence in sentences[1:]}
    assert endings <= {"“.", ".“"} | {ending for ending in endings if ending.endswith(".")}
