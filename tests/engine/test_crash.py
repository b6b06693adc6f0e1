"""Killed at any moment, an index is in the last state that was acknowledged, or one call on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.engine import journal
from index.engine.base import Removal
from index.engine.embedded import EmbeddedEngine
from index.errors import IndexDamagedError
from index.types import PUBLIC
from tests.engine.corpus import addition_of, article_id
from tests.engine.crashing import passages_of

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 4


def test_killed_at_random_points(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    chance = random.Random(11)
    acknowledged: set[int] = set()
    for round_ in range(ROUNDS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.crashing", str(folder), str(round_)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.6))
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate()
        for line in (first + said).splitlines():
            sign, number = line.split()
            (acknowledged.add if sign == "+" else acknowledged.discard)(int(number))
        engine = EmbeddedEngine(folder, background=False)
        found = {article for article, _ in engine.holdings()}
        wanted = {article_id(str(number)) for number in acknowledged}
        # The call that was cut off may have reached the disk before its word
        # reached us: one article more, or one less.
        assert len(found ^ wanted) <= 1
        assert engine.check() == []
        hits = engine.search_lexical(["ميناء"], 100_000, {PUBLIC})
        assert {hit.article_id for hit in hits} == found
        acknowledged = {number for number in acknowledged if article_id(str(number)) in found}
        extra = found - {article_id(str(number)) for number in acknowledged}
        for article in extra:
            engine.remove(article, PUBLIC)
        assert engine.passage_count == sum(len(passages_of(number)) for number in acknowledged)
    assert len(acknowledged) > ROUNDS


@pytest.mark.parametrize("kept", [1, 10, 30, -1])
def test_a_frame_that_was_torn_does_not_count(tmp_path: Path, kept: int) -> None:
    engine = EmbeddedEngine(tmp_path, background=False)
    engine.add([addition_of("a", [["ميناء"]])])
    path = tmp_path / engine.info()["generation"] / "journal"
    whole = path.stat().st_size
    engine.add([addition_of("b", [["ميناء"]])])
    frame = path.read_bytes()[whole:]
    path.write_bytes(path.read_bytes()[:whole] + frame[:kept])
    again = EmbeddedEngine(tmp_path, background=False)
    assert again.passage_count == 1
    again.add([addition_of("c", [["ميناء"]])])
    assert EmbeddedEngine(tmp_path, background=False).passage_count == 2


def test_a_changed_byte_anywhere_is_told_not_skipped(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path, background=False)
    for name in "ab":
        engine.add([addition_of(name, [["ميناء"]])])
    path = tmp_path / engine.info()["generation"] / "journal"
    data = bytearray(path.read_bytes())
    for place in range(len(data)):
        data[place] ^= 0x10
        path.write_bytes(data)
        with pytest.raises(IndexDamagedError, match="qawl index build"):
            EmbeddedEngine(tmp_path, background=False)
        data[place] ^= 0x10


def test_a_journal_gives_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.touch()
    removal = Removal(article_id("a"), "chat:-100")
    journal.append(path, [removal], after=0)
    frames, end = journal.read(path, 0)
    assert frames == [[removal]]
    assert end == path.stat().st_size
    assert journal.read(path, end) == ([], end)
