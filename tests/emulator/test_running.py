"""Starting, stopping, starting again; two bots at once; many people at once."""

from __future__ import annotations

import asyncio
import logging
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.doctor import examine
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.errors import SettingsError
from index.library import Library
from tests.emulator.server import Fault, Server
from tests.emulator.world import settings_for, until, world

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"


@pytest_asyncio.fixture(loop_scope="session")
async def own_server(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    """A server for one test; the library's memory of updates is shared, so numbers differ."""
    number = abs(hash(request.node.name)) % 1_000_000
    emulated = Server(first_update=10_000_000 + number * 1_000)
    await emulated.start()
    yield emulated
    await emulated.stop()


async def test_buttons_survive_a_restart(
    own_server: Server, library: Library, tmp_path: Path
) -> None:
    settings = settings_for(own_server, tmp_path)
    async with world(own_server, settings, build_desk(settings, library)) as first:
        reader = first.person()
        await reader.say(QUESTION)
        pressed = reader.button("السياق")["callback_data"]
        [shown] = reader.shown()
    async with world(own_server, settings, build_desk(settings, library)) as second:
        reader.world = second
        calls = await reader.press_data(pressed, shown)
        assert calls[-1].method == "editMessageText"
        assert "سياق الجملة" in calls[-1].text


async def test_what_was_begun_is_finished_before_it_stops(
    own_server: Server, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_for(own_server, tmp_path)
    desk = build_desk(settings, library)
    usual = desk.conversation.ask
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(*arguments: object) -> object:
        import time

        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.5)
        return usual(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(type(desk.conversation), "ask", lambda _, *a: slow(*a))
    async with world(own_server, settings, desk) as running:
        reader = running.person()
        await running.push("message", reader.message(QUESTION))
        await begun.wait()
    assert len(reader.shown()) == 1


async def test_two_bots_that_poll_are_told_of_each_other(
    own_server: Server, library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_for(own_server, tmp_path)
    other = settings_for(own_server, tmp_path)
    with caplog.at_level(logging.ERROR):
        async with (
            world(own_server, settings, build_desk(settings, library)) as first,
            world(own_server, other, build_desk(other, library)),
        ):
            reader = first.person()
            await until(lambda: "another process polls" in caplog.text)
            for number in range(1, 4):
                # Whichever of the two got it, and both may have.
                await first.push("message", reader.message(QUESTION))
                await until(lambda n=number: len(reader.shown()) >= n)
    assert ["42 دولة" in c.text for c in reader.shown()] == [True] * 3
    # Told in a line each time; a traceback would hide it.
    assert {r.getMessage().split("(")[0].strip() for r in caplog.records} == {
        "another process polls with the same token"
    }
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("webhook", [False, True])
async def test_what_comes_while_it_is_down_is_answered_once_it_is_up(
    own_server: Server,
    library: Library,
    tmp_path: Path,
    webhook: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings = settings_for(own_server, tmp_path, webhook=webhook)
    with caplog.at_level(logging.WARNING):
        async with world(own_server, settings, build_desk(settings, library)) as first:
            reader = first.person()
            await reader.say(QUESTION)
        for _ in range(2):
            await first.push("message", reader.message(QUESTION))
        assert len(reader.shown()) == 1
        async with world(own_server, settings, build_desk(settings, library)):
            await until(lambda: len(reader.shown()) >= 3)
    assert ["42 دولة" in c.text for c in reader.shown()] == [True] * 3
    # Neither a start nor a stop leaves trouble behind, such as a poll that was not ended.
    assert [r.getMessage() for r in caplog.records] == []


@pytest.mark.parametrize("webhook", [False, True])
async def test_a_message_that_may_have_arrived_is_not_sent_twice(
    own_server: Server, library: Library, tmp_path: Path, webhook: bool
) -> None:
    settings = settings_for(own_server, tmp_path, webhook=webhook)
    desk = build_desk(settings, library)
    async with world(own_server, settings, desk, patience=0.7) as running:
        reader = running.person()
        running.fault("sendMessage", unanswered=True)
        answer, told = await reader.say(QUESTION)
        assert "42 دولة" in answer.text
        assert "لم يؤكد تيليغرام" in told.text
        running.fault("editMessageText", unanswered=True)
        calls = await reader.press("السياق", answer)
        # An edit can be made twice without harm, so it is.
        assert [c.method for c in calls[1:]] == ["editMessageText"] * 2
        [again] = await reader.say(QUESTION)
        assert "42 دولة" in again.text


async def test_fifty_chats_at_once(own_server: Server, library: Library, tmp_path: Path) -> None:
    settings = settings_for(own_server, tmp_path)
    async with world(own_server, settings, build_desk(settings, library)) as running:
        people = [running.person() for _ in range(50)]
        numbers = []
        for text in (QUESTION, "ماذا قال ستالبورغ عن الهدنة؟"):
            for person in people:
                numbers.append(await running.push("message", person.message(text)))
        await running.settle(*numbers)
        for person in people:
            shown = person.shown()
            assert len(shown) == 2
            assert ["42 دولة" in c.text for c in shown] == [True, False]


BROWSER = next(
    (n for n in ("chromium", "chromium-browser", "google-chrome") if shutil.which(n)), ""
)


@pytest.mark.skipif(not BROWSER, reason="no Chromium here (apt-get install chromium)")
def test_the_report_in_a_real_browser(library: Library, tmp_path: Path) -> None:
    from bot.desk import Document, asker_of
    from bot.settings import Settings

    settings = Settings(_env_file=None, data_dir=tmp_path)
    made = build_desk(settings, library).sharing.report(asker_of(0, "ar"), "ستالبورغ")
    assert isinstance(made, Document)
    page = tmp_path / "report.html"
    page.write_bytes(made.data)
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert 'dir="rtl"' in done.stdout
    assert "ستالبورغ" in done.stdout
    assert "<blockquote" in done.stdout


async def test_the_doctor_asks_telegram(
    own_server: Server, tmp_path: Path, encoder: Encoder
) -> None:
    settings = settings_for(own_server, tmp_path, owners=frozenset({1}))
    found = await asyncio.to_thread(lambda: {f.name: f for f in examine(settings, str)})
    assert found["token"].message == "@qawl_test_bot"
    assert found["clock"].ok
    assert found["webhook"].ok
    assert found["owners"].ok
    own_server.emulator.faults.append(Fault("getMe", 401, "Unauthorized"))
    found = await asyncio.to_thread(lambda: {f.name: f for f in examine(settings, str)})
    assert found["token"].ok is False
    assert "@BotFather" in found["token"].advice


async def test_a_token_that_telegram_refuses_is_told(
    own_server: Server, library: Library, tmp_path: Path
) -> None:
    settings = settings_for(own_server, tmp_path)
    own_server.emulator.faults += [Fault("getMe", 401, "Unauthorized")] * 2
    with pytest.raises(SettingsError, match="BotFather"):
        async with world(own_server, settings, build_desk(settings, library)):
            pass
