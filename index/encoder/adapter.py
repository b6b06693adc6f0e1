"""A low-rank adapter (LoRA, Hu et al. 2021): what training adds to the embedded model.

The file is a ``safetensors`` with two matrices for each one that it changes,
``l{layer}.{name}.A`` of shape ``[rank, inputs]`` and ``l{layer}.{name}.B`` of shape
``[outputs, rank]``, and its scale in the metadata. A layer's matrices are named
``q``, ``k``, ``v``, ``ao`` (attention), ``fi`` and ``fo`` (feed forward). A reader keeps its
head beside them, ``head.w`` and ``head.b``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np

from index.encoder.e5s1 import Floats, Weights
from index.errors import EncoderError

SHIPPED: Final = Path(__file__).with_name("adapter.safetensors")
"""The adapter that comes with the package, where there is one."""

_HEAD: Final = ("head.w", "head.b")
_KEY = re.compile(r"l(\d+)\.(q|k|v|ao|fi|fo)\.([AB])")


class Adapter:
    """What is added to matrices of the model: ``W + scale * B @ A``.

    Attributes:
        layers: Of the model that it was trained with; 0 for all of them.

    Raises:
        EncoderError: The file is damaged or not an adapter.
    """

    def __init__(self, path: Path) -> None:
        # Imported here: a start that finds the converted model has no use for it.
        from safetensors import SafetensorError, safe_open

        self._path = path
        try:
            with safe_open(path, framework="np") as file:
                said = file.metadata() or {}
                self.scale = float(said.get("scale", "1"))
                self.layers = int(said.get("layers", "0"))
                self._parts: dict[str, Floats] = {
                    key: file.get_tensor(key).astype(np.float32) for key in list(file.keys())
                }
        except (OSError, ValueError, SafetensorError) as error:
            raise EncoderError(f"the adapter {path} cannot be read: {error}") from error
        self._head = {key: self._parts.pop(key) for key in _HEAD if key in self._parts}
        for key in self._parts:
            found = _KEY.fullmatch(key)
            other = key[:-1] + ("B" if key.endswith("A") else "A")
            if not found or other not in self._parts:
                raise EncoderError(f"{path} is not an adapter of this model: unexpected {key}")

    def head(self) -> tuple[Floats, Floats]:
        """Returns a reader's head, ``[outputs, hidden]`` and ``[outputs]``.

        Raises:
            EncoderError: The file has none.
        """
        if len(self._head) != len(_HEAD):
            raise EncoderError(f"{self._path} has no head: it is no reader's file")
        return self._head["head.w"], self._head["head.b"]

    def add_to(self, name: str, matrix: Floats) -> Floats:
        """Returns a matrix with what the adapter adds to it.

        Args:
            name: ``l{layer}.{name}``.
            matrix: float32 ``[outputs, inputs]``.

        Raises:
            EncoderError: The adapter was made for matrices of another shape.
        """
        if f"{name}.A" not in self._parts:
            return matrix
        added = self._parts[f"{name}.B"] @ self._parts[f"{name}.A"]
        if added.shape != matrix.shape:
            raise EncoderError(
                f"{self._path} does not fit the model: {name} is {matrix.shape}, not {added.shape}"
            )
        merged: Floats = matrix + np.float32(self.scale) * added
        return merged


def merged(weights: Weights, adapter: Adapter | None, name: str, rows: int, columns: int) -> Floats:
    """Returns a layer's matrix ``[rows, columns]``, with the adapter's part where there is one."""
    matrix = weights.matrix(f"{name}.w", rows, columns)
    return adapter.add_to(name, matrix) if adapter else matrix
