from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from index.encoder.e5s1 import Weights
from index.encoder.embedded import EmbeddedEncoder
from index.encoder.weights import Adapter, find_weights
from index.errors import ReadingError
from training.adapter import write_adapter
from training.batches import Mixture, make_batch
from training.choice import Figures, best_scale, mean_of_folds
from training.fit import Recipe, fit
from training.measure import measure
from training.network import PASSAGE, QUERY, Network
from training.objective import Objective, contrast
from training.pools import Pool, fold_of, read_reading_set

PASSAGES = [
    {
        "id": "p1",
        "title": "سد الوادي",
        "text": "بني السد عام 1962. يبلغ ارتفاعه 70 مترا. وتديره هيئة المياه.",
    },
    {"id": "p2", "title": "سد الوادي", "text": "افتتح المتحف عام 1962. زاره ألف طالب."},
    {"id": "p3", "title": "مكتبة المدينة", "text": "تضم المكتبة مليون كتاب. مديرتها هند الراوي."},
]
QUESTIONS = [
    ("متى بني السد؟", "p1", "1962"),
    ("كم يبلغ ارتفاع السد؟", "p1", "70 مترا"),
    ("من يدير السد؟", "p1", "هيئة المياه"),
    ("كم طالبا زار المتحف؟", "p2", "ألف طالب"),
    ("من مديرة المكتبة؟", "p3", "هند الراوي"),
    ("كم كتابا في المكتبة؟", "p3", "مليون كتاب"),
]


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    folder = tmp_path_factory.mktemp("data")
    texts = {row["id"]: row["text"] for row in PASSAGES}
    questions = [
        {
            "question": question,
            "passage_id": name,
            "answers": [{"text": answer, "start": texts[name].index(answer)}],
        }
        for question, name, answer in QUESTIONS
    ]
    _write(folder / "own.passages.jsonl.gz", PASSAGES)
    _write(folder / "own.questions.jsonl.gz", questions)
    return read_reading_set(folder, "own", "question", "own")


@pytest.fixture(scope="module")
def weights(cache_dir: Path) -> Weights:
    return Weights(find_weights(cache_dir))


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class _Uneven(Network):
    """A network on a processor whose sums depend on how many texts a batch holds."""

    def _layer(self, x: torch.Tensor, layer: int, far: torch.Tensor) -> torch.Tensor:
        return super()._layer(x, layer, far) * (1 + 1e-3 * len(x))


def _network(weights: Weights, kind: type[Network] = Network) -> Network:
    return kind(weights, 4, 11, torch.Generator().manual_seed(1))


def test_a_question_knows_the_sentence_and_the_passage_that_answer(pool: Pool) -> None:
    question = pool.questions[1]
    assert [pool.sentences[i] for i in question.sentences] == ["سد الوادي: يبلغ ارتفاعه 70 مترا."]
    assert [pool.passages[i][:9] for i in question.passages] == ["سد الوادي"]
    assert question.spared == frozenset()


def test_an_answer_that_stands_elsewhere_too_is_spared(pool: Pool) -> None:
    [spared] = pool.questions[0].spared
    assert pool.plain_sentences[spared] == "افتتح المتحف عام 1962."


def test_a_spared_sentence_is_never_a_negative(pool: Pool) -> None:
    batch = make_batch(pool, pool.questions, Mixture({}, negatives=5), random.Random(1))
    assert batch.sentence_gold.sum(axis=1).min() == 1
    assert not (batch.sentence_gold & batch.sentence_spared).any()
    column = next(i for i, text in enumerate(batch.sentences) if "افتتح" in text)
    assert batch.sentence_spared[0, column]
    # The dam's question is not to be pushed away from the museum's passage either.
    assert batch.passage_spared[0].sum() == 1


def test_the_loss_is_that_of_the_formula() -> None:
    scores = torch.tensor([[2.0, 1.0, 0.0, 9.0]])
    gold = np.array([[True, False, True, False]])
    spared = np.array([[False, False, False, True]])
    expected = np.log(np.exp([2, 1, 0]).sum() / np.exp([2, 0]).sum())
    assert contrast(scores, gold, spared).item() == pytest.approx(expected, abs=1e-6)


def test_vectors_that_fit_cost_less(pool: Pool) -> None:
    batch = make_batch(pool, pool.questions[4:], Mixture({}, negatives=0), random.Random(1))
    right = torch.eye(2)
    loss = Objective().loss(batch, right, right, torch.ones(1, 2))
    assert loss.item() < Objective().loss(batch, right, right.flip(0), torch.ones(1, 2)).item()


def test_a_title_has_one_fold() -> None:
    titles = [f"title {number}" for number in range(200)]
    folds = [fold_of(title, 2) for title in titles]
    assert folds == [fold_of(title.upper(), 2) for title in titles]
    assert 60 < sum(folds) < 140


def _figures(plain: float, half: float, whole: float, headlines: float) -> Figures:
    def of(value: float, other: float) -> dict[str, dict[str, float]]:
        return {"arcd": {"n": 10, "hit@1": value}, "headlines": {"n": 5, "hit@1": other}}

    return {"0": of(plain, 0.8), "0.5": of(half, 0.8), "1": of(whole, headlines)}


@pytest.mark.parametrize(
    ("figures", "scale"),
    [
        (_figures(0.6, 0.7, 0.8, 0.81), 1.0),
        (_figures(0.6, 0.7, 0.8, 0.78), 0.5),
        (_figures(0.6, 0.5, 0.5, 0.80), 0.0),
    ],
    ids=["all of it", "not where headlines lose", "nothing where nothing helps"],
)
def test_the_scale_serves_most_and_harms_no_set(figures: Figures, scale: float) -> None:
    assert best_scale(figures) == scale


def test_folds_weigh_by_their_questions() -> None:
    one = {"0": {"arcd": {"n": 1.0, "hit@1": 0.0}}}
    other = {"0": {"arcd": {"n": 3.0, "hit@1": 1.0}}}
    assert mean_of_folds([one, other]) == {"0": {"arcd": {"n": 4.0, "hit@1": 0.75}}}


def test_missing_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"own\.passages"):
        read_reading_set(tmp_path, "own", "question", "own")


def test_untrained_it_is_the_products_encoder(weights: Weights, cache_dir: Path) -> None:
    texts = [row["text"] for row in PASSAGES] + ["هند"]
    product = EmbeddedEncoder(cache_dir, adapter=None).encode_passages(texts)
    cosines = (_network(weights).encode(texts, PASSAGE) * product).sum(axis=1)
    assert cosines.min() > 0.999


def test_a_run_that_was_cut_off_ends_where_it_would_have(
    pool: Pool, weights: Weights, tmp_path: Path
) -> None:
    recipe = Recipe(steps=7, mixture=Mixture({}, size=2, near=1), rank=4, first_layer=11)

    class CutOffError(Exception):
        pass

    def cut(_line: str) -> None:
        raise CutOffError

    whole, resumed = _network(weights, _Uneven), _network(weights, _Uneven)
    lines: list[str] = []
    fit(whole, [pool], lambda _: True, recipe, tmp_path / "whole", lines.append, every=2)
    with pytest.raises(CutOffError):
        fit(resumed, [pool], lambda _: True, recipe, tmp_path / "part", cut, every=2)
    resumed = _network(weights, _Uneven)
    fit(resumed, [pool], lambda _: True, recipe, tmp_path / "part", lines.append, every=2)
    for name, value in whole.adapter.items():
        torch.testing.assert_close(resumed.adapter[name], value, rtol=0, atol=1e-6)
    assert any(value.abs().max() > 0 for name, value in whole.adapter.items() if ".B" in name)


def test_what_is_written_is_what_the_product_reads(weights: Weights, tmp_path: Path) -> None:
    network = _network(weights)
    with torch.no_grad():
        network.adapter["l11.v.B"].fill_(0.25)
    write_adapter(network.adapter, 0.5, tmp_path / "adapter.safetensors")
    read = Adapter(tmp_path / "adapter.safetensors")
    down = network.adapter["l11.v.A"].detach()
    expected = 0.5 * 0.25 * down.sum(dim=0).expand(384, 384)
    found = read.add_to("l11.v", np.zeros((384, 384), np.float32))
    np.testing.assert_allclose(found, expected, atol=1e-3)


def test_what_is_measured_can_be_counted_by_hand(pool: Pool) -> None:
    def encode(texts: list[str], prefix: str) -> Any:
        # One axis a title; the question about the library is led astray.
        rows = np.zeros((len(texts), 2), np.float32)
        for row, text in enumerate(texts):
            library = "مكتبة" in text and not (prefix == QUERY and "كتابا" in text)
            rows[row, int(library)] = 1
        return rows

    found = measure(pool, lambda group: group == "مكتبة المدينة", encode)
    assert found["n"] == 2
    assert found["hit@1"] == 1.0
    everything = measure(pool, lambda _: True, encode)
    assert everything["n"] == 6
    assert everything["hit@1"] == pytest.approx(5 / 6)
