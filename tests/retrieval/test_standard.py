from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.kinds import QuestionType
from retrieval.question.read import read_question
from retrieval.question.standard import standard_wording


@pytest.mark.parametrize(
    ("question", "standard"),
    [
        ("وين صار الحريق؟", "أين حدث الحريق؟"),
        ("امتى يفتح المتحف؟", "متى يفتح المتحف؟"),
        ("شكد كلف الجسر؟", "كم كلف الجسر؟"),
        ("علاش وقف القطار؟", "لماذا وقف القطار؟"),
        ("القطار وقف ليه؟", "القطار وقف لماذا؟"),
        ("مين اللي افتتح المتحف؟", "من الذي افتتح المتحف؟"),
        ("شو اسم السفينة اللي غرقت؟", "ما اسم السفينة التي غرقت؟"),
        ("كام واحد انجرح فالمعمل؟", "كم شخصا جرح في المعمل؟"),
        ("وزن الجسر قد ايه؟", "وزن الجسر كم؟"),
        ("ليش انحبسوا عمال المنجم؟", "لماذا حبسوا عمال المنجم؟"),
        ("امتى الجولة التانية؟", "متى الجولة الثانية؟"),
        ("شو صار بالميناء السنة اللي فاتت؟", "ماذا حدث بالميناء السنة الماضية؟"),
        ("شكون غادي يبني الجسر ديال القرية؟", "من سوف يبني الجسر القرية؟"),
        ("المتحف هيفتح امتى؟", "المتحف سيفتح متى؟"),
        ("شو عم يكتب العمدة عالشجرة؟", "ماذا يكتب العمدة على الشجرة؟"),
        ("منو گال إن الجسر آمن؟", "من قال إن الجسر آمن؟"),
        ("فين تجمعو العمال فتونس؟", "أين تجمعو العمال في تونس؟"),
        ("فين تدار العرس ديال العمدة؟", "أين أقيم العرس العمدة؟"),
        ("علاش ما رجع ليه العمدة؟", "لماذا ما رجع ليه العمدة؟"),
    ],
)
def test_dialects_are_worded_in_standard_arabic(question: str, standard: str) -> None:
    assert standard_wording(question) == standard


@pytest.mark.parametrize(
    "question",
    [
        "أين وقع الحريق؟",
        "ماذا قال جان مورو عن طراز إيه 12؟",
        "من ربح في برنامج توك شو القرية؟",
        "كم عاملا لقوا حتفهم في المنجم؟",
        "من عم العمدة الذي طلع الجبل ثم راح؟",
        "ماذا انتقل إلى المتحف، ومتى انفجر الأنبوب؟",
        "كيف تدار المدرسة؟",
        "لمن بيع الجسر بشأن دول الجوار؟",
        "من قال «وين صار الحريق»؟",
        "Where did it burn?",
        "Où est le musée ?",
        "",
    ],
)
def test_other_words_stay_as_they_are(question: str) -> None:
    assert standard_wording(question) == question


@given(st.text())
def test_a_standard_wording_is_one_already(text: str) -> None:
    once = standard_wording(text)
    assert standard_wording(once) == once


def test_a_question_keeps_its_own_words() -> None:
    asked = read_question("وين انجرح عمال المنجم؟")
    assert asked.text == "وين انجرح عمال المنجم؟"
    assert asked.standard == "أين جرح عمال المنجم؟"
    assert asked.kind is QuestionType.WHERE
    assert "جرح" in asked.terms
