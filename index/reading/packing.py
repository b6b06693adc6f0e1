"""What comes packed, unpacked within limits: a small file may unpack to gigabytes.

``unpack`` takes off the packing of an answer (``Content-Encoding``), ``open_archive`` opens ZIP
containers (Word, EPUB).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import too_large, with_password

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
            raise too_large(f"{name} unpacks to more than {most:,} bytes; too large", most)
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


LARGEST_UNPACKED: Final = 100_000_000
MOST_MEMBERS: Final = 5_000

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
# Office packs what has a password into a file of the old format, under this name.
_WITH_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")


def open_archive(raw: bytes, name: str, kind: str) -> zipfile.ZipFile:
    """Returns the archive of a file.

    Raises:
        ReadingError: It is no ZIP file, has a password, is damaged, or unpacks to too much.
    """
    if raw.startswith(_OLD_OFFICE):
        if _WITH_PASSWORD in raw:
            raise with_password(name)
        raise ReadingError(f"{name} is an old Office file; save it as .docx", Unreadable.KIND)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadingError(
            f"{name} is no {kind} file, or a damaged one", Unreadable.DAMAGED
        ) from error
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_UNPACKED:
        told = f"{name} unpacks to more than {LARGEST_UNPACKED:,} bytes or {MOST_MEMBERS:,} parts"
        raise too_large(told, LARGEST_UNPACKED)
    return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """Returns one part of an archive, never more than its directory promised.

    Raises:
        ReadingError: It is missing, encrypted or damaged.
    """
    try:
        with archive.open(member) as part:
            return part.read(LARGEST_UNPACKED)
    except RuntimeError as error:
        # What zipfile raises for a part with a password.
        raise with_password(name) from error
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise ReadingError(
            f"{name}: its part {member!r} cannot be read", Unreadable.DAMAGED
        ) from error
