"""From a checkpoint to what comes with the package: the trained part and its card."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor

from index.encoder.embedded import PointerModel
from retrieval.judge.answers import LAYOUT_VERSION, lay_out, number_of, words_of
from retrieval.judge.reader import FIRST
from training.adapter import write_card
from training.answers.fit import RECIPES, settings
from training.answers.lists import Listed
from training.answers.mix import Told, fit_mix

HEADS = ("head.w", "head.b")


def write_trained(parameters: Mapping[str, Tensor], layers: int, path: Path) -> None:
    """Writes adapter and head as float16, under the file's name only once it is whole."""
    part = path.with_suffix(".part")
    kept = {
        name: value.detach().to(torch.float16).contiguous()
        for name, value in parameters.items()
        if name.startswith("l") or name in HEADS
    }
    base = "intfloat/multilingual-e5-small"
    save_file(kept, part, metadata={"scale": "1", "base": base, "layers": str(layers)})
    part.chmod(0o644)
    part.replace(path)


def tell(model: PointerModel, listed: Listed, found: float) -> Told:
    """Reads the first sentences of a list."""
    choices = listed.choices[:FIRST]
    texts = [(choice.headline, choice.before, choice.text) for choice in choices]
    laid = lay_out(model.pieces, listed.question, texts)
    points = model.run([one.ids for one in laid])
    return Told(
        choices=choices,
        numbers=tuple(number_of(one, own) for one, own in zip(laid, points, strict=True)),
        spans=tuple(
            words_of(one, own, choice.text)
            for one, own, choice in zip(laid, points, choices, strict=True)
        ),
        answerable=listed.answerable,
        found=found,
    )


def write_fitted(told: Sequence[Told], refused: float, out: Path) -> dict[str, Any]:
    """Fits what is fitted after the training, and writes the card.

    Args:
        told: Questions that neither reader nor trees were trained on.
        refused: So many of the answerable questions may be refused.
        out: The trained part, which lies beside the card.
    """
    fitted = fit_mix(told, refused)
    write_card(
        {
            "base": "intfloat/multilingual-e5-small (MIT)",
            "date": dt.date.today().isoformat(),
            "data": "questions about news articles of 2018, written for this project by reading "
            "them, 3,848 of them in training/answers/questions.jsonl.gz; near misses, and "
            "questions whose article was taken away, count as unanswered; "
            "a smaller part of ARCD, MLQA, XQuAD and SelQA (CC BY-SA, Apache-2.0). "
            "Articles for measuring were never read. No words of an article are in the file",
            "licence": "that of this project; the articles are their publishers'",
            "layout": LAYOUT_VERSION,
            "recipes": [settings(recipe) for recipe in RECIPES],
            **fitted,
        },
        out.with_suffix(".json"),
    )
    return fitted


def load_held_out(path: Path) -> dict[str, float]:
    """Reads the log-odds that ``training.asked`` kept."""
    return {str(key): float(value) for key, value in json.loads(path.read_text("utf-8")).items()}
