"""The packing of an answer (``Content-Encoding``) taken off, within a limit."""

from __future__ import annotations

import zlib
from typing import Final

from index.errors import ReadingError, Unreadable

LARGEST: Final = 10_000_000
ACCEPTED: Final = "gzip, deflate"
"""What servers are told that they may pack with."""

_MEMBERS: Final = 100
"""Files that are packed one behind the other; servers send one."""
_GZIP: Final = 16 + zlib.MAX_WBITS
_PLAIN: Final = frozenset({"", "identity", "none", "utf-8", "utf8"})


def unpack(raw: bytes, packing: str, name: str, largest: int | None = None) -> bytes:
    """Returns the content of an answer.

    An honest server packs once; what is packed twice is a trap, and refused.

    Args:
        packing: The header, such as ``gzip``.
        largest: Bytes, unpacked.

    Raises:
        ReadingError: It is packed in another way, damaged, or unpacks to too much.
    """
    kinds = [kind.strip().lower() for kind in packing.split(",")]
    kinds = [kind for kind in kinds if kind not in _PLAIN]
    if not kinds:
        return raw
    most = LARGEST if largest is None else largest
    if len(kinds) > 1 or kinds[0] not in {"gzip", "x-gzip", "deflate"}:
        raise ReadingError(
            f"{name} is packed in a way that is not read ({', '.join(kinds)[:60]})",
            Unreadable.PACKED,
        )
    for bits in (_GZIP,) if kinds[0] != "deflate" else (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            content = _inflate(raw, bits, most)
        except zlib.error as error:
            damage = error
            continue
        if len(content) > most:
            raise ReadingError(
                f"{name} unpacks to more than {most:,} bytes; too large",
                Unreadable.TOO_LARGE,
                limit=most // 1_000_000,
            )
        return content
    raise ReadingError(f"{name} came damaged: {damage}", Unreadable.DAMAGED) from damage


def _inflate(raw: bytes, bits: int, most: int) -> bytes:
    """Inflates all members, and stops one byte past the limit."""
    content = bytearray()
    rest = raw
    for _ in range(_MEMBERS):
        if not rest or len(content) > most:
            break
        member = zlib.decompressobj(bits)
        content += member.decompress(rest, most + 1 - len(content))
        rest = member.unused_data if bits == _GZIP else b""
        if rest[:1] == b"\0":
            break
    return bytes(content)
