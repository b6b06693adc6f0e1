"""Text fragments lead to the very sentence: a browser's rules are played back on the article."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article, Sentence, Span
from retrieval.tell.citation import cite, sentence_url, text_fragment

WORD = st.text(alphabet="ابتثجحخدرسعفقكلمنهوي", min_size=1, max_size=6)
TEXT = st.lists(WORD, min_size=3, max_size=60).map(" ".join)


def browser_finds(text: str, fragment: str) -> tuple[int, int] | None:
    """Returns what a browser would mark for a directive, by the words it names."""
    parts = fragment.split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts[-1].startswith("-") else ""
    start, end = parts[0], parts[1] if len(parts) > 1 else ""

    def pattern(words: str) -> str:
        return r"\s+".join(re.escape(w) for w in unquote(words).split())

    body = pattern(start) + (rf"[\s\S]*?{pattern(end)}" if end else "")
    whole = rf"(?<!\w)({body})(?!\w)"
    if prefix:
        whole = rf"(?<!\w){pattern(prefix)}\s+({body})(?!\w)"
    if suffix:
        whole += rf"(?=\s+{pattern(suffix)}(?!\w))"
    found = re.search(whole, text)
    return found.span(1) if found else None


def test_short_sentence_stands_in_the_link_as_a_whole() -> None:
    text = "وصل الوفد أمس. غادر الوفد اليوم."
    span = Span(15, 32)
    assert unquote(text_fragment(text, span)) == "غادر الوفد اليوم."
    assert browser_finds(text, text_fragment(text, span)) == (15, 32)


def test_arabic_is_percent_encoded_as_utf_8() -> None:
    assert text_fragment("قال", Span(0, 3)) == "%D9%82%D8%A7%D9%84"


def test_a_dash_and_a_comma_of_the_sentence_are_no_operators() -> None:
    fragment = text_fragment("بين 10-12, مساء & ليلا", Span(0, 22))
    assert "-" not in fragment
    assert "," not in fragment
    assert "&" not in fragment


def test_the_second_of_two_equal_sentences_gets_its_context() -> None:
    text = "قال ذلك أحمد. نعم. وكرره سالم. نعم."
    second = Span(text.rindex("نعم"), len(text))
    fragment = text_fragment(text, second)
    assert browser_finds(text, fragment) == (second.start, second.end)
    assert "وكرره سالم.-," in unquote(fragment)


def test_a_long_sentence_is_named_by_its_edges() -> None:
    text = "بداية. " + " ".join(f"كلمة{i}" for i in range(60)) + ". نهاية."
    span = Span(7, text.index(". نهاية") + 1)
    fragment = text_fragment(text, span)
    assert len(fragment) < 400
    assert browser_finds(text, fragment) == (span.start, span.end)


@given(TEXT, st.data())
def test_no_fragment_leads_to_other_words(text: str, data: st.DataObject) -> None:
    words = [m.span() for m in re.finditer(r"\S+", text)]
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    span = Span(words[first][0], words[last][1])
    found = browser_finds(text, text_fragment(text, span))
    assert found is not None
    shown = text[slice(*found)].split()
    meant = span.of(text).split()
    # Equal words elsewhere may be shown; where the sentence is long, its edges are right.
    assert shown == meant or (shown[:2] == meant[:2] and shown[-2:] == meant[-2:])


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_and_span_give_a_fragment(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    fragment = text_fragment(text, Span(start, end))
    assert fragment.isascii()
    assert not re.search(r"\s", fragment)


@pytest.mark.parametrize(
    ("url", "starts"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text="),
        ("https://example.org/a#part", "https://example.org/a#part:~:text="),
        ("https://example.org/a#", "https://example.org/a#:~:text="),
        ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text="),
    ],
)
def test_what_the_link_had_before_is_kept(url: str, starts: str) -> None:
    article = Article(text="جملة واحدة هنا.", url=url)
    link = sentence_url(article, Span(0, 15))
    assert link is not None
    assert link.startswith(starts)
    assert "old" not in link


def test_an_article_without_a_link_is_cited_without_one() -> None:
    article = Article(text="جملة واحدة هنا.", headline="عنوان", outlet="صحيفة")
    citation = cite(article, Sentence(1, Span(0, 15)))
    assert citation.url is None
    assert (citation.headline, citation.outlet, citation.sentence) == ("عنوان", "صحيفة", 1)
