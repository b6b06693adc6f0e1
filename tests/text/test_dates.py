"""Dates in a text; in the cases the reference day is Thursday, 28 June 2018."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.language.tables import numbered
from index.text.dates import Calendar, Precision, find_dates

MONTHS = numbered("calendar", "months")
WEEKDAYS = numbered("calendar", "weekdays")
REFERENCE = dt.date(2018, 6, 28)
CASES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "cases" / "dates.jsonl").open(encoding="utf-8")
]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = [
        [
            date.span.of(text),
            date.precision.value,
            date.first and date.first.isoformat(),
            date.last and date.last.isoformat(),
            date.inferred,
            date.calendar.value,
        ]
        for date in find_dates(text, REFERENCE)
    ]
    assert found == case["dates"]


@pytest.mark.parametrize(
    "text", ["الثلاثاء", "أمس", "26 يونيو", "في مارس", "العام الماضي", "last year", "12 رمضان 1439"]
)
def test_without_a_reference_nothing_is_inferred(text: str) -> None:
    (date,) = find_dates(text)
    assert (date.first, date.last, date.inferred) == (None, None, False)


@given(DAYS, st.sampled_from(sorted(name for name in MONTHS if len(name) > 4)))
def test_every_day_written_out_is_found(day: dt.date, name: str) -> None:
    day = day.replace(day=min(day.day, 28))
    text = f"وصلوا في {day.day} {name} {day.year} إلى المدينة"
    (date,) = find_dates(text)
    assert date.span.of(text) == f"{day.day} {name} {day.year}"
    assert date.first is not None
    assert (date.first.year, date.first.month, date.first.day) == (
        day.year,
        MONTHS[name],
        day.day,
    ) or (date.precision is not Precision.DAY)


@given(DAYS, st.sampled_from(sorted(WEEKDAYS)))
def test_a_weekday_lies_in_the_week_before_the_reference(day: dt.date, name: str) -> None:
    (date,) = find_dates(name, day)
    assert date.first is not None
    assert date.first.weekday() == WEEKDAYS[name]
    assert dt.timedelta(0) <= day - date.first < dt.timedelta(7)


@given(
    st.lists(
        st.sampled_from(
            [
                *("26", "٤", "2018", "يونيو", "الثلاثاء", "أمس", "رمضان", "هـ", "عام", "الماضي"),
                *("May", "من", " ", " ", "/", "-", "و", "ب", ",", "الأول", "last", "١٤٤٠"),
                *("\u0640", "\u064e"),
            ]
        ),
        max_size=15,
    ).map("".join),
    st.none() | DAYS,
)
def test_dates_are_in_order_and_do_not_overlap(text: str, reference: dt.date | None) -> None:
    end = 0
    for date in find_dates(text, reference):
        assert date.span.start >= end
        assert date.span.of(text).strip() == date.span.of(text)
        end = date.span.end
        assert (date.first is None) == (date.last is None)
        if date.first is not None and date.last is not None:
            assert date.first <= date.last
            assert (date.first == date.last) == (date.precision is Precision.DAY)
            assert date.calendar is Calendar.GREGORIAN
        assert reference is not None or not date.inferred


def test_the_edges_of_the_calendar() -> None:
    assert find_dates("أمس", dt.date.min)[0].first is None
    assert find_dates("غدا", dt.date.max)[0].first is None
    assert find_dates("العام المقبل", dt.date.max)[0].first is None
    assert find_dates("الثلاثاء المقبل", dt.date.max)[0].first is None


@pytest.mark.parametrize(
    ("language", "day"),
    [("ar", "2024-03-12"), ("fr", "2024-03-12"), ("en-GB", "2024-03-12"), ("en-US", "2024-12-03")],
)
def test_slashed_days_by_the_pages_country(language: str, day: str) -> None:
    (date,) = find_dates("12/03/2024", language=language)
    assert str(date.first) == day


def test_a_slashed_day_that_may_be_two_is_said_to_be_ambiguous() -> None:
    (date,) = find_dates("on 12/03/2024", language="en")
    assert (date.precision, date.first, date.last) == (Precision.DAY, None, None)
    assert [str(date.first) for date in find_dates("25/03/2024", language="en")] == ["2024-03-25"]
