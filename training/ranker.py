"""Trains the order of sentences and passages, and the confidence in the first sentence.

Figures are those of questions whose articles were not trained on: five folds,
cut by title over all sets at once. The weights that are written come from all.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import platformdirs
from scipy.optimize import minimize

from index.encoder import CachedEncoder
from index.encoder.embedded import EmbeddedEncoder
from retrieval.evaluation.rows import auroc, refused_at_coverage
from retrieval.order.features import FEATURES
from retrieval.order.sentences import PASSAGE_FEATURES, Ranked, passage_features
from retrieval.order.weights import FILE, load_weights
from training.calibration import Lists, fit_forest, platt, threshold_for
from training.errors import error_of, shares, titles_of
from training.lists import Labels, Listing, Matrix, Sample, collect
from training.pools import fold_of
from training.reliability import draw, kept_and_wrong, reliability

FOLDS: Final = 5
SENTENCE_L2: Final = 0.003
PASSAGE_L2: Final = 0.003
RISK: Final = 0.3
"""Chosen: of ten answers three may be wrong, where every other question has no answer.

That world is harder than any newsroom: its unanswerable questions are about the very
subjects of the articles."""

_OFTEN: Final = 25
"""Questions of a type from which on it has a figure of its own."""

RISKS: Final = (0.2, 0.25, RISK, 0.35)
"""What else could have been chosen, for the record."""

Vector = npt.NDArray[np.float64]


def train(samples: Sequence[Sample], encoder: str, out: Path = FILE) -> dict[str, Any]:
    """Trains, writes the weights and returns the figures of the folds.

    Args:
        samples: None of a title that the encoder's adapter was trained on: its
            vectors fit those better than any that people will ask about.
        encoder: Its name, or theirs, for the record.
        out: The file of the weights.
    """
    folds = _folds(samples)
    figures = cross_validated(samples, folds)
    every = np.ones(len(samples), dtype=bool)
    sentence, passage = _fit_orders(samples, every)
    lists = _lists(samples, figures.pop("_sentence_by_fold"), folds)
    held_out = np.array(figures.pop("_held_out_logits"))
    forest = fit_forest(lists)
    scale, shift = platt(held_out, lists.right)
    forest = type(forest)(forest.bias, forest.trees, scale, shift)
    odds = scale * held_out + shift
    probabilities = 1 / (1 + np.exp(-odds))
    threshold = threshold_for(odds, lists, RISK)
    figures["reliability"] = reliability(probabilities, lists.right)
    figures["thresholds"] = [
        kept_and_wrong(probabilities, lists.right, lists.whole, threshold_for(odds, lists, risk))
        for risk in RISKS
    ]
    written = {
        "trained": {
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "data": sorted({s.set_name for s in samples}),
            "encoder": encoder,
            "risk": RISK,
            "cross_validated": figures,
        },
        "sentence": _named(FEATURES, sentence),
        "passage": _named(PASSAGE_FEATURES, passage),
        "threshold": round(threshold, 4),
        "confidence": forest.written(),
    }
    text = json.dumps(written, ensure_ascii=False, indent=1)
    out.write_text(text + "\n", encoding="utf-8")
    return figures


def cross_validated(samples: Sequence[Sample], folds: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Returns the figures of each set, on titles that were not trained on."""
    sentence_by_fold = []
    passage_ranks: list[int | None] = [None] * len(samples)
    for fold in range(FOLDS):
        sentence, passage = _fit_orders(samples, folds != fold)
        sentence_by_fold.append(sentence)
        for i in map(int, np.flatnonzero(folds == fold)):
            passage_ranks[i] = _passage_rank(samples[i], sentence, passage)
    lists = _lists(samples, sentence_by_fold, folds)
    logits = np.zeros(len(lists.features))
    list_folds = folds[lists.sample]
    for fold in range(FOLDS):
        forest = fit_forest(lists.where(list_folds != fold))
        for i in map(int, np.flatnonzero(list_folds == fold)):
            logits[i] = forest.logit(lists.features[i])
    figures: dict[str, Any] = {
        name: _figures(name, samples, sentence_by_fold, folds, passage_ranks, lists, logits)
        for name in dict.fromkeys(s.set_name for s in samples)
    }
    figures["_sentence_by_fold"] = sentence_by_fold
    figures["_held_out_logits"] = logits
    return figures


def fit_order(groups: Sequence[tuple[Matrix, Labels]], l2: float) -> Vector:
    """Returns weights under which the right rows of each group come first.

    Listwise: minus log of the share that a softmax over the group gives to its
    right rows (ListNet's top-one form, Cao et al. 2007), on columns scaled to
    unit spread inside the groups.
    """
    useful = [(x, y) for x, y in groups if y.any() and not y.all()]
    spread = np.concatenate([x - x.mean(axis=0) for x, _ in useful]).std(axis=0) + 1e-9
    scaled = [(x / spread, y) for x, y in useful]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, gradient = 0.0, np.zeros_like(weights)
        for x, y in scaled:
            scores = x @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares[y].sum() + 1e-300
            total -= np.log(right)
            gradient -= x.T @ (np.where(y, shares / right, 0.0) - shares)
        count = len(scaled)
        return (
            float(total / count + l2 * weights @ weights),
            gradient / count + 2 * l2 * weights,
        )

    found = minimize(loss, np.zeros(scaled[0][0].shape[1]), jac=True, method="L-BFGS-B")
    weights: Vector = found.x / spread
    return weights


def _fit_orders(samples: Sequence[Sample], chosen: npt.NDArray[np.bool_]) -> tuple[Vector, Vector]:
    inside = [s for s, here in zip(samples, chosen, strict=True) if here]
    sentence = fit_order([(s.whole.features, s.whole.answers) for s in inside], SENTENCE_L2)
    groups = []
    for sample in inside:
        ranked = ordered(sample.whole, sentence)
        positions, rows = passage_features(sample.whole.fused, ranked)
        right = np.array([sample.whole.fused[p].article_id == sample.gold for p in positions])
        groups.append((rows, right))
    return sentence, fit_order(groups, PASSAGE_L2)


def ordered(listing: Listing, weights: Vector) -> list[Ranked]:
    """Returns the sentences of a list in the order that these weights give."""
    scores = listing.features @ weights
    return [
        Ranked(listing.ranked[i].candidate, float(scores[i]), listing.ranked[i].features)
        for i in np.argsort(-scores, kind="stable")
    ]


def _passage_rank(sample: Sample, sentence: Vector, passage: Vector) -> int | None:
    ranked = ordered(sample.whole, sentence)
    positions, rows = passage_features(sample.whole.fused, ranked)
    order = np.argsort(-(rows @ passage), kind="stable")
    articles = dict.fromkeys(sample.whole.fused[positions[i]].article_id for i in order)
    return next((r for r, article in enumerate(articles, 1) if article == sample.gold), None)


def _lists(
    samples: Sequence[Sample], by_fold: Sequence[Vector], folds: npt.NDArray[np.int64]
) -> Lists:
    """Returns every list's features under weights that its title had no part in."""
    lists = Lists([], [], [], [], [])
    for number, (sample, fold) in enumerate(zip(samples, folds, strict=True)):
        for listing, whole, few in (
            (sample.whole, True, False),
            (sample.robbed, False, False),
            (sample.few, True, True),
            (sample.few_robbed, False, True),
        ):
            if listing.ranked:
                ranked = ordered(listing, by_fold[fold])
                lists.add(number, listing, ranked, whole=whole, few=few)
    return lists


def _figures(
    name: str,
    samples: Sequence[Sample],
    by_fold: Sequence[Vector],
    folds: npt.NDArray[np.int64],
    passage_ranks: Sequence[int | None],
    lists: Lists,
    logits: Vector,
) -> dict[str, Any]:
    here = [i for i, s in enumerate(samples) if s.set_name == name]
    titles = titles_of(samples)
    first, three, passage, errors = [], [], [], []
    for i in here:
        listing = samples[i].whole
        order = np.argsort(-(listing.features @ by_fold[folds[i]]), kind="stable")[:3]
        errors.append(error_of(samples[i], order, titles))
        first.append(bool(listing.answers[order[:1]].any()))
        three.append(bool(listing.answers[order].any()))
        passage.append(passage_ranks[i] == 1)
    inside = np.array([samples[i].set_name == name for i in lists.sample])
    inside &= ~np.array(lists.few)
    whole = np.array(lists.whole)
    # A question that finds nothing at all has no list, and confidence 0.
    positive = [*logits[inside & whole]]
    negative = [*logits[inside & ~whole]]
    negative += [-np.inf] * (len(here) - len(negative))
    return {
        "questions": len(here),
        "hit@1": round(float(np.mean(passage)), 4),
        "sentence_hit@1": round(float(np.mean(first)), 4),
        "sentence_hit@3": round(float(np.mean(three)), 4),
        "abstention_auroc": round(auroc(positive, negative), 4),
        "refused_at_90_coverage": round(refused_at_coverage(positive, negative, 0.9), 4),
        "errors": shares(errors),
        "abstention_auroc_by_question": _by_question(samples, lists, logits, inside, whole),
    }


def _by_question(
    samples: Sequence[Sample],
    lists: Lists,
    logits: Vector,
    inside: npt.NDArray[np.bool_],
    whole: npt.NDArray[np.bool_],
) -> dict[str, float]:
    """Returns the AUROC of each type of question that a set asks often."""
    kinds = np.array([samples[i].query.kind.name.lower() for i in lists.sample])
    return {
        str(kind): round(
            auroc(
                [*logits[inside & whole & (kinds == kind)]],
                [*logits[inside & ~whole & (kinds == kind)]],
            ),
            4,
        )
        for kind in sorted(set(kinds))
        if (inside & whole & (kinds == kind)).sum() >= _OFTEN
    }


def _folds(samples: Sequence[Sample]) -> npt.NDArray[np.int64]:
    titles = sorted({s.title for s in samples})
    np.random.default_rng(20261124).shuffle(titles)
    fold = {title: i % FOLDS for i, title in enumerate(titles)}
    return np.array([fold[s.title] for s in samples])


def _named(names: Sequence[str], values: Vector) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def main() -> None:
    """``python -m training.ranker``: collects, trains, prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m training.ranker", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--adapters",
        type=Path,
        nargs="+",
        default=[],
        help="one a fold, in order, each trained on the titles of the other folds",
    )
    parser.add_argument("--plot", type=Path, default=Path("docs/images/reliability.svg"))
    options = parser.parse_args()
    cache = Path(os.environ.get("QAWL_CACHE_DIR", platformdirs.user_cache_dir("qawl", False)))

    def told(name: str, done: int, total: int) -> None:
        if done % 100 == 0 or done == total:
            print(f"{name}: {done} of {total}", file=sys.stderr)

    samples: list[Sample] = []
    names = []
    adapters: list[Path | None] = options.adapters or [None]
    for fold, adapter in enumerate(adapters):
        encoder = CachedEncoder(EmbeddedEncoder(cache, adapter=adapter), cache / "vectors.sqlite")
        names.append(encoder.name)
        samples += collect(options.data, encoder, _of_fold(fold, len(adapters)), told)
    figures = train(samples, " and ".join(names))
    print(json.dumps(figures, indent=1))
    try:
        draw(figures["reliability"], load_weights().threshold, options.plot)
    except ImportError:
        print("matplotlib is not installed (make setup-bench): no plot", file=sys.stderr)


def _of_fold(fold: int, folds: int) -> Callable[[str], bool]:
    return lambda title: fold_of(title, folds) == fold


if __name__ == "__main__":
    main()
