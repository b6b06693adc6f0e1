"""Passages cover the article, hold whole sentences, and cut no quote."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import OVERLAP_WORDS, TARGET_WORDS, cut_passages, passage_text
from index.types import Article, Passage, Sentence, Span


def article_of(lengths: list[int]) -> tuple[Article, tuple[Sentence, ...]]:
    """Returns an article whose sentences have so many words."""
    sentences, text = [], ""
    for number, length in enumerate(lengths, start=1):
        start = len(text)
        text += " ".join(["كلمة"] * length) + "."
        sentences.append(Sentence(number, Span(start, len(text))))
        text += " "
    return Article(text), tuple(sentences)


@settings(max_examples=150, deadline=None)
@given(lengths=st.lists(st.integers(1, 140), max_size=30), data=st.data())
def test_whole_sentences_all_of_them_and_no_quote_cut(
    lengths: list[int], data: st.DataObject
) -> None:
    article, sentences = article_of(lengths)
    points = st.integers(0, max(0, len(article.text) - 1))
    quotes = [
        Span(*sorted(pair))
        for pair in data.draw(st.lists(st.tuples(points, points), max_size=5))
        if pair[0] != pair[1]
    ]
    passages = cut_passages(article, sentences, quotes)
    covered: set[int] = set()
    for passage in passages:
        assert passage.span.start == sentences[passage.first].span.start
        assert passage.span.end == sentences[passage.last].span.end
        covered.update(range(passage.first, passage.last + 1))
    assert covered == set(range(len(sentences)))
    for before, after in pairwise(passages):
        assert before.first < after.first <= before.last + 1
        assert before.last < after.last
    for quote in quotes:
        # A quote may begin or end in the white space between sentences.
        words = quote.of(article.text)
        start = quote.start + len(words) - len(words.lstrip())
        inside = Span(start, start + len(words.strip()))
        assert any(passage.span.contains(inside) for passage in passages) or not inside


def test_a_short_article_is_one_passage() -> None:
    article, sentences = article_of([10, 20, 30])
    assert cut_passages(article, sentences, ()) == (
        Passage(article.id, Span(0, len(article.text) - 1), 0, 2),
    )


def test_an_article_without_sentences_has_none() -> None:
    assert cut_passages(Article(""), (), ()) == ()


def test_windows_overlap_by_short_sentences() -> None:
    article, sentences = article_of([30] * 8)
    passages = cut_passages(article, sentences, ())
    assert [(p.first, p.last) for p in passages] == [(0, 2), (2, 4), (4, 6), (6, 7)]
    assert OVERLAP_WORDS >= 30
    assert TARGET_WORDS >= 90


def test_a_quote_over_sentences_keeps_them_together() -> None:
    article, sentences = article_of([60, 60, 60, 60])
    quote = Span(sentences[1].span.start + 3, sentences[2].span.end - 1)
    passages = cut_passages(article, sentences, [quote])
    assert [(p.first, p.last) for p in passages] == [(0, 0), (1, 2), (3, 3)]


def test_headline_and_day_stand_before_the_words_once() -> None:
    text = "عنوان الخبر\nجملة أولى. جملة ثانية."
    article = Article(text, "عنوان الخبر", date=dt.date(2031, 2, 3), headline_span=Span(0, 11))
    key = article.id
    assert passage_text(article, Passage(key, Span(12, 22), 1, 1)) == (
        "عنوان الخبر 2031-02-03\nجملة أولى."
    )
    assert passage_text(article, Passage(key, Span(0, 22), 0, 1)) == f"2031-02-03\n{text[:22]}"
    assert passage_text(Article(text), Passage(key, Span(12, 22), 1, 1)) == "جملة أولى."
