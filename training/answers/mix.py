"""What the reader says and what was found before, made one: fitted on articles of neither.

One article in eight of those that may be trained on is kept from the training for this.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from index.types import Span
from retrieval.evaluation.rows import auroc, within, words_of
from training.answers.lists import Choice

PARTS: Final = 8
"""One article in so many of those that may be trained on is kept for what is fitted after it."""
SHARES: Final = (0.08, 0.1, 0.115, 0.12, 0.14, 0.17, 0.2, 0.25, 0.3)
REFUSED: Final = 0.12
"""Chosen: so many of the answerable are below the threshold; the rules refuse a few more."""
BOLD: Final = 0.85
"""So many of the words in bold are to be right."""

Vector = npt.NDArray[np.float64]


def calibrating(group: str) -> bool:
    """Tells whether an article is kept from the training, for what is fitted after it."""
    return zlib.crc32(f"calibration {group}".encode()) % PARTS == 0


@dataclass(frozen=True, slots=True)
class Told:
    """A question, and what the reader and the product say of its sentences.

    Attributes:
        choices: The sentences, in the product's order.
        numbers: The reader's, one a sentence.
        spans: The words that the reader points at in each, and how sure it is.
        found: The log-odds that the first sentence answers, without the reader.
    """

    choices: tuple[Choice, ...]
    numbers: tuple[float, ...]
    spans: tuple[tuple[Span | None, float], ...]
    answerable: bool
    found: float

    def below(self) -> Vector:
        """Returns how far each sentence is ordered below the first."""
        return np.array([choice.score - self.choices[0].score for choice in self.choices])


def fit_mix(told: Sequence[Told], refused: float) -> dict[str, Any]:
    """Returns what the card keeps under ``fitted``, and the curve.

    Args:
        told: Questions that neither reader nor trees were trained on.
        refused: So many of the answerable questions may be refused.
    """
    scale, prior, shift = minimize(_list_loss, np.array([1.0, 0.7, 0.0]), (told,), "Nelder-Mead").x
    odds = [scale * np.array(one.numbers) + prior * one.below() + shift for one in told]
    first = [int(values.argmax()) for values in odds]
    right = np.array([one.choices[at].right for one, at in zip(told, first, strict=True)])
    rows = np.array(
        [
            [np.logaddexp.reduce(values), one.found, 1.0]
            for values, one in zip(odds, told, strict=True)
        ]
    )
    weights = minimize(_odds_loss, np.array([0.5, 0.5, 0.0]), (rows, right), "Nelder-Mead").x
    sure = rows @ weights
    whole = np.array([one.answerable for one in told])
    curve = [_at(share, sure, whole, right) for share in SHARES]
    chosen = min(curve, key=lambda line: abs(line["refused"] - refused))
    mix = {"read": weights[0], "found": weights[1], "shift": weights[2]}
    return {
        "fitted": {
            "scale": round(float(scale), 4),
            "prior": round(float(prior), 4),
            "shift": round(float(shift), 4),
            "bold": _bold(told, first),
            "mix": {
                **{name: round(float(value), 4) for name, value in mix.items()},
                "threshold": chosen["threshold"],
            },
        },
        "held_out": {
            "questions": len(told),
            "first_right": _share(right[whole]),
            "first_right_without": _share([one.choices[0].right for one in told if one.answerable]),
            "auroc": round(auroc(list(sure[whole]), list(sure[~whole])), 4),
            "auroc_without": round(auroc(list(rows[whole, 1]), list(rows[~whole, 1])), 4),
            "auroc_reader_alone": round(auroc(list(rows[whole, 0]), list(rows[~whole, 0])), 4),
            "curve": curve,
        },
    }


def _list_loss(parameters: Vector, told: Sequence[Told]) -> float:
    scale, prior, shift = parameters
    total = 0.0
    for one in told:
        odds = np.append(scale * np.array(one.numbers) + prior * one.below() + shift, 0.0)
        right = np.array([*(choice.right for choice in one.choices), False])
        right[-1] = not right.any()
        total -= np.logaddexp.reduce(odds[right]) - np.logaddexp.reduce(odds)
    return total / len(told)


def _odds_loss(weights: Vector, rows: Vector, right: npt.NDArray[np.bool_]) -> float:
    odds = rows @ weights
    return float(np.mean(np.logaddexp(0, odds) - right * odds)) + 1e-3 * float(weights @ weights)


def _at(
    share: float, sure: Vector, whole: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]
) -> dict[str, float]:
    threshold = float(np.quantile(sure[whole], share))
    answered = sure >= threshold
    return {
        "refused": share,
        "threshold": round(1 / (1 + math.exp(-threshold)), 4),
        "right_first": _share((right & answered)[whole]),
        "no_where_no": _share(~answered[~whole]),
    }


def _bold(told: Sequence[Told], first: Sequence[int]) -> float:
    """Returns the lowest sureness from which on enough of the words in bold are right."""
    marked = []
    for one, at in zip(told, first, strict=True):
        choice, (span, sure) = one.choices[at], one.spans[at]
        if choice.right and choice.words and span is not None:
            bold, answer = words_of(span.of(choice.text)), words_of(choice.words)
            marked.append((sure, within(answer, bold) or within(bold, answer)))
    marked.sort(reverse=True)
    hits = np.cumsum([right for _, right in marked])
    enough = [i for i in range(len(marked)) if hits[i] >= BOLD * (i + 1)]
    return round(marked[enough[-1]][0], 4) if enough else 1.0


def _share(hits: Any) -> float:
    return round(float(np.mean(hits)), 4) if len(hits) else 0.0
