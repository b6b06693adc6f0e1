"""The training of the reader of answers: what is chosen, what is lost, what is shipped."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from index.encoder.e5s1 import Weights
from index.encoder.embedded import PointerModel
from index.encoder.weights import find_weights
from index.errors import ReadingError
from index.types import Article, Span
from retrieval.evaluation.rows import read_articles, read_rows
from retrieval.judge.answers import lay_out, number_of
from training.answers.fit import Recipe, Step, choose, fit, losses, pieces_of, planned, prepared
from training.answers.lists import (
    OWN,
    OWN_TEXTS,
    Choice,
    Listed,
    load_lists,
    read_own,
    write_lists,
)
from training.answers.mix import Told, fit_mix
from training.answers.network import Reader
from training.answers.ship import write_trained

SENTENCE = "وأعلنت البلدية أن الجسر سيفتح أمام السيارات في 3 مايو."
LANGUAGES = ("msa", "egy", "lev", "glf", "mor", "irq", "en", "fr")
OTHER = "وكان الجسر القديم مغلقا منذ عامين بسبب الفيضان."


def choice(text: str, right: bool, score: float = 0.0, words: str = "") -> Choice:
    return Choice(text, "", "جسر المدينة", score, right, words)


def listed(
    name: str, answerable: bool, choices: tuple[Choice, ...], origin: str = "asked"
) -> Listed:
    return Listed(
        origin, name, False, "متى يفتح الجسر؟", "msa", "when", answerable, 0.5, {}, choices
    )


BRIDGE = listed("a", True, (choice(OTHER, False, 2.0), choice(SENTENCE, True, 1.0, "3 مايو")))
NEAR_MISS = listed("b", False, (choice(OTHER, False, 2.0),))
RECIPE = Recipe(rank=2, layers=2, first_layer=1, minutes=10, questions=2, sentences=3, warm_up=1)


@pytest.fixture(scope="module")
def weights(cache_dir: Path) -> Weights:
    return Weights(find_weights(cache_dir))


@pytest.fixture
def reader(weights: Weights) -> Reader:
    return Reader(weights, RECIPE.rank, RECIPE.layers, RECIPE.first_layer, RECIPE.seed)


def test_lists_are_read_as_written(tmp_path: Path) -> None:
    assert write_lists([BRIDGE, NEAR_MISS], tmp_path / "l.gz") == 2
    assert load_lists(tmp_path / "l.gz") == [BRIDGE, NEAR_MISS]


def test_right_sentences_and_the_first_wrong_ones_are_chosen() -> None:
    wrong = tuple(choice(f"جملة {n}", False) for n in range(6))
    item = listed("c", True, (*wrong[:3], choice(SENTENCE, True), *wrong[3:]))
    chosen = choose(item, 4, random.Random(1))
    assert len(chosen) == 4
    assert [one.right for one in chosen].count(True) == 1
    assert chosen[1:3] == list(wrong[:2])
    assert chosen[3] in wrong[2:]


def test_the_words_that_answer_are_found_in_pieces(reader: Reader) -> None:
    texts = [("", "", SENTENCE)]
    laid = lay_out(reader.body.pieces, "متى؟", texts)[0]
    found = pieces_of(BRIDGE.choices[1], laid)
    assert found is not None
    first, last = (laid.words[piece] for piece in found)
    assert SENTENCE[laid.spans[first].start : laid.spans[last].end] == "3 مايو."
    assert pieces_of(choice(SENTENCE, True, words="4 مايو"), laid) is None


def test_losses_by_hand() -> None:
    step = Step([], [], [(0, 2, [False, True]), (2, 3, [False])], {1: (0, 1)})
    numbers = torch.tensor([0.0, math.log(2), math.log(3)])
    edges = [torch.zeros(1, 2), torch.zeros(4, 2), torch.zeros(1, 2)]
    choice_loss, span_loss = losses(step, numbers, edges)
    # Two of four parts for the right sentence; one of four for "none of them".
    assert choice_loss.item() == pytest.approx((math.log(2) + math.log(4)) / 2)
    assert span_loss.item() == pytest.approx(math.log(4))


def test_every_pass_sees_every_question_once() -> None:
    items = [listed(str(n), True, BRIDGE.choices) for n in range(6)]
    robbed = [listed(f"r{n}", False, NEAR_MISS.choices, "robbed") for n in range(100)]
    recipe = Recipe(questions=2, shares={"asked": 1.0})
    plan = planned([*items, *robbed], recipe)
    first, second = ([next(plan) for _ in range(3)] for _ in range(2))
    for steps in (first, second):
        assert sorted(one.group for step in steps for one in step) == list("012345")
    assert first != second


def test_a_run_learns_and_goes_on_where_it_was(reader: Reader, tmp_path: Path) -> None:
    lists = [BRIDGE, NEAR_MISS] * 4
    step = prepared(reader, lists[:2], RECIPE, random.Random(1))

    def loss() -> float:
        with torch.no_grad():
            return float(losses(step, *reader.read(step.texts, step.below))[0])

    before = loss()
    lines: list[str] = []
    short = Recipe(**{**_settings(RECIPE), "minutes": 0.05})
    fit(reader, lists, short, tmp_path / "run.pt", lines.append, every=2)
    assert loss() < before
    done = {name: value.clone() for name, value in reader.parameters.items()}
    fit(reader, lists, short, tmp_path / "run.pt", lines.append)
    assert all(torch.equal(done[name], value) for name, value in reader.parameters.items())


def _settings(recipe: Recipe) -> dict[str, object]:
    return {name: getattr(recipe, name) for name in recipe.__slots__}


def test_what_is_shipped_reads_as_what_was_trained(
    reader: Reader, cache_dir: Path, tmp_path: Path
) -> None:
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, value in reader.body.adapter.items():
            if name.endswith("B"):
                value.copy_(0.05 * torch.randn(value.shape, generator=generator))
        step = prepared(reader, [BRIDGE, NEAR_MISS], RECIPE, random.Random(1))
        numbers, edges = reader.read(step.texts, [0.0] * len(step.texts))
    write_trained(reader.parameters, RECIPE.layers, tmp_path / "answers.safetensors")
    (tmp_path / "e5-small-q4.bin").symlink_to(find_weights(cache_dir))
    model = PointerModel(tmp_path, tmp_path / "answers.safetensors")
    points = model.run([one.ids for one in step.texts])
    for laid, own, number, edge in zip(step.texts, points, numbers, edges, strict=True):
        assert number_of(laid, own) == pytest.approx(float(number), abs=0.1)
        shown = own[laid.first : laid.first + len(laid.words), :2]
        assert np.abs(shown - edge.numpy()).max() < 0.25


def told(right_at: int | None, number: float, found: float) -> Told:
    choices = tuple(choice(f"جملة {n}", n == right_at) for n in range(3))
    numbers = tuple(number if n == (right_at or 0) else -3.0 for n in range(3))
    return Told(choices, numbers, ((Span(0, 1), 0.5),) * 3, right_at is not None, found)


def test_the_mix_weighs_what_tells() -> None:
    rng = random.Random(2)
    lists = [told(rng.randrange(3), rng.gauss(1.5, 1), rng.gauss(0, 1)) for _ in range(60)]
    lists += [told(None, rng.gauss(-1.5, 1), rng.gauss(0, 1)) for _ in range(60)]
    found = fit_mix(lists, 0.14)
    mix, held_out = found["fitted"]["mix"], found["held_out"]
    assert mix["read"] > 3 * abs(mix["found"])
    assert held_out["auroc_reader_alone"] > 0.9
    assert held_out["auroc_without"] < 0.7
    assert 0 < mix["threshold"] < 1
    refused = [line["no_where_no"] for line in held_out["curve"]]
    assert refused == sorted(refused)


def test_own_questions_are_read_with_the_words_of_their_articles() -> None:
    shared = Path("../shared/data")
    if not shared.is_dir():
        pytest.skip("the development data is not here: ../shared/data")
    texts = read_articles(shared / f"{name}.jsonl.gz" for name in OWN_TEXTS)
    cases = [case for case, _ in read_own(texts)]
    assert len(cases) > 1_500
    assert {case.language for case in cases} == set(LANGUAGES)
    for case in cases:
        assert case.answerable == bool(case.answer)
        assert case.answer in case.sentence
        assert case.sentence in texts[case.article].text


def test_own_questions_are_for_the_text_that_was_read() -> None:
    first = next(read_rows(OWN, "id"))["id"]
    assert read_own({}) == []
    with pytest.raises(ReadingError, match="not the one asked about"):
        read_own({first: Article("نص آخر")})
