"""An article is found before its quotations are read, and nobody is told less for that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.analysis import analyse
from index.errors import EncoderError, NotFoundError
from index.late_reading import LateReading
from index.library import Library
from index.quotes import Quotation
from index.quotes.claims.claim import Opinion
from index.text.tokens import index_terms
from index.types import PUBLIC, Article, Span
from retrieval.sayings.door import Sayings
from retrieval.search.opened import Shelf
from tests.library.fakes import HashingEncoder
from tests.quotes.test_passes import Reader

TEXT = (
    "افتتح سالم القندسي الجسر يوم الأحد. وعبره ألف زائر في ساعة.\n"
    "وقالت سعاد التميلي: «سنبني جسرا ثانيا. ولن ننتظر الشتاء»."
)
ARTICLE = Article(TEXT, headline="جسر الضحى", outlet="صحيفة المرفأ")
PLAIN, SPOKEN = Span(0, 34), Span(TEXT.index("وقالت"), len(TEXT))


class Slow(Reader):
    """Reads when it is let, and holds then that nothing was said."""

    def __init__(self) -> None:
        super().__init__(Opinion(0.0, ()))
        self.let = threading.Event()
        self.read_texts: list[str] = []
        self.fails = False

    def read(self, text: str, quotations: Sequence[Quotation]) -> list[Opinion | None]:
        assert self.let.wait(30)
        if self.fails:
            raise EncoderError("the reader's file is gone: put it back")
        self.read_texts.append(text)
        return super().read(text, quotations)


@pytest.fixture
def reader() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.let.set()


@pytest.fixture
def library(data_dir: Path, reader: Slow) -> Library:
    return Library.open(data_dir, HashingEncoder(), reader=reader)


def found(library: Library, scope: str = PUBLIC) -> set[str]:
    hits = library.engine.search_lexical(index_terms("القندسي الجسر"), 9, {scope})
    return {hit.article_id for hit in hits}


def settled(library: Library) -> None:
    library.sentence_vectors.wait()
    library._late.wait()
    assert library.store.unread() == []


def begun(library: Library) -> threading.Thread:
    """Waits until an article is being read; returns the thread that reads."""
    end = time.monotonic() + 30
    while not library._late._alone._doing and time.monotonic() < end:
        time.sleep(0.001)
    thread = library._late._thread
    assert thread is not None
    return thread


def test_it_is_found_at_once_and_read_soon(library: Library, reader: Slow) -> None:
    library.add(ARTICLE)
    assert found(library) == {ARTICLE.id}
    assert library.check() == []
    assert library.store.unread() == [(ARTICLE.id, PUBLIC)]
    rules = library.store.opened(ARTICLE.id, {PUBLIC})[1]
    assert [one.quote.span.of(TEXT)[:4] for one in rules.sayings] == ["سنبن"]
    reader.let.set()
    settled(library)
    read = library.store.analysis(ARTICLE.id, {PUBLIC})
    assert read.sayings == ()
    assert read.passages == rules.passages
    assert library.check() == []
    library.close()


@pytest.mark.parametrize("speech", [0.0, 1.0])
def test_passages_do_not_depend_on_the_reader(speech: float) -> None:
    # A name in marks over two sentences: the rules take it for no speech.
    text = f"{TEXT} وحضر عرض «عبور الجسر. حكاية الضحى» في المساء." + " وعبر زوار كثر." * 40
    article = Article(text)
    assert analyse(article, Reader(Opinion(speech, ()))).passages == analyse(article).passages


def test_who_asks_what_was_said_waits_for_the_reader(library: Library, reader: Slow) -> None:
    library.add(ARTICLE)
    begun(library)
    told: list[int] = []
    ways = [
        lambda: len(library.store.analysis(ARTICLE.id, {PUBLIC}).sayings),
        lambda: len(library.store.analysis(ARTICLE.id, {PUBLIC}, SPOKEN).sayings),
        lambda: len(library.store.read_many([ARTICLE.id], {PUBLIC})[0][1].sayings),
        lambda: len(library.store.namings({PUBLIC})),
        lambda: library.store.article_of(analyse(ARTICLE).sayings[0].id) is not None,
        lambda: len(Sayings(library).quotes({PUBLIC})),
        lambda: len(Sayings(library).speakers({PUBLIC})),
        lambda: len(Shelf(library).open(ARTICLE.id, {PUBLIC}).sayings_in(SPOKEN)),
    ]
    asking = [threading.Thread(target=lambda way=way: told.append(int(way()))) for way in ways]
    for one in asking:
        one.start()
    time.sleep(0.05)
    assert told == []
    reader.let.set()
    for one in asking:
        one.join(30)
    assert told == [0] * len(ways)
    settled(library)
    assert reader.read_texts == [TEXT]
    library.close()


def test_where_nothing_is_in_marks_nobody_waits(library: Library) -> None:
    library.add(ARTICLE)
    shelf = Shelf(library)
    opened = shelf.open(ARTICLE.id, {PUBLIC})
    assert opened.sayings_in(PLAIN) == []
    assert library.store.analysis(ARTICLE.id, {PUBLIC}, PLAIN).passages
    # Whoever comes next must not get what was opened before it was read.
    assert not opened.settled
    assert shelf.open(ARTICLE.id, {PUBLIC}) is not opened


def test_another_collection_is_not_told_and_does_not_wait(library: Library, reader: Slow) -> None:
    other = Article("وصلت سفينة. وقال القبطان: «وصلنا».", headline="سفينة")
    reader.let.set()
    library.add(other)
    settled(library)
    reader.let.clear()
    library.add(ARTICLE, "chat:7")
    assert library.store.namings({PUBLIC}) == []
    assert [a.id for a, _ in library.store.read_many([other.id, ARTICLE.id], {PUBLIC})] == [
        other.id
    ]
    reader.let.set()
    library.close()


def test_a_copy_for_another_chat_is_read_as_long_and_keeps_nobody_waiting(
    library: Library, reader: Slow
) -> None:
    reader.let.set()
    library.add(ARTICLE, "chat:7")
    settled(library)
    reader.let.clear()
    library.add(ARTICLE, "chat:8")
    assert library.store.unread({"chat:8"}) == [(ARTICLE.id, "chat:8")]
    assert library.store.analysis(ARTICLE.id, {"chat:7"}).sayings == ()
    reader.let.set()
    settled(library)
    assert reader.read_texts == [TEXT, TEXT]
    library.close()


def test_what_is_removed_or_moved_meanwhile_stays_so(library: Library, reader: Slow) -> None:
    library.add(ARTICLE, "chat:7")
    begun(library)
    library.move("chat:7", "chat:9")
    assert library.store.unread() == [(ARTICLE.id, "chat:9")]
    library.remove(ARTICLE.id, "chat:9")
    assert library.store.unread() == []
    reader.let.set()
    settled(library)
    assert library.store.collections_of(ARTICLE.id) == frozenset()
    with pytest.raises(NotFoundError):
        library.store.article(ARTICLE.id, {"chat:7", "chat:9"})
    assert library.check() == []
    library.close()


def test_what_nobody_read_is_read_by_the_next_process(
    library: Library, data_dir: Path, reader: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.late_reading._LEAVE_S", 0.0)
    library.add(ARTICLE)
    thread = begun(library)
    library.close()
    awake = Slow()
    awake.let.set()
    again = Library.open(data_dir, HashingEncoder(), reader=awake)
    settled(again)
    assert awake.read_texts == [TEXT]
    assert again.store.analysis(ARTICLE.id, {PUBLIC}).sayings == ()
    again.close()
    reader.let.set()
    thread.join(30)


def test_a_reader_that_fails_is_told_to_who_asks_and_tried_again(
    library: Library, reader: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    reader.fails = True
    reader.let.set()
    library.add(ARTICLE)
    library.sentence_vectors.wait()
    library._late.wait()
    assert "could not be read" in caplog.text
    assert found(library) == {ARTICLE.id}
    with pytest.raises(EncoderError, match="put it back"):
        library.store.namings({PUBLIC})
    reader.fails = False
    assert library.store.namings({PUBLIC}) == []
    assert library.store.unread() == []
    library.close()


def test_many_are_read_before_they_are_found(library: Library, reader: Slow) -> None:
    reader.let.set()
    several = [Article(f"{TEXT} رقم {n}.") for n in range(6)]
    library.add_many(several)
    assert library.store.unread() == []
    assert len(reader.read_texts) == 6
    library.close()


def test_a_build_reads_what_is_unread_by_the_new_rules(
    library: Library, data_dir: Path, reader: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(ARTICLE)
    library.store.write_meta("analysis_version", "older")
    reader.let.set()
    library.build()
    assert library.store.unread() == []
    assert library.store.opened(ARTICLE.id, {PUBLIC})[1].sayings == ()
    assert library.check() == []
    library.close()


def test_damage_is_told_and_keeps_nobody(library: Library, reader: Slow) -> None:
    library.add(ARTICLE)
    begun(library)
    with library.store.writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET text = text || '.'")
    reader.let.set()
    library._late.wait()
    late = LateReading(library.store, lambda article: analyse(article, reader))
    late.now(library.store.unread())
    assert library.store.read_many([ARTICLE.id], {PUBLIC}) == []
    library.put_back(ARTICLE)
    assert library.store.unread() == []
    assert library.check() == []
    library.close()


def test_who_waits_while_the_reading_starts_waits_for_it(
    library: Library, reader: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, entered, go = threading.Thread.start, threading.Event(), threading.Event()

    def slow(thread: threading.Thread) -> None:
        if thread.name == "qawl-late":
            entered.set()
            assert go.wait(30)
        usual(thread)

    monkeypatch.setattr(threading.Thread, "start", slow)
    reader.let.set()
    library.add(ARTICLE)
    assert entered.wait(30)
    threading.Timer(0.1, go.set).start()
    library._late.wait()
    assert library.store.unread() == []
    library.close()
