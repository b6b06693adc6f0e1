"""When somebody spoke, as a drawing in the page: one bar a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_BARS: Final = 36
"""Bars of a drawing; over more months, a bar stands for several."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time.

    Attributes:
        label: The months that it stands for.
        height: Its share of the highest bar.
    """

    label: str
    count: int
    height: float


def bars(days: Sequence[dt.date]) -> list[Bar]:
    """Returns the bars from the first day's month to the last one's, empty ones included."""
    if not days:
        return []
    first, last = _month(min(days)), _month(max(days))
    step = -(-(last - first + 1) // MOST_BARS)
    counts = [0] * ((last - first) // step + 1)
    for day in days:
        counts[(_month(day) - first) // step] += 1
    highest = max(counts)
    shown = []
    for at, count in enumerate(counts):
        start = first + at * step
        end = min(start + step - 1, last)
        label = _name(start) if start == end else f"{_name(start)} - {_name(end)}"
        shown.append(Bar(label, count, count / highest))
    return shown


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _name(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02d}"
