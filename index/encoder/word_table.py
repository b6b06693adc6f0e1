"""The vectors of word pieces, in a table that the encoder and the readers share.

It keeps the 4-bit blocks of the model's file and stays mapped: what is looked up comes into
memory, and all processes have the same pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.encoder.e5s1 import BLOCK, ZERO_POINT, Floats, Weights
from index.errors import EncoderError

Ints = npt.NDArray[np.int64]

_WORDS: Final = "words.npy"
_SCALES: Final = "scales.npy"
_POSITIONS: Final = "positions.npy"

_HALVES: Final = np.arange(256)[:, None] >> np.array([0, 4]) & 0x0F
_PAIRS: Final = (_HALVES - ZERO_POINT).astype(np.float32)
"""The two values that a byte holds."""


class WordTable:
    """Looks up what a network begins with. Safe to be used by several threads at once.

    Args:
        folder: Where ``write_table`` wrote it.

    Raises:
        EncoderError: It is damaged.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._words: Final = _mapped(folder / _WORDS)
            self._scales: Final = _mapped(folder / _SCALES)
            self._positions: Final[Floats] = np.load(folder / _POSITIONS, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise EncoderError(
                f"the table of word pieces cannot be loaded: {error}. Delete {folder} and"
                " start again"
            ) from error

    def states(self, ids: Ints) -> Floats:
        """Returns ``[batch, length, hidden]``: the pieces' vectors and their positions'."""
        values = _PAIRS[self._words[ids]].reshape(*ids.shape, -1, BLOCK)
        values *= self._scales[ids].astype(np.float32)[..., None]
        states: Floats = values.reshape(*ids.shape, -1)
        states += self._positions[: ids.shape[1]]
        return states


def write_table(weights: Weights, folder: Path) -> None:
    """Writes the table into a folder.

    Raises:
        OSError: It cannot be written.
    """
    shape = weights.shape
    values, scales = weights.blocks("emb.word", shape.vocabulary, shape.hidden)
    flat = values.reshape(shape.vocabulary, shape.hidden)
    types = weights.floats("emb.type", shape.token_types, shape.hidden)
    positions = weights.floats("emb.pos", shape.positions, shape.hidden) + types[0]
    for name, array in (
        (_WORDS, (flat[:, 0::2] | (flat[:, 1::2] << 4)).astype(np.uint8)),
        # They came as float16: nothing is lost.
        (_SCALES, scales.astype(np.float16)),
        (_POSITIONS, positions),
    ):
        np.save(folder / name, array, allow_pickle=False)


def _mapped(path: Path) -> npt.NDArray[np.generic]:
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
