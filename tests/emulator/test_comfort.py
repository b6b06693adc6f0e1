"""No way leads into a dead end, and limits are told before they bite."""

from __future__ import annotations

import logging
import time
from threading import Event
from typing import Any

import pytest

from bot.desk.sources import Batch
from bot.state.additions import size_of
from index.reading import read_text
from tests.emulator.test_guests import let_in
from tests.emulator.test_sources import story
from tests.emulator.world import Person, World, until

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"


async def test_from_a_saying_s_context_one_comes_back_to_the_list(reader: Person) -> None:
    [listed] = await reader.say("/said ستالبورغ")
    await reader.press("التالي", listed)
    [_, context] = await reader.press("السياق")
    assert context.method == "editMessageText"
    [_, back] = await reader.press("رجوع إلى القائمة", context)
    assert back.method == "editMessageText"
    assert "صفحة 2" in back.text


@pytest.mark.parametrize(
    "typed", ["/verify الرمضي: «الأمن يشترى بالوعود»", "من فاز بجائزة نوبل للكيمياء عام 1987؟"]
)
async def test_what_leads_nowhere_back_stands_beside(reader: Person, typed: str) -> None:
    [answer] = await reader.say(typed)
    [_, context] = await reader.press("السياق", answer)
    assert context.method == "sendMessage"
    assert "سياق الجملة" in context.text


async def test_settings_show_how_much_is_used(reader: Person) -> None:
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    await reader.say(f"/add {story()}")
    [settings] = await reader.say("/settings")
    assert "أسئلة اليوم: 1 من 500" in settings.text
    assert "المقالات المضافة: 1 من 2000" in settings.text
    assert "من 50 ميغابايت" in settings.text
    await reader.say("/undo")


async def test_room_is_told_before_it_is_used_up(reader: Person, live: World) -> None:
    settings = live.desk.office.settings
    usual = settings.bytes_per_chat
    try:
        text = story()
        settings.bytes_per_chat = round(size_of(read_text(text)) * 1.05)
        [added] = await reader.say(f"/add {text}")
        assert "ميغابايت من حدها" in added.text
    finally:
        settings.bytes_per_chat = usual
    await reader.say("/undo")


async def test_the_frame_of_an_answer_from_a_text_is_in_one_language(live: World) -> None:
    reader = live.person("Léa", "fr")
    [draft] = await reader.say(story().split("\n\nوقال")[0] + " وحضر الأطفال جميعا." * 60)
    await reader.press("Interroger ce texte", draft)
    [answer] = await reader.say("من افتتح نافورة الميدان البنفسجية؟")
    assert "بحثت في النص الذي أرسلته وحده" in answer.text
    assert "ارجع إلى كل المقالات" in [b["text"] for b in answer.buttons]


async def test_a_text_too_long_for_a_question_is_told_so(reader: Person) -> None:
    [typed] = await reader.say("سؤال طويل جدا " * 100)
    assert "نص طويل لا سؤال" in typed.text
    opened = await let_in(reader)
    assert "نص طويل لا سؤال" not in opened.text


def reactions(person: Person) -> list[list[str]]:
    """Returns what the bot set on a person's messages, in order."""
    calls = [c for c in person.world.calls if c.method == "setMessageReaction"]
    mine = [c for c in calls if c.chat == person.chat_id]
    return [[one["emoji"] for one in call.field("reaction") or []] for call in mine]


@pytest.fixture
def slow(live: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every answer take so long that people would wonder."""
    usual = type(live.desk).ask

    def ask(*arguments: Any) -> Any:
        time.sleep(0.5)
        return usual(*arguments)

    monkeypatch.setattr("bot.telegram.incoming.RECEIPT", 0.05)
    monkeypatch.setattr(type(live.desk), "ask", ask)


@pytest.mark.usefixtures("slow")
async def test_a_question_that_takes_long_gets_a_receipt_until_it_is_answered(
    reader: Person,
) -> None:
    [answer] = await reader.say(QUESTION)
    assert "42 دولة" in answer.text
    assert reactions(reader) == [["\N{EYES}"], []]
    receipt = next(c for c in reversed(reader.world.calls) if c.method == "setMessageReaction")
    assert receipt.field("message_id") == reader.last_message


@pytest.mark.usefixtures("slow")
async def test_where_reactions_are_refused_the_answer_comes_without(
    reader: Person, live: World, caplog: pytest.LogCaptureFixture
) -> None:
    live.fault("setMessageReaction", 400, "Bad Request: REACTION_INVALID", chat=reader.chat_id)
    with caplog.at_level(logging.WARNING):
        [answer] = await reader.say(QUESTION)
    assert "42 دولة" in answer.text
    assert len(reactions(reader)) == 1
    assert caplog.text == ""


async def test_what_is_answered_at_once_gets_none(
    reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.incoming.RECEIPT", 60.0)
    await reader.say(QUESTION)
    assert reactions(reader) == []


async def test_while_a_long_file_is_read_its_chat_is_answered(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, end = Event(), Event()
    usual = Batch.read

    def read(*arguments: Any) -> Any:
        begun.set()
        assert end.wait(60)
        return usual(*arguments)

    monkeypatch.setattr(Batch, "read", read)
    data = story().encode()
    key = f"long-{reader.id}"
    live.server.emulator.assets[key] = {"filename": "خبر.txt", "data": data, "size": len(data)}
    document = {"file_id": key, "file_unique_id": key, "file_name": "خبر.txt"}
    file = await live.push("message", reader.message(document=document))
    await until(begun.is_set)
    question = await live.push("message", reader.message(QUESTION))
    await until(lambda: any("42 دولة" in call.text for call in reader.shown()))
    told = [call.text for call in reader.shown()]
    assert told[0].startswith("أقرأ")
    assert not any("أضيف" in text for text in told)
    end.set()
    await live.settle(file, question)
    last = reader.shown()[-1]
    assert "أضيف إلى مجموعتك: مقال واحد" in last.text
    # The line that said that it was being read has become what was read.
    assert last.method == "editMessageText"
    await reader.say("/undo")


async def test_no_button_spins_while_the_flood_limit_holds(live: World) -> None:
    reader, settings = live.person(), live.desk.office.settings
    await reader.say(QUESTION)
    usual, settings.questions_per_minute = settings.questions_per_minute, 3
    before = len(live.calls)
    try:
        [shown] = reader.shown()
        data = reader.button("السياق", shown)["callback_data"]
        for _ in range(6):
            await reader.press_data(data, shown)
    finally:
        settings.questions_per_minute = usual
    presses = [c.fields["id"] for c in live.calls[before:] if c.method == "<callback_query"]
    calls = [c for c in live.calls[before:] if c.method == "answerCallbackQuery"]
    assert {call.fields["callback_query_id"] for call in calls} == set(presses)
    assert sum(bool(call.text) for call in calls) == 1
