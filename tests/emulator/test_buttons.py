"""Buttons: few at first, the others one press away; what is chosen shows it; nothing spins."""

from __future__ import annotations

import itertools

import pytest

from bot.actions import Action, Button, Copy, Link, Share, action, unfolded, unfolding
from bot.state import State
from index.errors import StoreError
from tests.emulator.server import Call
from tests.emulator.world import Person, World, message_id

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
ANSWERED = [QUESTION, "ماذا قال ستالبورغ عن الهدنة؟", "متى انعقد اجتماع الصخيرات؟"]
_groups = itertools.count(1)


@pytest.mark.parametrize("question", ANSWERED)
async def test_under_an_answer_stand_four_buttons_and_one_for_more(
    reader: Person, question: str
) -> None:
    [answer] = await reader.say(question)
    labels = [button["text"] for button in answer.buttons]
    assert labels[-1] == "⋯"
    assert len(labels) <= 5


async def test_a_short_sentence_is_copied_in_one_touch_with_its_citation(reader: Person) -> None:
    [check] = await reader.say("/verify الرمضي: «الأمن لا يشترى بالوعود»")
    [copied] = [b["copy_text"]["text"] for b in check.buttons if "copy_text" in b]
    words, speaker, citation = copied.split("\n")
    assert words == "وشددت الوزيرة على أن ”الأمن لا يشترى بالوعود“."
    assert speaker == "هالة الرمضي، وزيرة الخارجية الزمردانية"
    assert "7 مايو 2024" in citation
    await reader.say("/settings")
    await reader.press("سطر صحفي")
    [check] = await reader.say("/verify الرمضي: «الأمن لا يشترى بالوعود»")
    [copied] = [b["copy_text"]["text"] for b in check.buttons if "copy_text" in b]
    assert copied.count("\n") == 1
    assert "بحسب" in copied


async def test_nobody_who_is_not_named_has_a_list_of_sayings(reader: Person) -> None:
    [answer] = await reader.say("وماذا عن الأسرى؟")
    if "مصدر كورفاني" in answer.text.split("[1]")[0]:
        labels = [button["text"] for button in answer.buttons]
        assert not any("كل أقوال مصدر" in label for label in labels)


async def test_what_is_behind_the_dots_opens_in_place(reader: Person) -> None:
    [answer] = await reader.say(QUESTION)
    [confirmed, opened] = await reader.press("⋯", answer)
    assert confirmed.method == "answerCallbackQuery"
    assert opened.method == "editMessageReplyMarkup"
    assert message_id(opened) == message_id(answer)
    before = {b["text"] for b in answer.buttons} - {"⋯"}
    after = {b["text"] for b in opened.buttons}
    assert before < after
    assert {"👍", "👎"} < after
    assert "⋯" not in after


async def test_a_vote_shows_what_was_chosen(reader: Person) -> None:
    await reader.say(QUESTION)
    [_, marked] = await reader.press("👍")
    assert "✓ 👍" in [b["text"] for b in marked.buttons]


async def test_a_vote_pressed_twice_stays_and_another_takes_its_place(reader: Person) -> None:
    await reader.say(QUESTION)
    await reader.press("👍")
    assert [call.method for call in await reader.press("👍")] == ["answerCallbackQuery"]
    [_, marked] = await reader.press("👎")
    labels = [b["text"] for b in marked.buttons]
    assert ("✓ 👎" in labels, "👍" in labels, "✓ 👍" in labels) == (True, True, False)


async def test_an_addition_taken_back_twice_says_that_it_is_done(reader: Person) -> None:
    [added] = await reader.say("/add خبر عن النافورة\n\nافتتح العمدة النافورة صباح الجمعة.")
    data = next(b for b in added.buttons if "تراجع" in b["text"])["callback_data"]
    [_, undone] = await reader.press_data(data, added)
    assert "حُذف ما أضيف: مقال واحد" in undone.text
    [_, told] = await reader.press_data(data, added)
    assert (told.method, "تم هذا من قبل" in told.text) == ("sendMessage", True)


async def test_settings_show_what_is_chosen(reader: Person) -> None:
    [shown] = await reader.say("/settings")
    assert [b["text"] for b in shown.buttons if b["text"].startswith("✓")] != []
    [_, changed] = await reader.press("شيكاغو")
    assert "✓ شيكاغو" in [b["text"] for b in changed.buttons]


async def test_a_wrong_speaker_can_be_told(reader: Person, live: World) -> None:
    await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    await reader.say("/said ستالبورغ")
    await reader.press("السياق")
    before = sum(doubt["times"] for doubt in live.desk.office.state.doubts())
    [told, *_] = await reader.press("ليس هذا هو القائل")
    assert told.text == "شكرًا، سجّلت ذلك ويراه أصحاب البوت."
    assert sum(doubt["times"] for doubt in live.desk.office.state.doubts()) == before + 1


async def test_what_one_person_opens_in_a_group_comes_as_an_answer(live: World) -> None:
    chat = -5_000_000 - next(_groups)
    asker, other = live.person().in_group(chat), live.person("كريم").in_group(chat)
    [answer] = await asker.say("/said ستالبورغ")
    data = next(b for b in answer.buttons if "السياق" in b["text"])["callback_data"]
    asked = asker.message("/said ستالبورغ", message_id=1)
    [_, opened] = await press(other, data, answer, asked)
    assert opened.method == "sendMessage"
    [_, turned] = await press(asker, data, answer, asked)
    assert turned.method == "editMessageText"


async def press(person: Person, data: str, under: Call, asked: dict[str, object]) -> list[Call]:
    """Presses a button under a message that answers another."""
    shown = {
        "message_id": message_id(under),
        "date": 1,
        "chat": person.chat,
        "text": under.text,
        "reply_to_message": asked,
    }
    body = {"id": "9", "from": person.user, "chat_instance": "1", "message": shown, "data": data}
    return await person.act("callback_query", body)


async def test_a_button_pressed_twice_says_what_has_happened(reader: Person) -> None:
    long = "خبر عن الميدان\n\n" + "افتتح العمدة النافورة صباح الجمعة بحضور ستين طفلا. " * 30
    [draft] = await reader.say(long)
    data = next(b for b in draft.buttons if "أضف" in b["text"])["callback_data"]
    [_, added] = await reader.press_data(data, draft)
    assert "أضيف" in added.text
    [_, told] = await reader.press_data(data, draft)
    assert "تم هذا من قبل" in told.text
    await reader.say("/undo")


async def test_a_button_never_spins(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reader.say(QUESTION)
    settings = live.desk.office.settings
    usual = settings.questions_per_minute
    settings.questions_per_minute = 1
    try:
        for _ in range(3):
            calls = await reader.press("السياق", reader.shown()[0])
            assert calls[0].method == "answerCallbackQuery"
    finally:
        settings.questions_per_minute = usual

    def fail(*_: object) -> None:
        raise StoreError("the store cannot be read")

    monkeypatch.setattr(State, "action", fail)
    calls = await reader.press("السياق", reader.shown()[0])
    assert "answerCallbackQuery" in [c.method for c in calls]


def test_buttons_come_back_as_they_were_put_away() -> None:
    rows = [
        [Button("فتح", Link("https://x.example/a")), Button("نسخ", Copy("«قول»"))],
        [Button("شارك", Share("#1-2-3")), Button("أعجبني", action("vote", answer="a", vote=1))],
    ]
    target = unfolding(rows).target
    assert isinstance(target, Action)
    again = Action.unpacked(target.packed())
    assert unfolded(dict(again.args)["rows"]) == rows
