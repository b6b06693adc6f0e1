"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.language import detect_language, scripts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ماذا قال الوزير؟", "ar"),
        ("من هو McGurk؟", "ar"),
        ("ماذا قال Brett McGurk عن Skhirat؟", "ar"),
        ("شو قال الوزير", "ar"),
        ("علاش مشا", "ar"),
        ("سد العقيق", "ar"),
        ("Who is ماكغورك?", "en"),
        ("What did the minister say about Libya?", "en"),
        ("When was the dam built", "en"),
        ("how many countries took part", "en"),
        ("Qu’a dit le ministre ?", "fr"),
        ("Combien de pays ont participé ?", "fr"),
        ("Où est le barrage", "fr"),
        ("Que dit ماكغورك de la Libye ?", "fr"),
        ("Wer ist der Minister und was hat er gesagt?", "und"),
        ("¿Qué dijo el ministro de la guerra?", "und"),
        ("Кто этот человек?", "und"),
        ("رئیس جمهوری ایران که است", "und"),
        ("یہ کیا ہے", "und"),
        ("McGurk", "und"),
        ("42", "und"),
        ("🎉", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_scripts() -> None:
    assert scripts("ماذا قال McGurk في 2018؟") == {"arabic", "latin"}
    assert scripts("Кто Άθήνα") == {"cyrillic", "greek"}
    assert scripts("2018 ؟ ٤٢") == frozenset()


@given(st.text())
def test_any_text_has_one_of_four_answers(text: str) -> None:
    assert detect_language(text) in {"ar", "en", "fr", "und"}
