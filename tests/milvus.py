"""Milvus as the tests meet it: a Lite file, a Lite server over TCP, or the server in MILVUS_URI."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KINDS = ("file", "server")
_PATIENCE_S = 60


@contextmanager
def milvus_at(kind: str, folder: Path) -> Iterator[str]:
    """Yields the address of an empty Milvus of this kind; skips where there can be none.

    Args:
        kind: ``"file"`` for Lite inside this process, ``"server"`` for a process that is
            reached over TCP as any Milvus is: the one that MILVUS_URI names, else Lite's own.
    """
    pytest.importorskip("pymilvus", reason="pymilvus is not installed: pip install 'qawl[milvus]'")
    if kind == "server" and (uri := os.environ.get("MILVUS_URI")):
        yield uri
        return
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    if kind == "file":
        yield str(folder / "milvus.db")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder / "data")]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _await(server, port, folder / "server.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"Milvus Lite's server does not answer: {log.read_text('utf-8', 'replace')}")
