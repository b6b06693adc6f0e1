"""Three processes share a store; one is killed while it holds the lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from index.store.sql import SqlStore

ROOT = Path(__file__).resolve().parents[2]
TURNS = 15


def start(url: str, *task: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.working", url, *task],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_work_goes_on_when_its_holder_is_killed(store: SqlStore, url: str) -> None:
    holder = start(url, "hold")
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    workers = [start(url, "count", str(TURNS)) for _ in range(2)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    assert store.read_meta("count") is None
    holder.kill()
    holder.communicate()
    for worker in workers:
        worker.communicate(timeout=120)
        assert worker.returncode == 0
    assert store.read_meta("count") == str(2 * TURNS)
