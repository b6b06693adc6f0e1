"""The evaluation on a set small enough to be worked out by hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from index.encoder import Encoder
from index.errors import ReadingError
from retrieval.evaluation.retrieval import evaluate_retrieval
from tests.retrieval.conftest import DAM, FAIR


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


PASSAGES = [
    {"id": "dam", "title": DAM.headline, "text": DAM.text},
    {"id": "fair", "title": FAIR.headline, "text": FAIR.text},
]


def question(text: str, passage: str, answer: str | None) -> dict[str, Any]:
    source = DAM.text if passage == "dam" else FAIR.text
    answers = [{"text": answer, "start": source.index(answer)}] if answer else []
    return {"question": text, "passage_id": passage, "answers": answers}


def test_figures(encoder: Encoder, tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl.gz", PASSAGES)
    questions = write(
        tmp_path / "q.jsonl",
        [
            question("كم بلغت كلفة سد الوادي الأخضر؟", "dam", "97 مليون دينار"),
            question("كم دار نشر شاركت في معرض الكتاب؟", "fair", "118 دار نشر"),
            question("أخبار معرض الكتاب", "fair", None),
        ],
    )
    figures = evaluate_retrieval(passages, questions, encoder=encoder)
    assert (figures["passages"], figures["questions"]) == (2, 3)
    assert figures["headlines_indexed"] is True
    for name in ("lexical", "dense", "hybrid"):
        assert figures[name]["hit@10"] == 1.0
        assert figures[name]["answer_hit@3"] == 1.0
    assert figures["hybrid"]["hit@1"] == 1.0
    assert figures["sentence_hit@1"] == 1.0
    assert 0 <= figures["abstention_auroc"] <= 1
    assert figures["ms_per_question"]["p50"] > 0


def test_a_headline_that_is_asked_is_not_indexed(encoder: Encoder, tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl", PASSAGES)
    questions = write(tmp_path / "q.jsonl", [question(FAIR.headline, "fair", None)])
    figures = evaluate_retrieval(passages, questions, encoder=encoder)
    assert figures["headlines_indexed"] is False
    assert "sentence_hit@1" not in figures


def test_the_limit_leaves_passages_alone(encoder: Encoder, tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl", PASSAGES)
    one = question("كم بلغت كلفة سد الوادي الأخضر؟", "dam", "97 مليون دينار")
    questions = write(tmp_path / "q.jsonl", [one, one, one])
    figures = evaluate_retrieval(passages, questions, encoder=encoder, limit=1)
    assert (figures["passages"], figures["questions"]) == (2, 1)


@pytest.mark.parametrize(
    ("passages", "questions", "message"),
    [
        ([], [question("من؟", "dam", None)], "no passage"),
        (PASSAGES, [], "no question"),
        (PASSAGES, [question("من؟", "fair", None) | {"passage_id": "x"}], "no passage 'x'"),
        ([{"id": "dam"}], [question("من؟", "dam", None)], "line 1: no text"),
    ],
)
def test_bad_files_say_what_is_wrong(
    encoder: Encoder,
    tmp_path: Path,
    passages: list[dict[str, Any]],
    questions: list[dict[str, Any]],
    message: str,
) -> None:
    with pytest.raises(ReadingError, match=message):
        evaluate_retrieval(
            write(tmp_path / "p.jsonl", passages),
            write(tmp_path / "q.jsonl", questions),
            encoder=encoder,
        )


def test_what_is_no_json_is_named_by_its_line(encoder: Encoder, tmp_path: Path) -> None:
    passages = write(tmp_path / "p.jsonl", PASSAGES)
    broken = tmp_path / "q.jsonl"
    broken.write_text('{"question": ', encoding="utf-8")
    with pytest.raises(ReadingError, match="line 1"):
        evaluate_retrieval(passages, broken, encoder=encoder)
    with pytest.raises(ReadingError, match="cannot read"):
        evaluate_retrieval(passages, tmp_path / "missing.jsonl", encoder=encoder)
