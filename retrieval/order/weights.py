"""The trained numbers of retrieval, read from a file that a person can read too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from index.errors import SettingsError
from retrieval.order.forest import Forest

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
