"""``python -m training.asked``: what people ask about news changes the order and the confidence.

``training.ranker`` fits both on questions over Wikipedia. This goes on from there: the weights
of sentences are fitted anew on both, and further trees, which start from the sum of those
there are, learn to tell news questions that are answered from near misses and from questions
whose article was taken away. Articles that are for measuring alone are never read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import platformdirs

from index.analysis import analyse
from index.encoder import CachedEncoder, Encoder
from index.encoder.embedded import EmbeddedEncoder
from index.library import Library
from index.types import PUBLIC, Article
from retrieval.answerer import Answerer
from retrieval.evaluation.retrieval import own_collection
from retrieval.evaluation.rows import Case, Part, auroc, read_articles, read_cases
from retrieval.order.features import FEATURES
from retrieval.order.weights import FILE, Forest, load_weights
from retrieval.question.read import read_question
from training.calibration import Lists, fit_forest, platt
from training.lists import Listing, Sample, collect, list_found
from training.pools import fold_of
from training.ranker import SENTENCE_L2, fit_order, ordered

SETS: Final = ("asked_dev", "asked_more")
OTHERS: Final = 275
"""Further articles that are searched beside those that are asked about."""

HELD_OUT: Final = "asked.held_out.json"
"""What the mix with a reader is fitted on."""

FOLDS: Final = 5
TREES: Final = 150
NEAR_MISS: Final = 1.0
ROBBED: Final = 0.15
"""Weights of lists without an answer: most people ask about what is there."""

_OFTEN: Final = 4
"""One question in so many is asked again without its article, and with few articles."""

REFUSED: Final = 0.2
"""Chosen: of the questions that the articles answer, so many may be refused."""

Vector = npt.NDArray[np.float64]
Told = Callable[[str, int, int], None]


@dataclass(slots=True)
class Seen:
    """A question about news, and what the product finds for it.

    Attributes:
        whole: Asked over all articles.
        alone: Asked over its article alone, as a guest's text is.
        robbed: Asked over all articles but its own; likewise for few questions.
    """

    case: Case
    whole: Listing
    alone: Listing | None
    robbed: Listing | None


def see(data: Path, encoder: Encoder, told: Told) -> list[Seen]:
    """Asks every question that may be trained on.

    Args:
        data: Holds the development sets.
        encoder: Vectors of passages and questions.
        told: Given what is done, how much of it, and of how much.
    """
    articles = read_articles(data / f"{name}.articles.jsonl.gz" for name in SETS)
    cases = read_cases((data / f"{name}.questions.jsonl.gz" for name in SETS), Part.TRAINING)
    everything = [*articles.values(), *_others(data, articles)]
    found = []
    with tempfile.TemporaryDirectory(prefix="qawl-train-") as folder:
        library = Library.open(Path(folder), encoder)
        for article in everything:
            library.store.add(article, analyse(article), own_collection(article.id))
        library.add_many(everything)
        answerer = Answerer(library)
        collections = {article.id: own_collection(article.id) for article in everything}
        for number, case in enumerate(cases, start=1):
            own = articles[case.article].id
            scopes = [frozenset({PUBLIC})]
            if zlib.crc32(case.question.encode()) % _OFTEN == 0:
                scopes.append(frozenset({collections[own]}))
                scopes.append(frozenset(c for name, c in collections.items() if name != own))
            listings: list[Listing] = [_listed(answerer, library, case, scope) for scope in scopes]
            more: list[Listing | None] = [*listings[1:], None, None]
            found.append(Seen(case, listings[0], more[0], more[1]))
            told("news", number, len(cases))
        library.close()
    return found


def _others(data: Path, but: dict[str, Article]) -> list[Article]:
    further = read_articles([data / "news_dev.articles.jsonl.gz"])
    names = sorted(set(further) - set(but), key=lambda name: zlib.crc32(name.encode()))
    return [further[name] for name in names[:OTHERS]]


def _listed(answerer: Answerer, library: Library, case: Case, scope: frozenset[str]) -> Listing:
    found = answerer.find(read_question(case.question), scope)
    answers = [
        case.answerable and case.answered_by(r.candidate.span.of(r.candidate.article.article.text))
        for r in found.sentences
    ]
    return list_found(found, answers, library.engine, scope)


def refit(
    seen: Sequence[Seen], samples: Sequence[Sample], out: Path, told: Callable[[str], None]
) -> dict[str, float]:
    """Fits order, trees and threshold, and writes them beside what there was.

    Args:
        seen: Questions about news.
        samples: Questions over Wikipedia, which keep what was learnt from them.
        out: The file of the weights.
        told: Takes a line for each figure.

    Returns:
        The log-odds of each question, by trees that its article had no part in.
    """
    folds = np.array([fold_of(one.case.article, FOLDS) for one in seen])
    orders = [
        _order([s for s, f in zip(seen, folds, strict=True) if f != fold], samples)
        for fold in range(FOLDS)
    ]
    told(f"first sentence right, articles not trained on: {_first(seen, folds, orders):.4f}")
    lists, weights, owners = _lists(seen, folds, orders)
    start = load_weights(out).confidence
    held_out = np.zeros(len(weights))
    wiki, wiki_weights = _wikipedia_lists(samples, orders[0])
    for fold in range(FOLDS):
        inside = folds[owners] != fold
        forest = _grown(start, lists.where(inside), weights[inside], wiki, wiki_weights)
        for row in map(int, np.flatnonzero(~inside)):
            held_out[row] = forest.logit(lists.features[row])
    forest = _grown(start, lists, weights, wiki, wiki_weights)
    natural = np.array(lists.few) == 0
    natural &= weights != ROBBED
    scale, shift = platt(held_out[natural], list(np.array(lists.right)[natural]))
    odds = scale * held_out + shift
    curve = _curve(odds[natural], np.array(lists.whole)[natural], np.array(lists.right)[natural])
    for line in curve["curve"]:
        told(str(line))
    chosen = next(line for line in curve["curve"] if line["refused"] == REFUSED)
    written = json.loads(out.read_text(encoding="utf-8"))
    final = _order(seen, samples)
    written["sentence"] = {
        name: round(float(value), 4) for name, value in zip(FEATURES, final, strict=True)
    }
    written["confidence"] = Forest(forest.bias, forest.trees, scale, shift).written()
    written["threshold"] = chosen["threshold"]
    written["trained"]["asked"] = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "questions": len(seen),
        "first_right": round(_first(seen, folds, orders), 4),
        **curve,
    }
    out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {
        key_of(seen[number].case): float(value)
        for number, value in zip(owners[natural], odds[natural], strict=True)
    }


def key_of(case: Case) -> str:
    """Names a question among others."""
    return f"{case.article} {case.question}"


def _order(seen: Sequence[Seen], samples: Sequence[Sample]) -> Vector:
    groups = [(one.whole.features, one.whole.answers) for one in seen]
    return fit_order(
        [*groups, *((s.whole.features, s.whole.answers) for s in samples)], SENTENCE_L2
    )


def _first(seen: Sequence[Seen], folds: npt.NDArray[np.int64], orders: Sequence[Vector]) -> float:
    """Returns how often the first sentence answers, of the questions that the articles answer."""
    right = []
    for one, fold in zip(seen, folds, strict=True):
        if one.case.answerable:
            scores = one.whole.features @ orders[fold]
            right.append(bool(len(scores)) and bool(one.whole.answers[int(scores.argmax())]))
    return float(np.mean(right))


def _lists(
    seen: Sequence[Seen], folds: npt.NDArray[np.int64], orders: Sequence[Vector]
) -> tuple[Lists, Vector, npt.NDArray[np.int64]]:
    """Returns the lists in orders that their articles had no part in, and what each weighs."""
    lists = Lists([], [], [], [], [])
    weights: list[float] = []
    for number, (one, fold) in enumerate(zip(seen, folds, strict=True)):
        for listing, weight in ((one.whole, 1.0), (one.alone, 0.5), (one.robbed, ROBBED)):
            if listing is None or not listing.ranked:
                continue
            whole = one.case.answerable and listing is not one.robbed
            lists.add(
                number,
                listing,
                ordered(listing, orders[fold]),
                whole=whole,
                few=listing is one.alone,
            )
            weights.append(weight * (1.0 if one.case.answerable else NEAR_MISS))
    return lists, np.array(weights), np.array(lists.sample)


def _wikipedia_lists(samples: Sequence[Sample], order: Vector) -> tuple[Lists, Vector]:
    lists = Lists([], [], [], [], [])
    for number, sample in enumerate(samples):
        for listing, whole in ((sample.whole, True), (sample.robbed, False)):
            if listing.ranked:
                ranked = ordered(listing, order)
                lists.add(number, listing, ranked, whole=whole, few=False)
    return lists, np.full(len(lists.sample), 0.5)


def _grown(
    start: Forest, lists: Lists, weights: Vector, other: Lists, other_weights: Vector
) -> Forest:
    joined = Lists(
        [*lists.features, *other.features],
        [*lists.sample, *other.sample],
        [*lists.whole, *other.whole],
        [*lists.right, *other.right],
        [*lists.few, *other.few],
    )
    return fit_forest(joined, start, np.concatenate([weights, other_weights]), TREES)


def _curve(
    odds: Vector, whole: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]
) -> dict[str, Any]:
    """Returns what each share of refused questions buys, on articles not trained on."""
    lines = []
    for refused in (0.1, 0.14, 0.2, 0.25, 0.3):
        threshold = float(np.quantile(odds[whole], refused))
        answered = odds >= threshold
        lines.append(
            {
                "refused": refused,
                "threshold": round(float(1 / (1 + np.exp(-threshold))), 4),
                "right_first": round(float((right & answered)[whole].mean()), 4),
                "no_where_no": round(float((~answered)[~whole].mean()), 4),
            }
        )
    return {"auroc": round(auroc(list(odds[whole]), list(odds[~whole])), 4), "curve": lines}


def main() -> None:
    """Collects, fits and writes."""
    parser = argparse.ArgumentParser(prog="python -m training.asked", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--work", type=Path, default=Path("training/runs"))
    parser.add_argument("--titles", type=int, default=3, help="one title of Wikipedia in so many")
    options = parser.parse_args()
    cache = Path(os.environ.get("QAWL_CACHE_DIR", platformdirs.user_cache_dir("qawl", False)))
    encoder = CachedEncoder(EmbeddedEncoder(cache), cache / "vectors")

    def told(name: str, done: int, total: int) -> None:
        if done % 200 == 0 or done == total:
            _tell(f"{name}: {done} of {total}")

    seen = see(options.data, encoder, told)
    samples = collect(
        options.data, encoder, lambda title: fold_of(title, options.titles) == 0, told
    )
    held_out = refit(seen, samples, options.out, _tell)
    options.work.mkdir(parents=True, exist_ok=True)
    (options.work / HELD_OUT).write_text(json.dumps(held_out), encoding="utf-8")


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
