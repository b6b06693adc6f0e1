from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from index.errors import SettingsError
from retrieval.order.features import FEATURES
from retrieval.order.sentences import PASSAGE_FEATURES
from retrieval.order.weights import Forest, load_weights

FOREST = Forest(0.5, (("a", 1.0, -1.0, ("b", 2.0, 0.25, 3.0)), 0.125), scale=2.0, shift=-1.0)


@pytest.mark.parametrize(
    ("features", "logit"),
    [({"a": 1, "b": 9}, -0.375), ({"a": 2, "b": 2}, 0.875), ({"a": 2, "b": 3}, 3.625)],
)
def test_trees_are_walked_and_added(features: dict[str, float], logit: float) -> None:
    assert FOREST.logit(features) == pytest.approx(logit)
    assert FOREST.probability(features) == pytest.approx(1 / (1 + math.exp(1 - 2 * logit)))


def test_a_forest_comes_back_from_json() -> None:
    assert Forest.read(json.loads(json.dumps(FOREST.written()))) == FOREST


def test_the_weights_of_the_package_fit_the_features() -> None:
    weights = load_weights()
    assert set(weights.sentence) == set(FEATURES)
    assert set(weights.passage) == set(PASSAGE_FEATURES)
    assert 0 < weights.threshold < 1
    assert weights.trained["date"]


@pytest.mark.parametrize("text", [None, "", "{}", '{"sentence": []}', "[1]"])
def test_damaged_weights_say_what_to_do(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "weights.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(SettingsError, match="reinstall"):
        load_weights(path)
