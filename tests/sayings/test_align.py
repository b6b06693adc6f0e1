from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Span
from retrieval.sayings.archive import ShingleIndex, article_shingles, shingles
from retrieval.sayings.check.difference import align, differences, find_runs
from retrieval.sayings.check.words import Words, is_negation, is_number, weights_of, words_of
from retrieval.sayings.values import Weight

WORDS = st.lists(st.sampled_from(["قال", "لن", "ينسحب", "الجيش", "غدا", "من", "هنا"]), max_size=12)


@given(claim=WORDS.filter(bool), text=WORDS)
def test_every_word_of_the_claim_is_accounted_for_in_order(
    claim: list[str], text: list[str]
) -> None:
    pairs = align(claim, text)
    assert [c for c, _ in pairs if c is not None] == list(range(len(claim)))
    places = [t for _, t in pairs if t is not None]
    assert places == list(range(places[0], places[-1] + 1)) if places else True


@given(before=WORDS, claim=WORDS.filter(bool), after=WORDS)
def test_what_is_there_is_found_without_a_change(
    before: list[str], claim: list[str], after: list[str]
) -> None:
    text = before + claim + after
    assert all(
        t is not None and claim[c] == text[t] for c, t in align(claim, text) if c is not None
    )
    at = next(find_runs(claim, text), None)
    assert at is not None
    assert text[at : at + len(claim)] == claim


def test_a_word_left_out_is_told_as_left_out() -> None:
    text = ["قال", "لا", "نريد", "حربا", "أبدا", "مع", "أحد", "اليوم"]
    pairs = align(["نريد", "حربا", "مع", "أحد"], text)
    assert pairs == [(0, 2), (1, 3), (None, 4), (2, 5), (3, 6)]


def test_a_changed_last_word_is_laid_beside_the_last_word() -> None:
    assert align(["a", "b", "x"], ["z", "a", "b", "c"]) == [(0, 1), (1, 2), (2, 3)]


@given(text=st.text(max_size=60))
def test_words_are_slices_in_order(text: str) -> None:
    words = words_of(text)
    assert [word.norm for word in words] == words.norms
    for one, other in pairwise(words):
        # A single character can stand for several words: U+FDFA, U+33C2.
        assert one.span.end <= other.span.start or one.span == other.span
    for word in words:
        # A sign is a word only before its number.
        assert word.norm in "+-" or word.norm in words_of(word.span.of(text)).norms


def test_words_inside_a_span() -> None:
    text = "واحد «اثنان ثلاثة» أربعة"
    words = words_of(text)
    start = text.index("«") + 1
    inside = words.inside(Span(start, text.index("»")))
    assert [words.norms[at] for at in inside] == ["اثنان", "ثلاثه"]
    assert len(words.inside(Span(0, 0))) == 0


def test_signs_that_change_a_number_are_words() -> None:
    assert words_of("6.5").norms != words_of("65").norms
    assert words_of("5%").norms != words_of("5").norms
    assert words_of("-5").norms != words_of("5").norms
    assert words_of("1,200").norms == words_of("1200").norms == words_of("١٬٢٠٠").norms


def test_what_is_called_out() -> None:
    for word in ("لا", "ولم", "ليست", "غير", "not", "n't", "won't", "pas", "sans"):
        assert is_negation(words_of(word).norms[0]), word
    for word in ("سبعة", "مليون", "والخمسين", "42", "thousand", "mille"):
        assert is_number(words_of(word).norms[0]), word
    assert not is_negation("ولد")
    assert weights_of(["المغرب"]) == (Weight.NAME,)
    assert weights_of(["المغربيه"]) == (Weight.NAME,)
    assert weights_of(["libye"]) == (Weight.NAME,)
    assert weights_of(["القندسي"], frozenset({"القندسي"})) == (Weight.NAME,)
    assert weights_of(["جميل"]) == ()


def test_candidates_come_by_what_they_share() -> None:
    texts = {
        "a": "لن تعطش قرية واحدة في الوادي",
        "b": "قرية في الوادي البعيد",
        "c": "أسعار الدقيق في السوق",
    }
    index = ShingleIndex((key, article_shingles(text)) for key, text in texts.items())
    asked = words_of("لن تعطش قرية في الوادي").norms
    assert index.candidates(asked, 3)[:2] == ["a", "b"]
    assert index.candidates(asked, 1) == ["a"]
    assert index.candidates(words_of("كلام آخر").norms, 3) == []
    assert ShingleIndex([]).candidates(asked, 3) == []
    assert index.candidates([], 3) == []


@given(words=WORDS)
def test_an_article_shares_all_its_shingles_with_itself(words: list[str]) -> None:
    keys = shingles(words)
    assert keys.tolist() == sorted(set(keys.tolist()))
    if words:
        index = ShingleIndex([("here", keys)])
        assert index.candidates(words, 5) == ["here"]


@pytest.mark.parametrize(
    ("claim", "text", "original"),
    [
        ("أعمال السد بدأت", "أعمال السد لم تبدأ بعد", "لم تبدأ"),
        ("أعمال السد بدأت", "أعمال السد لم. تبدأ بعد", "لم"),
    ],
)
def test_a_negation_is_shown_with_what_it_denies(claim: str, text: str, original: str) -> None:
    one, other = Words(claim), Words(text)
    told = differences(claim, one, text, other, align(one.norms, other.norms), frozenset())
    assert [part.original for part in told] == ["أعمال السد", original]
