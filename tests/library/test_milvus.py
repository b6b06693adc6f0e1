"""The library on Milvus: the same behaviour with another engine beneath."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import IndexMismatchError
from index.library import Library
from index.text.tokens import index_terms
from index.types import PUBLIC, Article
from tests.library.fakes import HashingEncoder
from tests.milvus import KINDS, milvus_at

pytest.importorskip("pymilvus", reason="pymilvus is not installed: pip install 'qawl[milvus]'")

from index.engine.milvus import MilvusEngine


@pytest.fixture(scope="module", params=KINDS)
def uri(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with milvus_at(request.param, tmp_path_factory.mktemp("milvus")) as found:
        yield found


@pytest.fixture
def library(data_dir: Path, uri: str) -> Iterator[Library]:
    opened = Library.open(data_dir, HashingEncoder(uuid.uuid4().hex), milvus_uri=uri)
    yield opened
    opened.close()


def article(name: str) -> Article:
    return Article(f"وصلت سفينة {name} إلى الرصيف.", headline=f"سفينة {name}")


def found(library: Library, words: str) -> set[str]:
    hits = library.engine.search_lexical(index_terms(words), 50, {PUBLIC})
    return {hit.article_id for hit in hits}


def test_added_built_anew_removed(library: Library) -> None:
    one, two = article("مرجان"), article("لؤلؤة")
    library.add_many([one, two])
    assert found(library, "مرجان") == {one.id}
    assert library.check() == []
    library.build()
    assert found(library, "سفينة") == {one.id, two.id}
    library.remove(one.id)
    assert found(library, "سفينة") == {two.id}
    assert library.check() == []
    assert library.info()["passages"] == 1


@pytest.mark.parametrize(
    "name", ['x"] or true or collections in ["', "chat:1 or 1==1", "", "Chat", "chat:", "a" * 40]
)
def test_no_name_of_a_collection_can_leave_its_filter(uri: str, name: str) -> None:
    engine = MilvusEngine(uri, name=f"test_{uuid.uuid4().hex[:8]}")
    with pytest.raises(ValueError, match="collection"):
        engine.term_statistics(["x"], {name})
    engine.close()


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(IndexMismatchError, match="does not answer"):
        MilvusEngine("http://127.0.0.1:1")
