"""Readers: the embedded model with an adapter and a head, which points at word pieces.

The trained part is an adapter's file that holds a head too. It is merged into the model on
the first start, as the encoder's is; word pieces and their table are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder.adapter import Adapter
from index.encoder.e5s1 import Weights
from index.encoder.embedded import load_session
from index.encoder.model_files import layers_path, open_shared
from index.encoder.weights import (
    SHA256,
    Progress,
    find_weights,
    sha256_of,
    silent,
    write_atomically,
)
from index.errors import EncoderError

POINTERS: Final = "pointers"

_VERSION: Final = "1"
"""Changes whenever files built from the same weights read otherwise."""

Floats = npt.NDArray[np.float32]


class PointerModel:
    """Some numbers for each word piece of a text. Safe to be used by several threads at once.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        trained: The trained part.
        threads: Of onnxruntime.
        progress: Told when the model is converted.

    Raises:
        EncoderError: The model cannot be found, converted or loaded.
    """

    def __init__(
        self, cache_dir: Path, trained: Path, *, threads: int = 1, progress: Progress = silent
    ) -> None:
        self.name = f"{trained.stem}-{_hash_of(trained)}-v{_VERSION}"
        path = layers_path(cache_dir, f"e5-small-{SHA256[:8]}-{self.name}")
        if not path.is_file():
            _convert(cache_dir, trained, path, progress)
        self._session = load_session(path, threads)
        self.pieces, self._words = open_shared(cache_dir, progress)

    def run(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """Returns ``[pieces, numbers]`` for each text, given as ids."""
        # One at a time: a batch gives the same numbers, and takes an eighth more.
        return [self._read(text) for text in texts]

    def _read(self, text: Sequence[int]) -> Floats:
        ids = np.array([text], np.int64)
        given = {"states": self._words.states(ids), "attention_mask": np.ones_like(ids)}
        found: list[Any] = self._session.run(None, given)
        numbers: Floats = found[0][0]
        return numbers


def _hash_of(trained: Path) -> str:
    try:
        return sha256_of(trained)[:8]
    except OSError as error:
        raise EncoderError(f"the reader {trained} cannot be read: {error}") from error


def _convert(cache_dir: Path, trained: Path, model: Path, progress: Progress) -> None:
    # onnx and safetensors, which nothing else needs, are slow to import.
    from index.encoder.onnx_model import Graph

    adapter = Adapter(trained)
    head, bias = adapter.head()
    source = find_weights(cache_dir, progress)
    progress(f"Converting the reader {trained.stem} (once, a few seconds)")
    weights = Weights(source)
    weights.shape = replace(weights.shape, layers=adapter.layers or weights.shape.layers)
    graph = Graph(weights, adapter)
    states = graph.states()
    columns = graph.constant("head.w", np.ascontiguousarray(head.T))
    flat = graph.node("MatMul", [states, columns], "pointed")
    graph.node("Add", [flat, graph.constant("head.b", bias)], POINTERS)
    write_atomically(model, graph.content(POINTERS, ["batch", "length", len(bias)]))
