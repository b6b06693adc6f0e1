from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.encoder.base import Vectors
from index.engine.base import Entry, SearchEngine
from index.engine.embedded import EmbeddedEngine


class Merging(EmbeddedEngine):
    """An engine that seals everything at once: the contract holds for sealed segments alone."""

    def add(self, entries: Sequence[Entry], vectors: Vectors) -> None:
        super().add(entries, vectors)
        self.merge()

    def remove(self, article_id: str, collection: str) -> None:
        super().remove(article_id, collection)
        self.merge()


def _live(folder: Path) -> SearchEngine:
    return EmbeddedEngine(folder, background=False)


def _sealed(folder: Path) -> SearchEngine:
    return Merging(folder, background=False)


ENGINES: dict[str, Callable[[Path], SearchEngine]] = {"live": _live, "sealed": _sealed}


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Every engine that has to keep the contract, empty."""
    opened = ENGINES[request.param](tmp_path / "index")
    yield opened
    opened.close()
