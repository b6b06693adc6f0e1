"""Generations: one folder holds one whole state, and one small file says which is current.

    CURRENT                    the name of the current generation
    g00000012/manifest.json    versions, model, counts, hashes, what changed since sealing
    g00000012/s-.../           sealed segments; those of older generations are hard links
    g00000012/journal          what happened since

A new generation is written beside the old one, made durable, and switched to by
renaming one file. A reader of the old one keeps it until it looks again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from index.disk import telling_disk
from index.engine.dense import INDEX_FILE
from index.engine.sealed import Holders, Sealed
from index.errors import IndexDamagedError

FORMAT_VERSION: Final = 5
_READ: Final = 1 << 26
"""Files up to so many bytes are read and compared when a segment is opened."""

_MEND: Final = "Run `qawl index build`."


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """What the manifest knows of a segment.

    Attributes:
        files: Name -> bytes and SHA-256.
    """

    description: Mapping[str, Any]
    files: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of, and what it was made with.

    Attributes:
        identity: Versions and model; an index built with others does not fit.
        dimension: Of the vectors; 0 before the first one.
        segments: By name, oldest first.
        changed: For each segment, who holds an article now, by its position.
    """

    identity: Mapping[str, str]
    dimension: int = 0
    segments: Mapping[str, SegmentRecord] = field(default_factory=dict)
    changed: Mapping[str, Holders] = field(default_factory=dict)

    def to_json(self) -> str:
        data = {
            "format": FORMAT_VERSION,
            "identity": dict(self.identity),
            "dimension": self.dimension,
            "segments": {
                name: {"description": record.description, "files": record.files}
                for name, record in self.segments.items()
            },
            "changed": {
                name: {str(at): sorted(held) for at, held in holders.items()}
                for name, holders in self.changed.items()
            },
        }
        return json.dumps({**data, "sha256": _digest(data)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Reads a manifest.

        Raises:
            IndexDamagedError: It is damaged, or of another format.
        """
        try:
            data = json.loads(text)
            if data["format"] != FORMAT_VERSION:
                raise IndexDamagedError(
                    f"the index has format {data['format']}, this Qawl reads {FORMAT_VERSION}."
                    f" {_MEND}"
                )
            if data.pop("sha256") != _digest(data):
                raise ValueError("its checksum differs")
            return cls(
                identity=data["identity"],
                dimension=data["dimension"],
                segments={
                    name: SegmentRecord(record["description"], record["files"])
                    for name, record in data["segments"].items()
                },
                changed={
                    name: {int(at): frozenset(held) for at, held in holders.items()}
                    for name, holders in data["changed"].items()
                },
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(
                f"the index's manifest is damaged ({error}). {_MEND}"
            ) from error


class Generations:
    """The folder that holds an index."""

    @telling_disk()
    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            folder.unlink()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder: Final = folder
        self._pointer: Final = folder / "CURRENT"

    def current(self) -> Path | None:
        """Returns the current generation's folder, None where nothing was ever committed."""
        try:
            name = self._pointer.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (UnicodeDecodeError, OSError):
            name = ""
        if not name.startswith("g") or not name[1:].isdigit():
            raise IndexDamagedError(f"{self._pointer} is damaged. {_MEND}")
        return self.folder / name

    def stamp(self) -> tuple[int, int] | None:
        """Returns what differs whenever the current generation does; costs one ``stat``."""
        try:
            found = self._pointer.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def draft(self, name: str) -> Path:
        """Returns a new folder to write a generation into; one writer a name at a time."""
        draft = self.folder / name
        discard(draft)
        draft.mkdir(parents=True)
        return draft

    def commit(self, draft: Path, manifest: Manifest, journal: bytes = b"") -> Path:
        """Makes a draft current, whose segments are durable already.

        Crash anywhere, and the old generation is current.
        """
        (draft / "manifest.json").write_text(manifest.to_json(), "utf-8")
        (draft / "journal").write_bytes(journal)
        for path in (draft / "manifest.json", draft / "journal", draft):
            _sync(path)
        name = f"g{self._last_number() + 1:08d}"
        target = self.folder / name
        draft.rename(target)
        _sync(self.folder)
        pointer = self.folder / "CURRENT.new"
        for path in (pointer, self._pointer):
            if path.is_dir():
                discard(path)
        pointer.write_text(name, "ascii")
        _sync(pointer)
        pointer.rename(self._pointer)
        _sync(self.folder)
        return target

    def sweep(self) -> None:
        """Deletes generations that are not current.

        A process that has one open keeps its mapped files until it closes them.
        """
        current = self.current()
        for path in self.folder.glob("g*"):
            if path != current:
                discard(path)

    def _last_number(self) -> int:
        names = [path.name[1:] for path in self.folder.glob("g*")]
        return max((int(name) for name in names if name.isdigit()), default=0)


def load(folder: Path, reuse: Mapping[str, Sealed]) -> tuple[Manifest, list[Sealed]]:
    """Opens a generation.

    Of columns that are longer than ``_READ`` only the size is compared here: hashing a
    million passages takes longer than a start may. ``verify`` reads every byte.

    Args:
        reuse: Segments that are open already, by name.

    Raises:
        IndexDamagedError: Something is missing, or is not what was written.
    """
    manifest = read_manifest(folder)
    segments = []
    for name, record in manifest.segments.items():
        for file, facts in record.files.items():
            path = folder / name / file
            if not path.is_file():
                raise IndexDamagedError(f"the index lacks {path}. {_MEND}")
            if path.stat().st_size != facts["bytes"]:
                raise IndexDamagedError(f"{path} is not as long as it was written. {_MEND}")
            short = facts["bytes"] <= _READ or file == INDEX_FILE
            if name not in reuse and short and _hash(path) != facts["sha256"]:
                raise IndexDamagedError(f"{path} is damaged. {_MEND}")
        segments.append(reuse.get(name) or Sealed(folder / name, record.description))
    return manifest, segments


def read_manifest(folder: Path) -> Manifest:
    """Reads a generation's manifest.

    Raises:
        IndexDamagedError: The file is missing or was changed.
    """
    try:
        return Manifest.from_json((folder / "manifest.json").read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(
            f"the index's manifest cannot be read ({error}). {_MEND}"
        ) from error


def verify(folder: Path) -> list[str]:
    """Returns which files differ from what was written, reading all of them."""
    manifest = read_manifest(folder)
    return [
        f"{name}/{file} is damaged"
        for name, record in manifest.segments.items()
        for file, facts in record.files.items()
        if _hash(folder / name / file) != facts["sha256"]
    ]


def record(segment: Path, description: Mapping[str, Any]) -> SegmentRecord:
    """Makes a segment that was just written durable; returns what the manifest is to know."""
    for path in (*_files(segment), segment):
        _sync(path)
    return SegmentRecord(
        description,
        {
            path.name: {"bytes": path.stat().st_size, "sha256": _hash(path)}
            for path in _files(segment)
        },
    )


def carry(segment: Path, draft: Path) -> None:
    """Puts a sealed segment into a draft, without copying it where links can be had."""
    target = draft / segment.name
    target.mkdir()
    for path in _files(segment):
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)


def segment_name() -> str:
    """Returns a name that no other segment has; open ones are known by it."""
    return f"s-{uuid.uuid4().hex[:12]}"


def discard(path: Path) -> None:
    """Deletes a folder or a file, where there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _hash(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def _sync(path: Path) -> None:
    """Makes a file or a folder durable, and readable by its owner alone."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fchmod(descriptor, 0o700 if path.is_dir() else 0o600)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
