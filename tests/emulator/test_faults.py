"""What can go wrong between the bot and Telegram: what people see, nothing lost, nothing twice."""

from __future__ import annotations

import logging

import pytest

from index.errors import VerbatimError
from tests.emulator.server import TOKEN, Call
from tests.emulator.world import Person, World, until

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
OTHER = "ماذا قال ستالبورغ عن الهدنة؟"


def kinds(calls: list[Call]) -> list[str]:
    """Returns the methods called, those that were refused in brackets."""
    return [f"({c.method})" if c.refused else c.method for c in calls]


async def test_asked_to_wait_it_waits_and_answers_once(reader: Person, live: World) -> None:
    live.fault("sendMessage", 429, "Too Many Requests", parameters={"retry_after": 1})
    calls = await reader.say(QUESTION)
    assert kinds(calls) == ["(sendMessage)", "sendMessage"]
    assert len(reader.shown()) == 1


async def test_a_wait_holds_up_one_chat_alone(reader: Person, live: World) -> None:
    other = live.person()
    live.fault(
        "sendMessage", 429, "Too Many Requests", parameters={"retry_after": 1}, chat=reader.chat_id
    )
    first = await live.push("message", reader.message(QUESTION))
    second = await live.push("message", other.message(QUESTION))
    await live.settle(first, second)
    sent = [c.chat for c in live.calls if c.method == "sendMessage" and not c.refused]
    assert sent.index(other.chat_id) < sent.index(reader.chat_id)
    assert len(other.shown()) == len(reader.shown()) == 1


async def test_blocked_by_the_person_it_says_nothing_more(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("sendMessage", 403, "Forbidden: bot was blocked by the user")
    with caplog.at_level(logging.WARNING):
        assert kinds(await reader.say(QUESTION)) == ["(sendMessage)"]
    assert "not allowed to write" in caplog.text
    [answer] = await reader.say(QUESTION)
    assert "42 دولة" in answer.text


async def test_a_refused_message_is_logged_and_told_once(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("sendMessage", 400, "Bad Request: something odd")
    with caplog.at_level(logging.ERROR):
        calls = await reader.say(QUESTION)
    assert kinds(calls) == ["(sendMessage)", "sendMessage"]
    assert "could not be handled" in caplog.text
    assert "وقع خطأ" in calls[-1].text


GONE = [
    "Bad Request: message to be replied not found",
    "Bad Request: message to reply not found",
    "Bad Request: replied message not found",
]


@pytest.mark.parametrize("told", GONE)
async def test_a_question_deleted_meanwhile_is_answered_by_itself(
    reader: Person, live: World, told: str
) -> None:
    live.fault("sendMessage", 400, told)
    refused, answer = await reader.say(QUESTION)
    assert refused.field("reply_parameters")["allow_sending_without_reply"] is True
    assert "reply_parameters" not in answer.fields
    assert "42 دولة" in answer.text
    live.fault("sendPhoto", 400, told)
    assert kinds(await reader.press("بطاقة للنشر"))[1:] == ["(sendPhoto)", "sendPhoto"]


async def test_a_gateway_in_trouble_is_asked_again_and_answers_once(
    reader: Person, live: World
) -> None:
    for status, told in ((502, "Bad Gateway"), (503, "Service Unavailable")):
        live.fault("sendMessage", status, told)
    calls = await reader.say(QUESTION)
    assert kinds(calls) == ["(sendMessage)", "(sendMessage)", "sendMessage"]
    assert "42 دولة" in calls[-1].text


async def test_a_gateway_that_stays_in_trouble_is_left_alone_at_last(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        live.fault("sendMessage", 502, "Bad Gateway", chat=reader.chat_id)
    with caplog.at_level(logging.ERROR):
        calls = await reader.say(QUESTION)
    assert kinds(calls) == ["(sendMessage)"] * 5 + ["sendMessage"]
    assert "لم يؤكد تيليغرام" in calls[-1].text
    assert "could not be handled" in caplog.text


async def test_what_may_have_arrived_is_not_sent_twice(reader: Person, live: World) -> None:
    live.fault("sendMessage", 500, "Internal Server Error")
    calls = await reader.say(QUESTION)
    assert kinds(calls) == ["(sendMessage)", "sendMessage"]
    assert "لم يؤكد تيليغرام" in calls[-1].text


@pytest.mark.parametrize("status", [400, 429, 502])
async def test_typing_that_cannot_be_shown_keeps_no_answer_back(
    reader: Person, live: World, status: int
) -> None:
    live.fault("sendChatAction", status, "trouble", parameters={"retry_after": 3})
    [answer] = await reader.say(QUESTION)
    assert "42 دولة" in answer.text


@pytest.mark.parametrize("method", ["sendPhoto", "sendDocument"])
async def test_a_file_is_sent_again_where_the_gateway_was_in_trouble(
    reader: Person, live: World, method: str
) -> None:
    await reader.say(QUESTION if method == "sendPhoto" else "/said ستالبورغ")
    live.fault(method, 502, "Bad Gateway")
    calls = await reader.press("بطاقة للنشر" if method == "sendPhoto" else "تقرير كامل")
    assert kinds(calls)[1:] == [f"({method})", method]
    assert calls[-1].files


async def test_logs_hold_neither_the_token_nor_the_question(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("sendMessage", 500, "Internal Server Error")
    with caplog.at_level(logging.INFO, logger="bot"):
        await reader.say(QUESTION)
    assert TOKEN not in caplog.text
    assert "الصخيرات" not in caplog.text


async def test_words_that_differ_from_the_store_are_not_sent(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differ(*_: object) -> None:
        raise VerbatimError("they differ")

    monkeypatch.setattr(
        "bot.telegram.send.check_verbatim",
        lambda message, *_: differ() if message.quoted else None,
    )
    [answer] = await reader.say(QUESTION)
    assert "لم يطابق المقال" in answer.text


@pytest.mark.parametrize(
    ("status", "told"), [(400, "Bad Request: query is too old"), (502, "Bad Gateway")]
)
async def test_a_press_that_cannot_be_confirmed_still_opens(
    reader: Person, live: World, status: int, told: str
) -> None:
    await reader.say(QUESTION)
    live.fault("answerCallbackQuery", status, told)
    calls = await reader.press("السياق")
    assert kinds(calls) == ["(answerCallbackQuery)", "editMessageText"]


async def test_an_edit_is_tried_again_whatever_happened(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("editMessageText", 500, "Internal Server Error")
    calls = await reader.press("السياق")
    assert kinds(calls)[1:] == ["(editMessageText)", "editMessageText"]


async def test_a_message_that_cannot_be_edited_is_sent(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("editMessageText", 400, "Bad Request: message can't be edited")
    calls = await reader.press("السياق")
    assert kinds(calls)[1:] == ["(editMessageText)", "sendMessage"]


async def test_a_message_that_is_the_same_already_is_left(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    live.fault("editMessageText", 400, "Bad Request: message is not modified")
    calls = await reader.press("السياق")
    assert kinds(calls) == ["answerCallbackQuery", "(editMessageText)"]


async def test_an_inline_question_that_is_too_old_is_no_trouble(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("answerInlineQuery", 400, "Bad Request: query is too old")
    with caplog.at_level(logging.WARNING, logger="bot"):
        assert kinds(await reader.ask_inline(QUESTION)) == ["(answerInlineQuery)"]
    assert caplog.text == ""
    [answered] = await reader.ask_inline(QUESTION)
    assert answered.field("results")


@pytest.mark.mode("polling")
async def test_a_poll_that_fails_is_tried_again(reader: Person, live: World) -> None:
    for status in (502, 409):
        live.fault("getUpdates", status, "trouble")
    # The poll that is under way still brings this; the two after it fail.
    await reader.say(QUESTION)
    await until(lambda: not live.server.emulator.faults)
    await reader.say(QUESTION)
    assert ["42 دولة" in c.text for c in reader.shown()] == [True, True]


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
            text = QUESTION if turn % 2 else OTHER
            numbers.append(await live.push("message", person.message(text)))
    await live.settle(*numbers)
    for person in people:
        shown = person.shown()
        assert len(shown) == 4
        assert ["42 دولة" in c.text for c in shown] == [False, True, False, True]
