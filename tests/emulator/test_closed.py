"""What fails ends what it was part of, and opens nothing; one kind of work never stops another."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from threading import Event
from typing import Any

import aiohttp
import pytest

from bot.state import State
from bot.telegram.pools import Pool
from index.errors import BusyError
from tests.emulator.world import World

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"

# It fails closed.

STAGES = [
    "bot.telegram.gate._own_words",
    "bot.telegram.gate._addressed",
    "bot.telegram.gate.Gate._allowed",
    "bot.telegram.gate.Gate._flooding",
    "bot.telegram.gate._kind",
]
FULL = sqlite3.OperationalError("database or disk is full")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("error", [FULL, OSError(28, "No space left"), KeyError("x")], ids=repr)
async def test_a_gate_that_cannot_decide_lets_nothing_through(
    live: World, monkeypatch: pytest.MonkeyPatch, stage: str, error: Exception
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error

    reader = live.person()
    monkeypatch.setattr(stage, fail)
    assert await reader.say(QUESTION) == []
    assert await reader.say("/forget") == []
    assert await reader.ask_inline(QUESTION) == []


@pytest.mark.parametrize("stage", ["questions_asked", "settings", "keep_answer", "numbers_of"])
async def test_a_question_that_cannot_be_counted_or_kept_is_not_answered(
    live: World, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise FULL

    reader = live.person()
    monkeypatch.setattr(State, stage, fail)
    calls = await reader.say(QUESTION)
    assert not any("42" in call.text for call in calls)
    if stage != "settings":
        assert "القرص عندي ممتلئ" in calls[-1].text


@pytest.mark.parametrize("stage", ["desk.Rights.may", "office.Office.open"])
async def test_what_may_be_done_and_cannot_be_told_is_not_done(
    live: World, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    reader = live.person().in_group(-9_100_001)
    story = "خبر قصير عن النافورة\n\nافتتح العمدة النافورة صباح الجمعة."
    await reader.say(f"/add {story}")
    scope = frozenset({f"chat:{reader.chat_id}"})
    store = live.desk.office.library.store
    assert store.count(scope) == 1
    await reader.say("/sources")
    await reader.press("1")

    def fail(*_: Any, **__: Any) -> Any:
        raise FULL

    with monkeypatch.context() as patched:
        patched.setattr(f"bot.desk.{stage}", fail)
        if "Rights" in stage:
            await reader.press("حذف")
            await reader.say("/undo")
        assert store.count(scope) == 1
    await reader.say("/undo")
    assert store.count(scope) == 0


@pytest.mark.parametrize("stage", ["size", "keep"])
async def test_an_addition_beyond_what_can_be_counted_is_told(
    live: World, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise FULL

    reader = live.person()
    monkeypatch.setattr(f"bot.state.additions.Additions.{stage}", fail)
    calls = await reader.say("/add خبر قصير عن السوق\n\nافتتح السوق صباح السبت.")
    assert "القرص عندي ممتلئ" in calls[-1].text


# One kind of work never stops another.


async def test_slow_reading_stops_neither_answers_nor_deletion_nor_health(live: World) -> None:
    slow = live.person()
    held = asyncio.Event()
    loop = asyncio.get_running_loop()
    ended = Event()

    def reading() -> None:
        loop.call_soon_threadsafe(held.set)
        ended.wait(30)

    pools = live.pools
    tasks = [asyncio.create_task(pools.reading.run(n, reading)) for n in range(12)]
    await held.wait()
    try:
        [answer] = await slow.say(QUESTION)
        assert "42 دولة" in answer.text
        assert "/forget" not in (await slow.say("/forget"))[-1].text
        async with aiohttp.ClientSession() as client:
            port = live.desk.office.settings.health_port
            async with client.get(f"http://127.0.0.1:{port}/health") as response:
                found = json.loads(await response.text())
                assert response.status == 200
                assert found["pools"]["reading"]["waiting"] >= 9
    finally:
        ended.set()
        await asyncio.gather(*tasks)


async def test_a_chat_waits_behind_itself_alone() -> None:
    pool, order = Pool("test", 1, patience=5), []
    tasks = [asyncio.create_task(pool.run(1, order.append, f"busy {n}")) for n in range(20)]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(pool.run(2, order.append, "other"))]
    await asyncio.gather(*tasks)
    assert order.index("other") <= 2
    pool.stop()


async def test_a_pool_that_is_full_says_so() -> None:
    pool, end = Pool("test", 1, patience=0.1, most=3), Event()
    tasks = [asyncio.create_task(pool.run(n, end.wait)) for n in range(3)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await pool.run(9, lambda: None)
    end.set()
    await asyncio.gather(*tasks)
    pool.stop()


async def test_a_pool_that_takes_nothing_up_is_not_well() -> None:
    pool, end = Pool("test", 1, patience=0.5), Event()
    task = asyncio.create_task(pool.run(None, end.wait))
    assert not (await pool.health())["ok"]
    end.set()
    await task
    assert (await pool.health())["ok"]
    pool.stop()
