"""Reads the E5S1 format: an E5 model in one file, matrices in blocks of 4 bits.

Little endian throughout:

    "E5S1", u32 version
    i32 hidden, layers, heads, feed forward, vocabulary, positions, token types; f32 eps; i32 block
    vocabulary:  i32 n, bos, eos, pad, unk; u64 bytes; u32 offsets[n + 1]; f32 scores[n]; UTF-8
    characters:  i32 n; u32 bytes; n times (u32 code point, u8 k, u32 what it becomes[k])
    directory:   i32 n; n times (u16 length, name, u8 type, u32 values, u64 offset, u64 bytes)
    tensors at absolute offsets: float32, or blocks of a float16 scale and 16 bytes of
    which byte j holds value j in its low half and value j + 16 in its high half;
    a weight is (value - 8) * scale
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import EncoderError

BLOCK: Final = 32
ZERO_POINT: Final = 8
_MAGIC: Final = b"E5S1"
_BLOCK_TYPE: Final = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the tokenizer is rebuilt from.

    Attributes:
        pieces: Of the unigram model, by id.
        scores: Their log probabilities.
        replaced: What single code points become before the text is cut into pieces.
    """

    pieces: list[str]
    scores: list[float]
    bos: int
    eos: int
    pad: int
    unk: int
    replaced: dict[int, tuple[int, ...]]


class _Cursor:
    def __init__(self, buffer: bytes) -> None:
        self.buffer = buffer
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.buffer, self.at)
        self.at += struct.calcsize("<" + layout)
        return found

    def array(self, dtype: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self.buffer, dtype, count, self.at)
        self.at += found.nbytes
        return found


class Weights:
    """An E5S1 file, read whole.

    Args:
        path: The file. Its checksum is the caller's business.

    Raises:
        EncoderError: It is not an E5S1 file, or ends too early.
    """

    shape: Shape
    vocabulary: Vocabulary

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._buffer = path.read_bytes()
        except OSError as error:
            raise EncoderError(f"the model's weights cannot be read: {error}") from error
        if self._buffer[:4] != _MAGIC:
            raise EncoderError(f"{path} does not hold the model's weights (no E5S1 file)")
        try:
            self._read()
        except (struct.error, ValueError, IndexError, UnicodeDecodeError) as error:
            raise EncoderError(f"{path} is damaged: {error}") from error

    def _read(self) -> None:
        cursor = _Cursor(self._buffer)
        cursor.at = len(_MAGIC) + 4
        sizes = cursor.values("7i")
        eps, block = cursor.values("fi")
        if block != BLOCK:
            raise ValueError(f"blocks of {block} values, not of {BLOCK}")
        # The file says float32(1e-12); the float64 next to it would print nine digits more.
        self.shape = Shape(*(*sizes, float(f"{eps:.6g}")))
        self.vocabulary = self._read_vocabulary(cursor)
        self._offsets: dict[str, int] = {}
        (count,) = cursor.values("i")
        for _ in range(count):
            (length,) = cursor.values("H")
            name = bytes(cursor.array("u1", length)).decode("utf-8")
            _dtype, _count, offset, size = cursor.values("BIQQ")
            if offset + size > len(self._buffer):
                raise ValueError(f"it ends before the tensor {name}")
            self._offsets[name] = offset

    @staticmethod
    def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
        count, bos, eos, pad, unk = cursor.values("5i")
        (size,) = cursor.values("Q")
        offsets = cursor.array("<u4", count + 1).tolist()
        scores = cursor.array("<f4", count).tolist()
        letters = bytes(cursor.array("u1", size))
        # A few pieces are single bytes of UTF-8 sequences; no text reaches them.
        pieces = [
            letters[start:end].decode("utf-8", "replace")
            for start, end in itertools.pairwise(offsets)
        ]
        count, size = cursor.values("iI")
        end = cursor.at + size
        replaced: dict[int, tuple[int, ...]] = {}
        for _ in range(count):
            code_point, length = cursor.values("IB")
            replaced[code_point] = tuple(cursor.array("<u4", length).tolist())
        cursor.at = end
        return Vocabulary(pieces, scores, bos, eos, pad, unk, replaced)

    def floats(self, name: str, *shape: int) -> Floats:
        """Returns a float32 tensor, a copy."""
        found: Floats = np.frombuffer(
            self._buffer, "<f4", int(np.prod(shape)), self._offset(name)
        ).reshape(shape)
        return found.copy()

    def blocks(self, name: str, rows: int, columns: int) -> tuple[npt.NDArray[np.uint8], Floats]:
        """Returns a matrix as it is stored.

        Returns:
            Values in 0 to 15 of shape ``[rows, columns / 32, 32]`` and scales of
            shape ``[rows, columns / 32]``.
        """
        packed = np.frombuffer(
            self._buffer, _BLOCK_TYPE, rows * columns // BLOCK, self._offset(name)
        )
        halves = packed["halves"]
        values = np.concatenate([halves & 0x0F, halves >> 4], axis=1)
        shape = (rows, columns // BLOCK)
        return values.reshape(*shape, BLOCK), packed["scale"].astype(np.float32).reshape(shape)

    def matrix(self, name: str, rows: int, columns: int) -> Floats:
        """Returns a matrix as float32 ``[rows, columns]`` (outputs by inputs)."""
        values, scales = self.blocks(name, rows, columns)
        unpacked = (values.astype(np.float32) - ZERO_POINT) * scales[..., None]
        return unpacked.reshape(rows, columns)

    def _offset(self, name: str) -> int:
        if name not in self._offsets:
            raise EncoderError(f"{self._path} holds no tensor named {name}")
        return self._offsets[name]
