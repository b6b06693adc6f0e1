"""The training loop: resumable, the same for the same seed."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

from training.batches import Batch, Mixture, epoch
from training.checkpoint import resume, save
from training.network import PASSAGE, QUERY, Network
from training.objective import Objective
from training.pools import Pool

QUESTION_TOKENS = 64
TEXT_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, apart from the data."""

    rank: int = 16
    first_layer: int = 6
    steps: int = 184
    rate: float = 3e-4
    warm_up: float = 0.1
    seed: int = 20
    mixture: Mixture = field(default_factory=lambda: Mixture({"selqa": 0.4}))
    objective: Objective = field(default_factory=Objective)


def fit(
    network: Network,
    pools: Sequence[Pool],
    trained_on: Callable[[str], bool],
    recipe: Recipe,
    checkpoint: Path,
    progress: Callable[[str], None],
    every: int = 10,
) -> None:
    """Trains the network's adapter in place.

    Args:
        network: Freshly made; its adapter is replaced where a checkpoint lies.
        pools: The data sets.
        trained_on: Says whether the questions of a group (a title) are used.
        recipe: The settings.
        checkpoint: Written on the way; a run that was cut off goes on from it.
        progress: Takes a line now and then.
        every: So many steps lie between two checkpoints.
    """
    questions = {
        pool.name: [i for i, q in enumerate(pool.questions) if trained_on(q.group)]
        for pool in pools
    }
    vectors = {
        pool.name: network.encode([q.text for q in pool.questions], QUERY, QUESTION_TOKENS)
        for pool in pools
    }
    plan: list[Batch] = []
    for number in itertools.count():
        seed = f"{recipe.seed} {number}"
        plan += epoch(pools, questions, vectors, recipe.mixture, seed)
        if len(plan) >= recipe.steps:
            break
    del plan[recipe.steps :]
    optimizer = torch.optim.AdamW(network.adapter.values(), lr=recipe.rate, weight_decay=0.01)
    warm = max(1, round(recipe.warm_up * len(plan)))
    # On some processors a sum depends on the batch that a text stands in. All texts pass the
    # frozen layers here, in one order, so that a resumed run has the states of an unbroken one.
    texts = [tokens for batch in plan for tokens in _tokens(network, batch)]
    network.keep_lower(texts, progress)
    done = resume(network.adapter, optimizer, checkpoint, repr(recipe))
    started, average = time.monotonic(), 0.0
    for step in range(done, len(plan)):
        rate = min((step + 1) / warm, 0.5 * (1 + math.cos(math.pi * step / len(plan))))
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * rate
        batch = plan[step]
        rows = network.vectors(_tokens(network, batch))
        asked, sentences = len(batch.questions), len(batch.sentences)
        loss = recipe.objective.loss(
            batch, rows[:asked], rows[asked : asked + sentences], rows[asked + sentences :]
        )
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(network.adapter.values(), 1.0)
        optimizer.step()
        average = loss.item() if step == done else 0.95 * average + 0.05 * loss.item()
        if (step + 1) % every == 0 or step + 1 == len(plan):
            pace = (time.monotonic() - started) / (step + 1 - done)
            left = pace * (len(plan) - step - 1) / 60
            save(network.adapter, optimizer, checkpoint, repr(recipe), step + 1)
            progress(f"step {step + 1}/{len(plan)}  loss {average:.3f}  {left:.0f} min left")


def _tokens(network: Network, batch: Batch) -> list[list[int]]:
    """Returns the tokens of a batch: its questions, its sentences, its passages."""
    tokens = network.tokens(batch.questions, QUERY, QUESTION_TOKENS)
    tokens += network.tokens(batch.sentences, PASSAGE, TEXT_TOKENS)
    return tokens + network.tokens(batch.passages, PASSAGE, TEXT_TOKENS)


def settings(recipe: Recipe) -> dict[str, Any]:
    """Returns a recipe as plain data, for the card."""
    return asdict(recipe)
