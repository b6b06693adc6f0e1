"""The trained numbers of retrieval, read from a file that a person can read too.

Small decision trees add up to a log-odds. A sum of weights cannot say "a date is asked and none
is here, unless the words match"; trees of depth three can, and stay readable. They are trained
with scikit-learn, which nothing needs to answer a question.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from index.errors import SettingsError

Tree = float | tuple[str, float, "Tree", "Tree"]
"""A leaf's log-odds; or a feature, a threshold, and the trees for at most that and above."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees and the map of their sum to a probability.

    Attributes:
        bias: What the sum starts with.
        trees: Summed up.
        scale: Platt's: probability = sigmoid(scale * sum + shift).
        shift: Likewise, learnt on lists that the trees were not trained on.
    """

    bias: float
    trees: tuple[Tree, ...]
    scale: float = 1.0
    shift: float = 0.0

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Forest:
        """Reads what ``written`` gave.

        Raises:
            KeyError, TypeError, ValueError: The data is damaged.
        """
        return cls(
            bias=float(data["bias"]),
            trees=tuple(_tree(tree) for tree in data["trees"]),
            scale=float(data["scale"]),
            shift=float(data["shift"]),
        )

    def written(self) -> dict[str, Any]:
        """Returns values that JSON knows."""
        return {
            "bias": self.bias,
            "scale": self.scale,
            "shift": self.shift,
            "trees": [_plain(tree) for tree in self.trees],
        }

    def logit(self, features: Mapping[str, float]) -> float:
        """Returns the sum of the trees."""
        return self.bias + sum(_walk(tree, features) for tree in self.trees)

    def probability(self, features: Mapping[str, float]) -> float:
        """Returns the calibrated probability, in (0, 1)."""
        odds = self.scale * self.logit(features) + self.shift
        return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds))))


def _walk(tree: Tree, features: Mapping[str, float]) -> float:
    while not isinstance(tree, float):
        name, threshold, below, above = tree
        tree = below if features[name] <= threshold else above
    return tree


def _tree(data: Any) -> Tree:
    if isinstance(data, int | float):
        return float(data)
    name, threshold, below, above = data
    return (str(name), float(threshold), _tree(below), _tree(above))


def _plain(tree: Tree) -> Any:
    if isinstance(tree, float):
        return round(tree, 5)
    name, threshold, below, above = tree
    return [name, round(threshold, 6), _plain(below), _plain(above)]


FILE: Final = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``make train`` has learnt.

    Attributes:
        sentence: Weight of each feature of a sentence.
        passage: Weight of each feature of a passage.
        confidence: What a ranked list's features say about its first sentence.
        threshold: Confidence from which on a question is answered.
        trained: The data, the date and the encoder, for a person to read.
    """

    sentence: Mapping[str, float]
    passage: Mapping[str, float]
    confidence: Forest
    threshold: float
    trained: Mapping[str, object]


@cache
def load_weights(path: Path = FILE) -> Weights:
    """Reads the weights.

    Raises:
        SettingsError: The file is missing or damaged.
    """
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return Weights(
            sentence={name: float(value) for name, value in read["sentence"].items()},
            passage={name: float(value) for name, value in read["passage"].items()},
            confidence=Forest.read(read["confidence"]),
            threshold=float(read["threshold"]),
            trained=dict(read["trained"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"cannot read the weights in {path} ({error!r}); reinstall qawl or run 'make train'."
        ) from error
