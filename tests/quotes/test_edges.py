"""Names as a reader tells their edges, over an article."""

from __future__ import annotations

import pytest

from index.quotes.claims.claim import Opinion, Pointed
from index.quotes.edges import read_names
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
