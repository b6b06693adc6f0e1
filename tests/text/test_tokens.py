"""Words, stems and the terms of lexical search."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.normalise import normalised
from index.text.stemming import alternatives, skeleton, stem, terms_of
from index.text.tokens import FUNCTION_WORDS, content_words, index_terms, tokenise

TEXTS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.sampled_from("0123456789.,٬٫ \n'’-abcÉ\u200f\ufefb\ufdfa"),
        st.characters(),
    )
)


def norms(text: str) -> list[str]:
    return [token.norm for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٤٢ دولة", ["42", "دوله"]),
        ("1,250,000 نسمة", ["1250000", "نسمه"]),
        ("١٬٢٥٠ نسمة", ["1250", "نسمه"]),
        ("1.250.000 نسمة", ["1250000", "نسمه"]),
        ("6.5 في المئة", ["6.5", "في", "المءه"]),
        ("٦٫٥٪", ["6.5"]),
        ("26/6/2018", ["26", "6", "2018"]),
        ("26.6.2018", ["26", "6", "2018"]),
        ("1،2،3", ["1", "2", "3"]),
        ("بـ42 و«القاعدة»", ["ب", "42", "و", "القاعده"]),
        ("l’Élysée", ["l", "elysee"]),
        ("aren't", ["aren", "t"]),
        ("snake_case", ["snake", "case"]),
        ("؟!…", []),
        ("", []),
    ],
)
def test_words_and_numbers(text: str, expected: list[str]) -> None:
    assert norms(text) == expected


def test_the_surface_form_is_kept() -> None:
    text = "وبالمَدارِسِ"
    (token,) = tokenise(text)
    assert (token.surface, token.norm, token.stem) == (text, "وبالمدارس", "مدارس")


@given(TEXTS)
def test_spans_slice_the_article_in_order(text: str) -> None:
    end = 0
    for token in tokenise(text):
        assert token.span.of(text) == token.surface
        assert token.surface
        assert token.span.start >= 0
        assert token.span.end >= end
        end = token.span.end


@given(TEXTS)
def test_terms_are_letters_and_digits(text: str) -> None:
    for term in index_terms(text):
        assert term
        assert all(char.isalnum() or char == "." for char in term)


@given(TEXTS)
def test_a_text_and_its_normalised_form_have_the_same_terms(text: str) -> None:
    assert index_terms(text) == index_terms(normalised(text))


@given(st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويء"), min_size=1, max_size=12))
def test_a_word_and_its_inflections_share_a_term(word: str) -> None:
    # A word that bears the article takes no second one; التي is no form of تي.
    bears_article = re.match("[وف]?(?:[بك]?ال|لل)", word)
    if len(stem(word)) < 2 or {word, "ال" + word} & FUNCTION_WORDS:
        return
    assert bears_article or set(index_terms(word)) & set(index_terms("ال" + word))
    assert stem(word)
    assert len(stem(word)) >= min(2, len(word))


@pytest.mark.parametrize(
    "word", ["كتاب", "كلمة", "وزير", "وفد", "بلاد", "لقاء", "بنك", "فرق", "كل"]
)
def test_a_first_root_letter_is_never_taken_from_the_stem(word: str) -> None:
    norm = normalised(word)
    assert stem(norm)[0] == norm[0]


def test_kitab_does_not_become_tab() -> None:
    assert stem("كتاب") == "كتاب"
    assert "تاب" not in terms_of("كتاب")
    assert not set(index_terms("كتاب")) & set(index_terms("تاب"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("المدينة", "بمدينة"),
        ("للمدينة", "ولمدينة"),
        ("الاجتماع", "واجتماع"),
        ("كتاب", "كتب"),
        ("وزير", "وزراء"),
        ("مدرسة", "مدارس"),
        ("سفير", "سفراء"),
        ("مسؤول", "المسئولين"),
        ("أعضاؤه", "الأعضاء"),
        ("دولة", "دول"),
        ("حكومته", "الحكومات"),
        ("كتابا", "الكتاب"),
        ("ألمانيا", "لألمانيا"),
        ("الالتزام", "التزام"),
        ("إلغاء", "بالإلغاء"),
        ("٤٢", "42"),
        ("ministers", "minister"),
        ("countries", "country"),
        ("élections", "Election"),
    ],
)
def test_forms_that_must_meet(a: str, b: str) -> None:
    assert set(index_terms(a)) & set(index_terms(b))


@pytest.mark.parametrize(
    ("a", "b"), [("كتاب", "تاب"), ("بيان", "لبنان"), ("قطر", "قطار"), ("مصر", "مصير"), ("42", "24")]
)
def test_stems_that_must_not_meet(a: str, b: str) -> None:
    assert stem(normalised(a)) != stem(normalised(b))


def test_readings_of_other_scripts() -> None:
    assert skeleton("minister") is None
    assert alternatives("bmw") == ()
    assert terms_of("42") == ("42", "42")


def test_function_words_carry_no_terms() -> None:
    assert index_terms("ماذا قال عن ليبيا؟") == index_terms("قال ليبيا")
    assert index_terms("Who is he?") == []
    assert [token.surface for token in content_words("شكون هو الوزير؟")] == ["الوزير"]
