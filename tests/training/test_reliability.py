"""The table and the plot of how often answers of each confidence are right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.reliability import draw, kept_and_wrong, reliability

SURE = np.array([0.05, 0.15, 0.12, 0.95, 1.0, 0.91])
RIGHT = [False, False, True, True, True, False]


def test_each_tenth_has_its_share() -> None:
    assert reliability(SURE, RIGHT) == [
        {"confidence": 0.05, "right": 0.0, "lists": 1},
        {"confidence": 0.135, "right": 0.5, "lists": 2},
        {"confidence": 0.953, "right": 0.667, "lists": 3},
    ]


def test_a_threshold_is_judged_by_what_it_lets_through() -> None:
    whole = [False, True, True, True, True, False]
    assert kept_and_wrong(SURE, RIGHT, whole, 0.9) == {
        "threshold": 0.9,
        "answered": 0.5,
        "robbed_answered": 0.5,
        "wrong": 0.333,
    }
    assert kept_and_wrong(SURE[:1], RIGHT[:1], [True], 0.5)["wrong"] == 0.0


def test_the_plot_is_an_svg(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib comes with make setup-bench")
    path = tmp_path / "made" / "plot.svg"
    draw(reliability(SURE, RIGHT), 0.4, path)
    first = path.read_bytes()
    assert b"</svg>" in first
    draw(reliability(SURE, RIGHT), 0.4, path)
    assert path.read_bytes() == first
