"""The converted model in the cache folder, made on the first start.

What all networks of the weights share, the word pieces and their vectors, lies in one folder;
beside it lie the layers of each network. The table of vectors keeps the 4-bit blocks of the
model's file and stays mapped: what is looked up comes into memory, and all processes have the
same pages.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.encoder.e5s1 import BLOCK, ZERO_POINT, Floats, Weights
from index.encoder.pieces import Pieces
from index.encoder.weights import (
    SHA256,
    Adapter,
    Progress,
    find_weights,
    short_hash,
    silent,
    unwritable,
)
from index.errors import EncoderError

CONVERTER_VERSION: Final = "1"
"""Changes whenever files built from the same weights give other vectors."""
_READERS_VERSION: Final = "1"
"""Changes whenever files built from the same weights read otherwise."""

_WEIGHTS: Final = f"e5-small-{SHA256[:8]}"
_SHARED_VERSION: Final = "1"
_FILES_VERSION: Final = "3"
"""Change with the form of the files, or with how they are made."""


class Shared(NamedTuple):
    """What all networks of the weights share."""

    pieces: Pieces
    words: WordTable


def model_name(adapter: Path | None) -> str:
    """Names the weights, the adapter and the converter that an encoder is made of.

    Raises:
        EncoderError: The adapter cannot be read.
    """
    trained = f"-lora-{short_hash(adapter)}" if adapter else ""
    return f"{_WEIGHTS}{trained}-v{CONVERTER_VERSION}"


def reader_name(trained: Path) -> str:
    """Names the trained part and the converter that a reader is made of.

    Raises:
        EncoderError: The trained part cannot be read.
    """
    return f"{trained.stem}-{short_hash(trained)}-v{_READERS_VERSION}"


def prepare_model(
    cache_dir: Path, adapter: Path | None, progress: Progress = silent, *, points: bool = False
) -> Path:
    """Returns the ONNX file of a network's layers; it is made once and kept.

    Args:
        points: Whether it is a reader, and no encoder.

    Raises:
        EncoderError: The weights or the adapter are missing or damaged, or the cache
            folder cannot be written to.
    """
    name = f"{_WEIGHTS}-{reader_name(adapter)}" if points and adapter else model_name(adapter)
    model = cache_dir / f"{name}.layers{_FILES_VERSION}.onnx"
    if not model.is_file():
        # onnx and safetensors, which nothing else needs, are slow to import.
        from index.encoder.onnx_model import write_model

        change = Adapter(adapter) if adapter else None
        source = find_weights(cache_dir, progress)
        what = "a trained reader" if points else "the embedded model"
        progress(f"Converting {what} (once, a few seconds)")
        write_model(Weights(source), change, model, points=points)
    return model


def prepare_shared(cache_dir: Path, progress: Progress = silent) -> Path:
    """Returns the folder of what all networks share; it is made once and kept.

    Raises:
        EncoderError: The weights are missing or damaged, or the cache folder cannot be
            written to.
    """
    folder = cache_dir / f"{_WEIGHTS}-words{_SHARED_VERSION}"
    if not folder.is_dir():
        weights = Weights(find_weights(cache_dir, progress))
        try:
            cache_dir.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=cache_dir) as made:
                part = Path(made) / "part"
                part.mkdir()
                Pieces.of(weights.vocabulary).write(part)
                write_table(weights, part)
                # A process that was faster has written the same.
                if not folder.is_dir():
                    part.rename(folder)
        except OSError as error:
            if not folder.is_dir():
                raise unwritable(cache_dir, error) from error
    return folder


def open_shared(cache_dir: Path, progress: Progress = silent) -> Shared:
    """Opens what all networks share; it is opened once in a process.

    Raises:
        EncoderError: As ``prepare_shared``, or it is damaged.
    """
    return _opened(prepare_shared(cache_dir, progress).resolve())


@cache
def _opened(folder: Path) -> Shared:
    return Shared(Pieces.read(folder), WordTable(folder))


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
