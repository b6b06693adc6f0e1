"""Questions of every kind over the sample articles and over the first article."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.encoder import Encoder
from retrieval.answerer import Answerer
from tests.retrieval.asking import ask, known_failures, open_answerer, questions

ROWS = questions()
KNOWN = known_failures()


def _parameters(corpus: str) -> list[Any]:
    return [
        pytest.param(
            row,
            id=row["id"],
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[row["id"]])]
            if row["id"] in KNOWN
            else [],
        )
        for row in ROWS
        if row["corpus"] == corpus
    ]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Answerer:
    return open_answerer("samples", tmp_path_factory.mktemp("samples"), encoder)


@pytest.fixture(scope="module")
def skhirat(
    tmp_path_factory: pytest.TempPathFactory, encoder: Encoder, shared_articles: Path
) -> Answerer:
    return open_answerer("skhirat", tmp_path_factory.mktemp("skhirat"), encoder)


@pytest.mark.parametrize("row", _parameters("samples"))
def test_over_the_samples(samples: Answerer, row: dict[str, Any]) -> None:
    outcome = ask(samples, row)
    assert outcome.right, outcome.answer


@pytest.mark.parametrize("row", _parameters("skhirat"))
def test_over_the_first_article(skhirat: Answerer, row: dict[str, Any]) -> None:
    outcome = ask(skhirat, row)
    assert outcome.right, outcome.answer


def test_the_questions_are_what_they_claim_to_be() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert len(ROWS) >= 150
    assert sum(bool(row.get("none")) for row in ROWS) >= 50
    assert all(bool(row.get("none")) != ("expect" in row) for row in ROWS)
    languages = Counter(row["lang"].split("-")[0] for row in ROWS)
    assert set(languages) == {"ar", "en", "fr"}
    assert {row["lang"] for row in ROWS} >= {"ar-arz", "ar-apc", "ar-afb", "ar-ary"}
    kinds = {row["kind"] for row in ROWS}
    assert kinds >= {"who", "when", "where", "how_many", "why", "what", "yes_no", "saying"}
    assert kinds >= {"who_said", "follow_up"}


def test_known_failures_are_few_and_explained() -> None:
    ids = {row["id"] for row in ROWS}
    assert set(KNOWN) <= ids
    assert all(len(reason) > 10 for reason in KNOWN.values())
    assert len(KNOWN) <= len(ROWS) // 10
