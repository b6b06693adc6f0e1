"""The figures of the evaluation on cases that can be checked by hand."""

from __future__ import annotations

import pytest

from retrieval.evaluation.rows import auroc, hit_at, mrr_at, overlap_f1, refused_at_coverage


def test_hits_and_reciprocal_ranks() -> None:
    ranks = [1, 3, None, 11]
    assert [hit_at(ranks, k) for k in (1, 3, 10)] == [0.25, 0.5, 0.5]
    assert mrr_at(ranks, 10) == pytest.approx((1 + 1 / 3) / 4)


@pytest.mark.parametrize(
    ("positive", "negative", "value"),
    [([2, 3], [0, 1], 1.0), ([0, 1], [2, 3], 0.0), ([1, 1], [1, 1], 0.5), ([3, 1], [2, 0], 0.75)],
)
def test_auroc(positive: list[float], negative: list[float], value: float) -> None:
    assert auroc(positive, negative) == pytest.approx(value)


def test_refused_at_coverage() -> None:
    positive = [i / 10 for i in range(10)]
    assert refused_at_coverage(positive, [0.0, 0.05, 0.1, 0.9], 0.9) == 0.5
    assert refused_at_coverage(positive, [0.05], 1.0) == 0.0


def test_overlap_of_words() -> None:
    assert overlap_f1(["a", "b"], ["a", "b"]) == 1.0
    assert overlap_f1(["a", "b", "c"], ["b"]) == pytest.approx(2 * (1 / 3) / (1 / 3 + 1))
    assert overlap_f1(["a", "a"], ["a"]) == pytest.approx(2 / 3)
    assert overlap_f1(["a"], ["b"]) == 0.0
    assert overlap_f1([], ["b"]) == 0.0
