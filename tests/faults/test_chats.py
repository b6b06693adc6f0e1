"""A chat that moves or is forgotten, whatever is damaged, killed or held open meanwhile."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from bot.desk import Desk, asker_of, own_collection
from bot.desk.office import guest_collection
from bot.desk.sources import Batch
from bot.settings import Settings
from bot.state.watches import Alert
from bot.wiring import build_desk
from index import upkeep
from index.errors import DiskFullError, ReadingError, Unreadable
from index.library import Library
from index.reading.feeds import FIRST_WAIT, FeedState
from index.reading.web import Fetcher
from index.types import Article, Span
from index.versions import older
from retrieval.question.asked import Context
from tests.faults.corpus import article, opened, until_whole, word_of
from tests.faults.trial import Fault, Say, run
from tests.library.fakes import HashingEncoder

Tally = Callable[..., None]
OLD, NEW = -501, -100_501


def desk_of(library: Library, folder: Path) -> Desk:
    return build_desk(Settings(data_dir=folder, _env_file=None), library)


def lived_in(desk: Desk) -> None:
    """Lets a chat have something of all that a chat can have."""
    asker = asker_of(OLD, "en", person=7)
    desk.sources.add(asker, Batch(articles=[article(n) for n in range(4)]))
    desk.office.library.add(article(8), older(asker.collection))
    desk.office.library.add(article(9), guest_collection(OLD))
    desk.guests.book.write(OLD, article(9).id, "draft")
    desk.chats.lang(asker, "en")
    desk.conversation.contexts.keep(OLD, Context("where is the harbour?"))
    desk.alerts.watches.follow(OLD, FeedState("https://z.example/rss"), 7)
    desk.alerts.watches.add_alert(Alert(0, OLD, "harbour", 7, None, "en"), ["a"])
    desk.office.state.number_of(OLD, article(0).id, Span(0, 9))


def belongings(desk: Desk, chat: int) -> dict[str, object]:
    store = desk.office.library.store
    own = own_collection(chat)
    held = {
        name: set(store.article_ids({collection}))
        for name, collection in (
            ("own", own),
            ("older", older(own)),
            ("guest", guest_collection(chat)),
        )
    }
    kept = {
        name: [{k: v for k, v in row.items() if k != "chat_id"} for row in rows]
        for name, rows in desk.office.state.export(chat).items()
    }
    return {**held, **kept}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat") / "data"
    library = opened(folder)
    lived_in(desk_of(library, folder))
    library.close()
    return folder


def test_a_chat_that_is_killed_while_it_moves_is_whole(
    before: Path, tmp_path: Path, share: int, tally: Tally
) -> None:
    """What was interrupted is done again, as the inbox does it; done twice it loses nothing."""
    library = opened(before)
    whole = belongings(desk_of(library, before), OLD)
    library.close()
    assert all(whole[name] for name in ("own", "older", "guest", "chats", "alerts", "additions"))
    at = 0
    while True:
        at += 1 if share == 1 else 2 * share
        folder = tmp_path / str(at)
        shutil.copytree(before, folder)

        def work(fault: Fault, say: Say, folder: Path = folder) -> None:
            library = opened(folder)
            desk = desk_of(library, folder)
            with fault.armed():
                desk.chats.move(OLD, NEW)
            say("done")

        outcome = run(work, Fault("kill", at))
        tally("moves that were killed", outcome.killed)
        library = opened(folder)
        desk = desk_of(library, folder)
        for _ in range(2):
            desk.chats.move(OLD, NEW)
            assert belongings(desk, NEW) == whole, at
            assert not any(belongings(desk, OLD).values()), at
        assert until_whole(library)
        assert library.check() == []
        library.close()
        shutil.rmtree(folder)
        if not outcome.killed:
            assert outcome.said == ["done"]
            return


def test_what_the_new_number_has_already_stays(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    library = opened(folder)
    desk = desk_of(library, folder)
    desk.sources.add(asker_of(NEW, "en"), Batch(articles=[article(3), article(20)]))
    desk.chats.move(OLD, NEW)
    found = belongings(desk, NEW)
    assert found["own"] == {article(n).id for n in (0, 1, 2, 3, 20)}
    assert len(found["additions"]) == 6  # type: ignore[arg-type]
    library.close()


def words_in(folder: Path, words: list[str]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        # What is being merged comes and goes.
        with suppress(FileNotFoundError, IsADirectoryError):
            content = path.read_bytes()
            found += [f"{word} in {path.name}" for word in words if word.encode() in content]
    return found


def test_what_a_chat_forgot_leaves_every_file_while_the_bot_runs(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged article is among it; somebody who reads meanwhile only puts it off."""
    monkeypatch.setattr(upkeep, "PURGED_WITHIN_S", 0.0)
    monkeypatch.setattr(upkeep, "_PATIENCE_S", 0.05)
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    library = opened(folder)
    library.add(article(30))
    desk = desk_of(library, folder)
    words = [*map(word_of, (0, 1, 2, 3, 8, 9)), "harbour"]
    assert len({found.split()[0] for found in words_in(folder, words)}) == len(words)
    with library.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE articles SET text = text || '.' WHERE id = ?", (article(2).id,)
        )
    with library.store.reading() as reading:
        reading.exec_driver_sql("SELECT count(*) FROM articles").scalar()
        desk.chats.forget_all(asker_of(OLD, "en"))
        time.sleep(0.2)
    end = time.monotonic() + 30
    while words_in(folder, words) and time.monotonic() < end:
        time.sleep(0.05)
    assert words_in(folder, words) == []
    assert not library.incomplete
    assert library.check() == []
    assert set(library._vectors._run("SELECT DISTINCT owner FROM kept", [])) == {(article(30).id,)}
    library.close()


def test_a_log_that_a_killed_process_left_is_emptied(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)

    def work(_fault: Fault, say: Say) -> None:
        library = opened(folder)
        desk = desk_of(library, folder)
        desk.chats.forget_all(asker_of(OLD, "en"))
        say("done")

    assert run(work, Fault("kill", 0)).said == ["done"]
    assert words_in(folder, ["harbour"])
    monkeypatch.setattr(upkeep, "PURGED_WITHIN_S", 0.0)
    library = opened(folder)
    end = time.monotonic() + 30
    while words_in(folder, ["harbour", word_of(1)]) and time.monotonic() < end:
        time.sleep(0.05)
    assert words_in(folder, ["harbour", word_of(1)]) == []
    library.close()


def test_adding_takes_as_much_where_another_chat_holds_the_same(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    library = Library.open(tmp_path / "data", encoder)
    spent = []
    for chat in (1, 2):
        before = len(encoder.encoded)
        library.add_many([article(5)], own_collection(chat))
        spent.append(sorted(encoder.encoded[before:]))
    assert spent[0] == spent[1] != []
    library.close()


FAILURES: list[tuple[Exception, bool]] = [
    (DiskFullError(), True),
    (OSError(5, "Input/output error"), True),
    (ReadingError("no reader could be started", Unreadable.BUSY), True),
    (ReadingError("too damaged to be read", Unreadable.DAMAGED), False),
]


@pytest.mark.parametrize(("error", "again"), FAILURES, ids=lambda value: type(value).__name__)
def test_an_entry_of_a_feed_is_seen_when_it_was_read(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, again: bool
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    library = opened(folder)
    desk = desk_of(library, folder)
    now = 1_700_000_000.0
    monkeypatch.setattr(desk.office.state, "clock", lambda: now)
    page = "<html><body><article><h1>Boats</h1>" + "<p>The boats came home.</p>" * 20
    links = ["http://[", "https://xn--/", "https://z.example/a", "https://y.example/a"]
    items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/rss":
            return httpx.Response(200, text=f"<rss version='2.0'><channel>{items}</channel></rss>")
        if request.url.path == "/a":
            return httpx.Response(200, html=page + str(request.url))
        return httpx.Response(404)

    desk.office.fetcher = Fetcher(httpx.MockTransport(answer))
    usual, failed = desk.feeds._add.__func__, []  # type: ignore[attr-defined]

    def fails_once(feeds: object, follow: object, articles: list[Article]) -> int:
        if not failed:
            failed.append(articles)
            raise error
        return int(usual(feeds, follow, articles))

    monkeypatch.setattr(type(desk.feeds), "_add", fails_once)
    assert desk.feeds.look() == 1
    [follow] = desk.alerts.watches.follows(OLD)
    assert len(follow.feed.unread) == again
    now += FIRST_WAIT + 1
    assert desk.feeds.look() == again
    library.close()


def test_one_feed_stops_no_other(
    before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    library = opened(folder)
    desk = desk_of(library, folder)
    watches = desk.alerts.watches
    watches.follow(OLD, FeedState("https://y.example/rss"), 7)
    usual = type(watches).looked

    def looked(self: object, follow: object, feed: FeedState) -> None:
        if "z.example" in feed.url:
            raise ValueError("half a character")
        usual(self, follow, feed)  # type: ignore[arg-type]

    monkeypatch.setattr(type(watches), "looked", looked)
    desk.office.fetcher = Fetcher(httpx.MockTransport(lambda _: httpx.Response(503)))
    desk.feeds.look()
    kept = {follow.feed.url: follow.feed.failures for follow in watches.follows(OLD)}
    assert kept == {"https://z.example/rss": 0, "https://y.example/rss": 1}
    library.close()


def test_an_export_holds_older_versions_too(before: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(before, folder)
    library = opened(folder)
    given = desk_of(library, folder).chats.export(asker_of(OLD, "en"))
    assert article(8).headline.encode() in given.data  # type: ignore[union-attr]
    library.close()
