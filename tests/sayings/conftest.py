"""The sample articles in a real store, analysed once for all tests of sayings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.analysis import analyse
from index.samples import sample_articles
from index.store.database import sqlite_url
from index.store.sql import SqlStore
from index.types import PUBLIC, Article
from retrieval.sayings.archive import Archive
from retrieval.sayings.check.checker import Checker

SCOPE = frozenset({PUBLIC})


def keep(store: SqlStore, article: Article, collection: str = PUBLIC) -> str:
    store.add(article, analyse(article), collection)
    return article.id


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    store = SqlStore(sqlite_url(tmp_path_factory.mktemp("samples") / "qawl.db"))
    for article in sample_articles():
        keep(store, article)
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store of this test's own."""
    store = SqlStore(sqlite_url(tmp_path / "qawl.db"))
    yield store
    store.close()


@pytest.fixture(scope="session")
def archive(sample_store: SqlStore) -> Archive:
    return Archive(sample_store)


@pytest.fixture(scope="session")
def checker(archive: Archive) -> Checker:
    return Checker(archive)
