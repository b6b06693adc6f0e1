"""The journal: what happened to an index since its generation was sealed.

One frame is one acknowledged call: a JSON header with the operations, then the
vectors of all their passages. A frame is whole or it does not count, so a crash
in the middle of writing leaves the state before the call.
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
from index.errors import IndexMismatchError

_FRAME: Final = struct.Struct("<4sIQI")
"""Magic, bytes of the header, bytes of the body, CRC-32 of both."""

_MAGIC: Final = b"QWJ1"


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
    with path.open("r+b") as file:
        file.truncate(after)
        file.seek(after)
        file.write(_FRAME.pack(_MAGIC, len(header), len(body), checksum) + header + body)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, start: int) -> tuple[list[list[Operation]], int]:
    """Reads the whole frames from a position on.

    Returns:
        The operations of each frame, and where the last whole frame ends.

    Raises:
        IndexMismatchError: A frame that is not the last one is damaged.
    """
    frames: list[list[Operation]] = []
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    at = 0
    while at + _FRAME.size <= len(data):
        magic, header_size, body_size, checksum = _FRAME.unpack_from(data, at)
        split = at + _FRAME.size + header_size
        end = split + body_size
        header, body = data[at + _FRAME.size : split], data[split:end]
        whole = magic == _MAGIC and end <= len(data)
        if not whole or zlib.crc32(body, zlib.crc32(header)) != checksum:
            # Only the frame that was being written when somebody crashed may
            # be torn; acknowledged ones stand before it.
            if magic == _MAGIC and end < len(data):
                raise IndexMismatchError(
                    f"the journal {path} is damaged at byte {start + at}. Run `qawl index build`."
                )
            break
        frames.append(_operations(json.loads(header), body))
        at = end
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
