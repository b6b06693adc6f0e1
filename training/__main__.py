"""``python -m training``: cross-validates the recipe, trains on everything, writes the adapter.

It may be stopped at any time and goes on where it was; on two quiet cores it takes about an
hour. Nothing is written to the package before the figures of every fold are there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import torch

from index.encoder.e5s1 import Weights
from index.encoder.weights import SHIPPED, find_weights
from index.errors import QawlError
from training.adapter import LICENCES, write_adapter, write_card
from training.choice import Figures, best_scale, mean_of_folds
from training.fit import Recipe, fit, settings
from training.measure import measure
from training.network import Network
from training.pools import SETS, Pool, fold_of, read_headlines, read_set

SCALES: Final = (0.0, 0.5, 0.6, 1.0)
"""Shares of the way from the plain model, which is 0, to the trained one."""
OTHER_ARTICLES: Final = 500
"""News articles searched beside those that a headline is asked for."""

Progress = Callable[[str], None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 1 where the data or the model cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/runs"), help="checkpoints")
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        train(options.data, options.work, options.output, options.folds, Recipe(), _tell)
    except QawlError as error:
        _tell(f"{error}. The development data's folder is named by --data.")
        return 1
    return 0


def train(
    data: Path, work: Path, output: Path, folds: int, recipe: Recipe, progress: Progress
) -> None:
    """Measures the recipe on folds that were left out, then trains on everything.

    Args:
        data: Holds the development sets.
        work: Keeps what a run that is cut off goes on from.
        output: The adapter's file; its card gets the same name, ending in ``.json``.
        folds: Titles are split into so many.
        recipe: The settings.
        progress: Takes a line now and then.
    """
    pools = [read_set(data, name) for name in SETS]
    headlines = read_headlines(data, OTHER_ARTICLES)
    weights = Weights(find_weights(work, progress))
    found = []
    for fold in range(folds):
        result = work / f"fold-{fold}.json"
        key = f"{recipe} {folds}"
        if result.exists() and (kept := json.loads(result.read_text()))["key"] == key:
            found.append(kept["figures"])
            continue
        progress(f"fold {fold + 1} of {folds}")
        network = _network(weights, recipe)
        fit(network, pools, _outside(fold, folds), recipe, work / f"fold-{fold}.pt", progress)
        figures = _measure_all(network, pools, _inside(fold, folds), progress)
        result.write_text(json.dumps({"key": key, "figures": figures}))
        found.append(figures)
    figures = mean_of_folds(found)
    progress("now on everything")
    network = _network(weights, recipe)
    fit(network, pools, lambda _group: True, recipe, work / "all.pt", progress)
    # No fold has seen news, nor has this one, which is the one that ships.
    guard = _measure_all(network, [headlines], lambda _group: True, progress)
    figures = {scale: {**sets, **guard[scale]} for scale, sets in figures.items()}
    scale = best_scale(figures)
    progress(f"scale {scale:g}")
    for fold in range(folds):
        # The ranker is trained with vectors of titles that its encoder has not seen.
        kept = torch.load(work / f"fold-{fold}.pt")["adapter"]
        write_adapter(kept, scale, work / f"fold-{fold}.safetensors")
    write_adapter(network.adapter, scale, output)
    write_card(
        {
            "base": "intfloat/multilingual-e5-small (MIT)",
            "date": dt.date.today().isoformat(),
            "data": sorted({LICENCES[pool.name] for pool in pools}),
            "questions": {pool.name: len(pool.questions) for pool in pools},
            "never_trained_on": "news articles and headlines: measured only",
            "recipe": settings(recipe),
            "scale": scale,
            "cross_validation": {
                "folds": folds,
                "what": "vectors alone, over the articles of the fold that was left out; by scale, "
                "0 is the plain model; headlines: the adapter trained on everything",
                "figures": figures,
            },
        },
        output.with_suffix(".json"),
    )
    progress(f"written: {output}")


def _measure_all(
    network: Network,
    pools: Sequence[Pool],
    inside: Callable[[str], bool],
    progress: Progress,
) -> Figures:
    figures: Figures = {}
    for scale in SCALES:
        network.scale = scale
        figures[f"{scale:g}"] = {
            pool.name: measure(pool, _part(pool, inside), network.encode) for pool in pools
        }
        for name, values in figures[f"{scale:g}"].items():
            line = "  ".join(f"{key} {value:.3f}" for key, value in values.items())
            progress(f"scale {scale:g}  {name}  {line}")
    return figures


def _part(pool: Pool, inside: Callable[[str], bool]) -> Callable[[str], bool]:
    # SelQA's 18,000 sentences would take longer than everything else: an eighth will do.
    if pool.name != "selqa":
        return inside
    return lambda group: inside(group) and fold_of(f"{group} measured", 8) == 0


def _network(weights: Weights, recipe: Recipe) -> Network:
    generator = torch.Generator().manual_seed(recipe.seed)
    return Network(weights, recipe.rank, recipe.first_layer, generator)


def _inside(fold: int, folds: int) -> Callable[[str], bool]:
    return lambda group: fold_of(group, folds) == fold


def _outside(fold: int, folds: int) -> Callable[[str], bool]:
    return lambda group: fold_of(group, folds) != fold


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
