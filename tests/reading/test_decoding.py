"""Encodings: Arabic as its archives hold it, and what is no text."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError
from index.reading.decoding import decode

ARABIC = [
    "قال الوزير إن السد سيكتمل في الخريف المقبل.",
    "وصل المبعوث إلى الصخيرات",
    "زلزال يضرب المدينة",
    "«لا تعليق» يقول الناطق باسم الحكومة، والمعارضة تحتج على القرار",
    "ارتفع السعر إلى 6.5 في المئة عام 2018",
    "Reuters: قال ماكغورك إن التحالف مستمر",
]
FRENCH = ["Le ministre a déclaré être prêt à négocier à Genève.", "café", "Où est passé l’été ?"]
UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ["cp1256", *UNICODE])
@pytest.mark.parametrize("text", ARABIC)
def test_arabic(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [text for text in ARABIC if "«" not in text])
def test_the_iso_page(text: str) -> None:
    assert decode(text.encode("iso8859_6")) == text


def test_voweled_arabic_in_the_windows_page() -> None:
    text = "أَمِينَةُ المَكْتَبَةِ الَّتِي تَحْمِلُ الكُتُبَ"
    assert decode(text.encode("cp1256")) == text


@pytest.mark.parametrize("encoding", ["cp1252", "cp1256", *UNICODE])
@pytest.mark.parametrize("text", FRENCH)
def test_french(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_long_cyrillic_text_is_left_to_the_statistics() -> None:
    text = "Президент сегодня сообщил журналистам, что переговоры начнутся завтра утром. " * 3
    assert decode(text.encode("cp1251")) == text


def test_line_ends_are_kept() -> None:
    assert decode("سطر\r\nآخر\n".encode()) == "سطر\r\nآخر\n"


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08", "compressed"),
        (bytes(range(256)) * 4, "binary"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", "says that it is utf-8"),
        (codecs.BOM_UTF16_LE + b"\x41", "says that it is utf-16"),
    ],
)
def test_what_is_no_text_is_said(raw: bytes, what: str) -> None:
    with pytest.raises(ReadingError, match=what):
        decode(raw, "file.txt")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_comes_back(text: str) -> None:
    if not text.startswith(("%PDF", "GIF8", "OggS", "ID3", "\ufeff", "SQLite")):
        assert decode(text.encode("utf-8") + b"\n") in {text + "\n"} or "\n" not in text


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(ReadingError):
        assert isinstance(decode(raw), str)
