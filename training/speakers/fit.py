"""The training loop of the reader of quotations: resumable, the same for the same seed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from training.checkpoint import resume, save
from training.speakers.examples import Example
from training.speakers.pointer import Pointer, loss_of

_FLOOR: Final = 0.03


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out of one stage, apart from the data."""

    name: str
    rate: float = 8e-4
    warm_up: int = 40
    size: int = 16
    average: float = 0.98
    seed: int = 3


def fit(
    pointer: Pointer,
    examples: Sequence[Example],
    recipe: Recipe,
    checkpoint: Path,
    progress: Callable[[str], None],
    every: int = 25,
) -> None:
    """Trains the pointer in place, once over the examples; what stays is its moving average.

    Args:
        pointer: Goes on from what it is.
        examples: Repeated where they should be seen more than once.
        recipe: The settings.
        checkpoint: Written on the way; a run that was cut off goes on from it.
        progress: Takes a line now and then.
        every: So many steps lie between two checkpoints.
    """
    plan = batches(examples, recipe.size, recipe.seed)
    live = pointer.parameters
    averaged = {f"mean {name}": value.detach().clone() for name, value in live.items()}
    optimizer = torch.optim.AdamW(live.values(), lr=recipe.rate, weight_decay=0.01)
    done = resume({**live, **averaged}, optimizer, checkpoint, repr(recipe))
    started, level = time.monotonic(), 0.0
    for step in range(done, len(plan)):
        rate = min(1.0, (step + 1) / recipe.warm_up) * max(_FLOOR, 1 - step / len(plan))
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * rate
        batch = [examples[i] for i in plan[step]]
        loss = loss_of(pointer.read([one.context.ids for one in batch]), batch)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(live.values(), 1.0)
        optimizer.step()
        _average(averaged, live, min(recipe.average, (step + 1) / (step + 10)))
        level = loss.item() if step == done else 0.95 * level + 0.05 * loss.item()
        if (step + 1) % every == 0 or step + 1 == len(plan):
            save({**live, **averaged}, optimizer, checkpoint, repr(recipe), step + 1)
            pace = (time.monotonic() - started) / (step + 1 - done)
            left = pace * (len(plan) - step - 1) / 60
            progress(f"{recipe.name} {step + 1}/{len(plan)}  loss {level:.3f}  {left:.0f} min left")
    with torch.no_grad():
        for name, value in live.items():
            value.copy_(averaged[f"mean {name}"])


def batches(examples: Sequence[Example], size: int, seed: int) -> list[list[int]]:
    """Returns the examples' numbers in batches of about one length, in a random order."""
    chance = random.Random(seed)
    order = sorted(
        range(len(examples)), key=lambda i: len(examples[i].context.ids) + 40 * chance.random()
    )
    found = [order[at : at + size] for at in range(0, len(order), size)]
    chance.shuffle(found)
    return found


def _average(averaged: Mapping[str, Tensor], live: Mapping[str, Tensor], keep: float) -> None:
    with torch.no_grad():
        for name, value in live.items():
            averaged[f"mean {name}"].lerp_(value, 1 - keep)


def settings(recipe: Recipe) -> dict[str, Any]:
    """Returns a recipe as plain data, for the card."""
    return asdict(recipe)
