"""The evaluation of what people ask, on a set small enough to be worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import Encoder
from index.errors import ReadingError
from index.types import Span
from retrieval.answer import Answer, AnswerSentence, Citation, Evidence, NoAnswer, Reason
from retrieval.evaluation.asked import evaluate_asked, figures_of, judged
from retrieval.evaluation.rows import (
    PARTS,
    Case,
    Part,
    measuring,
    place_of,
    read_cases,
    within,
    words_of,
)
from tests.retrieval.conftest import DAM, FAIR

BRIDGE = "وأعلنت البلدية أن الجسر سيفتح أمام السيارات في 3 مايو بعد إصلاح دام عامين."
CASE = Case("متى يفتح الجسر؟", "msa", "when", "bridge", True, BRIDGE, "3 مايو")


def shown(text: str, bold: str | None = None) -> AnswerSentence:
    start = text.index(bold) if bold else 0
    return AnswerSentence(
        text=text,
        # The article does not begin with this sentence.
        span=Span(100, 100 + len(text)),
        citation=Citation("a", "", "", None, 1, None),
        score=1.0,
        evidence=Evidence("", None, 0.0, None, 0.0, 0.0),
        highlight=Span(100 + start, 100 + start + len(bold)) if bold else None,
    )


def no(nearest: str | None = None) -> NoAnswer:
    return NoAnswer("", Reason.LOW_CONFIDENCE, 0.1, shown(nearest) if nearest else None)


OTHER = "وقالت البلدية إن الجسر القديم كان مغلقا."


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (BRIDGE, True),
        ("أعلنت البلدية أن الجسر سيفتح أمام السيارات في 3 مايو بعد إصلاح.", True),
        # The answer's words in another sentence, and the sentence without the answer.
        ("ولد الكاتب في 3 مايو.", False),
        ("وأعلنت البلدية أن الجسر سيفتح أمام السيارات في 4 مايو بعد إصلاح دام عامين.", False),
        ("", False),
    ],
)
def test_what_answers(text: str, right: bool) -> None:
    assert CASE.answered_by(text) is right


def test_other_sentences_answer_too() -> None:
    case = Case("?", "msa", "when", "x", True, BRIDGE, "3 مايو", (OTHER,))
    assert case.answered_by(OTHER)
    assert case.answered_by(f"{OTHER} وأضافت أنه سيرمم.")
    assert not case.answered_by("الجسر")


@pytest.mark.parametrize(
    ("part", "whole", "place"),
    [
        ("نفت الشركة", "ونفت الشركة ذلك", 0),
        ("مدرسة", "في المدرسة", 1),
        ("مدرسة", "وبالمدرسة كتب", 0),
        ("مدرسة", "في مدرستين", None),
        ("2", "في 12 يوما", None),
        ("الشركة ذلك", "نفت الشركة كل ذلك", None),
        ("", "نفت الشركة", None),
    ],
)
def test_words_in_a_row(part: str, whole: str, place: int | None) -> None:
    assert place_of(words_of(part), words_of(whole)) == place


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=8), st.data())
def test_every_run_of_words_is_found(whole: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    assert within(whole[start:end], whole)
    assert not within(["d", *whole], whole)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Answer("", (shown(BRIDGE),), 0.9), (True, True, True, False, None)),
        (Answer("", (shown(BRIDGE, "3 مايو"),), 0.9), (True, True, True, False, True)),
        (Answer("", (shown(BRIDGE, "في 3 مايو"),), 0.9), (True, True, True, False, True)),
        (Answer("", (shown(BRIDGE, "عامين"),), 0.9), (True, True, True, False, False)),
        (
            Answer("", (shown(OTHER, "القديم"), shown(BRIDGE)), 0.9),
            (True, False, True, False, None),
        ),
        (Answer("", (shown(OTHER),), 0.9), (True, False, False, False, None)),
        (no(BRIDGE), (False, False, False, True, None)),
        (no(OTHER), (False, False, False, False, None)),
        (no(), (False, False, False, False, None)),
    ],
)
def test_what_is_shown_is_judged(found: Answer | NoAnswer, expected: tuple[Any, ...]) -> None:
    o = judged(CASE, found, 1.0)
    assert (o.answered, o.first, o.shown, o.nearest, o.bold) == expected


def test_nothing_is_right_where_the_article_does_not_answer() -> None:
    case = Case("من بنى الجسر؟", "egy", "who", "bridge", False)
    assert judged(case, Answer("", (shown(BRIDGE),), 0.9), 1.0).shown is False
    assert judged(case, no(BRIDGE), 1.0).nearest is False


def test_figures_by_language_and_kind() -> None:
    near_miss = Case("من بنى الجسر؟", "egy", "who", "bridge", False)
    outcomes = [
        judged(CASE, Answer("", (shown(BRIDGE, "3 مايو"),), 0.9), 10.0),
        judged(CASE, Answer("", (shown(OTHER), shown(BRIDGE)), 0.9), 20.0),
        judged(CASE, Answer("", (shown(OTHER),), 0.9), 30.0),
        judged(CASE, no(BRIDGE), 40.0),
        judged(near_miss, no(), 50.0),
        judged(near_miss, Answer("", (shown(OTHER),), 0.9), 60.0),
    ]
    figures = figures_of(outcomes)
    assert (figures["answerable"], figures["near_misses"]) == (4, 2)
    assert (figures["right_first"], figures["right_shown"]) == (0.25, 0.5)
    assert (figures["refused"], figures["refused_as_nearest"], figures["wrong"]) == (
        0.25,
        0.25,
        0.25,
    )
    assert figures["right_shown"] + figures["refused"] + figures["wrong"] == 1
    assert figures["no_where_no"] == 0.5
    assert (figures["phrase_shown"], figures["phrase_right"]) == (1.0, 1.0)
    assert figures["by_language"]["egy"] == figures["by_kind"]["who"] == figures["dialects"]
    assert figures["by_language"]["egy"]["right_first"] is None
    assert figures["by_kind"]["when"]["answerable"] == 4
    assert figures["ms_per_question"] == {"p50": 35.0, "p95": 57.5}


def test_one_article_in_five_is_for_measuring() -> None:
    names = [f"news-{n}" for n in range(2_000)]
    share = sum(map(measuring, names)) / len(names)
    assert 0.8 / PARTS < share < 1.2 / PARTS
    assert [measuring(n) for n in names] == [measuring(n) for n in names]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def asked(question: str, article: str, sentence: str = "", answer: str = "") -> dict[str, Any]:
    answerable = bool(sentence)
    row = {"question": question, "lang": "msa", "kind": "how_many", "article_id": article}
    return {**row, "answerable": answerable, "sentence": sentence, "answer": answer, "also": []}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    cost = next(line for line in DAM.text.replace("\n", ". ").split(". ") if "97 مليون" in line)
    articles = [{"id": "dam", "title": DAM.headline, "text": DAM.text, "date": "2024-05-04"}]
    others = [*articles, {"id": "fair", "title": FAIR.headline, "text": FAIR.text}]
    questions = [
        asked("كم بلغت كلفة سد الوادي الأخضر؟", "dam", cost, "97 مليون دينار"),
        asked("كم عدد سكان جزيرة القمر البعيدة؟", "dam"),
    ]
    return (
        write(tmp_path / "a.jsonl", articles),
        write(tmp_path / "q.jsonl", questions),
        write(tmp_path / "d.jsonl", others),
    )


def test_the_whole_way(encoder: Encoder, files: tuple[Path, Path, Path]) -> None:
    articles, questions, others = files
    figures = evaluate_asked(
        [articles], [questions], encoder=encoder, distractors=others, part=Part.ALL
    )
    assert (figures["articles"], figures["part"]) == (2, "all")
    assert (figures["right_first"], figures["no_where_no"]) == (1.0, 1.0)
    assert (figures["refused"], figures["wrong"]) == (0.0, 0.0)


def test_the_parts_are_disjoint_and_whole(files: tuple[Path, Path, Path]) -> None:
    parts = [read_cases([files[1]], part) for part in (Part.MEASURING, Part.TRAINING)]
    assert sum(map(len, parts)) == len(read_cases([files[1]]))
    assert all(measuring(case.article) for case in parts[0])


def test_an_article_that_is_missing_is_named(
    encoder: Encoder, files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    lost = write(tmp_path / "lost.jsonl", [asked("كم؟", "lost")])
    with pytest.raises(ReadingError, match="'lost'"):
        evaluate_asked([files[0]], [lost], encoder=encoder, part=Part.ALL)


def test_no_question_of_a_part(encoder: Encoder, files: tuple[Path, Path, Path]) -> None:
    part = Part.TRAINING if measuring("dam") else Part.MEASURING
    with pytest.raises(ReadingError, match=part.value):
        evaluate_asked([files[0]], [files[1]], encoder=encoder, part=part)
