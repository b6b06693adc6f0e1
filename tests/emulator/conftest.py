"""One emulator and one bot a mode for all end-to-end tests, in one event loop."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.figures import keep_words_out
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.reading.web import Fetcher
from index.samples import sample_articles
from tests.emulator.driven import DRIVEN, TABLE, table
from tests.emulator.server import TOKEN, TOLD, Call, Server
from tests.emulator.stories import begin
from tests.emulator.web import Web
from tests.emulator.world import Person, World, settings_for, world

HERE = Path(__file__).parent
MODES = ("polling", "webhook")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "mode(name): runs only polling or only behind a webhook")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    elsewhere = [item for item in items if _of_another_mode(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _of_another_mode(item: pytest.Item) -> bool:
    """Tells whether a test is kept to one mode, and this is its twin in the other."""
    kept = item.get_closest_marker("mode")
    chosen = getattr(item, "callspec", None)
    return bool(kept and chosen and chosen.params.get("live", kept.args[0]) != kept.args[0])


@pytest.fixture(scope="session")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample articles, in a folder of their own."""
    folder = tmp_path_factory.mktemp("library")
    opened = Library.open(folder, encoder)
    opened.add_many(sample_articles())
    yield opened
    opened.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=MODES)
async def live(
    request: pytest.FixtureRequest, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """The bot, polling, and once more behind a webhook; each mode starts once for all tests.

    ``@pytest.mark.mode("webhook")`` keeps a test to the one mode that it is about.
    """
    mode = request.param
    # Two bots of one library must not take each other's updates for repeated ones.
    server = Server(first_update=1 + 500_000 * MODES.index(mode))
    await server.start()
    folder = tmp_path_factory.getbasetemp()
    settings = settings_for(server, folder, webhook=mode == "webhook")
    async with world(server, settings, build_desk(settings, library)) as running:
        yield running
    assert server.emulator.problems == []
    seen = server.emulator.looked_at
    assert seen >= sum(not call.method.startswith("<") for call in server.emulator.transcript)
    await server.stop()


@pytest.fixture(autouse=True)
def calls_are_as_documented() -> Iterator[None]:
    """Holds each test to calls that Telegram would not refuse, whichever server they reach."""
    TOLD.clear()
    yield
    told = list(TOLD)
    TOLD.clear()
    assert told == []


class _Kept(logging.Handler):
    """Keeps what was logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture(scope="session")
def logged() -> Iterator[_Kept]:
    """Everything that is logged, from the lowest level on."""
    kept, root = _Kept(), logging.getLogger()
    usual = root.level
    root.addHandler(kept)
    root.setLevel(logging.DEBUG)
    keep_words_out(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(usual)


@pytest.fixture(autouse=True)
def nothing_of_anybody_is_logged(request: pytest.FixtureRequest, logged: _Kept) -> Iterator[None]:
    """Searches every log of every test for tokens, names and what people wrote."""
    if "live" not in request.fixturenames:
        yield
        return
    live: World = request.getfixturevalue("live")
    before = len(live.calls)
    logged.lines.clear()
    yield
    words = {TOKEN, *(text for call in live.calls[before:] for text in _private(call))}
    written = "\n".join(logged.lines)
    assert [text for text in words if text in written] == []


def _private(call: Call) -> Iterator[str]:
    """Yields what of a call is somebody's own; what is short may stand anywhere."""
    if not call.method.startswith("<"):
        return
    body = call.fields
    sender = body.get("from") or {}
    if name := sender.get("first_name"):
        yield name
    yield from (text for key in ("text", "caption", "query") if len(text := body.get(key, "")) >= 8)


@pytest.fixture
def reader(live: World) -> Person:
    """Somebody whom the bot has never met."""
    return live.person()


@pytest.fixture(autouse=True)
def drives_what_the_table_says(request: pytest.FixtureRequest) -> Iterator[None]:
    """Holds a test to what the table says of it."""
    DRIVEN.clear()
    begin()
    yield
    test = f"{request.path.name}::{request.node.originalname}"
    missing = {name for name, by in table().items() if by == test} - DRIVEN
    assert not missing, f"{TABLE.name} says that this test drives {sorted(missing)}"


@pytest.fixture
def web(live: World) -> Iterator[Web]:
    site = Web()
    office = live.desk.office
    usual = office.fetcher
    office.fetcher = Fetcher(httpx.MockTransport(site))
    yield site
    office.fetcher = usual
    # The site of the next test answers for every host: what is followed still would ask it too.
    watches = live.desk.alerts.watches
    for follow in watches.all_follows():
        watches.unfollow(follow.chat_id, follow.number)
