"""Articles from the chat, and whose they are."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from telegram import File

from bot.desk import own_collection
from bot.render.article import PAGE
from bot.telegram.sources import FETCHED
from index.types import PUBLIC
from tests.emulator.server import USERNAME, Call
from tests.emulator.stories import story
from tests.emulator.world import Person, World, message_id, until


async def send_file(
    person: Person, name: str, data: bytes, caption: str | None = None, **fields: Any
) -> list[Call]:
    if caption is not None:
        fields["caption"] = caption
    return await person.act("message", person.file(name, data, **fields))


async def test_a_file_is_added_asked_about_and_taken_back(reader: Person, live: World) -> None:
    calls = await send_file(reader, "خبر.txt", story().encode())
    assert "أقرأ" in next(c for c in calls if c.method == "sendMessage").text
    added = calls[-1]
    assert "أضيف إلى مجموعتك: مقال واحد" in added.text
    [answer] = await reader.say("من افتتح نافورة الميدان البنفسجية؟")
    assert "زبرقان" in answer.text
    [undone] = await reader.say("/undo")
    assert "حُذف ما أضيف: مقال واحد" in undone.text
    [nothing] = await reader.say("/undo")
    assert "لا شيء أتراجع عنه" in nothing.text
    [answer] = await reader.say("من افتتح نافورة الميدان البنفسجية؟")
    assert "زبرقان" not in answer.text


async def test_a_file_whose_caption_is_the_command(reader: Person) -> None:
    calls = await send_file(reader, "خبر.md", story().encode(), caption="/add")
    assert "أضيف إلى مجموعتك: مقال واحد" in calls[-1].text
    await reader.say("/undo")


async def test_what_a_chat_added_is_seen_by_that_chat_alone(reader: Person, live: World) -> None:
    await send_file(reader, "خبر.txt", story().encode())
    stranger = live.person()
    for typed in (
        "من افتتح نافورة الميدان البنفسجية؟",
        "/said زبرقان",
        "/who «الماء لمن يعطش لا لمن يدفع»",
        "/articles",
        "/sources",
        "/speakers",
        "/csv زبرقان",
        "/export",
    ):
        for call in await stranger.say(typed):
            assert "المهاوي" not in call.text
            for data in call.files.values():
                assert "المهاوي" not in data.decode("utf-8")
    article = live.desk.office.library.store.articles({own_collection(reader.chat_id)})[0]
    [opened] = await stranger.say(f"/start s-{article.id}-0-20")
    assert "مجموعة خاصة" in opened.text
    await reader.say("/undo")


async def test_the_same_article_twice_is_named(reader: Person) -> None:
    text = story().encode()
    await send_file(reader, "a.txt", text)
    calls = await send_file(reader, "b.txt", text)
    assert "كان عندك من قبل: مقال واحد" in calls[-1].text
    await reader.say("/undo")


async def test_json_lines_bring_several_at_once(reader: Person) -> None:
    rows = [{"text": story(), "title": f"خبر {n}", "outlet": "Reuters"} for n in range(3)]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    calls = await send_file(reader, "news.jsonl", data)
    assert "3 مقالات" in calls[-1].text
    [_, undone] = await reader.press("تراجع")
    assert "3 مقالات" in undone.text


async def test_how_far_a_long_addition_is_is_told(
    reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.sources.TOLD_EVERY", 0.0)
    rows = [{"text": story(), "title": f"خبر {n}"} for n in range(20)]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    calls = await send_file(reader, "news.jsonl", data)
    told = [call.text for call in calls if call.method == "editMessageText"]
    assert ["8 من 20" in told[0], "16 من 20" in told[1]] == [True, True]
    assert "أضيف إلى مجموعتك: 20 مقال" in told[-1]
    await reader.say("/undo")


async def test_files_that_wait_are_not_in_memory(
    live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of a chat is fetched and added at a time, few of all chats; and all are added."""
    usual, now, most, chats = File.download_as_bytearray, [], [0], set()

    async def counted(file: File, *arguments: Any, **named: Any) -> bytearray:
        now.append(file.file_id)
        most[0] = max(most[0], len(now))
        await asyncio.sleep(0.05)
        got = await usual(file, *arguments, **named)
        now.remove(file.file_id)
        return got

    monkeypatch.setattr(File, "download_as_bytearray", counted)
    people = [live.person() for _ in range(FETCHED + 2)]
    numbers = []
    for person in people:
        for _ in range(3):
            body = person.file("خبر.txt", story().encode())
            numbers.append(await live.push("message", body))
    await live.settle(*numbers)
    assert 0 < most[0] <= FETCHED
    for person in people:
        assert sum("أضيف إلى مجموعتك" in call.text for call in person.shown()) == 3
        chats.add(person.chat_id)
    store = live.desk.office.library.store
    assert store.count({own_collection(chat) for chat in chats}) == 3 * len(people)


async def test_a_chat_whose_files_wait_by_the_dozen_is_told(
    live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.sources.WAITING", 3)
    usual, go = File.download_as_bytearray, asyncio.Event()

    async def held(file: File, *arguments: Any, **named: Any) -> bytearray:
        await go.wait()
        return await usual(file, *arguments, **named)

    monkeypatch.setattr(File, "download_as_bytearray", held)
    person = live.person()
    numbers = [
        await live.push("message", person.file("خبر.txt", story().encode())) for _ in range(6)
    ]
    await until(lambda: sum("أعمال كثيرة" in call.text for call in person.shown()) == 3)
    go.set()
    await live.settle(*numbers)
    assert sum("أضيف إلى مجموعتك" in call.text for call in person.shown()) == 3


BAD_FILES = [
    ("empty.txt", b"", "تعذرت قراءة"),
    ("photo.psd", b"\x00\x01\x02", "تعذرت قراءة"),
    ("news.jsonl", b"{not json", "تعذرت قراءة"),
]


@pytest.mark.parametrize(("name", "data", "told"), BAD_FILES)
async def test_a_file_that_cannot_be_read_is_told(
    reader: Person, name: str, data: bytes, told: str
) -> None:
    calls = await send_file(reader, name, data)
    assert told in calls[-1].text
    assert name in calls[-1].text


async def test_a_file_too_large_for_bots_is_told(reader: Person) -> None:
    calls = await send_file(reader, "big.txt", b"x", size=30_000_000)
    assert "20 ميغابايت" in calls[-1].text


async def test_a_pasted_text_is_added_by_command(reader: Person) -> None:
    [added] = await reader.say(f"/add {story()}")
    assert "عمدة القرية يفتتح" in added.text
    await reader.say("/undo")


async def test_a_long_text_is_asked_about_first(reader: Person) -> None:
    text = story() + "وتحدث العمدة طويلا عن الماء والنافورة والأطفال. " * 20
    [draft] = await reader.say(text)
    assert "أأضيفه إلى مجموعتك" in draft.text
    [_, kept] = await reader.press("أضفه")
    assert "أضيف إلى مجموعتك" in kept.text
    await reader.say("/undo")
    [_] = await reader.say(text)
    [_, dropped] = await reader.press("لا تضفه")
    assert "لم أضفه" in dropped.text


def channel_post(text: str) -> dict[str, Any]:
    channel = {"id": -100_777, "type": "channel", "title": "قناة الميدان", "username": "midan"}
    origin = {"type": "channel", "date": 1_715_000_000, "chat": channel, "message_id": 42}
    return {"text": text, "forward_origin": origin}


async def test_a_forwarded_post_keeps_its_channel_day_and_link(reader: Person, live: World) -> None:
    text = story() + "وحضر الأطفال جميعا. " * 60
    [draft] = await reader.say(**channel_post(text))
    assert "قناة الميدان" in draft.text
    await reader.press("أضفه")
    [article] = live.desk.office.library.store.articles({own_collection(reader.chat_id)})
    assert article.url == "https://t.me/midan/42"
    assert article.date is not None
    await reader.say("/undo")


async def test_a_forwarded_quotation_is_checked(reader: Person) -> None:
    [checked] = await reader.say(**channel_post("قالت الرمضي: «الأمن لا يشترى بالوعود»"))
    assert "مطابق حرفًا بحرف" in checked.text
    [checked] = await reader.say(**channel_post("قالت الرمضي: «الأمن يشترى بالوعود»"))
    assert "سقط نفي" in checked.text


async def test_what_was_recognised_can_be_put_right(reader: Person, live: World) -> None:
    [added] = await reader.say(f"/add {story()}")
    original = {
        "message_id": message_id(added),
        "date": 1,
        "chat": reader.chat,
        "from": {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME},
        "text": added.text,
    }
    text = "الجهة: صحيفة الميدان\nالتاريخ: 2024-05-07\nالرابط: https://midan.example/1"
    [corrected] = await reader.say(text, reply_to_message=original)
    assert "صحيفة الميدان، 7 مايو 2024" in corrected.text
    [article] = live.desk.office.library.store.articles({own_collection(reader.chat_id)})
    assert article.url == "https://midan.example/1"
    original["message_id"] = message_id(corrected)
    [wrong] = await reader.say("التاريخ: أمس الأول", reply_to_message=original)
    assert "لم أفهم التاريخ" in wrong.text
    [question] = await reader.say("من افتتح النافورة؟", reply_to_message=original)
    assert "زبرقان" in question.text
    await reader.say("/undo")


async def test_own_articles_are_listed_and_removed(reader: Person) -> None:
    [none] = await reader.say("/sources")
    assert "لم تضف هذه المحادثة" in none.text
    await reader.say(f"/add {story()}")
    for command in ("/sources", "/remove"):
        [listed] = await reader.say(command)
        assert "عمدة القرية" in listed.text
    await reader.press("1")
    [_, removed] = await reader.press("حذف")
    assert "حُذف المقال" in removed.text


async def test_pages_of_own_articles(reader: Person) -> None:
    rows = [{"text": story(), "title": f"خبر {n}"} for n in range(PAGE + 1)]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    await send_file(reader, "news.jsonl", data)
    [first] = await reader.say("/remove")
    assert "صفحة 1 من 2" in first.text
    [_, second] = await reader.press("التالي")
    assert "صفحة 2 من 2" in second.text
    await reader.say("/undo")


async def test_an_owner_publishes_and_withdraws(live: World) -> None:
    owner, reader = live.person(), live.person()
    live.desk.office.settings.owners = frozenset({owner.id})
    before = live.desk.office.library.store.count({PUBLIC})
    await owner.say(f"/add {story()}")
    question = "من افتتح نافورة الميدان البنفسجية؟"
    await owner.say("/sources")
    [_, article] = await owner.press("1")
    [_, asked] = await owner.press("انشره للجميع", article)
    assert live.desk.office.library.store.count({PUBLIC}) == before
    [_, published] = await owner.press("نعم، انشره", asked)
    assert "نُشر المقال" in published.text
    [answer] = await reader.say(question)
    assert "زبرقان" in answer.text
    # Undone where it was told.
    await owner.press("اسحبه", published)
    [answer] = await reader.say(question)
    assert "زبرقان" not in answer.text
    [figures] = await owner.say("/usage")
    assert "المحادثات" in figures.text
    [refused] = await reader.say("/usage")
    assert "لأصحاب البوت" in refused.text
    await owner.say("/undo")
    assert live.desk.office.library.store.count({PUBLIC}) == before


async def test_limits_are_told_before_they_bite(live: World) -> None:
    reader = live.person()
    settings = live.desk.office.settings
    usual = settings.articles_per_chat, settings.bytes_per_chat, settings.questions_per_day
    try:
        settings.articles_per_chat = 2
        await reader.say(f"/add {story()}")
        [second] = await reader.say(f"/add {story()}")
        assert "بقي لهذه المحادثة" in second.text
        [third] = await reader.say(f"/add {story()}")
        assert "بلغت هذه المحادثة حدها" in third.text
        settings.articles_per_chat, settings.bytes_per_chat = 100, 500
        [heavy] = await reader.say(f"/add {story()}")
        assert "ميغابايت" in heavy.text
        settings.questions_per_day = 10
        answers = [(await reader.say("كم دولة شاركت في اجتماع الصخيرات؟"))[0] for _ in range(11)]
        assert sum("بقي لك اليوم" in a.text for a in answers) == 1
        assert "بلغت حد الأسئلة" in answers[-1].text
    finally:
        (
            settings.articles_per_chat,
            settings.bytes_per_chat,
            settings.questions_per_day,
        ) = usual
    await reader.say("/undo")
    await reader.say("/undo")


async def test_all_that_is_kept_is_given_and_forgotten(reader: Person, live: World) -> None:
    await reader.say(f"/add {story()}")
    question = "كم دولة شاركت في اجتماع الصخيرات؟"
    await reader.say(question)
    [file] = await reader.say("/export")
    body = json.loads(next(iter(file.files.values())))
    assert len(body["articles"]) == 1
    assert body["kept"]["answers"]
    # The last question alone, for as long as a conversation lasts.
    assert question in body["kept"].pop("contexts")[0]["body"]
    assert question not in json.dumps(body, ensure_ascii=False)
    await reader.say("/forget")
    [_, kept] = await reader.press("لا")
    assert "لم أحذف شيئًا" in kept.text
    await reader.say("/forget")
    [_, done] = await reader.press("نعم")
    assert "حُذف كل شيء" in done.text
    kept_still = live.desk.office.state.export(reader.chat_id)
    assert not any(kept_still.values())
    assert not live.desk.office.library.store.count({own_collection(reader.chat_id)})


async def test_a_closed_bot_says_so_to_others(live: World) -> None:
    member, stranger = live.person(), live.person()
    settings = live.desk.office.settings
    settings.allowed_chats = frozenset({member.id})
    try:
        [refused] = await stranger.say("كم دولة شاركت؟")
        assert str(stranger.id) in refused.text
        assert await stranger.in_group(-5_000).say("/articles") == []
        [inline] = await stranger.ask_inline("كم دولة شاركت؟")
        assert inline.field("results") == []
        [answer] = await member.say("كم دولة شاركت في اجتماع الصخيرات؟")
        assert "42" in answer.text
    finally:
        settings.allowed_chats = frozenset()


async def test_language_and_settings(live: World) -> None:
    reader = live.person()
    [ask] = await reader.say("/lang")
    assert "بأي لغة" in ask.text
    [_, settings] = await reader.press("English")
    assert "Language: English" in settings.text
    [greeting] = await reader.say("/start")
    assert greeting.text.startswith("Welcome")
    [settings] = await reader.say("/settings")
    [_, changed] = await reader.press("Chicago", settings)
    assert "Citation style: Chicago" in changed.text
    [_, changed] = await reader.press("22:00-07:00", changed)
    assert "Quiet hours: 22:00-07:00" in changed.text
    [_, changed] = await reader.press("alerts at any hour", changed)
    assert "Quiet hours: none" in changed.text
    [arabic] = await reader.say("/lang ar")
    assert "اللغة: العربية" in arabic.text
