"""No way of reading tells one chat of another: every way there is, found by enumeration.

Chat A has articles, versions, answers, drafts, buttons, alerts, a text it asks about. Chat B
calls all that can be called, with the ids and tokens of A. The same is done in a house where A
never was. What B gets must be the same in both; and A must have afterwards what it had before.

A public method, an action of a button, a command of the bot or of the terminal that is new is
called too, by the names of its parameters. One that cannot be called so fails here, until it
is listed below with its reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import asking, collection, evaluation, main, service
from bot.commands import TABLE, Commands
from bot.desk.alerts import Alert
from index.types import Span
from tests.faults.houses import KEPT, URL, WORDS, A, B, Guesses, House, methods, outcome
from tests.faults.test_chats import belongings
from tests.library.fakes import HashingEncoder

UNSCOPED = {
    # What upkeep and the owner's check read of all collections; no words of it reach a chat.
    **dict.fromkeys(
        [
            *("SqlStore.collections_of", "SqlStore.everything", "SqlStore.findable_keys"),
            *("SqlStore.holding_keys", "SqlStore.holdings", "SqlStore.pending"),
            *("SearchEngine.holdings", "SearchEngine.check", "SearchEngine.info"),
            *("Library.check", "Library.info"),
        ],
        "for upkeep and for the owner",
    ),
    **dict.fromkeys(
        [
            *("SqlStore.add", "SqlStore.remove", "SqlStore.move", "SqlStore.replace"),
            *("SqlStore.replace_analysis", "SqlStore.requeue", "SqlStore.settle"),
            "SqlStore.settle_sayings",
            *("SqlStore.write_meta", "SqlStore.truncate_log", "SqlStore.close", "SqlStore.lock"),
            *("SqlStore.reading", "SqlStore.writing", "SqlStore.read_meta", "Library.add"),
            *("Library.add_many", "Library.build", "Library.close", "Library.put_back"),
            *("Library.remove", "Library.move", "SearchEngine.add", "SearchEngine.close"),
            *("SearchEngine.commit", "SearchEngine.purge"),
            *("SearchEngine.rebuild", "SearchEngine.remove", "State.rows", "State.writing"),
            *(
                "State.change",
                "State.delete",
                "State.tidy",
                "State.upsert",
                "State.body",
                "State.keep_body",
                "State.move",
                "Chats.move",
                "Additions.old_drafts",
            ),
            *("Desk.fade", "Guests.fade", "Contexts.fade", "GuestBook.overdue", "GuestBook.erase"),
            *("Patience.settle", "Patience.exhausted", "Watches.looked", "Office.today"),
            *("Office.day_at", "Feeds.look"),
            *("Alerts.changed", "Inbox.begin", "Inbox.close", "Inbox.done", "Inbox.hold"),
            *("Inbox.left", "Inbox.take", "Inbox.waiting"),
        ],
        "works inside the house and tells nobody",
    ),
    **dict.fromkeys(
        [
            *("Answers.show", "Sources.draft", "Sources.offer", "Guests.answer", "Office.honest"),
            *("Archive.cite", "Archive.cite_words", "Door.versions"),
            "Door.most_heard",
        ],
        "shows what it is handed by who has read it in the asker's scope",
    ),
    "SearchEngine.dense_scores": "scores passages whose ids a search in the scope has found",
    "State.any_answer": "spans alone; Answers.reopen reads their words in the asker's scope",
    "SqlStore.article_of": "for the owner's terminal",
    "State.doubts": "for the owner's terminal",
    "State.votes": "for the owner's terminal",
    "State.usage": "for the bot's owners, who are asked for in Chats.usage",
    "Watches.all_follows": "for the background, which tells each chat of its own",
    "Alerts.due": "each piece of news is made in the scope of its own chat; see below",
}


NAMES = ("with", "without")


@contextmanager
def built(folder: Path) -> Iterator[tuple[House, House]]:
    """Builds both houses, and closes them in the end."""
    with pytest.MonkeyPatch.context() as patched:
        # Names that are drawn are counted in each house, or no two could be compared.
        patched.setattr("secrets.token_hex", lambda n: f"{next(House.acting.names):0{2 * n}x}")
        made = [House(folder / name, with_a=name == "with") for name in NAMES]
        made[1].ids = made[0].ids
        yield made[0], made[1]
        for house in made:
            house.library.close()


@pytest.fixture
def houses(tmp_path: Path) -> Iterator[tuple[House, House]]:
    with built(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of both houses, as they are left when these are closed."""
    folder = tmp_path_factory.mktemp("houses")
    with built(folder):
        pass
    return folder


def compare(
    houses: tuple[House, House],
    ways: Callable[[House], Iterator[tuple[str, Callable[..., Any]]]],
    exempt: Mapping[str, str],
) -> tuple[set[str], list[str]]:
    """Calls every way in both houses; returns which were called, and which tell something."""
    called, told = set(), []
    for (name, here), (_, there) in zip(*map(ways, houses), strict=True):
        if name in exempt:
            continue
        chosen = [
            Guesses(house, houses[0].ids)(way)
            for house, way in zip(houses, (here, there), strict=True)
        ]
        if chosen[0] is None or chosen[1] is None:
            told.append(f"{name} is new here: give its parameters values, or list it")
            continue
        called.add(name)
        for one, other in zip(*chosen, strict=True):
            pair = (outcome(houses[0], here, one), outcome(houses[1], there, other))
            if pair[0] != pair[1]:
                told.append(f"{name} differs: {pair[0][:300]} | {pair[1][:300]}")
    return called, told


def all_methods(house: House) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, door in house.doors().items():
        yield from methods(name, door)


def actions(house: House) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, handler in house.desk._actions.items():
        yield f"button {name}", handler


def commands(house: House) -> Iterator[tuple[str, Callable[..., Any]]]:
    does = Commands(house.desk).does
    span: Span = house.ids["span"]
    payloads = [f"s-{KEPT.id}-{span.start}-{span.end}", f"a-{house.ids['answer']}"]
    assert set(does) | {"add", "undo"} == set(TABLE)
    for name, do in does.items():
        for words in (*WORDS, *payloads, URL, ""):
            yield f"/{name} {words}", partial(do, house.asker, words)


def test_no_way_of_reading_tells_of_another_chat(
    houses: tuple[House, House], tally: Callable[..., None]
) -> None:
    before = belongings(houses[0].desk, A)
    for ways in (all_methods, actions, commands):
        called, told = compare(houses, ways, UNSCOPED)
        assert not told, "\n".join(told)
        tally(f"ways to read: {ways.__name__}", len(called))
    assert belongings(houses[0].desk, A) == before


def test_what_is_listed_is_there(houses: tuple[House, House]) -> None:
    there = {name for name, _ in all_methods(houses[0])}
    assert set(UNSCOPED) <= there


def test_news_is_told_to_the_chat_that_it_belongs_to(houses: tuple[House, House]) -> None:
    house = houses[0]
    watches = house.desk.alerts.watches
    watches.add_alert(Alert(0, B, "القرطاجي", 9, None, "en"), [])
    watches.remove_alert(A, house.ids["alert"])
    watches.add_alert(Alert(0, A, "هزيم القرطاجي", 7, None, "ar"), [])
    assert {news.asker.chat_id for news in house.desk.alerts.due()} <= {A}


OWNERS_OWN = {
    **dict.fromkeys(["add", "remove", "sample", "index build"], "changes what the owner names"),
    **dict.fromkeys(["backup", "restore"], "the owner's archive of all"),
    **dict.fromkeys(["feedback", "doctor", "index info", "index check"], "counts and ids alone"),
    **dict.fromkeys(["serve", "chat"], "the bot itself, whose ways are above"),
}


def terminal_commands() -> Iterator[str]:
    app = typer.Typer()
    for module in (asking, collection, evaluation, service):
        module.register(app)
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        yield from (f"{name} {sub}" for sub in getattr(command, "commands", ()))
        if not hasattr(command, "commands"):
            yield name


READING = sorted(
    name for name in terminal_commands() if name not in OWNERS_OWN and not name.startswith("eval ")
)


@pytest.mark.parametrize("name", READING)
def test_no_command_of_the_terminal_shows_what_a_chat_has(
    name: str,
    left: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("bot.wiring.load_encoder", lambda *_: HashingEncoder())
    told = []
    for house in NAMES:
        folder = tmp_path / house
        shutil.copytree(left / house, folder)
        monkeypatch.setenv("QAWL_DATA_DIR", str(folder))
        found = []
        for words in ([], ["--json"], [WORDS[0]], [WORDS[1]], [WORDS[2]], [KEPT.id]):
            monkeypatch.chdir(folder)
            with pytest.raises(SystemExit):
                main([*name.split(), *words])
            out, err = capsys.readouterr()
            found.append((out, [line for line in err.splitlines() if "folder" not in line]))
        told.append(repr(found).replace(str(folder), ""))
    assert told[0] == told[1]
