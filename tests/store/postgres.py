"""A PostgreSQL cluster of the tests' own, on a free port, stopped when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt/postgresql", "/usr/local/pgsql")


def binaries() -> Path | None:
    """Returns the folder with ``initdb``, None where no server is installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    for folder in FOLDERS:
        for candidate in sorted(Path(folder).parent.glob(f"{Path(folder).name}*/**/bin/initdb")):
            return candidate.parent
    return None


def account() -> str | None:
    """Returns a user to run the server as; it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


@contextmanager
def cluster() -> Iterator[str]:
    """Runs a cluster in a new folder and yields the URL of its first database."""
    # Not in pytest's own folder: that belongs to root alone, and the server
    # runs as somebody else.
    with tempfile.TemporaryDirectory(prefix="qawl-postgres-") as name:
        yield from _running(Path(name))


def _running(folder: Path) -> Iterator[str]:
    programs = binaries()
    assert programs is not None
    user = account()
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(
            command,
            user=user,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)},
        )

    run(str(programs / "initdb"), "-D", str(data), "-U", "qawl", "-A", "trust", "-N", "-E", "UTF8")
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=16MB"
    )
    control = str(programs / "pg_ctl")
    run(control, "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://qawl@127.0.0.1:{port}/postgres"
    finally:
        run(control, "-D", str(data), "-m", "immediate", "-w", "stop")
