"""The whole command on a few invented articles: what it writes, the product reads."""

from __future__ import annotations

import gzip
import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from index.encoder.weights import Adapter
from training.__main__ import main, train
from training.batches import Mixture
from training.fit import Recipe
from training.pools import fold_of

FOLDS = 2


def _titles(fold: int) -> list[str]:
    found = (f"مدينة {number}" for number in count())
    chosen: list[str] = []
    while len(chosen) < 3:
        title = next(found)
        # The eighth of the titles by which SelQA is measured.
        if fold_of(title, FOLDS) == fold and fold_of(f"{title} measured", 8) == 0:
            chosen.append(title)
    return chosen


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    passages, questions, selqa, headlines = [], [], [], []
    for number, title in enumerate(_titles(0) + _titles(1)):
        sentences = [f"تأسست {title} عام {1900 + number}.", f"يسكنها {number + 2} آلاف نسمة."]
        text = " ".join(sentences)
        year = {"text": str(1900 + number), "start": text.index("19")}
        asked = f"متى تأسست {title}؟"
        passages.append({"id": title, "title": title, "text": text, "date": "2026-01-01"})
        questions.append(
            {"question": asked, "question_ar": asked, "passage_id": title, "answers": [year]}
        )
        selqa.append({"question": asked, "title": title, "sentences": sentences, "answers": [0]})
        headlines.append({"question": title, "passage_id": title, "answers": []})
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("arcd_dev_disjoint", "mlqa_ar_dev", "xquad_en2ar_dev"):
        _write(folder / f"{name}.passages.jsonl.gz", passages)
        _write(folder / f"{name}.questions.jsonl.gz", questions)
    _write(folder / "selqa.jsonl.gz", selqa)
    _write(folder / "news_dev.articles.jsonl.gz", passages)
    _write(folder / "news_dev_headlines.questions.jsonl.gz", headlines)
    return folder


def test_it_writes_an_adapter_and_a_card(data: Path, tmp_path: Path) -> None:
    output, work = tmp_path / "adapter.safetensors", tmp_path / "work"
    recipe = Recipe(rank=2, first_layer=11, steps=2, mixture=Mixture({}, size=2, near=1))
    train(data, work, output, FOLDS, recipe, lambda _line: None)
    card = json.loads(output.with_suffix(".json").read_text(encoding="utf-8"))
    assert card["scale"] == Adapter(output).scale
    assert card["cross_validation"]["figures"]["0"]["arcd"]["n"] == 6
    assert "SelQA: Apache-2.0" in card["data"]
    # The ranker's encoder: it has not seen the titles of the first fold.
    assert Adapter(work / "fold-0.safetensors").scale == card["scale"]


def test_without_data_it_says_what_to_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(tmp_path / "nowhere"), "--work", str(tmp_path)]) == 1
    assert "--data" in capsys.readouterr().err
