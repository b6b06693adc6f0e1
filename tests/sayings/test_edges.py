"""The edges of a check: what stands before the words, and whom a speaker is held against."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.analysis import analyse
from index.store.sql import SqlStore
from index.types import PUBLIC, Article, Polarity
from retrieval.question.intent import Claim, read_check
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.export import check_row
from retrieval.sayings.values import SpeakerCheck, Verdict
from tests.sayings.conftest import SCOPE, keep

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "edges.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_edges(store: SqlStore, case: dict[str, Any]) -> None:
    keep(store, Article(text=case["text"]))
    check = Checker(Archive(store)).check(Claim(case["words"], case.get("speaker")), SCOPE)
    weights = [weight.value for part in check.differences for weight in part.weights]
    assert (check.verdict.value, weights) == (case["verdict"], case["weights"])
    if "speaker_check" in case:
        assert check.speaker_check.value == case["speaker_check"]
    assert check.original is not None
    whole = check.before + check.original.words + check.after
    assert whole in case["text"]


@pytest.mark.parametrize(
    ("polarity", "verdict"),
    [(Polarity.DENIED, Verdict.DENIED), (Polarity.UNREAL, Verdict.UNREAL)],
)
def test_what_was_not_said_is_never_word_for_word(
    store: SqlStore, polarity: Polarity, verdict: Verdict
) -> None:
    article = Article(text="نفى سالم الكندي أنه قال «سنرفع السعر غدا صباحا».")
    analysis = analyse(article)
    assert analysis.sayings
    turned = tuple(
        replace(saying, attribution=replace(saying.attribution, polarity=polarity))
        for saying in analysis.sayings
    )
    store.add(article, replace(analysis, sayings=turned), PUBLIC)
    check = Checker(Archive(store)).check(Claim("سنرفع السعر غدا صباحا", "سالم الكندي"), SCOPE)
    assert check.verdict is verdict
    assert check_row(check)["denied"] is (polarity is Polarity.DENIED)


def test_a_check_as_plain_data(store: SqlStore) -> None:
    article = Article(text="قال سالم الكندي: «لن نرفع السعر في الصيف».", outlet="الواحة")
    keep(store, article)
    row = check_row(Checker(Archive(store)).check(Claim("نرفع السعر في الصيف"), SCOPE))
    assert row["verdict"] == "altered"
    assert row["differences"][0] == {
        "operation": "left_out",
        "claimed": "",
        "original": "لن",
        "weights": ["negation"],
    }
    original = row["original"]
    assert original["speaker"] == "سالم الكندي"
    assert article.text[original["start"] : original["end"]] == "لن نرفع السعر في الصيف"
    assert json.loads(json.dumps(row)) == row


def test_what_is_reported_without_marks_is_no_altered_quotation(store: SqlStore) -> None:
    keep(store, Article(text="قال سالم الكندي: «سنرفع سعر الماء في الصيف القادم بعد الحصاد»."))
    claim = read_check("قال سالم الكندي إن الوزارة سنرفع سعر الماء في الصيف القادم")
    assert claim is not None
    check = Checker(Archive(store)).check(claim, SCOPE)
    assert check.verdict is Verdict.REPORTED
    assert check.original is not None
    assert check.speaker_check is SpeakerCheck.CONFIRMED
