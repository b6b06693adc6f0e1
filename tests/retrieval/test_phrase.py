"""The words in bold: what of a sentence answers, and where nothing is sure enough."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import analyse
from index.types import Article
from retrieval.order.features import Candidate
from retrieval.question.read import read_question
from retrieval.search.fusion import Fused
from retrieval.search.opened import OpenArticle
from retrieval.tell.phrase import phrase_of

CASES = Path(__file__).resolve().parents[1] / "cases" / "phrases.jsonl"
ROWS = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def bold(question: str, sentence: str) -> str | None:
    """Returns the words in bold of a sentence that stands second in its article."""
    article = Article(text=f"تمهيد قصير.\n{sentence}")
    analysis = analyse(article)
    opened = OpenArticle(article, analysis, np.zeros((len(analysis.sentences), 2), np.float32))
    fused = Fused("", article.id, 1, 0.9, None, 0.0, 0.0, 0.9)
    position = next(
        i for i, s in enumerate(analysis.sentences) if s.span.of(article.text) == sentence
    )
    found = phrase_of(read_question(question), Candidate(opened, position, fused))
    return found.of(article.text) if found else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["question"])
def test_the_words_that_answer(row: dict[str, Any]) -> None:
    assert bold(row["question"], row["sentence"]) == row["bold"]


@given(
    st.sampled_from(["من {}؟", "متى {}؟", "أين {}؟", "كم {}؟", "لماذا {}؟", "who {}?"]),
    st.text(alphabet="ابجدهو 159%،.من", max_size=20),
    st.text(alphabet="ابجدهو 159%،من", min_size=1, max_size=30),
)
def test_any_sentence_is_read(frame: str, words: str, sentence: str) -> None:
    sentence = f"قال {sentence.strip()} نعم"
    found = bold(frame.format(words), " ".join(sentence.split()))
    assert found is None or found in " ".join(sentence.split())
