"""The project's own questions over the samples and over the first article, as data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from index.encoder import Encoder
from index.library import Library
from index.reading import read_path
from index.samples import sample_articles
from index.types import Article
from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Answerer
from retrieval.question.asked import Asking

CASES = Path(__file__).resolve().parents[1] / "cases"
TODAY = dt.date(2026, 5, 20)
Row = dict[str, Any]
Pair = tuple[Row, Answer | NoAnswer]


def rows(corpus: str) -> list[Row]:
    lines = (CASES / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["corpus"] == corpus]


def asked(encoder: Encoder, folder: Path, articles: Sequence[Article], corpus: str) -> list[Pair]:
    library = Library.open(folder, encoder)
    library.add_many(articles)
    answerer = Answerer(library)
    pairs: list[Pair] = []
    for row in rows(corpus):
        context = None
        for turn in row["turns"][:-1]:
            context = answerer.ask(Asking(turn, context=context, today=TODAY)).context
        answer = answerer.answer(row["turns"][-1], today=TODAY, context=context)
        pairs.append((row, answer))
    library.close()
    return pairs


@pytest.fixture(scope="module")
def over_samples(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    folder = tmp_path_factory.mktemp("samples")
    return asked(encoder, folder, sample_articles(), "samples")


def holds(row: Row, text: str, number: int) -> bool:
    return any(wanted in (number, text) or str(wanted) in text for wanted in row["expect"])


def held_against_the_baseline(corpus: str, pairs: Sequence[Pair]) -> None:
    """Fails where fewer are right or refused, or more wrong, than was stored.

    Who makes it better writes the new numbers down; who makes it worse has to say so there.
    """
    right, wrong, refused = counts(pairs)
    stored = json.loads((CASES / "baseline.json").read_text(encoding="utf-8"))[corpus]
    now = {"right": right, "wrong": wrong, "refused": refused}
    assert right >= stored["right"], now
    assert wrong <= stored["wrong"], now
    assert refused >= stored["refused"], now


def counts(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    """Returns how many are answered rightly, wrongly, and how many of the others are refused."""
    can = [(row, answer) for row, answer in pairs if not row.get("none")]
    cannot = [answer for row, answer in pairs if row.get("none")]
    right = wrong = 0
    for row, answer in can:
        if isinstance(answer, Answer):
            good = any(holds(row, s.text, s.citation.sentence) for s in answer.sentences)
            right, wrong = right + good, wrong + (not good)
    refused = sum(isinstance(answer, NoAnswer) for answer in cannot)
    return right, wrong, refused


def test_questions_over_the_samples(over_samples: list[Pair]) -> None:
    held_against_the_baseline("samples", over_samples)


def test_what_is_refused_shows_the_nearest_sentence_of_what_is_there(
    over_samples: list[Pair],
) -> None:
    for row, answer in over_samples:
        if isinstance(answer, NoAnswer) and answer.reason is not Reason.EMPTY_QUESTION:
            assert answer.nearest is not None or answer.uncovered, row["id"]


def test_questions_over_the_first_article(
    encoder: Encoder, tmp_path: Path, shared_articles: Path
) -> None:
    articles = read_path(shared_articles / "skhirat-2018.txt")
    held_against_the_baseline("skhirat", asked(encoder, tmp_path, articles, "skhirat"))
