"""Slips of the keyboard: what is read as what, and what is left as it was typed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.normalise import normalised
from index.types import PUBLIC
from retrieval.answer import Answer, NoAnswer, Slip
from retrieval.answerer import Answerer
from retrieval.question.asked import Asking
from retrieval.question.read import read_question
from retrieval.question.spelling import find_slips, may_be_slips, read_as_meant, slips_in_name

CASES = Path(__file__).resolve().parents[1] / "cases" / "slips.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def slips_of(question: str, words: list[str]) -> tuple[Slip, ...]:
    query = read_question(question)
    unknown = {token.norm for token in query.content} - set(map(normalised, words))
    return find_slips(may_be_slips(query, unknown), {normalised(word): word for word in words})


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["typed"])
def test_what_is_read_as_what(row: dict[str, Any]) -> None:
    found = slips_of(row["typed"], row["words"])
    assert found == ((Slip(row["typed"], row["read"]),) if row["read"] else ())


def test_what_stands_between_marks_is_read_as_it_is() -> None:
    assert slips_of("متى افتتح المتهف؟", ["المتحف"])
    assert slips_of('من كتب "افتتح المتهف"؟', ["المتحف"]) == ()
    assert slips_of("من كتب «افتتح المتهف»؟", ["المتحف"]) == ()


def test_a_word_of_the_articles_is_no_slip() -> None:
    assert slips_of("متى افتتح المتهف؟", ["المتحف", "المتهف"]) == ()


def test_only_the_word_itself_is_put_right() -> None:
    slips = [Slip("المتهف", "المتحف")]
    assert read_as_meant("هل المتهف قرب المتهفين؟", slips) == "هل المتحف قرب المتهفين؟"
    assert read_as_meant("ما (هذا)؟", [Slip("(هذا", "ذاك")]) == "ما ذاك)؟"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ستالبوغ", "ستالبورغ"),
        ("إريك ستالبوغ", "ستالبورغ"),
        ("Stalhborg", "Stahlborg"),
        ("القتدسي", "القندسي"),
        ("لافروف", None),
        ("محمود", None),
        ("الحسيني", None),
        ("", None),
    ],
)
def test_a_name_is_put_right_where_nobody_bears_it(typed: str, read: str | None) -> None:
    names = ["ستالبورغ", "إريك", "Stahlborg", "القندسي", "محمد", "الحسين"]
    found = slips_in_name(typed, {normalised(name): name for name in names})
    assert [slip.read for slip in found] == ([read] if read else [])


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=10), max_size=5))
def test_any_text_is_read(question: str, words: list[str]) -> None:
    for slip in slips_of(question, words):
        assert slip.read in words
        assert slip.typed in question


def test_an_answer_says_what_was_read_as_what(answerer: Answerer) -> None:
    answer = answerer.answer("كم بلغت كلفة سد الوادي الأخظر؟")
    assert isinstance(answer, Answer)
    assert answer.slips == (Slip("الأخظر", "الأخضر"),)
    assert "97 مليون دينار" in answer.sentences[0].text
    context = answerer.ask(Asking("كم بلغت كلفة سد الوادي الأخظر؟")).context
    assert "الأخضر" in context.question
    assert answerer.answer("كم بلغت كلفة سد الوادي الأخضر؟").slips == ()


def test_a_misspelt_speaker_is_named_as_read(answerer: Answerer) -> None:
    answer = answerer.answer("ماذا قالت الزيتزني عن الرواية؟")
    assert isinstance(answer, Answer)
    assert answer.slips == (Slip("الزيتزني", "الزيتوني"),)
    nobody = answerer.answer("ماذا قالت الزعفراني عن الرواية؟")
    assert isinstance(nobody, NoAnswer)
    assert nobody.slips == ()


def test_words_that_a_chat_does_not_see_are_read_into_nothing(answerer: Answerer) -> None:
    assert answerer.answer("كم بلغت كلفة سد الوادي الأخظر؟", {"chat:1"}).slips == ()
    found = answerer.find(read_question("كم بلغت كلفة سد الوادي الأخظر؟"), {PUBLIC})
    assert found.asked.text == "كم بلغت كلفة سد الوادي الأخضر؟"
