"""The strict stand-in remembers what happened, and refuses what Telegram would refuse after it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.telegram.pace import ChatPace
from bot.wiring import build_desk
from tests.emulator.memory import Memory, Rates
from tests.emulator.server import TOKEN, TOLD, Server
from tests.emulator.test_pace import Sent, play, send
from tests.emulator.world import Person, World, settings_for, world

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
PERSON = {"id": 5, "is_bot": False, "first_name": "x"}
ASKED = {"message_id": 1, "chat": {"id": 5, "type": "private"}, "from": PERSON, "text": "x"}
GROUP = {"id": -5, "type": "supergroup", "title": "x"}
KEYS = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
EDIT = {"chat_id": 5, "message_id": 100}


@pytest.fixture
def memory() -> Memory:
    """A chat in which somebody asked, and the bot answered with a text and with a picture."""
    memory = Memory()
    memory.see({"message": ASKED})
    memory.see({"callback_query": {"id": "q", "message": {**ASKED, "message_id": 100}}})
    memory.see({"inline_query": {"id": "i", "query": ""}})
    memory.keep("sendMessage", {"chat_id": 5, "text": "a", "reply_markup": KEYS}, posted(100))
    memory.keep("sendPhoto", {"chat_id": 5, "caption": "a"}, posted(101))
    return memory


def posted(number: int) -> dict[str, Any]:
    return {"message_id": number}


def refused(memory: Memory, method: str, **values: Any) -> str:
    found = memory.refusal(method, values)
    return found.description if found else ""


@pytest.mark.parametrize(
    ("method", "values", "told"),
    [
        ("editMessageText", {**EDIT, "message_id": 7, "text": "b"}, "to edit not found"),
        ("editMessageText", {**EDIT, "message_id": 1, "text": "b"}, "can't be edited"),
        ("editMessageText", {**EDIT, "message_id": 101, "text": "b"}, "no text in the message"),
        ("editMessageText", {**EDIT, "text": "a", "reply_markup": KEYS}, "is not modified"),
        ("editMessageText", {**EDIT, "text": "a"}, ""),
        ("editMessageText", {**EDIT, "text": "b", "reply_markup": KEYS}, ""),
        ("editMessageReplyMarkup", {**EDIT, "reply_markup": KEYS}, "is not modified"),
        ("editMessageReplyMarkup", EDIT, ""),
        ("deleteMessage", {"chat_id": 5, "message_id": 7}, "to delete not found"),
        ("deleteMessage", {"chat_id": 5, "message_id": 1}, ""),
        ("setMessageReaction", {"chat_id": 5, "message_id": 7}, "to react not found"),
        ("sendMessage", {"chat_id": 5, "reply_parameters": {"message_id": 7}}, "replied not found"),
        ("sendMessage", {"chat_id": 5, "reply_parameters": {"message_id": 1}}, ""),
        ("sendMessage", {"chat_id": 5, "message_thread_id": 3}, "thread not found"),
        ("answerCallbackQuery", {"callback_query_id": "z"}, "query ID is invalid"),
        ("answerCallbackQuery", {"callback_query_id": "q"}, ""),
        ("answerInlineQuery", {"inline_query_id": "z"}, "query ID is invalid"),
        ("answerInlineQuery", {"inline_query_id": "i"}, ""),
    ],
)
def test_what_does_not_exist_or_does_not_differ(
    memory: Memory, method: str, values: dict[str, Any], told: str
) -> None:
    found = refused(memory, method, **values)
    assert told in found
    assert bool(found) is bool(told)


def test_an_edit_is_what_the_next_one_is_held_against(memory: Memory) -> None:
    memory.keep("editMessageText", {**EDIT, "text": "b"}, posted(100))
    assert refused(memory, "editMessageText", **EDIT, text="b")
    assert not refused(memory, "editMessageReplyMarkup", **EDIT, reply_markup=KEYS)
    memory.keep("deleteMessage", EDIT, True)
    assert "not found" in refused(memory, "editMessageText", **EDIT, text="c")


def test_a_query_is_answered_once(memory: Memory) -> None:
    memory.keep("answerCallbackQuery", {"callback_query_id": "q"}, True)
    found = memory.refusal("answerCallbackQuery", {"callback_query_id": "q"})
    # It may be answered again where what came after it failed.
    assert found is not None
    assert not found.odd


def test_topics_and_chats_open_and_close(memory: Memory) -> None:
    topic = {**ASKED, "chat": GROUP, "message_thread_id": 3, "is_topic_message": True}
    memory.see({"message": topic})
    assert not refused(memory, "sendMessage", chat_id=-5, message_thread_id=3)
    out = {"new_chat_member": {"status": "kicked"}, "chat": GROUP}
    memory.see({"my_chat_member": out})
    assert "kicked" in refused(memory, "sendMessage", chat_id=-5)
    memory.see({"my_chat_member": {**out, "new_chat_member": {"status": "member"}}})
    assert not refused(memory, "sendMessage", chat_id=-5)
    memory.see({"message": {**ASKED, "chat": GROUP, "migrate_to_chat_id": -100_5}})
    found = memory.refusal("sendMessage", {"chat_id": -5})
    assert found is not None
    assert found.parameters == {"migrate_to_chat_id": -100_5}


@pytest.mark.parametrize(
    ("chat", "step", "most"), [(5, 0.9, 1), (5, 1.0, 99), (-5, 1.0, 20), (-5, 3.0, 99)]
)
def test_the_pace_of_a_chat_and_of_a_group(chat: int, step: float, most: int) -> None:
    now = 0.0
    memory = Memory(Rates(clock=lambda: now))
    taken = 0
    while taken < most and memory.refusal("sendMessage", {"chat_id": chat}) is None:
        taken += 1
        now += step
    assert taken == most
    if most < 99:
        found = memory.refusal("sendMessage", {"chat_id": chat})
        assert found is not None
        assert found.status == 429
        assert found.parameters is not None
        now += found.parameters["retry_after"]
        assert memory.refusal("sendMessage", {"chat_id": chat}) is None


def test_thirty_a_second_over_all() -> None:
    memory = Memory(Rates(clock=lambda: 0.0))
    told = [memory.refusal("sendMessage", {"chat_id": chat}) for chat in range(1, 41)]
    assert [found is None for found in told] == [True] * 30 + [False] * 10


async def test_a_wrong_call_is_refused_and_told_to_the_test(live: World) -> None:
    wrong = [
        ("sendMessage", {"chat_id": 5, "text": ""}),
        ("editMessageText", {"chat_id": 5, "message_id": 2_000_000_000, "text": "x"}),
        ("sendDice", {"chat_id": 5}),
    ]
    async with httpx.AsyncClient() as client:
        for method, given in wrong:
            found = await client.post(f"{live.server.url}/bot{TOKEN}/{method}", json=given)
            assert found.status_code == 400, method
    assert [told.split(":")[0] for told in TOLD] == [method for method, _ in wrong]
    TOLD.clear()
    live.server.emulator.problems.clear()


async def test_every_call_of_the_bot_meets_it(reader: Person, live: World) -> None:
    emulator = live.server.emulator
    before, seen = len(live.calls), emulator.looked_at
    await reader.say(QUESTION)
    await reader.press("السياق")
    made = [call for call in live.calls[before:] if not call.method.startswith("<")]
    assert len(made) >= 3
    assert emulator.looked_at - seen >= len(made)


def test_at_its_own_pace_the_bot_is_never_told_to_wait() -> None:
    async def work(pace: ChatPace, sent: Sent) -> None:
        wanted = [-100] * 50 + [-200] * 25 + [7] * 5 + list(range(20, 120))
        await asyncio.gather(*(send(pace, sent, chat) for chat in wanted))

    now = 0.0
    rates = Rates(clock=lambda: now)
    for moment, chat in sorted(play(work)):
        now = round(moment, 3)
        assert rates.refusal(chat) is None, (moment, chat)


@pytest.mark.mode("polling")
async def test_told_to_wait_it_waits_and_answers_each_once(live: World, tmp_path: Path) -> None:
    server = Server(first_update=4_000_000_000)
    await server.start()
    settings = settings_for(server, tmp_path)
    async with world(server, settings, build_desk(settings, live.desk.office.library)) as running:
        server.emulator.memory.rates = Rates(chat=0.5)
        reader = running.person()
        numbers = [await running.push("message", reader.message("/help")) for _ in range(3)]
        await running.settle(*numbers)
        shown = reader.shown()
    await server.stop()
    assert len(shown) == 3
    assert {told for told in TOLD if "Too Many Requests" not in told} == set()
    TOLD.clear()
