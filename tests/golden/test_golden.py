"""Nothing that people see changes unless the recorded file changes with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from index.encoder import Encoder
from tests.golden.record import HASHES, SHARED, TOLD, Row, hashes, lines, told

_HINT = "see what changed; if it is meant, record it: python -m tests.golden"


def _same(found: Iterable[Row], path: Path) -> None:
    recorded = {row["case"]: row for row in lines(path)}
    differing = {row["case"]: row for row in found if row != recorded.get(row["case"])}
    first = next(iter(differing.values()), {"case": ""})
    assert not differing, (
        f"{len(differing)} differ ({_HINT}); the first: {first}, was {recorded.get(first['case'])}"
    )


def test_what_is_told_of_the_projects_own_articles(encoder: Encoder, tmp_path: Path) -> None:
    _same(told(encoder, tmp_path), TOLD)


def test_who_speaks_in_the_development_articles() -> None:
    if not (SHARED / "data").is_dir():
        pytest.skip("the development data is not here: no folder ../shared/data")
    _same(hashes(), HASHES)
