"""One emulator and one bot for all end-to-end tests, in one event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.desk import Desk
from bot.settings import Settings
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.samples import sample_articles
from tests.emulator.server import Server
from tests.emulator.world import Person, World, settings_for, world

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The sample articles, in a folder of their own."""
    opened = Library.open(tmp_path_factory.mktemp("library"), encoder)
    opened.add_many(sample_articles())
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def desk(library: Library) -> Desk:
    return build_desk(Settings(_env_file=None), library)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Server]:
    emulated = Server()
    await emulated.start()
    yield emulated
    await emulated.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def polling(
    server: Server, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """The bot, polling."""
    settings = settings_for(server, tmp_path_factory.getbasetemp())
    async with world(server, settings, build_desk(settings, library)) as running:
        yield running


@pytest.fixture
def reader(polling: World) -> Person:
    """Somebody whom the bot has never met."""
    return polling.person()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hooked(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """The bot behind a webhook, on a server of its own, for a token is one or the other."""
    emulated = Server(first_update=500_000)
    await emulated.start()
    settings = settings_for(emulated, tmp_path_factory.getbasetemp(), webhook=True)
    async with world(emulated, settings, build_desk(settings, library)) as running:
        yield running
    await emulated.stop()
