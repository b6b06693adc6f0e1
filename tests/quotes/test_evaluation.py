"""The evaluation of quotations and statements: exact values, then the targets."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import ReadingError
from retrieval.evaluation.quotes import (
    evaluate_quotes,
    evaluate_statements,
    name_words,
    share_a_word,
)

TEXT = (
    "وقال رائد القندسي: «لن تعطش قرية واحدة».\nوأضاف: «سنبني السد قريبا».\nوصدرت صحيفة «الضحى» أمس."
)


def quote(words: str, label: str = "speech", **rest: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "label": label, **rest}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["q.jsonl", "q.jsonl.gz"])
def test_quotes_are_counted(tmp_path: Path, name: str) -> None:
    gold = [
        quote("لن تعطش قرية واحدة", names=["رائد القندسي"], dropped_subject=False),
        quote("سنبني السد قريبا", names=["سعاد التميلي"], dropped_subject=True),
        quote("الضحى", "not_speech"),
    ]
    result = evaluate_quotes(write(tmp_path / name, {"text": TEXT, "quotes": gold}))
    seconds = result.pop("seconds_per_article")
    assert seconds > 0
    assert result == {
        "articles": 1,
        "quotes": 2,
        "quote_precision": 1.0,
        "quote_recall": 1.0,
        "quote_f1": 1.0,
        "speaker_accuracy": 0.5,
        "speaker_or_description_accuracy": 0.5,
        "wrong_speaker_rate": 0.5,
        "wrong_person_rate": 0.5,
        "unknown_rate": 0.0,
        "dropped_subject_accuracy": 0.0,
        "not_speech_rejected": 1.0,
        "sure_share": 0.5,
        "sure_right": 1.0,
    }


def test_a_description_is_no_wrong_person(tmp_path: Path) -> None:
    gold = [quote("لن تعطش قرية واحدة", names=["سالم"], descriptions=["القندسي رائد المياه"])]
    result = evaluate_quotes(write(tmp_path / "q.jsonl", {"text": TEXT, "quotes": gold}))
    assert result["speaker_accuracy"] == 0.0
    assert result["speaker_or_description_accuracy"] == 1.0
    assert result["wrong_speaker_rate"] == 1.0
    assert result["wrong_person_rate"] == 0.0


def test_sure_of_what_nobody_said_is_wrong(tmp_path: Path) -> None:
    gold = [quote("لن تعطش قرية واحدة", "not_speech")]
    result = evaluate_quotes(write(tmp_path / "q.jsonl", {"text": TEXT, "quotes": gold}))
    assert result["sure_right"] == 0.0


def test_what_was_not_found_counts_against_recall(tmp_path: Path) -> None:
    gold = [quote("وصدرت صحيفة", names=["رائد القندسي"], dropped_subject=False)]
    result = evaluate_quotes(write(tmp_path / "q.jsonl", {"text": TEXT, "quotes": gold}))
    assert result["quote_recall"] == 0.0
    assert result["quote_precision"] == 0.0
    assert result["speaker_accuracy"] == 0.0


def test_statements_are_counted(tmp_path: Path) -> None:
    text = "وأعلن رائد القندسي أن السد جاهز."
    row = {
        "text": text,
        "speaker": {"text": "رائد القندسي", "start": text.index("رائد"), "head": "القندسي"},
        "cue": {"text": "أعلن", "start": 1},
    }
    negatives = [{"text": "وبني السد في أربع سنوات."}, {"text": "وقالت سعاد إن السد جاهز."}]
    result = evaluate_statements(
        write(tmp_path / "s.jsonl", row), write(tmp_path / "n.jsonl", *negatives)
    )
    assert result == {
        "statements": 1,
        "speaker_accuracy": 1.0,
        "cue_accuracy": 1.0,
        "negatives": 2,
        "false_positive_rate": 0.5,
    }


def test_without_negatives_nothing_is_said_of_them(tmp_path: Path) -> None:
    result = evaluate_statements(write(tmp_path / "s.jsonl"))
    assert result == {"statements": 0, "speaker_accuracy": 0.0, "cue_accuracy": 0.0}


def test_names_are_compared_without_titles() -> None:
    assert name_words("الدكتور سالم بن ناصر") == {"سالم", "ناصر"}
    assert share_a_word("الوزير رائد القندسي", ["القندسي"])
    assert not share_a_word("رائد القندسي", ["سعاد التميلي"])


@pytest.mark.parametrize("content", [None, b"no json\n", b'{"quotes": []}\n', b"\xff\xfe\xff"])
def test_a_bad_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "bad.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadingError, match=r"bad\.jsonl"):
        evaluate_quotes(path)


def test_targets_on_the_development_articles(shared_data: Path) -> None:
    result = evaluate_quotes(shared_data / "quotes_news_dev.jsonl.gz")
    assert result["quote_f1"] >= 0.95
    assert result["speaker_accuracy"] >= 0.95
    assert result["wrong_speaker_rate"] < 0.03
    assert result["dropped_subject_accuracy"] >= 0.90
    assert result["not_speech_rejected"] >= 0.85


def test_targets_on_the_development_statements(shared_data: Path) -> None:
    result = evaluate_statements(shared_data / "quotes_padt_dev.jsonl.gz")
    assert result["speaker_accuracy"] >= 0.95
    assert result["cue_accuracy"] >= 0.95
