"""How much of the trained difference is kept: as much as serves, so long as no set loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

Figures = dict[str, dict[str, dict[str, float]]]
"""By scale, then by data set, then by the figure's name."""

WATCHED: Final = ("hit@1", "both_hit@1", "both_hit@3", "auroc")
TOLERANCE: Final = 0.001
"""What a set may lose by chance."""


def mean_of_folds(folds: Sequence[Figures]) -> Figures:
    """Returns the mean of each figure, weighed by the questions of each fold."""
    first = folds[0]
    found: Figures = {}
    for scale, sets in first.items():
        found[scale] = {}
        for name, values in sets.items():
            counts = [fold[scale][name]["n"] for fold in folds]
            found[scale][name] = {
                key: round(
                    sum(f[scale][name][key] * n for f, n in zip(folds, counts, strict=True))
                    / sum(counts),
                    4,
                )
                for key in values
            }
            found[scale][name]["n"] = sum(counts)
    return found


def score(values: Mapping[str, float]) -> float:
    """Returns one number for a data set: the mean of the figures that are watched.

    >>> score({"hit@1": 0.7, "hit@3": 0.9, "n": 10.0})
    0.7
    """
    watched = [values[name] for name in WATCHED if name in values]
    return sum(watched) / len(watched)


def best_scale(figures: Figures) -> float:
    """Returns the scale with the best mean score among those with which no set loses.

    The plain model, scale 0, is always one of them.
    """
    plain = figures["0"]
    allowed = [
        scale
        for scale, sets in figures.items()
        if all(score(sets[name]) >= score(plain[name]) - TOLERANCE for name in plain)
    ]
    means = {scale: sum(score(values) for values in figures[scale].values()) for scale in allowed}
    return float(max(means, key=lambda scale: means[scale]))
