"""What holds for every saying of every article, and the first article the product was asked for."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.quotes
from index.language.tables import rows
from index.quotes import find_sayings
from index.quotes.verbs import CUES
from index.text.sentences import split_sentences
from index.types import Article, AttributionStatus, QuoteKind

FRAGMENTS = [
    *[
        "وقال",
        "وأضافت",
        "أكد",
        "مشيرا إلى",
        "مؤكدة",
        "بحسب",
        "ونقلت",
        "عن",
        "قوله",
        "الذي",
        "وزير المياه",
        "رائد القندسي",
    ],
    *[
        "سعاد التميلي",
        "الوزير",
        "مصدر",
        "وزارة المياه",
        "بيان",
        "في",
        "أن",
        "إن",
        "إنه",
        "سنعود غدا",
        "لن نتوقف",
        "(رويترز)",
    ],
    *[
        "من جهته",
        "كان",
        "قد",
        "جاء",
        "12%",
        "وفقا للشركة",
        "لـ",
        "#سد_العقيق",
        "said",
        "Erik Stahlborg",
    ],
    *'«»":،.\n',
]


def read(text: str) -> tuple[Article, list[int]]:
    article = Article(text)
    return article, [sentence.number for sentence in split_sentences(text)]


@settings(deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=50).map(" ".join))
def test_what_every_saying_keeps(text: str) -> None:
    article, numbers = read(text)
    sayings = find_sayings(article, split_sentences(text))
    assert [s.quote.outer.start for s in sayings] == sorted(s.quote.outer.start for s in sayings)
    assert len({s.quote.span for s in sayings}) == len(sayings)
    for saying in sayings:
        attribution = saying.attribution
        assert saying.article_id == article.id
        assert saying.quote.outer.contains(saying.quote.span)
        assert saying.quote.span.of(text).strip()
        assert set(attribution.chain) <= set(numbers)
        assert attribution.chain
        assert attribution.rule
        assert 0 <= attribution.confidence <= 1
        for span in (attribution.mention, attribution.cue):
            assert span is None or span.of(text).strip()
        if attribution.speaker is not None:
            assert attribution.mention is not None
            assert attribution.speaker.name.strip()


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    find_sayings(Article(text), split_sentences(text))


def test_an_article_without_words_has_no_sayings() -> None:
    assert find_sayings(Article(""), ()) == ()


def test_cue_and_mention_are_the_articles_own_words() -> None:
    text = "وقالت سعاد التميلي إن الأرض لأهلها.\nوَأَضافَت: «لن نرحل عن هذه الأرض»."
    first, second = find_sayings(Article(text), split_sentences(text))
    assert first.attribution.cue is not None
    assert first.attribution.cue.of(text) == "قالت"
    assert first.attribution.mention is not None
    assert first.attribution.mention.of(text) == "سعاد التميلي"
    assert second.attribution.cue is not None
    assert second.attribution.cue.of(text) == "أَضافَت"
    assert second.attribution.chain == (1, 2)


def test_a_nested_quotation_is_part_of_the_one_around_it() -> None:
    text = 'وقالت الكاتبة نوال المزدلي: «قالت لي جدتي: "البيت يموت واقفا"، ولم أفهم».'
    (saying,) = find_sayings(Article(text), split_sentences(text))
    assert saying.quote.kind is QuoteKind.DIRECT
    assert '"البيت يموت واقفا"' in saying.quote.span.of(text)


def test_cue_table_has_five_columns_and_no_verb_twice() -> None:
    listed = list(rows("cues"))
    assert {len(row) for row in listed} == {5}
    assert {row[4] for row in listed} == {"strong", "weak"}
    perfects = [row[0] for row in listed]
    assert len(perfects) == len(set(perfects))


def test_every_form_is_folded() -> None:
    from index.quotes.lexicon import fold

    # بيّن alone keeps its shadda: without it it is the preposition.
    assert {form for form in CUES if fold(form) != form} == {"بيّن", "وبيّن", "فبيّن"}


MODULES = [
    "index.text.marks",
    *(module.name for module in pkgutil.walk_packages(index.quotes.__path__, "index.quotes.")),
]


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert not failed


def test_skhirat(shared_articles: Path) -> None:
    """All 14 quotations of the first article, the joint press conference included."""
    text = (shared_articles / "skhirat-2018.txt").read_text(encoding="utf-8")
    sayings = find_sayings(Article(text), split_sentences(text))
    marked = [s for s in sayings if s.quote.kind is not QuoteKind.INDIRECT]
    names = [s.attribution.speaker.name for s in marked if s.attribution.speaker is not None]
    assert names == ["بريت ماكجورك"] * 11 + ["ناصر بوريطة"] * 3
    conference = marked[1]
    assert conference.attribution.status is AttributionStatus.INFERRED
    assert conference.attribution.chain[-1] - conference.attribution.chain[0] == 1
