"""Names as a reader tells their edges, over an article."""

from __future__ import annotations

import pytest

from index.quotes.claims.claim import Opinion, Pointed
from index.quotes.edges import in_full, read_names
from index.types import Span


@pytest.mark.parametrize(
    ("text", "name", "read", "told"),
    [
        ("قال زو وليكر إن السد جاهز", "زو", "زو وليكر", "زو وليكر"),
        ("قالت المؤسسة الخسائر إن السد جاهز", "المؤسسة الخسائر", "المؤسسة", "المؤسسة"),
        ("وصرح سالم الكندي الوزير بأن السد جاهز", "سالم الكندي", "سالم الكندي الوزير", None),
        ("اتصل بسالم ناصر أمس", "ناصر", "سالم ناصر", "سالم ناصر"),
        ('قالت منظمة "الضحى" إن', 'منظمة "الضحى"', "منظمة", None),
        ("قال سالم الكندي وسلمى الريحاني", "سالم الكندي وسلمى الريحاني", "سالم الكندي", None),
        ("قال سالم الكندي", "سلمى", "سالم الكندي", None),
        ("قال وولفرام ايشنبرغ إن السد جاهز", "وولفرام ايشنبرغ", "ايشنبرغ", None),
        ("قالت صحيفة يديلوت أحرامات إن", "صحيفة يديلوت أحرامات", "أحرامات", None),
        ("علق هشام إمام على ذلك. ولهشام إمام", "هشام إمام", "هشام", None),
        ("قالت وزارة العدل المغربية إن", "وزارة العدل المغربية", "وزارة العدل", None),
    ],
)
def test_names_have_the_edges_that_the_reader_tells(
    text: str, name: str, read: str, told: str | None
) -> None:
    start = text.index(read)
    opinion = Opinion(1.0, (), (Pointed(Span(start, start + len(read)), 0.8),))
    expected = {} if told is None else {name: told}
    assert read_names(text, [name], [opinion]) == expected


@pytest.mark.parametrize(
    ("text", "name", "whole"),
    [
        ("وصل عبدالهادي فتح، أمس. ذكر عبدالهادي فتح أن", "عبدالهادي", "عبدالهادي فتح"),
        ("وصل هشام إمام، أمس. وعلق هشام إمام على", "هشام", "هشام إمام"),
        ("وصل هشام أمس. وعاد هشام أمس", "هشام", "هشام"),
        ("وصل هشام إلى الوادي. وعاد هشام إلى بيته", "هشام", "هشام"),
        ("الغضوري غاضب\nتباين موقف مقتفى الغضوري، زعيم الحزب", "الغضوري", "مقتفى الغضوري"),
        ("الغضوري غاضب\nتباين موقف مقتفى الغضوري أمس", "الغضوري", "الغضوري"),
        ("قالت ناطقة (المصرف) ديلانا وارت أمس إن. وقالت وارت", "وارت", "ديلانا وارت"),
        ("قال د. عبد الله الغضوري: لا. وأكد الغضوري أن", "الغضوري", "عبد الله الغضوري"),
        ("انتهى الأمر. وأكد الغضوري أن", "الغضوري", "الغضوري"),
    ],
)
def test_a_name_of_one_word_is_told_in_full(text: str, name: str, whole: str) -> None:
    assert in_full(text, name) == whole


def test_what_the_reader_holds_for_unlikely_changes_nothing() -> None:
    opinion = Opinion(1.0, (), (Pointed(Span(4, 12), 0.3),))
    assert read_names("قال زو وليكر إن", ["زو"], [opinion]) == {}


def test_a_name_that_is_told_in_full_once_is_the_name_everywhere() -> None:
    text = "قال زو وليكر إن السد جاهز. وأضاف زو أنه عائد"
    once = Opinion(1.0, (), (Pointed(Span(4, 12), 0.8),))
    later = Opinion(1.0, (), (Pointed(Span(33, 35), 0.9),))
    assert read_names(text, ["زو"], [once, later]) == {"زو": "زو وليكر"}


def test_a_name_never_takes_in_somebody_elses() -> None:
    opinion = Opinion(1.0, (), (Pointed(Span(0, 20), 0.8),))
    text = "هيلدا اصطحبت لويزا غرون أمس"
    assert read_names(text, ["هيلدا", "لويزا غرون"], [opinion]) == {}
