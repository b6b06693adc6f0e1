"""What evaluations share: rows of a set, read with errors that help, and figures.

Each figure is a few lines that can be checked by hand.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import ReadingError

Progress = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and how much there is."""


def silent(_what: str, _done: int, _total: int) -> None:
    """Reports no progress."""


def read_rows(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    """Yields the objects of a ``.jsonl`` or ``.jsonl.gz`` file.

    Args:
        required: Keys that every row must have.

    Raises:
        ReadingError: The file is missing or damaged, or a row lacks a key.
    """
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ReadingError(f"cannot read {path}: {error}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ReadingError(f"{path}, line {number}: not JSON ({error})") from error
        missing = [key for key in required if not isinstance(row, dict) or key not in row]
        if missing:
            raise ReadingError(f"{path}, line {number}: no {', '.join(missing)}")
        yield row


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """Returns the share of questions whose 1-based rank is at most ``k``."""
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)


def mrr_at(ranks: Sequence[int | None], k: int) -> float:
    """Returns the mean of ``1 / rank``, 0 below rank ``k``."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Returns how often a positive score is above a negative one, ties counting half.

    The Mann-Whitney form: U / (n * m).
    """
    below = np.searchsorted(np.sort(negative), positive, side="left")
    not_above = np.searchsorted(np.sort(negative), positive, side="right")
    return float((below + not_above).sum() / (2 * len(positive) * len(negative)))


def refused_at_coverage(
    positive: Sequence[float], negative: Sequence[float], coverage: float
) -> float:
    """Returns the share of negatives below the score that ``coverage`` of the positives reach."""
    wanted = int(np.ceil(coverage * len(positive)))
    threshold = np.sort(np.asarray(positive))[::-1][wanted - 1]
    return float((np.asarray(negative) < threshold).mean())


def overlap_f1(found: Sequence[str], wanted: Sequence[str]) -> float:
    """Returns the F1 of two lists of words, each word counted as often as it stands.

    As in SQuAD (Rajpurkar et al. 2016): the harmonic mean of precision and recall.
    """
    same = sum((Counter(found) & Counter(wanted)).values())
    return 2 * same / (len(found) + len(wanted)) if same else 0.0
