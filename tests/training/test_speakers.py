"""Training the reader of quotations, on a few articles of the project's own."""

from __future__ import annotations

import copy
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from index.analysis import analyse
from index.encoder.e5s1 import Weights
from index.encoder.embedded import PointerModel
from index.encoder.pieces import Pieces
from index.encoder.weights import find_weights
from index.errors import ReadingError
from index.quotes.claims.claim import Judge
from index.quotes.weigh import SPEAKER_FEATURES, SPEECH_FEATURES
from index.speakers.reader import JUDGE, TrainedReader, read_judge
from index.types import Article
from retrieval.evaluation.rows import read_rows
from training.network import Network
from training.speakers.__main__ import (
    LABELLED,
    MEASURING,
    OWN,
    SILVER,
    WRITTEN,
    Plan,
    _unlabelled,
    labelled_rows,
    main,
    train,
)
from training.speakers.examples import Example, held_out, labelled_in, with_text
from training.speakers.fit import Recipe, fit
from training.speakers.judging import (
    RIGHT,
    WRONG,
    Judged,
    figures_of,
    fit_judge,
    judged_in,
    logistic,
    write_judge,
)
from training.speakers.pointer import BEGIN, SPEECH, Pointer, Shares, loss_of
from training.speakers.shipped import write_reader
from training.speakers.silver import read_silver

TEXT = (
    "وقال وزير المياه رائد القندسي: «لن تعطش قرية واحدة بعد اليوم».\n"
    "وأضاف القندسي: «سنبني السد قريبا».\nوصدرت صحيفة «الضحى» أمس."
)


def quote(words: str, label: str = "speech", **rest: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "label": label, **rest}


ROW = {
    "id": "own",
    "text": TEXT,
    "quotes": [
        quote(
            "لن تعطش قرية واحدة بعد اليوم",
            names=["رائد القندسي", "القندسي"],
            mentions=["رائد القندسي"],
            descriptions=["وزير المياه"],
        ),
        quote("سنبني السد قريبا", names=["القندسي"], mentions=["القندسي"], descriptions=[]),
        quote("الضحى", "not_speech"),
    ],
}


@pytest.fixture(scope="module")
def weights(cache_dir: Path) -> Weights:
    return Weights(find_weights(cache_dir))


@pytest.fixture(scope="module")
def pieces(weights: Weights) -> Pieces:
    return Pieces.of(weights.vocabulary)


@pytest.fixture(scope="module")
def examples(pieces: Pieces) -> list[Example]:
    return list(labelled_in(ROW, pieces))


@pytest.fixture(scope="module")
def network(weights: Weights) -> Network:
    """Made once: it takes seconds to unpack."""
    return Network(weights, 4, 11, torch.Generator().manual_seed(1))


def fresh(network: Network) -> Pointer:
    own = copy.copy(network)
    own.adapter = {
        name: value.detach().clone().requires_grad_() for name, value in network.adapter.items()
    }
    return Pointer(own, torch.Generator().manual_seed(2))


def shown(example: Example, pair: tuple[int, int]) -> str:
    first, last = example.context.places[pair[0]], example.context.places[pair[1]]
    assert first is not None
    assert last is not None
    return TEXT[first.start : last.end]


def test_all_words_that_name_the_speaker_are_right(examples: list[Example]) -> None:
    first = examples[0]
    assert {shown(first, pair) for pair in first.right} == {
        "رائد القندسي",
        "القندسي",
        "وزير المياه",
    }
    assert {shown(first, pair) for pair in first.named} == {"رائد القندسي", "القندسي"}
    assert first.nearest is not None
    assert shown(first, first.nearest) == "رائد القندسي"
    assert [example.speech for example in examples] == [True, True, False]


def test_what_the_rules_are_sure_of_teaches(pieces: Pieces) -> None:
    rows = [{"id": f"own {number}", "text": TEXT} for number in range(12)]
    found = list(read_silver(rows, pieces, 1))
    assert found == list(read_silver(rows, pieces, 1))
    assert {example.article for example in found} < {row["id"] for row in rows}
    assert all(example.right and example.speech is None for example in found)
    hidden = ["_" in pieces.text(example.context.ids) for example in found]
    assert 0 < sum(hidden) < len(found)


def test_an_article_is_held_out_or_not() -> None:
    held = sum(held_out(f"article {number}") for number in range(1000))
    assert 100 < held < 200


def test_the_loss_is_that_of_the_formula(examples: list[Example]) -> None:
    example = examples[1]
    found = torch.zeros(1, len(example.context.ids), 5)
    length, right = len(example.context.ids), len({pair[0] for pair in example.right})
    shares = Shares(nearest=0.5, named=0.0, right=0.5)
    each = 0.5 * np.log(length) + 0.5 * np.log(length / right)
    expected = np.log(2) + 2 * each
    assert loss_of(found, [example], shares).item() == pytest.approx(expected, rel=1e-4)
    silent = loss_of(found, [examples[2]], shares).item()
    assert silent == pytest.approx(np.log(2), rel=1e-4)


def test_it_learns_and_goes_on_where_it_was_cut_off(
    examples: list[Example], network: Network, tmp_path: Path
) -> None:
    class CutOffError(Exception):
        pass

    def cut(_line: str) -> None:
        raise CutOffError

    recipe = Recipe("own", rate=1e-2, warm_up=2, size=3, average=0.5)
    lines: list[str] = []
    whole, resumed = fresh(network), fresh(network)
    before = loss_of(whole.read([one.context.ids for one in examples]), examples).item()
    fit(whole, examples * 6, recipe, tmp_path / "whole", lines.append, every=2)
    after = loss_of(whole.read([one.context.ids for one in examples]), examples).item()
    assert after < before - 0.5
    with pytest.raises(CutOffError):
        fit(resumed, examples * 6, recipe, tmp_path / "part", cut, every=2)
    resumed = fresh(network)
    fit(resumed, examples * 6, recipe, tmp_path / "part", lines.append, every=2)
    for name, value in whole.parameters.items():
        torch.testing.assert_close(resumed.parameters[name], value, rtol=0, atol=1e-5)


def test_what_is_written_is_what_the_product_reads(
    examples: list[Example], network: Network, tmp_path: Path
) -> None:
    trained = fresh(network)
    with torch.no_grad():
        trained.network.adapter["l11.v.B"].fill_(0.05)
    write_reader(trained.parameters, tmp_path / "reader.safetensors")
    model = PointerModel(tmp_path, tmp_path / "reader.safetensors")
    product = model.run([examples[0].context.ids])[0]
    with torch.no_grad():
        torch_way = trained.read([examples[0].context.ids])[0].numpy()
    np.testing.assert_allclose(product[:, BEGIN], torch_way[:, BEGIN], atol=0.05)
    assert product[0, SPEECH] == pytest.approx(torch_way[0, SPEECH], abs=0.05)


def test_weights_of_a_logistic_regression() -> None:
    rows = [(1.0, 0.0)] * 4 + [(1.0, 1.0)] * 4
    bias, slope = logistic(rows, [0, 0, 0, 1, 0, 1, 1, 1])
    assert bias < 0 < slope
    assert bias == pytest.approx(-slope / 2, abs=1e-3)


def test_a_judge_is_read_as_it_was_written(tmp_path: Path) -> None:
    told, row = (0.5,) * len(SPEECH_FEATURES), (0.25,) * len(SPEAKER_FEATURES)
    judge = Judge(told, row, row, 0.4, 0.6)
    write_judge(judge, tmp_path / JUDGE)
    assert read_judge(tmp_path / JUDGE) == judge


def test_figures_can_be_counted_by_hand() -> None:
    width = len(SPEAKER_FEATURES)

    def row(value: float) -> tuple[float, ...]:
        return (value, *(0.0,) * (width - 1))

    def told(value: float) -> tuple[float, ...]:
        return (value, *(0.0,) * (len(SPEECH_FEATURES) - 1))

    one = tuple(1.0 if at == 0 else 0.0 for at in range(width))
    judge = Judge(one[: len(SPEECH_FEATURES)], one, one, 0.5, 0.6)
    judged = [
        Judged("a", True, told(3), (row(1), row(4)), (WRONG, RIGHT)),
        Judged("a", True, told(3), (row(4),), (WRONG,)),
        Judged("b", True, told(3), (row(0),), (RIGHT,)),
        Judged("b", True, told(-3), (), ()),
        Judged("b", False, told(-3), (), ()),
    ]
    assert figures_of(judged, judge) == {
        "right": 0.25,
        "described": 0.0,
        "wrong": 0.25,
        "missed": 0.25,
        "unknown": 0.25,
        "not_speech_rejected": 1.0,
        "sure_right": 0.5,
    }


def write_rows(path: Path, count: int) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number in range(count):
            row = {**ROW, "title": "ماء", "id": f"{path.name} {number}"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def test_places_alone_and_the_text_are_a_labelled_article() -> None:
    said = ROW["quotes"][0]
    place = [said["start"], said["end"]]
    name = [TEXT.index("رائد"), TEXT.index("رائد") + len("رائد القندسي")]
    label = {
        "id": "own",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "said": [{"at": place, "names": [name], "descriptions": [], "mention": name}],
        "not_said": [[3, 5]],
    }
    row = with_text(label, TEXT)
    assert row["quotes"][0]["names"] == row["quotes"][0]["mentions"] == ["رائد القندسي"]
    assert [quote["label"] for quote in row["quotes"]] == ["speech", "not_speech"]
    with pytest.raises(ReadingError, match="not the labelled one"):
        with_text(label, TEXT + " ")


def test_own_labels_name_places_and_written_articles_are_whole() -> None:
    for label in read_rows(OWN, "id", "sha256", "said", "not_said"):
        assert all(start < end for one in label["said"] for start, end in one["names"])
        assert all(one["names"] for one in label["said"])
    for row in read_rows(WRITTEN, "id", "text", "quotes"):
        for one in row["quotes"]:
            assert row["text"][one["start"] : one["end"]].strip()
            assert all(name in row["text"] for name in one.get("names", ()))


def test_what_measures_is_not_learned_from(tmp_path: Path) -> None:
    for name in (SILVER, *LABELLED, *MEASURING):
        write_rows(tmp_path / name, 3)
    rows = list(labelled_rows(tmp_path))
    assert {row["id"] for row in rows} == {f"{name} {i}" for name in LABELLED for i in range(3)}
    with gzip.open(tmp_path / MEASURING[1], "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": f"{SILVER} 1"}) + "\n")
    unlabelled = {row["id"] for row in _unlabelled(tmp_path, rows)}
    assert unlabelled == {f"{SILVER} 0", f"{SILVER} 2"}


def test_the_whole_way_on_a_few_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name, count in ((SILVER, 12), *((name, 10) for name in LABELLED)):
        write_rows(data / name, count)
    for name in MEASURING:
        write_rows(data / name, 1)
    write_rows(tmp_path / "written.jsonl.gz", 2)
    monkeypatch.setattr("training.speakers.__main__.WRITTEN", tmp_path / "written.jsonl.gz")
    plan = Plan(12, 4, (Recipe("silver", size=4), Recipe("labelled", size=8)))
    lines: list[str] = []
    train(data, tmp_path / "work", tmp_path / "reader.safetensors", plan, lines.append)
    card = json.loads((tmp_path / "reader.json").read_text(encoding="utf-8"))
    assert [recipe["name"] for recipe in card["recipes"]] == ["silver", "labelled"]
    assert 0 <= card["held_out_articles"]["not_speech_rejected"] <= 1
    reader = TrainedReader(tmp_path / "work", tmp_path / "reader.safetensors")
    assert len(analyse(Article(TEXT), reader).sayings) <= 3
    judged = list(judged_in(ROW, reader))
    assert [one.speech for one in judged] == [True, True, False]
    assert RIGHT in judged[0].verdicts
    assert fit_judge(judged, 0.5, 0.5) != reader.judge


def test_missing_data_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path), "--work", str(tmp_path)]) == 1
    assert "--data" in capsys.readouterr().err
