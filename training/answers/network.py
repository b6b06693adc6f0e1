"""The reader in torch: the frozen encoder with an adapter, and a head on top.

The head gives each word piece three numbers: how well the answer's words begin there, how
well they end there, and one whose mean over all pieces says how well the sentence fits. A
sentence's number is that mean and the sum of the chances that the words begin in it; to it
comes how far the product orders it below the first. Against 0 for "none of them", a softmax
over the numbers of a list says which sentence answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from index.encoder.e5s1 import Weights
from retrieval.judge.answers import USUAL_PIECES, Laid
from training.network import Network

_LARGEST: Final = 3_000
"""Pieces in one slice of a batch."""


class Reader:
    """Reads questions with sentences.

    Args:
        weights: The embedded model's.
        rank: Of the adapter.
        layers: Those above are left out.
        first_layer: The layers below are left as they are.
        seed: Of what the adapter and the heads start with.
    """

    def __init__(
        self, weights: Weights, rank: int, layers: int, first_layer: int, seed: int
    ) -> None:
        weights.shape = replace(weights.shape, layers=layers)
        generator = torch.Generator().manual_seed(seed)
        self.body = Network(weights, rank, first_layer, generator)
        hidden = weights.shape.hidden

        def normal(*size: int) -> Tensor:
            return torch.randn(*size, generator=generator) / math.sqrt(size[-1])

        self.heads = {
            "head.w": 0.3 * normal(3, hidden),
            "head.b": torch.zeros(3),
            "prior.w": torch.tensor([0.7]),
            "prior.b": torch.zeros(1),
        }
        for value in self.heads.values():
            value.requires_grad_()

    @property
    def parameters(self) -> dict[str, Tensor]:
        """Everything that is trained, by name."""
        return {**self.body.adapter, **self.heads}

    def read(self, texts: Sequence[Laid], below: Sequence[float]) -> tuple[Tensor, list[Tensor]]:
        """Returns a number for each sentence, and two for each of its pieces (``[pieces, 2]``).

        Args:
            texts: What is read.
            below: How far the product orders each sentence below the first of its list.
        """
        order = sorted(range(len(texts)), key=lambda row: -len(texts[row].ids))
        numbers: dict[int, Tensor] = {}
        edges: dict[int, Tensor] = {}
        at = 0
        while at < len(order):
            width = len(texts[order[at]].ids)
            rows = order[at : at + max(1, min(_LARGEST // width, 8))]
            states = self.body.upper(self.body.lower([texts[row].ids for row in rows]))
            for row, state in zip(rows, states, strict=True):
                laid = texts[row]
                pointed = functional.linear(
                    state[: len(laid.ids)], self.heads["head.w"], self.heads["head.b"]
                )
                edges[row] = pointed[laid.first : laid.first + len(laid.words), :2]
                numbers[row] = (
                    pointed[:, 2].mean() + edges[row][:, 0].logsumexp(0) - math.log(USUAL_PIECES)
                )
            at += len(rows)
        self.body.forget()
        found = torch.stack([numbers[row] for row in range(len(texts))])
        found = found + self.heads["prior.w"] * torch.tensor(below) + self.heads["prior.b"]
        return found, [edges[row] for row in range(len(texts))]
