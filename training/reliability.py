"""How often answers of each confidence are right: a table, and a plot of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

BINS: Final = 10


def reliability(
    probabilities: npt.NDArray[np.float64], right: Sequence[bool]
) -> list[dict[str, float]]:
    """Returns the share that is right in each tenth of confidence.

    Args:
        probabilities: Of held-out lists, in [0, 1].
        right: Whether the first sentence of each answers.

    Returns:
        For each tenth that holds a list: ``confidence`` and ``right``, both means, and ``lists``.
    """
    answered = np.array(right, dtype=bool)
    tenths = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        {
            "confidence": round(float(probabilities[tenths == tenth].mean()), 3),
            "right": round(float(answered[tenths == tenth].mean()), 3),
            "lists": int((tenths == tenth).sum()),
        }
        for tenth in range(BINS)
        if (tenths == tenth).any()
    ]


def kept_and_wrong(
    probabilities: npt.NDArray[np.float64],
    right: Sequence[bool],
    whole: Sequence[bool],
    threshold: float,
) -> dict[str, float]:
    """Returns what a threshold does.

    Returns:
        ``answered``: the share of answerable questions that get an answer; ``robbed_answered``:
        that of questions whose answer was taken away; ``wrong``: the share of all answers whose
        first sentence does not answer.
    """
    above, answerable = probabilities >= threshold, np.array(whole, dtype=bool)
    answered = np.array(right, dtype=bool)[above]
    return {
        "threshold": round(threshold, 3),
        "answered": _share(above[answerable]),
        "robbed_answered": _share(above[~answerable]),
        "wrong": _share(~answered),
    }


def _share(yes: npt.NDArray[np.bool_]) -> float:
    return round(float(yes.mean()), 3) if len(yes) else 0.0


def draw(table: Sequence[Mapping[str, float]], threshold: float, path: Path) -> None:
    """Draws the table as SVG; the area of a point says how many lists it stands for.

    Raises:
        ImportError: matplotlib is not installed.
    """
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "qawl"
    from matplotlib import pyplot

    figure: Any
    figure, axes = pyplot.subplots(figsize=(4.6, 4.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="perfect")
    most = max(row["lists"] for row in table)
    axes.plot(
        [row["confidence"] for row in table], [row["right"] for row in table], color="#0b6e4f"
    )
    axes.scatter(
        [row["confidence"] for row in table],
        [row["right"] for row in table],
        s=[12 + 220 * row["lists"] / most for row in table],
        color="#0b6e4f",
        alpha=0.75,
        label="held-out lists",
    )
    axes.axvline(threshold, color="#b3541e", linewidth=1, label=f"threshold {threshold:.2f}")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share that is right")
    axes.set_aspect("equal")
    axes.legend(loc="upper left", frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
