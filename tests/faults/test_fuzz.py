"""A short run of the fuzzer, the same each time, and all that it ever found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz import FOUND, TARGETS, Fuzzer, seeds

INPUTS = 60


@pytest.mark.parametrize("name", TARGETS)
def test_bytes_that_nobody_meant(name: str) -> None:
    fuzzer = Fuzzer(TARGETS[name], seeds(name), random.Random(7))
    assert list(fuzzer.run(seconds=60, most=INPUTS)) == []
    assert fuzzer.tried == INPUTS or fuzzer.reached


@pytest.mark.parametrize("path", sorted(FOUND.glob("*")), ids=lambda path: path.name)
def test_what_was_found_before(path: Path) -> None:
    TARGETS[path.name.rpartition("-")[0]](path.read_bytes())
