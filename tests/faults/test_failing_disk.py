"""A disk that fails at any read or write is told in words of ours, on every way to the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.state import State
from index.analysis import analyse
from index.disk import telling_disk
from index.errors import DiskFailedError, DiskFullError, QawlError, StoreError
from index.library import Library
from index.text.tokens import index_terms
from index.types import PUBLIC
from tests.faults.corpus import article, opened_with_reader
from tests.faults.trial import Fault, Say, run

Way = Callable[[], Any]
Tally = Callable[..., None]
CALLS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)
"""Which call of a way fails, one after the other, until it makes fewer."""


def ways(folder: Path, library: Library, state: State) -> Iterator[tuple[str, Way]]:
    """Yields the ways to read and write; each can be gone again and again."""
    store, engine, one = library.store, library.engine, article(0)
    vector = library.encoder.encode_query("سفينة")
    yield "article", lambda: store.article(one.id, {PUBLIC})
    yield "analysis", lambda: store.analysis(one.id, {PUBLIC})
    yield "read_many", lambda: store.read_many([one.id], {PUBLIC})
    yield "articles", lambda: store.articles({PUBLIC})
    yield "count", lambda: store.count({PUBLIC})
    yield "namings", lambda: store.namings({PUBLIC})
    yield "article_of", lambda: store.article_of("0" * 16)
    yield "collections_of", lambda: store.collections_of(one.id)
    yield "holdings", lambda: list(store.holdings())
    yield "findable_keys", lambda: list(store.findable_keys())
    yield "pending", store.pending
    yield "read_meta", lambda: store.read_meta("analysis_version")
    yield "write_meta", lambda: store.write_meta("note", "1")
    yield "requeue", lambda: store.requeue([(one.id, PUBLIC)])
    yield "replace_analysis", lambda: store.replace_analysis(analyse(one))
    yield "truncate_log", store.truncate_log
    yield "has_log", lambda: store.has_log
    yield "lexical", lambda: engine.search_lexical(index_terms("سفينة"), 5, {PUBLIC})
    yield "dense", lambda: engine.search_dense(vector, 5, {PUBLIC})
    yield "sentences", lambda: library.sentence_vectors.of(one, analyse(one).sentences)
    yield "incomplete", lambda: library.incomplete
    yield "info", library.info
    yield "check", library.check
    yield "add and remove", lambda: (library.add(article(7)), library.remove(article(7).id))
    yield "add many", lambda: library.add_many([article(n) for n in range(8, 14)])
    yield "move", lambda: (library.move(PUBLIC, "chat:5"), library.move("chat:5", PUBLIC))
    yield "put back", lambda: library.put_back(one)
    yield "merge", engine.merge  # type: ignore[attr-defined]
    yield "purge", engine.purge
    yield "build", library.build
    yield "state reads", lambda: state.settings(5)
    yield "state writes", lambda: state.keep_reply(5, 30, [31])
    yield "open and close", lambda: opened_with_reader(folder).close()


def gone(folder: Path, fault: Fault, say: Say) -> None:
    library = opened_with_reader(folder)
    state = State(library.store.database)
    for name, way in ways(folder, library, state):
        for at in CALLS:
            fault.at, fault.calls, fault.relieved = at, 0, False
            # A connection that is opened anew reads from the file and not from memory.
            library.store.database.dispose()
            told = ""
            try:
                with fault.armed():
                    way()
            except QawlError as error:
                told = str(error)
            except BaseException as error:
                told = f"RAW {error!r}"
            say([name, at, fault.relieved, told])
            if not fault.relieved:
                break
    fault.at = 0
    library.build()
    say(["in the end", 0, False, "; ".join(library.check())])


def test_every_way_tells_it_in_words(tmp_path: Path, tally: Tally) -> None:
    folder = tmp_path / "data"
    library = opened_with_reader(folder)
    library.add_many([article(n) for n in range(6)])
    library.close()
    outcome = run(lambda fault, say: gone(folder, fault, say), Fault("io", 0), read_in=folder)
    raw = [said for said in outcome.said if not isinstance(said, list) or "RAW" in said[3]]
    assert raw == []
    assert outcome.said[-1] == ["in the end", 0, False, ""]
    met = [said for said in outcome.said if said[2]]
    assert {said[0] for said in met} > {"article", "namings", "add and remove", "state writes"}
    assert any("look at the disk" in said[3] for said in met)
    tally("ways to the data on a failing disk", len({said[0] for said in outcome.said}))
    tally("calls that failed", len(met))


@pytest.mark.parametrize(
    ("error", "told", "words"),
    [
        (OSError(28, "No space left on device"), DiskFullError, "Free some space"),
        (OSError(122, "Disk quota exceeded"), DiskFullError, "Free some space"),
        (OSError(5, "Input/output error"), DiskFailedError, "look at the disk"),
        (OSError(30, "Read-only file system"), DiskFailedError, "Read-only file system"),
        (PermissionError(13, "Permission denied", "qawl.db"), DiskFailedError, "qawl.db"),
    ],
)
def test_errors_of_files_are_told_in_words(
    error: OSError, told: type[StoreError], words: str
) -> None:
    with pytest.raises(told, match=words), telling_disk():
        raise error


def test_a_database_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"no database at all" * 100)
    database = sa.create_engine(f"sqlite:///{path}")
    with (
        pytest.raises(StoreError, match="qawl restore"),
        telling_disk(),
        database.connect() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM articles")


def test_a_statement_that_is_wrong_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    database = sa.create_engine(f"sqlite:///{tmp_path}/x.db")
    with (
        pytest.raises(sa.exc.OperationalError, match="syntax error"),
        telling_disk(),
        database.connect() as connection,
    ):
        connection.exec_driver_sql("SELEKT * FROM articles")
