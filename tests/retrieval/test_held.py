"""A question for a number or a time is answered by a sentence that has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import Encoder
from index.library import Library
from index.types import PUBLIC, Article
from retrieval.answer import Answer
from retrieval.answerer import Answerer
from retrieval.judge.held import has_number, has_time, holds_kind, tells_of
from retrieval.order.sentences import Ranked
from retrieval.question.period import find_period
from retrieval.question.read import read_question
from retrieval.search.opened import open_sentence
from tests.retrieval.conftest import DAM, FAIR
from tests.retrieval.test_reader import Pointing


@pytest.mark.parametrize(
    ("question", "sentence", "has"),
    [
        ("كم عاملا بنى الجسر؟", "شارك في بناء الجسر 40 عاملا.", True),
        ("كم عاملا بنى الجسر؟", "شارك في بناء الجسر عمال من القرى المجاورة.", False),
        ("كم عاملا أصيب؟", "أصيب عاملان في الحادث.", True),
        ("كم شهرا استغرق البناء؟", "استغرق البناء شهرين.", True),
        ("كم مرة فاز الفريق؟", "فاز الفريق باللقب للعام الثالث على التوالي.", True),
        ("How many schools does it have?", "في البلدة مدرستان.", True),
        ("كم استغرق البناء؟", "استغرق البناء عدة سنوات.", True),
        ("كم نائبا صوت للقانون؟", "صوت معظم النواب للقانون.", True),
        ("كم عدد المتبرعين للصندوق 16؟", "تبرع كثيرون للصندوق 16.", False),
        ("قديش كلف الجسر؟", "قالت البلدية إن التحقيقات مستمرة.", False),
        # A count is no measure.
        ("How many people live by the lake?", "تمتد البحيرة على 10 كيلومترات.", False),
        ("How many people live by the lake?", "يعيش 300 شخص حول البحيرة.", True),
        ("How many shops gave money?", "تبرعت متاجر بمبلغ 70 مليون وون.", False),
        ("How many votes did she win?", "فازت المرشحة بنسبة 54 في المئة.", True),
        ("Combien de voitures ont été rappelées ?", "دفعت الشركة 5 ملايين دولار.", False),
        ("كم عدد السيارات المسحوبة؟", "سحبت الشركة مليون سيارة في 3 مايو.", True),
        ("كم عدد السيارات المسحوبة؟", "سحبت الشركة السيارات في 3 مايو.", False),
        ("Combien de temps a duré la réunion ?", "استمر الاجتماع أربع ساعات.", True),
        ("How many grams does it weigh?", "يزن الجهاز 32 غراما.", True),
        ("How much did the bridge cost?", "كلف الجسر 9 ملايين دينار.", True),
        ("How many goals were scored?", "The match ended with two goals.", True),
    ],
)
def test_numbers_that_may_be_asked_for(question: str, sentence: str, has: bool) -> None:
    assert has_number(read_question(question), sentence) is has


@pytest.mark.parametrize(
    ("sentence", "has"),
    [
        ("يفتح الجسر يوم الثلاثاء.", True),
        ("يفتح الجسر في 3 مايو.", True),
        ("يفتح الجسر بعد الانتخابات.", True),
        ("سيفتح الجسر قريبا.", True),
        ("بني الجسر في الخمسينيات.", True),
        ("بني الجسر في 874م.", True),
        ("يفتح الجسر في الساعات المقبلة.", True),
        ("تفتح المكتبة أبوابها كل أربعاء.", True),
        ("The bridge opens after the summer.", True),
        ("أعدم الجنرال رميا بالرصاص.", False),
        ("رفض الوزير الإجابة.", False),
    ],
)
def test_times(sentence: str, has: bool) -> None:
    assert has_time(open_sentence(sentence)) is has


@given(st.text(max_size=80))
def test_any_text_has_a_number_or_none(text: str) -> None:
    assert has_number(read_question("How many fans came?"), text) in (True, False)
    assert has_time(open_sentence(text)) in (True, False)


@pytest.fixture(scope="module")
def ranked(answerer: Answerer) -> tuple[Ranked, ...]:
    return answerer.find(read_question("من دشن السد؟"), frozenset({PUBLIC})).sentences


def test_other_kinds_are_answered_by_sentences_of_any_form(ranked: tuple[Ranked, ...]) -> None:
    for question in ("من دشن السد؟", "لماذا تأخر الافتتاح؟", "سد الوادي الأخضر"):
        assert all(holds_kind(read_question(question), one) for one in ranked)
    held = [one for one in ranked if holds_kind(read_question("كم عاملا عمل في السد؟"), one)]
    texts = [one.candidate.article.sentence(one.candidate.position).text for one in held]
    assert any("1200" in text for text in texts)
    assert not any("لن نبيع" in text for text in texts)


def test_a_number_that_nobody_tells_is_no_answer(answerer: Answerer) -> None:
    found = answerer.answer("كم عدد القرى المجاورة؟")
    shown = found.sentences if isinstance(found, Answer) else ()
    assert all(any(char.isdigit() for char in one.text) for one in shown)


DAY = dt.date(2021, 5, 4)


@pytest.mark.parametrize(
    ("question", "date", "sentence", "tells"),
    [
        ("ماذا حدث في مايو 2021؟", dt.date(2021, 6, 9), "افتتح السد الشهر الماضي.", True),
        ("ماذا حدث في مايو 2021؟", dt.date(2021, 4, 9), "يفتتح السد الشهر المقبل.", True),
        ("ماذا حدث في مايو 2021؟", dt.date(2021, 9, 9), "افتتح السد في أيار.", True),
        ("ماذا حدث في مايو 2021؟", dt.date(2021, 9, 9), "افتتح السد الشهر الماضي.", False),
        ("ماذا حدث في مايو 2021؟", dt.date(2022, 9, 9), "افتتح السد في مايو.", False),
        ("ماذا حدث في عام 2021؟", dt.date(2022, 9, 9), "افتتح السد في 2021.", True),
        ("ماذا حدث في عام 2021؟", dt.date(2022, 9, 9), "افتتح السد.", False),
    ],
)
def test_articles_tell_of_other_months(
    ranked: tuple[Ranked, ...], question: str, date: dt.date, sentence: str, tells: bool
) -> None:
    period = find_period(question)
    assert period is not None
    assert tells_of(period, date, Saying.of(ranked[0], sentence)) is tells


class Saying:
    """Puts other words in a ranked sentence's place."""

    @staticmethod
    def of(one: Ranked, sentence: str) -> Ranked:
        article, position = one.candidate.article, one.candidate.position
        copy = type(article)(article.article, article.analysis, article.vectors)
        copy._sentences[position] = open_sentence(sentence)
        return replace(one, candidate=replace(one.candidate, article=copy))


NOTE = Article(
    text=(
        "سجلت المغنية إليسا غريمالدو أغنية جديدة في استوديو صغير.\n"
        "وقال المنتج إن الأغنية تصدر في الخريف."
    ),
    headline="أغنية جديدة",
    date=DAY,
)
"""Of somebody whom only the sound of a name finds."""


@pytest.fixture
def crowded(encoder: Encoder, tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path, encoder)
    others = [
        Article(text=f"افتتح الوزير مدرسة رقم {n} وقال إن البناء كلف {n} ألف دينار.", date=DAY)
        for n in range(2, 90)
    ]
    opened.add_many([DAM, FAIR, NOTE, *others])
    yield opened
    opened.close()


def test_a_name_in_latin_letters_finds_its_arabic_spelling(crowded: Library) -> None:
    found = Answerer(crowded).find(
        read_question("Where did Elissa Grimaldo open a school?"), frozenset({PUBLIC})
    )
    assert NOTE.id in {one.article_id for one in found.passages}
    assert any(one.candidate.article.id == NOTE.id for one in found.sentences)


@pytest.mark.parametrize(
    ("lines", "answers"),
    [
        (
            [
                "اختار المدرب عشرة لاعبين للدورة.",
                "سليم الحموي (الريحان)",
                "لم يلعب الحموي منذ الشتاء.",
                "هاني الفستقي (زمردان)",
                "لعب الفستقي كل المباريات.",
            ],
            False,
        ),
        (["اختار المدرب عشرة لاعبين للدورة.", "قائد الفريق سليم الحموي"], True),
    ],
)
def test_a_heading_inside_an_article_tells_nothing(
    encoder: Encoder, tmp_path: Path, lines: list[str], answers: bool
) -> None:
    library = Library.open(tmp_path, encoder)
    library.add(Article(text="\n".join(lines), headline="قائمة الريحان"))
    found = Answerer(library, reader=Pointing("سليم الحموي")).answer("من قائد فريق الريحان؟")
    library.close()
    assert isinstance(found, Answer) is answers
