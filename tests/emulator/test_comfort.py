"""No way leads into a dead end, and limits are told before they bite."""

from __future__ import annotations

import pytest

from bot.state.additions import size_of
from index.reading import read_text
from tests.emulator.test_guests import let_in
from tests.emulator.test_sources import story
from tests.emulator.world import Person, World


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
