"""Sentences with their sayings, as data: each shows one pattern of the language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.quotes import find_sayings
from index.text.sentences import split_sentences
from index.types import Article, Saying

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def parameters(name: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in rows(name)]


def said(text: str) -> dict[str, Saying]:
    sayings = find_sayings(Article(text), split_sentences(text))
    return {saying.quote.span.of(text): saying for saying in sayings}


def check(row: dict[str, Any]) -> None:
    found = said(row["text"])
    for expected in row.get("sayings", []):
        assert expected["words"] in found, row["why"]
        saying = found[expected["words"]]
        attribution = saying.attribution
        speaker = attribution.speaker
        assert (speaker.name if speaker else None) == expected["speaker"], row["why"]
        if "status" in expected:
            assert attribution.status == expected["status"], row["why"]
        if "polarity" in expected:
            assert attribution.polarity == expected["polarity"], row["why"]
        if "kind" in expected:
            assert saying.quote.kind == expected["kind"], row["why"]
        if "speaker_kind" in expected:
            assert speaker is not None
            assert speaker.kind == expected["speaker_kind"], row["why"]
        if "role" in expected:
            assert speaker is not None
            assert (speaker.role or "").startswith(expected["role"]), row["why"]
        if "organisation" in expected:
            assert speaker is not None
            assert speaker.organisation == expected["organisation"], row["why"]
    for words in row.get("not_said", []):
        assert words not in found, row["why"]


@pytest.mark.parametrize("row", parameters("in-the-wild"))
def test_who_said_it(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", parameters("negative"))
def test_nobody_said_it(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", parameters("synthetic"))
def test_variations(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", parameters("denials"))
def test_what_was_denied_or_unreal(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", parameters("kinds-of-faults"))
def test_kinds_of_faults(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.parametrize("row", parameters("one-person"))
def test_one_person_over_the_article(row: dict[str, Any]) -> None:
    check(row)


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("row", parameters("known-failures"))
def test_known_failures(row: dict[str, Any]) -> None:
    check(row)


def test_every_case_has_a_name_and_a_reason() -> None:
    names = [row["id"] for name in CASES.glob("*.jsonl") for row in rows(name.stem)]
    assert len(names) == len(set(names))
    assert all(row["why"] for name in CASES.glob("*.jsonl") for row in rows(name.stem))
