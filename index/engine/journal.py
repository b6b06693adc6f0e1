"""The journal: what happened to an index since its generation was sealed.

One frame is one acknowledged call: a JSON header with the operations, then the
vectors of all their passages. A frame that was cut short while it was written does
not count, so a crash leaves the state before the call; one whose bytes have changed
since is damage, and is told.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.engine.base import Addition, Operation, Removal
from index.errors import IndexDamagedError

_FRAME: Final = struct.Struct("<4sIQI")
"""Magic, bytes of the header, bytes of the body, CRC-32 of both; its own CRC-32 follows."""

_HEAD: Final = _FRAME.size + 4
_MAGIC: Final = b"QWJ2"


def append(path: Path, operations: Sequence[Operation], *, after: int) -> None:
    """Writes one frame behind the last whole one and makes it durable.

    Args:
        after: Where the last whole frame ends; a torn one behind it is cut off.
    """
    blocks = [op.vectors for op in operations if isinstance(op, Addition)]
    dimension = blocks[0].shape[1] if blocks else 0
    header = json.dumps({"d": dimension, "ops": list(map(_header_of, operations))}).encode()
    body = b"".join(np.ascontiguousarray(block, np.float32).tobytes() for block in blocks)
    checksum = zlib.crc32(body, zlib.crc32(header))
    frame = _FRAME.pack(_MAGIC, len(header), len(body), checksum)
    with path.open("r+b") as file:
        file.truncate(after)
        file.seek(after)
        file.write(frame + zlib.crc32(frame).to_bytes(4, "little") + header + body)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, start: int) -> tuple[list[list[Operation]], int]:
    """Reads the whole frames from a position on.

    Returns:
        The operations of each frame, and where the last whole frame ends.

    Raises:
        IndexDamagedError: A frame is damaged, or the file is shorter than it was.
    """
    frames: list[list[Operation]] = []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(start)
        data = file.read()
    at = 0 if size >= start else -1
    while 0 <= at <= len(data) - _HEAD:
        frame, own = data[at : at + _FRAME.size], data[at + _FRAME.size : at + _HEAD]
        magic, header_size, body_size, checksum = _FRAME.unpack(frame)
        split = at + _HEAD + header_size
        end = split + body_size
        header, body = data[at + _HEAD : split], data[split:end]
        sound = magic == _MAGIC and own == zlib.crc32(frame).to_bytes(4, "little")
        if sound and end > len(data):
            # It was being written when somebody crashed; acknowledged ones stand before it.
            break
        if not sound or zlib.crc32(body, zlib.crc32(header)) != checksum:
            at = -1
            break
        frames.append(_operations(json.loads(header), body))
        at = end
    if at < 0:
        raise IndexDamagedError(f"the journal {path} is damaged. Run `qawl index build`.")
    return frames, start + at


def _header_of(operation: Operation) -> dict[str, Any]:
    header: dict[str, Any] = {"a": operation.article_id, "c": operation.collection}
    if isinstance(operation, Addition):
        header["p"] = operation.passage_ids
        header["t"] = [list(tokens) for tokens in operation.tokens]
    return header


def _operations(header: dict[str, Any], body: bytes) -> list[Operation]:
    vectors = np.frombuffer(body, np.float32).reshape(-1, header["d"] or 1)
    operations: list[Operation] = []
    at = 0
    for op in header["ops"]:
        if "p" not in op:
            operations.append(Removal(op["a"], op["c"]))
            continue
        count = len(op["p"])
        operations.append(
            Addition(op["a"], op["c"], tuple(op["p"]), tuple(op["t"]), vectors[at : at + count])
        )
        at += count
    return operations
