"""``python -m training.answers lists|fit|ship``: trains the reader of answers, step by step.

``lists`` asks the product, ``fit`` trains (it may be stopped and goes on where it was), ``ship``
writes what comes with the package. ``training.asked`` runs before ``ship``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import platformdirs
import torch

from index.encoder import CachedEncoder
from index.encoder.e5s1 import Weights
from index.encoder.embedded import EmbeddedEncoder, PointerModel
from index.encoder.weights import find_weights
from index.errors import QawlError
from retrieval.judge.answers import SHIPPED
from training.answers.fit import RECIPES, fit
from training.answers.lists import asked_lists, load_lists, write_lists
from training.answers.mix import REFUSED, calibrating
from training.answers.network import Reader
from training.answers.sets import selqa_lists, wikipedia_lists
from training.answers.ship import load_held_out, tell, write_fitted, write_trained
from training.asked import HELD_OUT, OTHERS
from training.lists import SETS

CACHE = Path(platformdirs.user_cache_dir("qawl", appauthor=False))


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 1 where the data or the model cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m training.answers", description=__doc__)
    parser.add_argument("step", choices=("lists", "fit", "ship"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--work", type=Path, default=Path("training/runs"))
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--refused", type=float, default=REFUSED)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        if options.step == "lists":
            _lists(options.data, options.work, options.threads)
        elif options.step == "fit":
            _fit(options.work)
        else:
            _ship(options.work, options.output, options.refused)
    except QawlError as error:
        _tell(f"{error}. The development data's folder is named by --data.")
        return 1
    return 0


def _lists(data: Path, work: Path, threads: int) -> None:
    encoder = CachedEncoder(EmbeddedEncoder(CACHE, threads=threads), CACHE / "vectors")

    def told(name: str, done: int, total: int) -> None:
        if done % 200 == 0 or done == total:
            _tell(f"{name}: {done} of {total}")

    count = write_lists(asked_lists(data, OTHERS, encoder, told), work / "asked.lists.gz")
    _tell(f"{count} lists")
    for name in SETS:
        lists = wikipedia_lists(data, name, encoder, told)
        _tell(f"{name}: {write_lists(lists, work / f'{name}.lists.gz')}")
    _tell(f"selqa: {write_lists(selqa_lists(data), work / 'selqa.lists.gz')}")


def _fit(work: Path) -> None:
    lists = [
        listed
        for name in ("asked", *SETS, "selqa")
        for listed in load_lists(work / f"{name}.lists.gz")
        if not listed.measuring and listed.choices
        if listed.origin.startswith("own") or not calibrating(listed.group)
        # Where the right sentence is not among the first, there is nothing to point at.
        if not listed.answerable or any(choice.right for choice in listed.choices)
    ]
    first = RECIPES[0]
    weights = Weights(find_weights(CACHE, _tell))
    reader = Reader(weights, first.rank, first.layers, first.first_layer, first.seed)
    for number, recipe in enumerate(RECIPES):
        fit(reader, lists, recipe, work / f"answers.{number}.pt", _tell)


def _ship(work: Path, output: Path, refused: float) -> None:
    before, last = (
        torch.load(work / f"answers.{len(RECIPES) - back}.pt")["adapter"] for back in (2, 1)
    )
    # The mean of the last two passes is better on other articles than either.
    parameters = {name: (before[name] + last[name]) / 2 for name in last}
    write_trained(parameters, RECIPES[-1].layers, output)
    model = PointerModel(CACHE, output, progress=_tell)
    held_out = load_held_out(work / HELD_OUT)
    told = []
    for listed in load_lists(work / "asked.lists.gz"):
        key = f"{listed.group} {listed.question}"
        if listed.origin == "asked" and calibrating(listed.group) and key in held_out:
            told.append(tell(model, listed, held_out[key]))
    _tell(str(write_fitted(told, refused, output)["held_out"]))


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
