"""What every encoder of texts into vectors offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""float32 of shape ``[n, dimension]``, each row of L2 length 1."""


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity.

    Questions and passages go through different doors because most models want
    a prefix that tells them apart; mixing the doors up costs recall silently.
    """

    @property
    def name(self) -> str:
        """Names model, weights and preparation; vectors of two names never mix."""

    @property
    def dimension(self) -> int: ...

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        """Returns the vector of one question, shape ``[dimension]``."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Returns one row a text, in the order given, shape ``[len(texts), dimension]``."""
