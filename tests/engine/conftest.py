from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Sequence
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


@pytest.fixture(scope="session")
def milvus_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Milvus server that MILVUS_URI names, else a Milvus Lite file of the tests' own."""
    pytest.importorskip("pymilvus", reason="pymilvus is not installed: pip install 'qawl[milvus]'")
    if uri := os.environ.get("MILVUS_URI"):
        return uri
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed, MILVUS_URI not set")
    return str(tmp_path_factory.mktemp("milvus") / "milvus.db")


@pytest.fixture(params=["live", "sealed", "milvus"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Every engine that has to keep the contract, empty."""
    opened: SearchEngine
    if request.param == "milvus":
        uri = request.getfixturevalue("milvus_uri")
        from index.engine.milvus import MilvusEngine

        opened = MilvusEngine(uri, name=f"test_{uuid.uuid4().hex[:8]}")
        yield opened
        opened.commit(opened.rebuild())
    else:
        kind = {"live": EmbeddedEngine, "sealed": Merging}[request.param]
        opened = kind(tmp_path / "index", background=False)
        yield opened
    opened.close()
