"""Store, engine and encoder tell the same story, whatever is interrupted."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.article_vectors import estimate_build
from index.encoder.base import Vectors
from index.errors import DamagedError, IndexMismatchError, NotFoundError
from index.library import Library
from index.text.tokens import index_terms
from index.types import PUBLIC, Article
from index.upkeep import Upkeep
from tests.library.fakes import HashingEncoder

CHAT = "chat:5"


def article(name: str, sentences: int = 3) -> Article:
    text = " ".join(f"وصلت سفينة {name} إلى الرصيف رقم {n}." for n in range(sentences))
    return Article(text, headline=f"سفينة {name}", outlet="صحيفة المرفأ")


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def library(data_dir: Path, encoder: HashingEncoder) -> Library:
    return Library.open(data_dir, encoder)


def found(library: Library, words: str, scope: str = PUBLIC) -> set[str]:
    hits = library.engine.search_lexical(index_terms(words), 50, {scope})
    return {hit.article_id for hit in hits}


def test_a_new_folder_is_empty(library: Library) -> None:
    assert library.engine.passage_count == 0
    assert library.check() == []
    assert library.info()["articles"] == 0


def test_added_found_removed(library: Library) -> None:
    one, two = article("مرجان"), article("لؤلؤة")
    assert [added.added for added in library.add_many([one, two, one])] == [True, True, False]
    assert found(library, "مرجان") == {one.id}
    assert library.check() == []
    library.remove(one.id)
    assert found(library, "مرجان") == set()
    with pytest.raises(NotFoundError):
        library.remove(one.id)
    assert library.info()["articles"] == 1


def test_collections_are_apart(library: Library) -> None:
    one = article("مرجان")
    library.add(one, CHAT)
    assert found(library, "مرجان") == set()
    assert found(library, "مرجان", CHAT) == {one.id}
    assert library.add(one).added
    library.remove(one.id, CHAT)
    assert found(library, "مرجان") == {one.id}


def test_progress_counts_passages(library: Library) -> None:
    told: list[tuple[int, int]] = []
    library.add_many([article("مرجان"), article("لؤلؤة")], progress=lambda *x: told.append(x))
    assert told == [(library.engine.passage_count,) * 2]


def test_what_was_stored_but_not_indexed_is_caught_up_with(
    data_dir: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(data_dir, encoder)
    library.add(article("لؤلؤة"))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.engine.embedded.EmbeddedEngine.add", crash)
        patch.setattr("index.engine.embedded.EmbeddedEngine.remove", crash)
        with pytest.raises(KeyboardInterrupt):
            library.add(article("مرجان"))
        with pytest.raises(KeyboardInterrupt):
            library.remove(article("لؤلؤة").id)
    again = Library.open(data_dir, encoder)
    assert again.check() == []
    assert found(again, "مرجان") == {article("مرجان").id}
    assert found(again, "لؤلؤة") == set()
    assert again.store.pending() == []


def test_two_processes_see_each_other(data_dir: Path, encoder: HashingEncoder) -> None:
    one, two = Library.open(data_dir, encoder), Library.open(data_dir, encoder)
    one.add(article("مرجان"))
    assert found(two, "مرجان") == {article("مرجان").id}
    two.remove(article("مرجان").id)
    assert found(one, "مرجان") == set()


def whole(library: Library) -> None:
    """Waits until the library is complete, as it has to be within seconds."""
    end = time.monotonic() + 30
    while library.incomplete and time.monotonic() < end:
        time.sleep(0.01)
    assert not library.incomplete


def test_a_deleted_index_is_told_and_mends_itself(library: Library, data_dir: Path) -> None:
    library.add_many([article("مرجان"), article("لؤلؤة")])
    library.add(article("مرجان"), CHAT)
    before = library.engine.search_lexical(index_terms("سفينة مرجان"), 9, {PUBLIC})
    library.close()
    for path in sorted((data_dir / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    again = Library.open(data_dir, HashingEncoder())
    whole(again)
    assert again.check() == []
    assert again.engine.search_lexical(index_terms("سفينة مرجان"), 9, {PUBLIC}) == before
    assert found(again, "مرجان", CHAT) == {article("مرجان").id}


def test_another_model_does_not_fit_until_it_is_built(library: Library, data_dir: Path) -> None:
    library.add(article("مرجان"))
    library.close()
    other = Library.open(data_dir, HashingEncoder("another"))
    with pytest.raises(IndexMismatchError, match="'another'"):
        other.engine  # noqa: B018
    other.build()
    assert other.check() == []
    assert found(other, "مرجان") == {article("مرجان").id}


def test_newer_rules_analyse_again(
    library: Library, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(article("مرجان", sentences=60))
    passages = library.engine.passage_count
    library.close()
    monkeypatch.setattr("index.analysis._VERSION", "newer")
    monkeypatch.setattr("index.passages.TARGET_WORDS", 40)
    again = Library.open(data_dir, HashingEncoder())
    with pytest.raises(IndexMismatchError, match="analysis"):
        again.engine  # noqa: B018
    again.build()
    assert again.engine.passage_count > passages
    assert again.check() == []


def test_check_finds_what_differs_from_the_store(library: Library) -> None:
    library.add(article("مرجان"))
    with library.store.writing() as connection:
        connection.exec_driver_sql("UPDATE holdings SET collection = 'chat:9'")
    problems = library.check()
    assert len(problems) == 2
    assert all("qawl index build" in problem for problem in problems)
    library.build()
    assert library.check() == []


def test_an_index_that_lacks_much_is_incomplete_until_it_is_built(
    library: Library, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add_many([article("مرجان"), article("لؤلؤة")])
    library.close()
    (data_dir / "index" / "CURRENT").write_text("g99999999")
    with monkeypatch.context() as patch:
        patch.setattr(Upkeep, "_start", lambda _: None)
        for _ in range(2):
            again = Library.open(data_dir, HashingEncoder())
            assert again.incomplete
            assert found(again, "مرجان") == set()
            # What is added meanwhile is found, and is there afterwards.
            again.add(article("زمردة"))
            assert found(again, "زمردة") == {article("زمردة").id}
            again.close()
    last = Library.open(data_dir, HashingEncoder())
    whole(last)
    assert len(found(last, "سفينة")) == 3
    assert last.check() == []


def test_a_damaged_article_is_refused_and_makes_a_no_uncertain(library: Library) -> None:
    one, other = article("مرجان"), article("لؤلؤة")
    library.add_many([one, other])
    with library.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE articles SET text = text || ' ' WHERE headline LIKE '%ن'"
        )
    assert [a.id for a in library.store.articles({PUBLIC})] == [other.id]
    assert library.incomplete
    with pytest.raises(DamagedError, match=one.id):
        library.store.article(one.id, {PUBLIC})
    with pytest.raises(DamagedError, match=one.id):
        library.store.analysis(one.id, {PUBLIC})
    assert [a.id for a, _ in library.store.read_many([one.id, other.id], {PUBLIC})] == [other.id]
    assert one.id in library.check()[0]
    library.build()
    assert len(library.check()) == 1
    assert library.incomplete


def test_a_damaged_analysis_is_refused_and_made_again(library: Library) -> None:
    one = article("مرجان")
    library.add(one)
    with library.store.writing() as connection:
        connection.exec_driver_sql("UPDATE sentences SET text_end = text_end - 1")
    assert library.store.read_many([one.id], {PUBLIC}) == []
    assert "qawl index build" in library.check()[0]
    library.build()
    assert library.check() == []
    assert not library.incomplete


def test_words_of_what_was_removed_leave_every_file(data_dir: Path, library: Library) -> None:
    one = article("مرجان")
    library.add_many([one, article("لؤلؤة")])
    library.engine.merge()
    library.remove(one.id)
    library.close()
    stem = index_terms("مرجان")[0].encode()
    for path in data_dir.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert stem not in content, path
        assert "مرجان".encode() not in content, path


def test_nobody_else_may_read_any_file(data_dir: Path) -> None:
    before = os.umask(0)
    try:
        library = Library.open(data_dir / "new", HashingEncoder())
        library.add_many([article("مرجان"), article("لؤلؤة")])
        library.engine.merge()
        open_to = [p for p in (data_dir / "new").rglob("*") if p.stat().st_mode & 0o077]
        library.close()
    finally:
        os.umask(before)
    assert open_to == []


def test_a_rebuild_takes_along_what_happens_meanwhile(
    data_dir: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, other = Library.open(data_dir, encoder), Library.open(data_dir, encoder)
    library.add_many([article("مرجان"), article("لؤلؤة")])

    def meanwhile(done: int, total: int) -> None:
        other.add(article("زمردة"))
        other.remove(article("لؤلؤة").id)

    library.build(meanwhile)
    for seen in (library, other):
        assert seen.check() == []
        assert found(seen, "سفينة") == {article("مرجان").id, article("زمردة").id}


def test_nothing_is_encoded_twice(
    library: Library, encoder: HashingEncoder, data_dir: Path
) -> None:
    library.add_many([article("مرجان")])
    before = encoder.encoded.copy()
    library.build()
    assert encoder.encoded == before
    assert len(before) == len(set(before))
    library.close()
    # The file is only a help: what it lacks is made again.
    (data_dir / "vectors.sqlite").unlink()
    again = Library.open(data_dir, encoder)
    again.build()
    assert sorted(encoder.encoded) == sorted(2 * before)


def test_a_copy_is_encoded_anew_and_keeps_its_vectors(
    library: Library, encoder: HashingEncoder
) -> None:
    one = article("مرجان")
    other = replace(one, outlet="جريدة أخرى")
    library.add_many([one])
    before = encoder.encoded.copy()
    # How long it takes must not tell that somebody holds the same.
    library.add_many([other])
    assert encoder.encoded == 2 * before
    library.remove(one.id)
    library.build()
    assert encoder.encoded == 2 * before
    library.remove(other.id)
    library.add_many([one])
    assert encoder.encoded == 3 * before


class Waiting(HashingEncoder):
    """Encodes nothing in the background before it may."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go_on = threading.Semaphore(0), threading.Semaphore(0)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        if threading.current_thread().name == "qawl-sentences":
            self.reached.release()
            assert self.go_on.acquire(timeout=30)
        return super().encode_passages(texts)


def test_an_article_is_found_before_its_sentences_are_encoded(data_dir: Path) -> None:
    encoder = Waiting()
    library = Library.open(data_dir, encoder)
    one = article("مرجان")
    library.add(one)
    assert encoder.reached.acquire(timeout=30)
    assert found(library, "مرجان") == {one.id}
    # Who asks meanwhile waits, and encodes nothing again.
    sentences = library.store.analysis(one.id, {PUBLIC}).sentences
    rows: list[Vectors] = []
    asking = threading.Thread(
        target=lambda: rows.append(library.sentence_vectors.of(one, sentences))
    )
    asking.start()
    encoder.go_on.release()
    asking.join(30)
    library.sentence_vectors.wait()
    assert [len(found) for found in rows] == [len(sentences)]
    assert len(encoder.encoded) == len(set(encoder.encoded))
    library.close()


def test_who_asks_for_one_of_many_does_not_wait_for_all(data_dir: Path) -> None:
    encoder = Waiting()
    library = Library.open(data_dir, encoder)
    library.add(article("مرجان"))
    assert encoder.reached.acquire(timeout=30)
    told = []
    for one in (article("زمردة"), article("ياقوتة")):
        library.add(one)
        told.append((one, library.store.analysis(one.id, {PUBLIC}).sentences))
    encoder.go_on.release()
    assert encoder.reached.acquire(timeout=30)
    assert len(library.sentence_vectors.of(*told[0])) == len(told[0][1])
    encoder.go_on.release()
    library.close()


def test_an_interrupted_build_resumes(
    library: Library, encoder: HashingEncoder, data_dir: Path
) -> None:
    library.add_many([article(f"سفينة{number}") for number in range(130)])
    library.close()
    (data_dir / "vectors.sqlite").unlink()
    library = Library.open(data_dir, encoder)
    encoder.encoded.clear()

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.build(interrupt)
    first = set(encoder.encoded)
    encoder.encoded.clear()
    library.build()
    assert first
    assert not first & set(encoder.encoded)
    assert library.check() == []


def test_an_estimate_comes_before_a_build(library: Library) -> None:
    assert estimate_build(library.store, library.encoder).texts == 0
    library.add_many([article("مرجان"), article("لؤلؤة")])
    found = estimate_build(library.store, library.encoder)
    assert found.passages == library.engine.passage_count
    assert found.texts > found.passages
    assert found.seconds > 0


def test_without_pymilvus_a_milvus_server_cannot_be_asked(
    data_dir: Path, encoder: HashingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "index.engine.milvus", None)
    with pytest.raises(IndexMismatchError, match="qawl"):
        Library.open(data_dir, encoder, milvus_uri="http://127.0.0.1:1")
