"""What was taken is done: whatever fails, whenever the process ends."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Event
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.state import State
from bot.state.inbox import MOST_TRIES, Inbox
from bot.telegram.application import INTAKE
from bot.telegram.intake import Intake
from bot.wiring import build_desk
from index.errors import BusyError
from index.library import Library
from tests.emulator.server import TOKEN, Server
from tests.emulator.test_webhook import HEADER
from tests.emulator.world import SECRET, Person, World, settings_for, until, world

FULL = sqlite3.OperationalError("database or disk is full")
QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"


@pytest_asyncio.fixture(loop_scope="session")
async def own_server(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    number = abs(hash(request.node.nodeid)) % 1_000_000
    emulated = Server(first_update=2_000_000_000 + number * 1_000)
    await emulated.start()
    yield emulated
    await emulated.stop()


# It is written down before it is acknowledged.


@pytest.mark.mode("polling")
async def test_what_cannot_be_written_down_stays_with_telegram(
    live: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reader = live.person()

    def fail(*_: Any) -> Any:
        raise FULL

    with monkeypatch.context() as patched:
        patched.setattr(Inbox, "take", fail)
        number = await live.push("message", reader.message(QUESTION))
        await until(lambda: "the disk is full" in caplog.text)
        assert reader.shown() == []
    await live.settle(number)
    await until(lambda: len(reader.shown()) == 1)
    assert "42 دولة" in reader.shown()[0].text


@pytest.mark.mode("webhook")
async def test_what_cannot_be_written_down_is_not_confirmed(
    live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"http://127.0.0.1:{live.desk.office.settings.port}/telegram"
    body = {"update_id": 777_100_001, "message": live.person().message(QUESTION)}

    def fail(*_: Any) -> Any:
        raise BusyError("full")

    async with aiohttp.ClientSession() as client:
        for broken, status in ((True, 503), (False, 200)):
            with monkeypatch.context() as patched:
                if broken:
                    patched.setattr(Inbox, "take", fail)
                async with client.post(address, json=body, headers={HEADER: SECRET}) as response:
                    assert response.status == status
    await live.settle(777_100_001)


@pytest.mark.mode("webhook")
@pytest.mark.parametrize(
    "body",
    [
        *(b"null", b"[1]", b"[1", b"7", b'"x"', b"{}", b'{"update_id":"7"}', b"\xff"),
        *(b'{"update_id":9223372036854775808}', b'{"update_id":1,"message":' + b"[" * 100_000),
    ],
    ids=lambda body: body[:24],
)
async def test_a_body_that_is_no_update_is_refused_without_a_word(
    live: World, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    address = f"http://127.0.0.1:{live.desk.office.settings.port}/telegram"
    async with (
        aiohttp.ClientSession() as client,
        client.post(address, data=body, headers={HEADER: SECRET}) as response,
    ):
        assert response.status == 400
    assert not any(record.exc_info for record in caplog.records)


UNPARSEABLE: list[dict[str, Any]] = [
    {"message": {"message_id": 5, "date": "yesterday", "chat": {"id": 4}, "text": "سر"}},
    {"message": {"message_id": 5, "text": "سر"}},
    {"message": {"message_id": 6, "date": 1, "chat": [], "text": "سر"}},
    {"callback_query": {"id": "5", "from": {"first_name": "سر"}}},
    {"message": {"message_id": 5, "date": "x", "chat": {"id": 2**63}, "text": "سر"}},
]


@pytest.mark.parametrize("body", UNPARSEABLE, ids=range(len(UNPARSEABLE)))
async def test_an_update_that_cannot_be_read_is_passed_over_and_told_nowhere(
    live: World, caplog: pytest.LogCaptureFixture, body: dict[str, Any]
) -> None:
    figures = live.desk.office.figures
    before = figures.unreadable._value.get()
    await live.server.emulator.enqueue_update(body, token=TOKEN)
    await until(lambda: figures.unreadable._value.get() > before)
    [answer] = await live.person().say(QUESTION)
    assert "42 دولة" in answer.text
    assert "سر" not in caplog.text
    assert figures.unreadable._value.get() == before + 1


# It is taken up again.


def inbox(library: Library) -> Inbox:
    return Inbox(State(library.store.database))  # type: ignore[attr-defined]


def left_by_the_dead(library: Library, update: dict[str, Any], tries: int) -> None:
    """Writes an update into the inbox as a process that was killed leaves it."""
    gone = inbox(library)
    gone.take([update])
    for _ in range(tries):
        gone.begin(update["update_id"])
    gone.close()


async def test_what_was_begun_and_answered_is_not_answered_twice(
    live: World, library: Library
) -> None:
    reader = live.person()
    await reader.say(QUESTION)
    again = {"update_id": 1_900_000_000 + reader.id, "message": reader.message(QUESTION)}
    again["message"]["message_id"] = reader.last_message - 1
    left_by_the_dead(library, again, tries=1)
    intake: Intake = live.application.bot_data[INTAKE]
    await intake.resume()
    await until(lambda: intake.held == 0)
    assert len(reader.shown()) == 1


@pytest.mark.parametrize(("typed", "told"), [(QUESTION, "42 دولة"), ("/undo", "توقف عملي")])
async def test_what_was_begun_is_done_or_told(
    live: World, library: Library, typed: str, told: str
) -> None:
    reader = live.person()
    update = {"update_id": 1_910_000_000 + reader.id, "message": reader.message(typed)}
    left_by_the_dead(library, update, tries=1)
    intake: Intake = live.application.bot_data[INTAKE]
    await intake.resume()
    await until(lambda: intake.held == 0)
    [shown] = reader.shown()
    assert told in shown.text
    assert intake.inbox.waiting() == 0


async def test_an_update_that_ends_the_process_each_time_is_given_up_and_told(
    live: World, library: Library
) -> None:
    reader = live.person()
    update = {"update_id": 1_920_000_000 + reader.id, "message": reader.message(QUESTION)}
    left_by_the_dead(library, update, tries=MOST_TRIES)
    intake: Intake = live.application.bot_data[INTAKE]
    await intake.resume()
    await until(lambda: intake.held == 0)
    [shown] = reader.shown()
    assert "توقف عملي" in shown.text
    assert intake.inbox.waiting() == 0


def test_what_a_living_process_holds_is_left_to_it(library: Library) -> None:
    one, other = inbox(library), inbox(library)
    one.take([{"update_id": 1_930_000_001}])
    assert other.left() == []
    one.close()
    assert [left.update["update_id"] for left in other.left()] == [1_930_000_001]
    assert one.left() == []
    other.done(1_930_000_001)
    other.close()


def shown(person: Person) -> list[str]:
    return [call.text for call in person.shown()]


async def test_asked_to_end_it_ends_though_work_hangs(
    own_server: Server, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hangs is left, and done by the next process."""
    settings = settings_for(own_server, tmp_path)
    desk, end, begun = build_desk(settings, library), Event(), Event()

    def hang(*_: Any, **__: Any) -> Any:
        begun.set()
        end.wait(60)
        raise KeyError("the bot has ended")

    with monkeypatch.context() as patched:
        patched.setattr(type(desk.conversation), "ask", hang)
        async with world(own_server, settings, desk, grace=0.2) as running:
            reader = running.person()
            await running.push("message", reader.message(QUESTION))
            await until(begun.is_set)
    end.set()
    assert shown(reader) == []
    async with world(own_server, settings, build_desk(settings, library)):
        await until(lambda: len(reader.shown()) == 1)
    assert "42 دولة" in shown(reader)[0]
