"""The encoder in torch: frozen, with a low-rank adapter beside its matrices.

A layer's matrices are ``q``, ``k``, ``v``, ``ao`` (attention's output), ``fi`` and ``fo`` (the
feed-forward's in and out). An adapted one computes ``x W' + s (x A') B'`` (LoRA, Hu et al.
2021): A is ``[rank, inputs]``, B is ``[outputs, rank]`` and starts at zero, s is the scale.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence, Sized
from typing import Final

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from index.encoder.e5s1 import Weights
from index.encoder.pieces import Pieces

MATRICES: Final = ("q", "k", "v", "ao", "fi", "fo")
QUERY: Final = "query: "
PASSAGE: Final = "passage: "
_SLICE: Final = 256
_BEGIN: Final = 0
_END: Final = 2
_SLICE_TOKENS: Final = 4_096
_TOLD_EVERY: Final = 2.0
"""Seconds between two lines for a person who waits."""


class Network:
    """multilingual-e5-small with an adapter.

    Args:
        weights: The embedded model's.
        rank: Of the adapter.
        first_layer: The layers below are left as they are; a text goes through them
            once, and what comes out is kept (0.8 KB a token).
        generator: Where the adapter's first values come from.

    Matrices are multiplied in bfloat16, which is four times as fast here as float32;
    the residual stream, the norms and the adapter stay float32.
    """

    def __init__(
        self, weights: Weights, rank: int, first_layer: int, generator: torch.Generator
    ) -> None:
        shape = weights.shape
        self.shape = shape
        self.first_layer = first_layer
        self.scale = 1.0
        self._states: dict[tuple[int, ...], Tensor] = {}
        self.pieces = Pieces.of(weights.vocabulary)
        self._pad = weights.vocabulary.pad

        def floats(name: str, *size: int) -> Tensor:
            return torch.from_numpy(weights.floats(name, *size))

        def matrix(name: str, rows: int, columns: int) -> Tensor:
            return torch.from_numpy(weights.matrix(name, rows, columns))

        hidden, inner = shape.hidden, shape.feed_forward
        self._words = matrix("emb.word", shape.vocabulary, hidden)
        self._positions = floats("emb.pos", shape.positions, hidden)
        self._positions += floats("emb.type", shape.token_types, hidden)[0]
        self._norms = {"emb.ln": (floats("emb.ln.w", hidden), floats("emb.ln.b", hidden))}
        self._matrices: dict[str, tuple[Tensor, Tensor]] = {}
        self.adapter: dict[str, Tensor] = {}
        for layer in range(shape.layers):
            for name in MATRICES:
                rows, columns = inner if name == "fi" else hidden, inner if name == "fo" else hidden
                key = f"l{layer}.{name}"
                self._matrices[key] = (
                    matrix(f"{key}.w", rows, columns).bfloat16(),
                    floats(f"{key}.b", rows).bfloat16(),
                )
                if layer >= first_layer:
                    start = torch.randn(rank, columns, generator=generator) / math.sqrt(columns)
                    self.adapter[f"{key}.A"] = start.requires_grad_()
                    self.adapter[f"{key}.B"] = torch.zeros(rows, rank).requires_grad_()
            for name in ("aln", "oln"):
                key = f"l{layer}.{name}"
                self._norms[key] = (floats(f"{key}.w", hidden), floats(f"{key}.b", hidden))

    def tokens(self, texts: Iterable[str], prefix: str, limit: int) -> list[list[int]]:
        """Returns the token ids of texts, the end mark kept where they are cut."""
        found = ([_BEGIN, *self.pieces.ids(prefix + text), _END] for text in texts)
        return [ids if len(ids) <= limit else [*ids[: limit - 1], _END] for ids in found]

    def vectors(self, tokens: Sequence[Sequence[int]]) -> Tensor:
        """Returns one row of length 1 a text, shape ``[len(tokens), hidden]``."""
        states = self.lower(tokens)
        return by_length(
            [len(item) for item in tokens],
            lambda rows: functional.normalize(self._mean([states[row] for row in rows]), dim=-1),
        )

    def encode(
        self, texts: Sequence[str], prefix: str, limit: int = 256
    ) -> npt.NDArray[np.float32]:
        """Returns the vectors of texts without a gradient."""
        tokens = self.tokens(texts, prefix, limit)
        out = np.zeros((len(texts), self.shape.hidden), np.float32)
        with torch.no_grad():
            for at in range(0, len(tokens), _SLICE):
                out[at : at + _SLICE] = self.vectors(tokens[at : at + _SLICE]).numpy()
        return out

    def lower(self, tokens: Sequence[Sequence[int]]) -> list[Tensor]:
        """Returns the states under the first adapted layer, computed once for each text."""
        keys = [tuple(item) for item in tokens]
        missing = [key for key in dict.fromkeys(keys) if key not in self._states]

        def keep(rows: list[int]) -> Tensor:
            part = [missing[row] for row in rows]
            width = max(len(item) for item in part)
            ids = torch.full((len(part), width), self._pad)
            for row, item in enumerate(part):
                ids[row, : len(item)] = torch.tensor(item)
            far = _far(part, width)
            x = self._norm(self._words[ids] + self._positions[:width], "emb.ln")
            for layer in range(self.first_layer):
                x = self._layer(x, layer, far)
            for item, state in zip(part, x.bfloat16(), strict=True):
                self._states[item] = state[: len(item)].clone()
            return torch.zeros(len(part))

        if missing:
            with torch.no_grad():
                by_length([len(key) for key in missing], keep)
        return [self._states[key] for key in keys]

    def keep_lower(self, tokens: Sequence[Sequence[int]], progress: Callable[[str], None]) -> None:
        """Computes the states of all texts ahead, in an order that depends on nothing else."""
        ahead = sorted({tuple(item) for item in tokens}, key=lambda item: (len(item), item))
        told = time.monotonic()
        for at in range(0, len(ahead), _SLICE):
            self.lower(ahead[at : at + _SLICE])
            if time.monotonic() - told > _TOLD_EVERY:
                told = time.monotonic()
                progress(f"frozen layers: {at + _SLICE} of {len(ahead)} texts")

    def forget(self) -> None:
        """Drops the states that were kept: texts that are read once need them no more."""
        self._states.clear()

    def upper(self, states: Sequence[Tensor]) -> Tensor:
        """Takes token states of texts through the adapted layers, padded to the longest one."""
        far = _far(states, max(len(state) for state in states))
        x = pad_sequence(list(states), batch_first=True).float()
        for layer in range(self.first_layer, self.shape.layers):
            x = self._layer(x, layer, far)
        return x

    def _mean(self, states: Sequence[Tensor]) -> Tensor:
        found = self.upper(states)
        return torch.stack(
            [row[: len(own)].mean(0) for row, own in zip(found, states, strict=True)]
        )

    def _norm(self, x: Tensor, key: str) -> Tensor:
        weight, bias = self._norms[key]
        return functional.layer_norm(x, (self.shape.hidden,), weight, bias, self.shape.eps)

    def _linear(self, x: Tensor, key: str) -> Tensor:
        weight, bias = self._matrices[key]
        out = functional.linear(x, weight, bias)
        if f"{key}.A" not in self.adapter:
            return out
        down = self.adapter[f"{key}.A"].bfloat16()
        up = (self.scale * self.adapter[f"{key}.B"]).bfloat16()
        narrow = functional.linear(x, down).flatten(0, -2)
        return torch.addmm(out.flatten(0, -2), narrow, up.t()).view_as(out)

    def _layer(self, x: Tensor, layer: int, far: Tensor) -> Tensor:
        count, width, hidden = x.shape
        heads = self.shape.heads
        narrow = x.bfloat16()
        split = (count, width, heads, hidden // heads)
        query, key, value = (
            self._linear(narrow, f"l{layer}.{name}").view(split).transpose(1, 2) for name in "qkv"
        )
        # Written out: the fused attention's backward pass is eight times slower in bfloat16.
        near = query @ key.transpose(-1, -2) / math.sqrt(hidden // heads) + far
        mixed = (near.softmax(-1) @ value).transpose(1, 2).reshape(count, width, hidden)
        x = self._norm(x + self._linear(mixed, f"l{layer}.ao").float(), f"l{layer}.aln")
        inner = functional.gelu(self._linear(x.bfloat16(), f"l{layer}.fi"))
        return self._norm(x + self._linear(inner, f"l{layer}.fo").float(), f"l{layer}.oln")


def by_length(lengths: Sequence[int], rows_of: Callable[[list[int]], Tensor]) -> Tensor:
    """Works in slices of about the same length: short texts are not padded to the longest one.

    Args:
        lengths: Tokens of each text.
        rows_of: Is given the numbers of some texts, and returns a row for each.

    Returns:
        The rows of all, in the order of ``lengths``.
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    found: list[Tensor] = []
    at = 0
    while at < len(order):
        width = lengths[order[at]]
        end = at
        while end < len(order) and (
            lengths[order[end]] * 1.2 + 4 >= width and (end - at) * width < _SLICE_TOKENS
        ):
            end += 1
        found.append(rows_of(order[at:end]))
        at = end
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(found)[back]


def _far(texts: Sequence[Sized], width: int) -> Tensor:
    """Returns what is added to the attention so that nothing looks at padding."""
    far = torch.zeros(len(texts), 1, 1, width, dtype=torch.bfloat16)
    for row, item in enumerate(texts):
        far[row, ..., len(item) :] = -1e4
    return far
