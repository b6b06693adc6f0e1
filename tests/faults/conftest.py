"""How many faults are tried: a part in `make test`, all of them in `make faults`.

A long run may keep its counts as it goes in the file that ``QAWL_FAULTS_COUNTS`` names.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

_TRIED: Counter[str] = Counter()


@pytest.fixture(scope="session")
def share() -> int:
    """One of so many faults is tried; 1 tries all."""
    return 1 if os.environ.get("QAWL_FAULTS") == "all" else 12


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[str, int], None]:
    """Counts what was tried, for the table that `make faults` prints."""

    def count(what: str, number: int = 1) -> None:
        _TRIED[f"{request.node.path.stem}: {what}"] += number
        if kept := os.environ.get("QAWL_FAULTS_COUNTS"):
            Path(kept).write_text(json.dumps(_TRIED, indent=1))

    return count


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for what, number in sorted(_TRIED.items()):
        terminalreporter.write_line(f"{number:7,}  {what}")
