from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.engine.base import Addition, SearchEngine
from index.engine.embedded import EmbeddedEngine
from tests.milvus import milvus_at


class Merging(EmbeddedEngine):
    """An engine that seals everything at once: the contract holds for sealed segments alone."""

    def add(self, additions: Sequence[Addition]) -> None:
        super().add(additions)
        self.merge()

    def remove(self, article_id: str, collection: str) -> None:
        super().remove(article_id, collection)
        self.merge()


@pytest.fixture(scope="session")
def milvus_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with milvus_at("file", tmp_path_factory.mktemp("milvus")) as uri:
        yield uri


@pytest.fixture(scope="session")
def milvus_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with milvus_at("server", tmp_path_factory.mktemp("milvus")) as uri:
        yield uri


@pytest.fixture(params=["live", "sealed", "milvus_file", "milvus_server"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    """Every engine that has to keep the contract, empty."""
    opened: SearchEngine
    if request.param.startswith("milvus"):
        uri = request.getfixturevalue(request.param)
        from index.engine.milvus import MilvusEngine

        opened = MilvusEngine(uri, name=f"test_{uuid.uuid4().hex[:8]}")
        yield opened
        opened.commit(opened.rebuild())
    else:
        kind = {"live": EmbeddedEngine, "sealed": Merging}[request.param]
        opened = kind(tmp_path / "index", background=False)
        yield opened
    opened.close()
