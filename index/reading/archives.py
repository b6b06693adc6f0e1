"""ZIP containers (Word, EPUB) opened with limits: a small file may unpack to gigabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from index.errors import ReadingError, Unreadable

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
            raise ReadingError(f"{name} has a password; save it without", Unreadable.PROTECTED)
        raise ReadingError(f"{name} is an old Office file; save it as .docx", Unreadable.KIND)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadingError(
            f"{name} is no {kind} file, or a damaged one", Unreadable.DAMAGED
        ) from error
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_UNPACKED:
        raise ReadingError(
            f"{name} unpacks to more than {LARGEST_UNPACKED:,} bytes or {MOST_MEMBERS:,} parts",
            Unreadable.TOO_LARGE,
            limit=LARGEST_UNPACKED // 1_000_000,
        )
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
        raise ReadingError(
            f"{name} has a password; save it without", Unreadable.PROTECTED
        ) from error
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise ReadingError(
            f"{name}: its part {member!r} cannot be read", Unreadable.DAMAGED
        ) from error
