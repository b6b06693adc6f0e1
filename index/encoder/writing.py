"""Writes the files of a converted model."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from index.errors import EncoderError


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file that is never seen half written, not even after a crash.

    Raises:
        EncoderError: It cannot be written.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    finally:
        with suppress(OSError):
            part.unlink()


def unwritable(folder: Path, error: OSError) -> EncoderError:
    """Returns what to say where a cache folder takes no files."""
    return EncoderError(
        f"the model cannot be written to {folder}: {error}. "
        "Free some space (it needs 200 MB), or name another cache folder"
    )
