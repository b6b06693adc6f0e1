"""A text that was forwarded: asked about at once and alone, or added."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.desk import own_collection
from bot.desk.office import guest_collection
from bot.state.contexts import STAY
from bot.telegram.application import BACKGROUND
from index.types import Article
from tests.emulator.server import USERNAME, Call
from tests.emulator.test_sources import channel_post, send_file, story
from tests.emulator.web import Web
from tests.emulator.world import Person, World, message_id

ASK = "اسأل عن هذا النص"
BACK = "ارجع إلى كل المقالات"
ALONE = "بحثت في النص الذي أرسلته وحده"
QUESTION = "من افتتح نافورة الميدان البنفسجية؟"
ELSEWHERE = "كم دولة شاركت في اجتماع الصخيرات؟"


def plain_story() -> str:
    """Returns an invented article without a quotation, which would be checked first."""
    return story().split("\n\nوقال")[0]


async def let_in(reader: Person, text: str | None = None) -> Call:
    """Forwards a text and presses the button; returns what the bot then shows."""
    [draft] = await reader.say(**channel_post(text or story() + "وحضر الأطفال جميعا. " * 60))
    [_, opened] = await reader.press(ASK, draft)
    return opened


def guests(reader: Person) -> list[Article]:
    store = reader.world.desk.office.library.store
    return list(store.articles(frozenset({guest_collection(reader.chat_id)})))


def own(reader: Person) -> list[Article]:
    store = reader.world.desk.office.library.store
    return list(store.articles(frozenset({own_collection(reader.chat_id)})))


async def test_the_next_question_is_answered_from_the_text_alone(reader: Person) -> None:
    opened = await let_in(reader)
    assert opened.method == "editMessageText"
    assert "عمدة القرية" in opened.text
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text
    assert "قناة الميدان" in answer.text
    assert answer.text.endswith(ALONE + ".")
    [elsewhere] = await reader.say(ELSEWHERE)
    assert "42 دولة" not in elsewhere.text
    assert ALONE in elsewhere.text
    assert own(reader) == []
    [_, closed] = await reader.press(BACK)
    assert closed.method == "sendMessage", "the answer must stay"
    assert "كل المقالات" in closed.text
    [everywhere] = await reader.say(ELSEWHERE)
    assert "42 دولة" in everywhere.text
    assert ALONE not in everywhere.text


async def test_nothing_else_shows_it(reader: Person, live: World) -> None:
    await let_in(reader)
    [answer] = await reader.say(QUESTION)
    [article] = guests(reader)
    stranger = live.person()
    for typed in (
        "/said زبرقان",
        "/who «الماء لمن يعطش لا لمن يدفع»",
        "/articles",
        "/sources",
        "/speakers",
        "/csv زبرقان",
        f"/start s-{article.id}-0-20",
    ):
        for call in (*await reader.say(typed), *await stranger.say(typed)):
            assert "نافورة" not in call.text
            for data in call.files.values():
                assert "نافورة" not in data.decode("utf-8")
    for person in (reader, stranger):
        for query in (QUESTION, f"#{article.id}-0-20"):
            [offered] = await person.ask_inline(query)
            assert "زبرقان" not in json.dumps(offered.field("results"), ensure_ascii=False)
    assert not any("switch_inline_query" in button for button in answer.buttons)


async def test_the_buttons_under_an_answer_lead_into_the_text(reader: Person) -> None:
    await let_in(reader)
    [answer] = await reader.say('من قال "الماء لمن يعطش لا لمن يدفع"؟')
    assert ALONE in answer.text
    [_, context] = await reader.press("السياق", answer)
    assert "البنفسجية" in context.text
    [_, cited] = await reader.press("نسخ الاستشهاد", context)
    assert not any("رابط الجملة" in button["text"] for button in cited.buttons)
    [_, card] = await reader.press("بطاقة", context)
    assert card.method == "sendPhoto"
    [_, chain] = await reader.press("كيف عُرف", context)
    assert "القائل" in chain.text
    [_, said] = await reader.press("كل أقوال", context)
    assert "الماء لمن يعطش" in said.text


async def test_after_an_hour_it_is_forgotten(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = live.desk.office.state
    now = state.clock()
    monkeypatch.setattr(state, "clock", lambda: now)
    opened = await let_in(reader)
    monkeypatch.setattr(state, "clock", lambda: now + STAY - 1)
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text
    # The hour runs from the last question.
    monkeypatch.setattr(state, "clock", lambda: now + STAY + 1)
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text
    monkeypatch.setattr(state, "clock", lambda: now + 3 * STAY)
    [gone] = await reader.say(QUESTION)
    assert "زبرقان" not in gone.text
    await live.application.bot_data[BACKGROUND].round()
    assert guests(reader) == []
    assert state.export(reader.chat_id)["guests"] == []
    assert state.export(reader.chat_id)["drafts"] == []
    [_, told] = await reader.press("السياق", answer)
    assert "لم يعد محفوظًا" in told.text
    [_, stale] = await reader.press("أضفه", opened)
    assert "تم هذا من قبل" in stale.text


async def test_forgetting_a_chat_forgets_it(reader: Person, live: World) -> None:
    await let_in(reader)
    [file] = await reader.say("/export")
    kept = json.loads(next(iter(file.files.values())))["kept"]
    assert kept["guests"][0]["article_id"] == guests(reader)[0].id
    await reader.say("/forget")
    await reader.press("نعم")
    assert guests(reader) == []
    assert not any(live.desk.office.state.export(reader.chat_id).values())


async def test_asked_about_first_and_added_afterwards(reader: Person) -> None:
    opened = await let_in(reader)
    [_, added] = await reader.press("أضفه", opened)
    assert "أضيف إلى مجموعتك" in added.text
    assert guests(reader) == []
    assert len(own(reader)) == 1
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text
    assert ALONE not in answer.text
    await reader.say("/undo")


async def test_another_text_takes_its_place(reader: Person) -> None:
    await let_in(reader)
    [first] = guests(reader)
    await let_in(reader)
    [second] = guests(reader)
    assert first.id != second.id


async def test_a_draft_that_is_dropped_is_no_guest_any_more(reader: Person) -> None:
    [draft] = await reader.say(**channel_post(plain_story()))
    await reader.press(ASK, draft)
    await reader.press("لا تضفه", draft)
    assert guests(reader) == []


async def test_a_checked_quotation_can_be_asked_about_too(reader: Person) -> None:
    [checked] = await reader.say(**channel_post(story()))
    assert "ليس في المقالات" in checked.text
    [_, opened] = await reader.press(ASK, checked)
    assert opened.method == "sendMessage", "the check must stay"
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text


async def test_a_forwarded_link_is_read(reader: Person, web: Web) -> None:
    body = (
        "افتتح العمدة سفيان الدلال مكتبة الحي القديم مساء الخميس بعد ترميم دام ثلاثة أعوام.\n\n"
        "وتضم المكتبة أربعين ألف كتاب، وتفتح أبوابها للقراء كل يوم حتى منتصف الليل تقريبا."
    )
    link = web.publish("مكتبة الحي القديم تعود", body)
    post: dict[str, Any] = channel_post(link)
    [draft] = await reader.say(**post)
    assert "مكتبة الحي القديم" in draft.text
    await reader.press(ASK, draft)
    [answer] = await reader.say("كم كتابا تضم مكتبة الحي؟")
    assert "أربعين" in answer.text


async def test_a_text_that_nobody_wanted_is_not_kept_for_long(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = live.desk.office.state
    now = state.clock()
    await reader.say(**channel_post(plain_story()))
    assert state.export(reader.chat_id)["drafts"]
    monkeypatch.setattr(state, "clock", lambda: now + 25 * 3_600)
    await live.application.bot_data[BACKGROUND].round()
    assert state.export(reader.chat_id)["drafts"] == []


async def test_a_forwarded_file_is_offered_and_one_with_several_articles_added(
    reader: Person,
) -> None:
    origin = channel_post("")["forward_origin"]
    calls = await send_file(reader, "خبر.txt", plain_story().encode(), forward_origin=origin)
    assert own(reader) == []
    await reader.press(ASK, calls[-1])
    [answer] = await reader.say(QUESTION)
    assert "زبرقان" in answer.text
    assert ALONE in answer.text
    rows = "\n".join(json.dumps({"text": story()}, ensure_ascii=False) for _ in range(2))
    calls = await send_file(reader, "news.jsonl", rows.encode(), forward_origin=origin)
    assert "مقالان" in calls[-1].text
    assert len(own(reader)) == 2
    calls = await send_file(reader, "empty.txt", b"", forward_origin=origin)
    assert "لا كلمات فيه" in calls[-1].text
    await reader.say("/undo")


async def test_what_a_button_added_can_be_put_right_by_a_reply(reader: Person) -> None:
    [draft] = await reader.say(**channel_post(plain_story()))
    [_, added] = await reader.press("أضفه", draft)
    original = {
        "message_id": message_id(added),
        "date": 1,
        "chat": reader.chat,
        "from": {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME},
        "text": added.text,
    }
    [corrected] = await reader.say("الجهة: صحيفة النافورة", reply_to_message=original)
    assert "صحيفة النافورة" in corrected.text
    assert own(reader)[0].outlet == "صحيفة النافورة"
    await reader.say("/undo")
