"""Encoding on several machines: Ray Data carries texts to encoders and vectors back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.encoder import load_encoder
from index.encoder.base import Encoder, Vectors

_BATCH: Final = 256


class RayEncoder:
    """An ``Encoder`` whose passages are encoded wherever the cluster has room.

    Each worker loads the same model by the same function as this process does,
    so a vector does not depend on where it was made. What ``Library.build`` is
    given it encodes; questions stay here.

    Args:
        model: As for ``load_encoder``; a folder must be there on every machine.
        cache_dir: Likewise.
        workers: Encoders at a time.
        gpus: GPUs of each; 0 for the embedded model.
    """

    def __init__(self, model: str, cache_dir: Path, *, workers: int = 1, gpus: float = 0) -> None:
        self._local: Final[Encoder] = load_encoder(model, cache_dir)
        self._arguments: Final = {"model": model, "cache_dir": str(cache_dir)}
        self._workers: Final = workers
        self._gpus: Final = gpus

    @property
    def name(self) -> str:
        return self._local.name

    @property
    def dimension(self) -> int:
        return self._local.dimension

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        """Returns the vector of one question, shape ``[dimension]``."""
        return self._local.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Returns one row a text, in the order given, shape ``[len(texts), dimension]``."""
        import ray

        if not texts:
            return np.empty((0, self.dimension), np.float32)
        # Sorted by length, so that no batch waits for one long text; as bytes,
        # since Arrow takes no half of a surrogate pair.
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        rows = [
            {"number": number, "text": texts[number].encode("utf-8", "surrogatepass")}
            for number in order
        ]
        encoded = ray.data.from_items(rows).map_batches(
            Worker,
            fn_constructor_kwargs=self._arguments,
            batch_size=_BATCH,
            concurrency=self._workers,
            num_gpus=self._gpus,
        )
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for row in encoded.iter_rows():
            vectors[row["number"]] = row["vector"]
        return vectors


class Worker:
    """One encoder on one machine."""

    def __init__(self, model: str, cache_dir: str) -> None:
        self._encoder = load_encoder(model, Path(cache_dir))

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        texts = [bytes(text).decode("utf-8", "surrogatepass") for text in batch["text"]]
        return {"number": batch["number"], "vector": self._encoder.encode_passages(texts)}
