"""An encoder that needs no model: words of a text, hashed into a vector."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.encoder.base import Vectors


class HashingEncoder:
    """Counts what it encodes, so that a test can see what was encoded again."""

    dimension = 32

    def __init__(self, name: str = "hashing") -> None:
        self.name = name
        self.encoded: list[str] = []

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.full(self.dimension, 1e-3, np.float32)
        for word in text.split():
            vector[hashlib.sha256(word.encode()).digest()[0] % self.dimension] += 1
        found: npt.NDArray[np.float32] = vector / np.linalg.norm(vector)
        return found

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        rows = [self.encode_query(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)


class SlowEncoder(HashingEncoder):
    """Takes its time over each batch, so that there is something to interrupt."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        time.sleep(0.3)
        return super().encode_passages(texts)
