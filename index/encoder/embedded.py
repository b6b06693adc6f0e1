"""The embedded model: multilingual-e5-small, the default encoder; and readers made of it.

See ``ways`` for what runs the encoder. A reader is the model with an adapter and a head, which
points at word pieces. The trained part is an adapter's file that holds a head too; it is merged
into the model on the first start, as the encoder's is. Word pieces and their table are the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoder.base import GUARD_VERSION, Vectors, prepare
from index.encoder.e5s1 import Floats
from index.encoder.model_files import (
    model_name,
    open_shared,
    prepare_model,
    reader_name,
)
from index.encoder.ways import ONNXRUNTIME, OPENVINO, fastest
from index.encoder.weights import SHIPPED, Progress, silent

QUERY_PREFIX: Final = "query: "
PASSAGE_PREFIX: Final = "passage: "

# Ids take ten times the memory of their text.
_CUT: Final = 2_048
_BATCH_TOKENS: Final = {ONNXRUNTIME: 256, OPENVINO: 512}
"""Ids of a batch, what fills its texts up to the longest included: more are not faster."""


class EmbeddedEncoder:
    """Encodes with the embedded model. Safe to be used by several threads at once.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        adapter: A trained adapter to merge into the model; the one that comes with
            the package unless told otherwise, and ``None`` for the plain model.
        threads: Of onnxruntime, for one text or batch; all cores (at most 4) by default.
        progress: Told when the model must be downloaded or converted.

    Attributes:
        way: What runs it, and what was measured.

    Raises:
        EncoderError: The model cannot be found, converted or loaded.
    """

    def __init__(
        self,
        cache_dir: Path,
        *,
        adapter: Path | None = SHIPPED,
        threads: int | None = None,
        progress: Progress = silent,
    ) -> None:
        if adapter == SHIPPED and not SHIPPED.is_file():
            adapter = None
        model = prepare_model(cache_dir, adapter, progress)
        self._pieces, self._words = open_shared(cache_dir, progress)
        self.way, self._model = fastest(model, _PASSAGES, threads or default_threads(), progress)
        # Not the way: an index made by one is searched by the other (see ``ways``).
        self.name = f"{model_name(adapter)}-g{GUARD_VERSION}"
        self.dimension = self._run([self._pieces.framed(PASSAGE_PREFIX)]).shape[1]

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        ids = self._pieces.framed(QUERY_PREFIX + prepare(text))
        vector: npt.NDArray[np.float32] = self._run([ids])[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        out = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _CUT):
            window = texts[start : start + _CUT]
            cut = [self._pieces.framed(PASSAGE_PREFIX + prepare(text)) for text in window]
            for rows in _batches(cut, _BATCH_TOKENS[self.way.name]):
                out[[start + row for row in rows]] = self._run([cut[row] for row in rows])
        return out

    def _run(self, texts: Sequence[Sequence[int]]) -> npt.NDArray[np.float32]:
        shape = (len(texts), max(map(len, texts)))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, text in enumerate(texts):
            ids[row, : len(text)] = text
            mask[row, : len(text)] = 1
        return self._model(self._words.states(ids), mask)


_PASSAGES: Final = (4, 128)
_QUOTATION: Final = (1, 192)
"""Texts that are run together, and tokens of each, for who measures."""


def default_threads() -> int:
    """Returns how many threads one text is encoded with: the cores allowed, at most 4."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(4, allowed or 1))


def _batches(texts: Sequence[Sequence[int]], budget: int) -> Iterator[list[int]]:
    """Yields rows by length, so that hardly any padding is paid for."""
    rows = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
    batch: list[int] = []
    for row in rows:
        longest = len(texts[batch[0]]) if batch else 0
        if batch and longest * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


class PointerModel:
    """Some numbers for each word piece of a text. Safe to be used by several threads at once.

    Args:
        cache_dir: Where the converted model is kept; made on the first start.
        trained: The trained part.
        threads: For one text.
        progress: Told when the model is converted.

    Attributes:
        way: What runs it, and what was measured.

    Raises:
        EncoderError: The model cannot be found, converted or loaded.
    """

    def __init__(
        self, cache_dir: Path, trained: Path, *, threads: int = 1, progress: Progress = silent
    ) -> None:
        self.name = reader_name(trained)
        path = prepare_model(cache_dir, trained, progress, points=True)
        self.way, self._model = fastest(path, _QUOTATION, threads, progress)
        self.pieces, self._words = open_shared(cache_dir, progress)

    def run(self, texts: Sequence[Sequence[int]]) -> list[Floats]:
        """Returns ``[pieces, numbers]`` for each text, given as ids."""
        # One at a time: a batch gives the same numbers, and takes an eighth more.
        return [self._read(text) for text in texts]

    def _read(self, text: Sequence[int]) -> Floats:
        ids = np.array([text], np.int64)
        numbers: Floats = self._model(self._words.states(ids), np.ones_like(ids))[0]
        return numbers
