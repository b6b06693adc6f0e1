"""Claims that are put together, and those that only a headline has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.store.sql import SqlStore
from index.types import Article, Span
from retrieval.question.intent import Claim
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker
from retrieval.sayings.values import Verdict
from tests.sayings.conftest import SCOPE, keep


def cases(name: str) -> list[dict[str, Any]]:
    lines = (Path(__file__).parent / "cases" / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("case", cases("together"), ids=lambda case: case["why"])
def test_what_a_claim_joins_is_told(store: SqlStore, case: dict[str, Any]) -> None:
    for text in case["texts"]:
        keep(store, Article(text=text))
    check = Checker(Archive(store)).check(Claim(case["words"], case.get("speaker")), SCOPE)
    found = (check.verdict.value, check.speaker_check.value)
    assert found == (case["verdict"], case["speaker_check"])
    if check.joins:
        assert check.original is not None
        assert 1 + len(check.elsewhere) == case["places"]
        assert check.differences == ()
    if "weights" in case:
        told = [weight.value for part in check.differences for weight in part.weights]
        assert told == case["weights"]


@pytest.mark.parametrize("case", cases("headlines"), ids=lambda case: case["why"])
def test_what_only_a_headline_has_is_told(store: SqlStore, case: dict[str, Any]) -> None:
    headline, body = case["headline"], case["text"]
    for inside in (False, True):
        text = f"{headline}\n\n{body}" if inside else body
        span = Span(0, len(headline)) if inside else None
        article = Article(text=text, headline=headline, headline_span=span)
        keep(store, article, collection := f"chat:{int(inside)}")
        claim = Claim(case["words"], case.get("speaker"))
        check = Checker(Archive(store)).check(claim, {collection})
        expected = case.get("inside", case["verdict"]) if inside else case["verdict"]
        found = (check.verdict.value, check.speaker_check.value)
        assert found == (expected, case["speaker_check"])
        assert bool(check.headlines) == (check.verdict is Verdict.HEADLINE_ONLY)
        assert (check.original is not None) == (
            (case["near"] and not (inside and check.headlines)) or expected == "altered"
        )
        if check.headlines:
            assert check.headlines[0].headline == headline


@pytest.mark.parametrize(
    ("text", "words", "verdict"),
    [
        ("أكد سامر الدبيس أن البلدية ستفتح السوق القديم.", "البلدية ستفتح السوق القديم", "same"),
        ("قال سامر الدبيس: «إن البلدية ستفتح السوق القديم».", "البلدية ستفتح السوق القديم", "same"),
        ("قال سامر الدبيس: «إننا سنفتح السوق القديم غدا».", "سنفتح السوق القديم غدا", "same"),
        ("قال سامر الدبيس: «ربما سنفتح السوق القديم غدا».", "سنفتح السوق القديم غدا", "cut"),
        ("Mark Halloran said that the old market will open.", "the old market will open", "same"),
        ("Paul Verdier a dit que le vieux marché ouvrira.", "le vieux marché ouvrira", "same"),
    ],
)
def test_what_brings_words_in_is_no_part_of_them(
    store: SqlStore, text: str, words: str, verdict: str
) -> None:
    keep(store, Article(text=text))
    found = Checker(Archive(store)).check(Claim(words), SCOPE)
    assert (found.verdict is Verdict.CUT_SHORT) == (verdict == "cut")
    assert found.holds
    assert found.verdict is not Verdict.ALTERED
