"""ZIP containers (Word, EPUB) opened with limits: a small file may unpack to gigabytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from index.errors import ReadingError

LARGEST_UNPACKED: Final = 100_000_000
MOST_MEMBERS: Final = 5_000


def open_archive(raw: bytes, name: str, kind: str) -> zipfile.ZipFile:
    """Returns the archive of a file.

    Raises:
        ReadingError: It is no ZIP file, is damaged, or unpacks to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadingError(f"{name} is no {kind} file, or a damaged one") from error
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_UNPACKED:
        raise ReadingError(
            f"{name} unpacks to more than {LARGEST_UNPACKED:,} bytes or {MOST_MEMBERS:,} parts"
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
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise ReadingError(f"{name}: its part {member!r} cannot be read") from error
