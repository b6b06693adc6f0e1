"""How the check of a quotation is shown: its comparison, its warnings and its language."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk, Office, asker_of
from bot.desk.answers import frame_language
from bot.render.message import Message, MessageBuilder, bold
from bot.render.said import put_differences, put_warnings
from bot.settings import Settings
from bot.state import State
from bot.terminal import shown
from bot.texts import LANGUAGES, words_of
from index.encoder.base import Encoder
from index.library import Library
from index.store.sql import SqlStore
from retrieval.answerer import Answerer
from retrieval.sayings.check.difference import align, differences
from retrieval.sayings.check.words import words_of as cut


@pytest.fixture(scope="module")
def desk(
    sample_folder: Path, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("checks") / "data"
    shutil.copytree(sample_folder, folder)
    library = Library.open(folder, encoder)
    assert isinstance(library.store, SqlStore)
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]
    yield Desk(Office(library, Answerer(library), State(library.store.database), settings))
    library.close()


def compared(claim: str, text: str, language: str = "ar") -> Message:
    one, other = cut(claim), cut(text)
    pairs = align(one.norms, other.norms)
    parts = differences(claim, one, text, other, pairs, frozenset())
    builder = MessageBuilder(words_of(language))
    put_differences(builder, parts, "an article")
    put_warnings(builder, parts)
    return builder.build()


@pytest.mark.parametrize(
    ("claim", "text", "line"),
    [
        (
            "ارتفع الإنتاج بنسبة 60% تقريبا",
            "ارتفع الإنتاج بنسبة 40% تقريبا",
            "[-60-] {+40+}% تقريبا",
        ),
        ("ارتفع الإنتاج بنسبة ٦٠٪", "ارتفع الإنتاج بنسبة ٤٠٪", "[-٦٠-] {+٤٠+}٪"),
        ("output rose 60% this year", "output rose 40% this year", "[-60-] {+40+}% this year"),
        (
            "la hausse est de 60 % cette année",
            "la hausse est de 40 % cette année",
            "{+40+} % cette",
        ),
        ("قال إن عمله كله 'خطأ كبير'", "قال إن عمله كان «خطأ كبيرا»", "«خطأ [-كبير-] {+كبيرا»+}"),
        ("أفعاله كلها لا تغتفر", 'قال إن أفعاله "لا تُغتفر" أبدا', '"لا تُغتفر"'),
        ("his deeds were never forgiven", "his deeds were «not forgiven» by us", "forgiven»"),
    ],
)
def test_a_comparison_is_spaced_and_marked_as_published(claim: str, text: str, line: str) -> None:
    assert line in shown(compared(claim, text), colour=False)


@pytest.mark.parametrize(
    ("language", "claim", "text", "warning"),
    [
        ("ar", "أنا نادم على ما فعلت", "أنا غير نادم على ما فعلت", "سقط نفي هو في المنشور: غير"),
        ("ar", "لن أندم على ما فعلت", "أندم على ما فعلت", "زيد نفي ليس في المنشور: لن"),
        ("en", "I regret what I did", "I never regret what I did", "negation is missing: never"),
        ("en", "we sold 20 old boats", "we sold old boats", "a number was added"),
        ("fr", "il a vendu 20 vieux bateaux", "il a vendu vieux bateaux", "un nombre ajouté"),
    ],
)
def test_what_one_side_lacks_is_warned_of_in_words(
    language: str, claim: str, text: str, warning: str
) -> None:
    shown_text = compared(claim, text, language).text
    assert warning in shown_text
    assert not set("←→") & set(shown_text)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("العلمي", "للعلمي"),
        ("المستثمر دانيال رو", "للمستثمر دانيال رو"),
        ("لجنة المياه", "للجنة المياه"),
        ("اللجنة الأولمبية", "للجنة الأولمبية"),
        ("سالم الكندي", "لسالم الكندي"),
        ("إلياس الحاج", "لإلياس الحاج"),
        ("Reuters", "لـ Reuters"),
    ],
)
@pytest.mark.parametrize("key", ["answer.unsure_of", "said.other_times"])
def test_a_name_behind_the_letter_that_gives(key: str, name: str, line: str) -> None:
    for part in (name, bold(name)):
        text = MessageBuilder(words_of("ar")).say(key, name=part).build().text
        assert f" {line} " in text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ('Stahlborg: "Nobody will leave this valley before the spring"', "en"),
        ("Stahlborg : « Personne ne quittera la vallée avant le printemps »", "fr"),
        ("ستالبورغ: «لن يغادر أحد هذا الوادي قبل الربيع»", "ar"),
    ],
)
def test_a_check_answers_in_the_language_of_the_claim(
    desk: Desk, typed: str, language: str
) -> None:
    for own in LANGUAGES:
        message = desk.sayings.verify(asker_of(5, own), typed)
        starts = {lang: words_of(lang)("verdict.not_in_these_articles") for lang in LANGUAGES}
        near = {
            lang: words_of(lang)("verdict.close_in_meaning.of").split("{")[0] for lang in LANGUAGES
        }
        assert message.text.lstrip("\u200f").startswith((starts[language], near[language]))


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ('Stahlborg: "I came to listen, not to dictate"', "en"),
        ("Stahlborg : « Je suis venu pour écouter, pas pour dicter »", "fr"),
    ],
)
def test_a_claim_in_another_language_is_shown_the_nearest_saying_of_that_person(
    desk: Desk, typed: str, language: str
) -> None:
    text = desk.sayings.verify(asker_of(6, "ar"), typed).text
    assert text.startswith(words_of(language)("verdict.close_in_meaning.of").split("{")[0])
    assert "جئت لأسمع لا لأملي" in text


def test_words_of_another_are_near_to_nothing_that_a_person_said(desk: Desk) -> None:
    for typed in ('Stahlborg: "Our players are the best"', 'Stahlborg: "Oil will cost more"'):
        text = desk.sayings.verify(asker_of(6, "ar"), typed).text
        assert text.startswith(words_of("en")("verdict.not_in_these_articles"))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("chno 9al l wazir 3la l match", "ar"),
        ("shu 7aka el ra2is 3an el mayy", "ar"),
        ("what did the 3rd minister say", "en"),
        ("que dit le ministre de la G7", "fr"),
    ],
)
def test_arabic_in_latin_letters_is_answered_in_arabic(question: str, language: str) -> None:
    assert frame_language(question, "en") == language
