"""How the process ends, for whoever starts it again; and what /health says while it does not."""

from __future__ import annotations

import asyncio
import configparser
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.wiring import build_desk
from index.library import Library
from tests.bot.conftest import sample_folder
from tests.emulator.process import ROOT, SERVE, Witness, environment, serving
from tests.emulator.server import Fault, Server
from tests.emulator.world import WAIT, free_port, settings_for, until, world

__all__ = ["sample_folder"]

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
BROKEN = """
from bot.cli import main
from bot.telegram.poll import Poller
usual = Poller.run
async def run(self):
    raise MemoryError("what somebody wrote")
Poller.run = run
main()
"""


@pytest_asyncio.fixture(loop_scope="session")
async def own_server(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    number = abs(hash(request.node.nodeid)) % 1_000_000
    emulated = Server(first_update=3_000_000_000 + number * 1_000)
    await emulated.start()
    yield emulated
    await emulated.stop()


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """The sample articles, in a folder of this test's own."""
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


def unit() -> dict[str, str]:
    """Returns how systemd is told to start the bot again."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(ROOT / "deploy" / "qawl.service")
    return dict(parser["Service"])


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """Waits for the end of a process, and returns its status and its last line."""
    assert process.stderr is not None
    told = (await asyncio.wait_for(process.stderr.read(), WAIT)).decode()
    status = await asyncio.wait_for(process.wait(), WAIT)
    assert "Traceback" not in told
    assert "7:emulated" not in told
    return status, told.strip().splitlines()[-1]


async def test_a_token_that_is_refused_is_told_and_starts_no_loop(
    own_server: Server, folder: Path
) -> None:
    own_server.emulator.faults += [Fault("getMe", 401, "Unauthorized")] * 9
    async with serving(environment(own_server, folder)) as process:
        status, last = await ended(process)
    assert status == 2
    assert "@BotFather" in last
    assert str(status) in unit()["RestartPreventExitStatus"].split()
    assert "test $$code -ne 2 || sleep" in (ROOT / "compose.yaml").read_text()


@pytest.mark.parametrize("refusal", [401, 404])
async def test_a_token_that_is_refused_later_ends_it_alike(
    own_server: Server, folder: Path, refusal: int
) -> None:
    witness = Witness(own_server)
    async with serving(environment(own_server, folder)) as process:
        await witness.polled(process)
        reader = witness.person()
        await witness.push("message", reader.message(QUESTION))
        await until(lambda: bool(reader.shown()))
        own_server.emulator.faults += [Fault("getUpdates", refusal, "no")] * 9
        # The poll under way has to end first.
        await witness.push("message", reader.message(QUESTION))
        status, last = await ended(process)
    assert (status, "@BotFather" in last) == (2, True)


async def test_refused_once_it_goes_on(own_server: Server, folder: Path) -> None:
    witness = Witness(own_server)
    async with serving(environment(own_server, folder)) as process:
        await witness.polled(process)
        own_server.emulator.faults += [
            Fault("getUpdates", status, "no") for status in (401, 404, 502, 401)
        ]
        reader = witness.person()
        for number in range(1, 4):
            await witness.push("message", reader.message(QUESTION))
            await until(lambda n=number: len(reader.shown()) >= n)
        process.terminate()
        status, _ = await ended(process)
    assert status == 0


async def test_a_loop_that_ended_ends_the_process_to_be_started_again(
    own_server: Server, folder: Path
) -> None:
    command = [*SERVE[:2], BROKEN, *SERVE[3:]]
    async with serving(environment(own_server, folder), command) as process:
        status, last = await ended(process)
    assert (status, "start the bot again" in last) == (1, True)
    assert "what somebody wrote" not in last
    assert unit()["Restart"] == "on-failure"
    assert str(status) not in unit()["RestartPreventExitStatus"].split()


async def health(port: int | None) -> tuple[int, dict[str, object]]:
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}/health") as response,
    ):
        return response.status, await response.json()


async def health_of(port: int | None, expected: int) -> dict[str, object]:
    """Waits until /health answers with a status, and returns what it says."""
    for _ in range(int(10 * WAIT)):
        with suppress(aiohttp.ClientError):
            status, found = await health(port)
            if status == expected:
                return found
        await asyncio.sleep(0.1)
    raise TimeoutError(f"/health never answered with {expected}")


async def test_another_that_polls_for_ever_is_seen_in_health(
    own_server: Server, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.web.SILENT", 3.0)
    settings = settings_for(own_server, tmp_path)
    faults = own_server.emulator.faults
    async with world(own_server, settings, build_desk(settings, library)):
        assert (await health(settings.health_port))[0] == 200
        faults += [Fault("getUpdates", 409, "Conflict")] * 500
        for expected in (503, 200):
            found = await health_of(settings.health_port, expected)
            assert found["telegram"] is (expected == 200)
            assert found["index"] is found["store"] is True
            faults.clear()


async def test_without_a_server_health_says_so_and_it_ends_when_asked(
    own_server: Server, folder: Path
) -> None:
    port = free_port()
    surroundings = environment(
        own_server,
        folder,
        QAWL_API_URL=f"http://127.0.0.1:{free_port()}",
        QAWL_HEALTH_PORT=str(port),
    )
    async with serving(surroundings) as process:
        found = await health_of(port, 503)
        assert (found["telegram"], found["ok"]) == (False, False)
        process.terminate()
        assert (await ended(process))[0] == 0
