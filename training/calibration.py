"""Confidence: small trees over the features of a ranked list, calibrated on held-out lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.tree import DecisionTreeRegressor

from retrieval.judge.confidence import list_features
from retrieval.order.sentences import Ranked
from retrieval.order.weights import Forest, Tree
from training.lists import Listing

TREES: Final = 120
DEPTH: Final = 3
RATE: Final = 0.05
LEAF: Final = 15
SHARE: Final = 0.6


Vector = npt.NDArray[np.float64]


@dataclass(slots=True)
class Lists:
    """Ranked lists, one item each.

    Attributes:
        sample: Which question each belongs to.
        whole: False where the answer had been taken away.
        right: Whether the first sentence answers.
        few: Whether a small collection was asked.
    """

    features: list[dict[str, float]]
    sample: list[int]
    whole: list[bool]
    right: list[bool]
    few: list[bool]

    def add(
        self,
        number: int,
        listing: Listing,
        ranked: Sequence[Ranked],
        *,
        whole: bool,
        few: bool,
    ) -> None:
        self.features.append(
            list_features(listing.asked, listing.idf, listing.known, ranked, listing.fused)
        )
        answering = {
            r.candidate.key for r, yes in zip(listing.ranked, listing.answers, strict=True) if yes
        }
        self.sample.append(number)
        self.whole.append(whole)
        self.few.append(few)
        self.right.append(whole and ranked[0].candidate.key in answering)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Lists:
        keep = np.flatnonzero(chosen)
        return Lists(
            [self.features[i] for i in keep],
            [self.sample[i] for i in keep],
            [self.whole[i] for i in keep],
            [self.right[i] for i in keep],
            [self.few[i] for i in keep],
        )


def fit_forest(
    lists: Lists, start: Forest | None = None, weights: Vector | None = None, count: int = TREES
) -> Forest:
    """Returns trees that tell lists with an answer from those without one.

    Gradient boosting of the log-odds (Friedman 2001), each tree on a share of the lists.

    Args:
        lists: What they are fitted on.
        start: Trees to which others are added; the bare log-odds of all lists by default.
        weights: Of each list; alike by default.
        count: So many trees are added.
    """
    names = list(lists.features[0])
    rows = np.array([[features[name] for name in names] for features in lists.features])
    whole = np.array(lists.whole, dtype=np.float64)
    weight = np.ones(len(rows)) if weights is None else weights
    if start is None:
        prior = float(np.average(whole, weights=weight))
        start = Forest(float(np.log(prior / (1 - prior))), ())
    sums = np.array([start.logit(features) for features in lists.features])
    trees: list[Tree] = []
    random = np.random.RandomState(0)
    for _ in range(count):
        part = random.permutation(len(rows))[: round(SHARE * len(rows))]
        share = 1 / (1 + np.exp(-sums))
        model = DecisionTreeRegressor(
            max_depth=DEPTH,
            min_samples_leaf=LEAF,
            max_features=0.3,
            random_state=random,
        ).fit(rows[part], (whole - share)[part], sample_weight=weight[part])
        leaves = model.apply(rows[part])
        steps = np.zeros(model.tree_.node_count)
        for leaf in np.unique(leaves):
            here = part[leaves == leaf]
            bend = float((weight[here] * share[here] * (1 - share[here])).sum())
            steps[leaf] = RATE * float((weight[here] * (whole - share)[here]).sum()) / (bend + 1e-9)
        sums += steps[model.apply(rows)]
        trees.append(_tree(model.tree_, steps, names, 0))
    return Forest(start.bias, (*start.trees, *trees))


def _tree(tree: Any, steps: Vector, names: Sequence[str], node: int) -> Tree:
    left, right = tree.children_left[node], tree.children_right[node]
    if left == right:
        return float(steps[node])
    return (
        names[tree.feature[node]],
        float(tree.threshold[node]),
        _tree(tree, steps, names, left),
        _tree(tree, steps, names, right),
    )


def platt(logits: npt.NDArray[np.float64], right: Sequence[bool]) -> tuple[float, float]:
    """Returns the scale and shift under which the sigmoid is the share that is right.

    Platt 1999, with his smoothed targets.
    """
    y = np.array(right, dtype=bool)
    high, low = (y.sum() + 1) / (y.sum() + 2), 1 / ((~y).sum() + 2)
    target = np.where(y, high, low)

    def loss(parameters: npt.NDArray[np.float64]) -> float:
        odds = parameters[0] * logits + parameters[1]
        return float(np.mean(np.logaddexp(0, odds) - target * odds))

    scale, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(scale), float(shift)


def threshold_for(odds: npt.NDArray[np.float64], lists: Lists, risk: float) -> float:
    """Returns the lowest probability from which on at most ``risk`` of the answers are wrong.

    Wrong is an answer whose first sentence does not answer; lists that were
    robbed of theirs are half of what is asked, which is a hard world.
    """
    probabilities = 1 / (1 + np.exp(-odds))
    order = np.argsort(-probabilities)
    right = np.array(lists.right)[order]
    wrong_share = np.cumsum(~right) / np.arange(1, len(right) + 1)
    allowed = np.flatnonzero(wrong_share <= risk)
    return float(probabilities[order][allowed[-1]]) if len(allowed) else 1.0
