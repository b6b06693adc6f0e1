"""What can go wrong between the bot and Telegram, each once."""

from __future__ import annotations

import logging

import pytest

from index.errors import VerbatimError
from tests.emulator.server import TOKEN
from tests.emulator.world import Person, World

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"


async def test_asked_to_wait_it_waits_and_answers_once(reader: Person, live: World) -> None:
    live.fault("sendMessage", 429, "Too Many Requests", parameters={"retry_after": 1})
    calls = await reader.say(QUESTION)
    assert [bool(c.refused) for c in calls] == [True, False]
    assert len(reader.shown()) == 1


async def test_a_wait_holds_up_one_chat_alone(reader: Person, live: World) -> None:
    other = live.person()
    live.fault(
        "sendMessage", 429, "Too Many Requests", parameters={"retry_after": 2}, chat=reader.chat_id
    )
    first = await live.push("message", reader.message(QUESTION))
    second = await live.push("message", other.message(QUESTION))
    await live.settle(first, second)
    sent = [c.chat for c in live.calls if c.method == "sendMessage" and not c.refused]
    assert sent.index(other.chat_id) < sent.index(reader.chat_id)


async def test_blocked_by_the_person_it_says_nothing_more(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("sendMessage", 403, "Forbidden: bot was blocked by the user")
    with caplog.at_level(logging.WARNING):
        calls = await reader.say(QUESTION)
    assert len(calls) == 1
    assert "not allowed to write" in caplog.text


@pytest.mark.parametrize("status", [400, 500, 502])
async def test_a_refused_message_is_logged_and_told(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    live.fault("sendMessage", status, "Bad Request: something odd")
    with caplog.at_level(logging.ERROR):
        calls = await reader.say(QUESTION)
    assert "could not be handled" in caplog.text
    assert "وقع خطأ" in calls[-1].text


async def test_logs_hold_neither_the_token_nor_the_question(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("sendMessage", 502, "Bad Gateway")
    with caplog.at_level(logging.INFO, logger="bot"):
        await reader.say(QUESTION)
    assert TOKEN not in caplog.text
    assert "الصخيرات" not in caplog.text


async def test_words_that_differ_from_the_store_are_not_sent(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object) -> None:
        raise VerbatimError("they differ")

    monkeypatch.setattr("bot.telegram.send.check_verbatim", differ)
    monkeypatch.setattr(
        "bot.telegram.send.check_verbatim",
        lambda message, *_: differ() if message.quoted else None,
    )
    [answer] = await reader.say(QUESTION)
    assert "لم يطابق المقال" in answer.text


async def test_a_button_pressed_too_late_still_opens(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("answerCallbackQuery", 400, "Bad Request: query is too old")
    calls = await reader.press("السياق")
    assert calls[-1].method == "editMessageText"


async def test_a_message_that_cannot_be_edited_is_sent(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("editMessageText", 400, "Bad Request: message can't be edited")
    calls = await reader.press("السياق")
    assert calls[-1].method == "sendMessage"


async def test_a_message_that_is_the_same_already_is_left(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("editMessageText", 400, "Bad Request: message is not modified")
    calls = await reader.press("السياق")
    assert [c.method for c in calls] == ["answerCallbackQuery", "editMessageText"]


@pytest.mark.mode("polling")
async def test_a_poll_that_fails_is_tried_again(reader: Person, live: World) -> None:
    for status in (502, 409):
        live.fault("getUpdates", status, "trouble")
    [answer] = await reader.say(QUESTION)
    assert "42" in answer.text


async def test_a_flood_is_slowed_and_told_once(live: World) -> None:
    reader = live.person()
    settings = live.desk.office.settings
    usual = settings.questions_per_minute
    settings.questions_per_minute = 3
    try:
        numbers = [await live.push("message", reader.message(QUESTION)) for _ in range(8)]
        await live.settle(*numbers)
    finally:
        settings.questions_per_minute = usual
    texts = [c.text for c in reader.shown()]
    assert len(texts) == 4
    assert sum("انتظر" in text for text in texts) == 1


async def test_order_is_kept_in_a_chat_and_nothing_is_lost(live: World) -> None:
    people = [live.person() for _ in range(10)]
    numbers = []
    for turn in range(4):
        for person in people:
            text = QUESTION if turn % 2 else "ماذا قال ستالبورغ عن الهدنة؟"
            numbers.append(await live.push("message", person.message(text)))
    await live.settle(*numbers)
    for person in people:
        shown = person.shown()
        assert len(shown) == 4
        assert ["42 دولة" in c.text for c in shown] == [False, True, False, True]
