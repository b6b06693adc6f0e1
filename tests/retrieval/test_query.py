from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.kinds import QuestionType as Q
from retrieval.question.read import MAX_QUESTION, read_question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("من افتتح المعرض؟", Q.WHO),
        ("من هو رئيس البلدية؟", Q.WHO),
        ("مين فاز بالكاس؟", Q.WHO),
        ("شكون ربح؟", Q.WHO),
        ("Who opened the fair?", Q.WHO),
        ("Qui a gagné ?", Q.WHO),
        ("متى يبدأ المعرض؟", Q.WHEN),
        ("إمتى يفتح المعرض؟", Q.WHEN),
        ("في أي عام تأسست الجمعية؟", Q.WHEN),
        ("منذ متى يعمل المصنع؟", Q.WHEN),
        ("In what year did it open?", Q.WHEN),
        ("En quelle année a-t-il ouvert ?", Q.WHEN),
        ("أين يقع المصنع؟", Q.WHERE),
        ("من أين جاء الوفد؟", Q.WHERE),
        ("فين كاين السوق؟", Q.WHERE),
        ("وين صار الاجتماع؟", Q.WHERE),
        ("في أي مدينة عقد الاجتماع؟", Q.WHERE),
        ("كم عدد الزوار؟", Q.HOW_MANY),
        ("قديش سعر التذكرة؟", Q.HOW_MANY),
        ("شحال ديال الناس؟", Q.HOW_MANY),
        ("ما هو عدد الزوار؟", Q.HOW_MANY),
        ("How many people came?", Q.HOW_MANY),
        ("How long was the visit?", Q.HOW_MANY),
        ("Combien de visiteurs ?", Q.HOW_MANY),
        ("لماذا تأخر القطار؟", Q.WHY),
        ("ليش تأخر القطار؟", Q.WHY),
        ("علاش تعطل القطار؟", Q.WHY),
        ("ما سبب تأخر القطار؟", Q.WHY),
        ("كيف وصل الوفد؟", Q.HOW),
        ("ايش صار في السوق؟", Q.WHAT),
        ("وش سوى الوزير؟", Q.WHAT),
        ("شو صار؟", Q.WHAT),
        ("هل وصل الوفد؟", Q.YES_NO),
        ("Did the train arrive?", Q.YES_NO),
        ("ومتى كان ذلك؟", Q.WHEN),
        ("شوكت يفتح السوق", Q.WHEN),
        ("وقتاش تحل السوق", Q.WHEN),
        ("جم واحد حضر العرس", Q.HOW_MANY),
        ("شقد كلفت القنطرة", Q.HOW_MANY),
        ("وينه السوق الجديد", Q.WHERE),
        ("لويش سكر الدكان", Q.WHY),
        ("اشلون وصلوا للقرية", Q.HOW),
        ("بشنو بنوا القنطرة", Q.WHAT),
        ("بم وعد العمدة؟", Q.WHAT),
        ("Qu'est-ce que le maire a vendu ?", Q.WHAT),
        ("Qu'a vendu le maire ?", Q.WHAT),
        ("Par qui le pont a-t-il été peint ?", Q.WHO),
        ("انطلاق المعرض في الربيع", Q.NONE),
        ("وفد من باريس يزور المصنع", Q.NONE),
        ("", Q.NONE),
        ("العمدة قابل مين؟", Q.WHO),
        ("مدرب الفريق مين", Q.WHO),
        ("خرج العمدة من المتحف", Q.NONE),
    ],
)
def test_what_is_asked_for(question: str, kind: Q) -> None:
    assert read_question(question).kind is kind


def test_words_that_ask_are_not_searched() -> None:
    query = read_question("كم دولة شاركت في الاجتماع؟")
    assert "كم" not in query.terms
    assert [token.surface for token in query.content] == ["دولة", "شاركت", "الاجتماع"]


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("كم تبلغ كلفة الجسر؟", ["كلفة", "الجسر"]),
        ("أين تقع القرية؟", ["القرية"]),
        ("متى حدث السيل؟", ["السيل"]),
        ("كم وصل من الزوار؟", ["وصل", "الزوار"]),
        ("متى وقعت الاتفاقية؟", ["وقعت", "الاتفاقية"]),
        ("لماذا حدث السيل؟", ["حدث", "السيل"]),
    ],
)
def test_a_verb_that_only_says_is_asks_for_nothing(question: str, content: list[str]) -> None:
    assert [token.surface for token in read_question(question).content] == content


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("فين السوق اللي بتاع السمك دلوقتي", ["السوق", "السمك"]),
        ("شحال ديال السمك كاين دابا", ["عدد", "السمك", "كاين"]),
        ("شو باعوا بالسوق هلق عشان السمك", ["باعوا", "بالسوق", "السمك"]),
        ("وين راح السوق هسه", ["السوق"]),
        ("كم دول الخليج", ["دول", "الخليج"]),
    ],
)
def test_particles_of_the_dialects_carry_nothing(question: str, content: list[str]) -> None:
    assert [token.surface for token in read_question(question).content] == content


def test_numbers_are_read_in_either_digits() -> None:
    assert read_question("ماذا حدث عام ٢٠١٨؟").numbers == ("2018",)


@pytest.mark.parametrize("question", ["", "   ", "؟!", "🙂🙂", "\u200f\u200e"])
def test_nothing_asked(question: str) -> None:
    assert read_question(question).empty


@given(st.text(max_size=300))
def test_any_text_is_a_question(text: str) -> None:
    query = read_question(text)
    assert query.text in text
    assert all(term for term in query.terms)


def test_an_endless_question_is_cut() -> None:
    assert len(read_question("كلمة " * 5000).text) <= MAX_QUESTION


@pytest.mark.parametrize(
    ("question", "required"),
    [
        ("كم جسرا بنت بوركينا فاسو في حلب؟", ["بوركينا فاسو", "حلب"]),
        ("Combien de navires les États-Unis ont-ils vendus ?", ["États Unis"]),
        ("Qui a ouvert la réunion de Saint-Étienne ?", ["Saint Étienne"]),
        ("Who opened the fair?", []),
    ],
)
def test_the_places_that_a_question_names_are_required(question: str, required: list[str]) -> None:
    assert [one.words for one in read_question(question).requirements] == required


@pytest.mark.parametrize(
    ("question", "required"),
    [
        # An article may call a day by its weekday, and write an ordinal in words.
        ("Who opened the fair on 17 May 2021?", ["2021"]),
        ("من افتتح المعرض يوم 17 مايو؟", []),
        ("Quel film ouvre le 71e festival ?", []),
        ("من تبرع للصندوق 71؟", ["71"]),
    ],
)
def test_the_numbers_that_a_question_names_are_required(question: str, required: list[str]) -> None:
    assert [one.words for one in read_question(question).requirements] == required


def test_a_capital_stands_for_its_country() -> None:
    (american,) = read_question("Which American company built it?").requirements
    assert {("واشنط",), ("امريك",)} & set(american.forms)
