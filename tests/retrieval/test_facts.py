from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.question.kinds import QuestionType as Q
from retrieval.search.facts import find_facts


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        (
            "افتتح يوم الثلاثاء 26 حزيران / يونيو 2018.",
            Q.WHEN,
            "يوم الثلاثاء 26 حزيران / يونيو 2018",
        ),
        ("بدأ العمل في كانون الثاني الماضي.", Q.WHEN, "كانون الثاني الماضي"),
        ("تأسست الجمعية عام 1962.", Q.WHEN, "عام 1962"),
        ("بنيت في القرن التاسع.", Q.WHEN, "القرن التاسع"),
        ("The fair opens on 3 April 2021.", Q.WHEN, "3 April 2021"),
        ("زار المعرض 42 ألف زائر.", Q.HOW_MANY, "42 ألف زائر"),
        ("حضر ثلاثة وزراء.", Q.HOW_MANY, "ثلاثة وزراء"),
        ("وصل الوفد إلى لبنان أمس.", Q.WHERE, "لبنان"),
        ("عقد الاجتماع في مدينة الريحان.", Q.WHERE, "مدينة الريحان"),
        ("He was born in Belmar.", Q.WHERE, "Belmar"),
        ("افتتحه وزير الثقافة سالم الحموي، ثم غادر.", Q.WHO, "وزير الثقافة سالم الحموي"),
        ("تأخر القطار بسبب عاصفة رملية، وفق الشركة.", Q.WHY, "بسبب عاصفة رملية"),
        ("They left because the bridge was closed.", Q.WHY, "because the bridge was closed"),
    ],
)
def test_a_fact_is_found_with_its_words(text: str, kind: Q, words: str) -> None:
    assert words in [fact.span.of(text) for fact in find_facts(text, kind)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("وصل الوفد صباحا.", Q.HOW_MANY),
        ("ظهر الوفد أمام الصحافيين.", Q.WHEN),
        ("يعمل في الورشة نحو 1200 عامل.", Q.WHEN),
        ("افتتح المعرض عام 1962.", Q.HOW_MANY),
        ("تحدث الحاضرون طويلا.", Q.WHERE),
        ("تحدث الحاضرون طويلا.", Q.WHY),
    ],
)
def test_what_is_none(text: str, kind: Q) -> None:
    assert find_facts(text, kind) == ()


@given(st.text(max_size=200), st.sampled_from(Q))
def test_any_text_is_read_and_spans_lie_inside(text: str, kind: Q) -> None:
    spans = [fact.span for fact in find_facts(text, kind)]
    assert all(span.end <= len(text) and span.of(text).strip() for span in spans)
    assert spans == sorted(spans)
