"""What is asked about somebody or something is told, or the question is not answered."""

from __future__ import annotations

import pytest

from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Answerer
from retrieval.judge.told import tells
from retrieval.question.kinds import ATTRIBUTES

BIRTH, AGE, DEATH, STUDY, COST, PAY, LENGTH, AREA, WEIGHT, MARRIAGE = ATTRIBUTES


@pytest.mark.parametrize(
    ("attribute", "text", "told"),
    [
        (BIRTH, "ولدت الكاتبة في حي المرسى.", True),
        (BIRTH, "وهو من مواليد 1961.", True),
        (BIRTH, "سمير البوغازي (3 مايو 1951) كاتب من الجنوب.", True),
        (BIRTH, "أعلن الرئيس مساء الأحد حل البرلمان.", False),
        (AGE, "وقال المزارع: «عمري 71 سنة».", True),
        (AGE, "He is 71 years old.", True),
        (AGE, "وبلغ المزارع، وهو في 71 عاما، قمة الجبل.", True),
        (AGE, "قبل 18 عاما اشترى المزارع أرضه.", False),
        (AGE, "ولم تمطر منذ أكثر من 18 عاما.", False),
        (AGE, "وزرع القمح في عام 2018.", False),
        (AGE, "وانتهت رحلته التي امتدت لـ16 عاما.", False),
        (AGE, "He bought the farm 18 years ago.", False),
        (AGE, "Il a loué la ferme pendant 18 ans.", False),
        (AGE, "وكتبت الوزيرة على حسابها.", False),
        (DEATH, "شيعت الكاتبة إلى مثواها الأخير.", True),
        (DEATH, "فازت الكاتبة بالجائزة.", False),
        (STUDY, "تخرج في كلية الطب.", True),
        (STUDY, "وصل المبعوث صباح الثلاثاء.", False),
        (COST, "دفعت البلدية 40 ألف دينار.", True),
        (COST, "شاركت أكثر من 30 دولة في القمة.", False),
        (LENGTH, "ويمتد الجسر على 300 متر.", True),
        (LENGTH, "انهار الجسر على الطريق الساحلي.", False),
        (LENGTH, "تمتد البحيرة على 10 كيلومترات مربعة.", False),
        (LENGTH, "The lake covers 10 square kilometres.", False),
        (LENGTH, "The lake is 3 metres deep.", True),
        (AREA, "تغطي الغابة 900 هكتار.", True),
        (WEIGHT, "بلغ الصيد 12 طنا.", True),
        (MARRIAGE, "وتزوج الكاتب من رسامة في ربيع ذلك العام.", True),
        (MARRIAGE, "وحضر الضيوف زفاف الكاتب.", True),
        (MARRIAGE, "وزار الكاتب أسرة الطفلة في القرية.", False),
        (PAY, "يتقاضى الحارس 900 درهم.", True),
    ],
)
def test_what_a_sentence_tells(attribute: object, text: str, told: bool) -> None:
    assert attribute in ATTRIBUTES
    assert any(one is attribute and tells(one, text) for one in ATTRIBUTES) is told


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("متى ولد سليم الحموي؟", "ولد"),
        ("كم عمر سليم الحموي؟", "عمر"),
        ("سليم الحموي اتجوز مين؟", "اتجوز"),
        ("من هي زوجة سليم الحموي؟", "زوجة"),
        ("أين درس سليم الحموي؟", "درس"),
        ("كم طول سد الوادي الأخضر؟", "طول"),
        ("كم يبلغ راتب وزير الري؟", None),
        ("شحال فيها ديال العمق بحيرة السد؟", "العمق"),
        ("كم بلغت كلفة معرض الكتاب؟", "كلفة"),
        ("Where was Nawal Zaytuni born?", None),
    ],
)
def test_what_no_article_tells_is_not_answered(
    answerer: Answerer, question: str, word: str | None
) -> None:
    answer = answerer.answer(question)
    assert isinstance(answer, NoAnswer)
    told = (Reason.NOT_COVERED, (word,)) if word else (Reason.LOW_CONFIDENCE, ())
    assert (answer.reason, answer.uncovered) == told
    assert answer.nearest is not None


def test_what_an_article_tells_is_answered(answerer: Answerer) -> None:
    answer = answerer.answer("كم بلغت كلفة سد الوادي الأخضر؟")
    assert isinstance(answer, Answer)
    assert "97 مليون دينار" in answer.sentences[0].text
