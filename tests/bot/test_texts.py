from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from babel import Locale

from bot.texts import LANGUAGES, language_of, words_of

BOT = Path(__file__).resolve().parents[2] / "bot"
PLURAL = re.compile(r"(.+)\.(zero|one|two|few|many|other)")
KEYS = {language: words_of(language).entries for language in LANGUAGES}


def _single(language: str) -> set[str]:
    return {key for key in KEYS[language] if not PLURAL.fullmatch(key)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert _single(language) == _single("ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_noun_has_the_forms_of_its_language(language: str) -> None:
    nouns = {m[1] for key in KEYS["ar"] if (m := PLURAL.fullmatch(key))}
    forms = {*Locale.parse(language).plural_form.tags, "other"} - {"many"}
    if language == "ar":
        forms |= {"many"}
    for noun in nouns:
        for form in forms:
            assert f"{noun}.{form}" in KEYS[language], (noun, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_are_the_same_in_every_language(language: str) -> None:
    for key in _single("ar"):
        wanted = sorted(re.findall(r"\{\w+\}", KEYS["ar"][key]))
        assert sorted(re.findall(r"\{\w+\}", KEYS[language][key])) == wanted, key


def test_arabic_is_written_in_arabic() -> None:
    for key, text in KEYS["ar"].items():
        if key.startswith(("button.good", "button.bad", "command")):
            continue
        assert re.search("[\u0600-\u06ff]", text) or not re.search(
            "[A-Za-z]", re.sub(r"\{\w+\}", "", text)
        ), key


def test_every_key_that_the_code_names_exists_and_none_is_left_over() -> None:
    code = "\n".join(p.read_text("utf-8") for p in BOT.rglob("*.py") if p.parent.name != "texts")
    code += (BOT / "texts" / "__init__.py").read_text("utf-8")
    code += "\n".join(p.read_text("utf-8") for p in BOT.rglob("*.html"))
    used = set(re.findall(r"[\"']([a-z_]+(?:\.[a-z_]+)+|[a-z_]+)[\"']", code))
    made = [f"{m}." for m in re.findall(r'f"([a-z_.]+)\.\{', code)]
    left_over = {
        key
        for key in _single("ar")
        if key not in used and not any(key.startswith(prefix) for prefix in made)
    }
    assert not left_over
    for call in re.findall(r'(?<![\w])(?:words|say|count|counted)\(\s*"([a-z_.]+)"', code):
        assert call in KEYS["ar"] or f"{call}.other" in KEYS["ar"], call


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (11, "11 مقالًا"),
        (100, "100 مقال"),
    ],
)
def test_arabic_counts_its_nouns(number: int, shown: str) -> None:
    assert words_of("ar").counted("article", number) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("ar", "لا مقالات"), ("en", "no articles"), ("fr", "aucun article")]
)
def test_none_is_not_counted_as_one(language: str, shown: str) -> None:
    assert words_of(language).counted("article", 0) == shown


def test_two_articles_are_inflected_after_a_preposition() -> None:
    assert words_of("ar").counted("in_article", 2) == "مقالين"


def test_dates_are_written_out() -> None:
    day = dt.date(2018, 6, 26)
    assert words_of("ar").short_date(day) == "26 يونيو 2018"
    assert words_of("en").short_date(day) == "26 June 2018"
    assert words_of("fr").short_date(None) == "sans date"


def test_a_wish_for_an_unknown_language_falls_through() -> None:
    assert language_of(None, "uk", "fr-CA", "en") == "fr"
    assert language_of("xx") == "ar"
