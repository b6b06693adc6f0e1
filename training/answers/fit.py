"""The training loop of the reader: resumable, the same for the same seed."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from retrieval.evaluation.rows import place_of, words_of
from retrieval.judge.answers import Laid, lay_out
from training.answers.lists import Choice, Listed
from training.answers.network import Reader
from training.checkpoint import resume, save

SHARES: Final[Mapping[str, float]] = {"asked": 1.0, "robbed": 0.12}
"""What part of the lists of an origin one pass sees."""

FURTHER: Final[Mapping[str, float]] = {
    "asked": 1.0,
    "robbed": 0.15,
    "arcd_dev_disjoint": 0.3,
    "arcd_dev_disjoint robbed": 0.04,
    "mlqa_ar_dev": 0.4,
    "mlqa_ar_dev robbed": 0.05,
    "xquad_ar_dev": 0.3,
    "xquad_ar_dev robbed": 0.04,
    "xquad_en2ar_dev": 0.4,
    "xquad_en2ar_dev robbed": 0.05,
    "selqa": 0.15,
}
"""The same for the second pass."""

OWN: Final[Mapping[str, float]] = {
    **FURTHER,
    "asked": 0.8,
    "robbed": 0.12,
    "own": 1.0,
    "own robbed": 0.15,
}
"""The same for the third pass, which adds the project's own questions."""

LATER: Final[Mapping[str, float]] = {
    "own later": 1.0,
    "own later robbed": 0.15,
    "own": 0.5,
    "own robbed": 0.08,
    "asked": 0.6,
    "robbed": 0.1,
    "arcd_dev_disjoint": 0.4,
    "arcd_dev_disjoint robbed": 0.12,
    "mlqa_ar_dev": 0.6,
    "mlqa_ar_dev robbed": 0.18,
    "xquad_ar_dev": 0.4,
    "xquad_ar_dev robbed": 0.1,
    "xquad_en2ar_dev": 0.6,
    "xquad_en2ar_dev robbed": 0.12,
    "selqa": 0.15,
}
"""The same for the last pass: what was written later, and more of the encyclopaedia."""


_DONE: Final = 10**9
"""The step of a checkpoint after which nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, apart from the data.

    Attributes:
        layers: Of the embedded model; those above are left out.
        first_layer: The layers below are left as they are.
        minutes: How long it takes; the rate falls with the time, since processors differ.
        span: Weight of the loss of the words.
        left_out: How often a headline or the sentence before is not shown.
    """

    rank: int = 16
    layers: int = 9
    first_layer: int = 3
    minutes: float = 25.0
    questions: int = 4
    sentences: int = 4
    rate: float = 1e-3
    warm_up: int = 30
    span: float = 0.5
    left_out: float = 0.0
    seed: int = 5
    shares: Mapping[str, float] = field(default_factory=lambda: dict(SHARES))


RECIPES: Final = (
    Recipe(),
    Recipe(minutes=44.0, rate=7e-4, warm_up=40, left_out=0.1, seed=11, shares=FURTHER),
    Recipe(minutes=26.0, rate=6e-4, warm_up=40, left_out=0.1, seed=21, shares=OWN),
    Recipe(minutes=29.0, rate=6e-4, warm_up=40, left_out=0.1, seed=22, shares=LATER),
)
"""Each goes on where the one before ended; the mean of the last two is shipped."""


@dataclass(frozen=True, slots=True)
class Step:
    """The texts of one step's questions, and what is right among them.

    Attributes:
        below: How far the product orders each text's sentence below the first of its list.
        parts: For each question where its texts begin and end, and which of them answer.
        words: For texts whose answering words are known, their first and last piece.
    """

    texts: list[Laid]
    below: list[float]
    parts: list[tuple[int, int, list[bool]]]
    words: dict[int, tuple[int, int]]


def fit(
    reader: Reader,
    lists: Sequence[Listed],
    recipe: Recipe,
    checkpoint: Path,
    progress: Callable[[str], None],
    every: int = 20,
) -> None:
    """Trains in place; a run that was cut off goes on from its checkpoint."""
    parameters = reader.parameters
    optimizer = torch.optim.AdamW(
        parameters.values(), lr=recipe.rate, weight_decay=0.01, betas=(0.9, 0.98)
    )
    done = resume(parameters, optimizer, checkpoint, repr(recipe))
    if done == _DONE:
        return
    clock = checkpoint.with_suffix(".seconds")
    before = float(clock.read_text()) if done else 0.0
    started, averages = time.monotonic(), [0.0, 0.0]
    for number, questions in enumerate(planned(lists, recipe)):
        if number < done:
            continue
        gone = (before + time.monotonic() - started) / (60 * recipe.minutes)
        if gone >= 1:
            break
        step = prepared(reader, questions, recipe, random.Random(f"{recipe.seed} {number}"))
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min((number + 1) / recipe.warm_up, max(0.02, 1 - gone))
        choice, span = losses(step, *reader.read(step.texts, step.below))
        optimizer.zero_grad()
        torch.autograd.backward(choice + recipe.span * span)
        torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0)
        optimizer.step()
        for i, value in enumerate((choice.item(), span.item())):
            averages[i] = value if number == done else 0.97 * averages[i] + 0.03 * value
        if (number + 1) % every == 0:
            save(parameters, optimizer, checkpoint, repr(recipe), number + 1)
            clock.write_text(f"{before + time.monotonic() - started}")
            progress(f"step {number + 1}  choice {averages[0]:.3f}  words {averages[1]:.3f}")
    save(parameters, optimizer, checkpoint, repr(recipe), _DONE)


def planned(lists: Sequence[Listed], recipe: Recipe) -> Iterator[list[Listed]]:
    """Yields the questions of step after step: each pass has an order of its own."""
    for number in itertools.count():
        rng = random.Random(f"{recipe.seed} pass {number}")
        chosen = [item for item in lists if rng.random() < recipe.shares.get(item.origin, 0.0)]
        rng.shuffle(chosen)
        for at in range(0, len(chosen) - recipe.questions + 1, recipe.questions):
            yield chosen[at : at + recipe.questions]


def prepared(
    reader: Reader, questions: Sequence[Listed], recipe: Recipe, rng: random.Random
) -> Step:
    """Chooses sentences of each question and lays them out."""
    step = Step([], [], [], {})
    for listed in questions:
        chosen = choose(listed, recipe.sentences, rng)
        texts = [_shown(choice, recipe.left_out, rng) for choice in chosen]
        start = len(step.texts)
        step.texts.extend(lay_out(reader.body.pieces, listed.question, texts))
        step.below.extend(choice.score - listed.choices[0].score for choice in chosen)
        step.parts.append((start, len(step.texts), [choice.right for choice in chosen]))
        for row, choice in enumerate(chosen, start=start):
            if choice.words and (found := pieces_of(choice, step.texts[row])):
                step.words[row] = found
    return step


def _shown(choice: Choice, left_out: float, rng: random.Random) -> tuple[str, str, str]:
    headline = "" if rng.random() < left_out else choice.headline
    before = "" if rng.random() < left_out else choice.before
    return headline, before, choice.text


def choose(listed: Listed, count: int, rng: random.Random) -> list[Choice]:
    """Returns the right sentences, two at most, the first wrong ones and one further down."""
    right = [choice for choice in listed.choices if choice.right][:2]
    wrong = [choice for choice in listed.choices if not choice.right]
    left = count - len(right)
    chosen = [*right, *wrong[: left - 1]]
    if wrong[left - 1 :]:
        chosen.append(rng.choice(wrong[left - 1 :]))
    return chosen


def pieces_of(choice: Choice, laid: Laid) -> tuple[int, int] | None:
    """Returns the first and the last piece of the words that answer, None where they are cut."""
    flat: list[str] = []
    owner: list[int] = []
    for number, span in enumerate(laid.spans):
        found = words_of(span.of(choice.text))
        flat += found
        owner += [number] * len(found)
    wanted = words_of(choice.words)
    at = place_of(wanted, flat)
    if at is None:
        return None
    first, last = owner[at], owner[at + len(wanted) - 1]
    pieces = [i for i, word in enumerate(laid.words) if first <= word <= last]
    whole = pieces and laid.words[-1] >= last
    return (pieces[0], pieces[-1]) if whole else None


def losses(step: Step, numbers: Tensor, edges: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Returns the loss of the lists and that of the words, each a mean."""
    choice = torch.zeros(())
    for start, end, right in step.parts:
        shares = torch.log_softmax(torch.cat([numbers[start:end], torch.zeros(1)]), -1)
        places = torch.tensor([*right, not any(right)])
        choice = choice - torch.logsumexp(shares[places], -1)
    span = torch.zeros(())
    for row, (first, last) in step.words.items():
        shares = torch.log_softmax(edges[row], 0)
        span = span - (shares[first, 0] + shares[last, 1]) / 2
    return choice / max(1, len(step.parts)), span / max(1, len(step.words))


def settings(recipe: Recipe) -> dict[str, Any]:
    """Returns a recipe as plain data, for the card."""
    return asdict(recipe)
