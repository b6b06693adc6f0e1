"""Whom the bot answers, and about what: it speaks when it is spoken to."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.emulator.server import USERNAME
from tests.emulator.world import Person, World, message_id

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
QUOTED = "قالت الرمضي «الأمن لا يشترى بالوعود»"
BOT = {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME}
OTHER_BOT = {"id": 8, "is_bot": True, "first_name": "آخر", "username": "other_bot"}
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "g"}
_groups = itertools.count(1)


@pytest.fixture
def member(live: World) -> Person:
    return live.person().in_group(-4_000_000 - next(_groups))


def mention(text: str, name: str = f"@{USERNAME}") -> dict[str, Any]:
    """Returns the entity of a name in a text."""
    return {"type": "mention", "offset": text.index(name), "length": len(name)}


def said_by(author: dict[str, Any], person: Person, text: str, **more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1, "chat": person.chat, "from": author, "text": text, **more}


NOT_MEANT: dict[str, Any] = {
    "talk": lambda p: p.message("صباح الخير يا جماعة"),
    "an answer to another bot": lambda p: p.message(
        "نعم", reply_to_message=said_by(OTHER_BOT, p, "هل تريد المزيد؟")
    ),
    "an answer to an anonymous administrator": lambda p: p.message(
        "نعم", reply_to_message=said_by(ANONYMOUS, p, "هل تريد المزيد؟", sender_chat=p.chat)
    ),
    "an answer to a channel": lambda p: p.message(
        "نعم",
        reply_to_message=said_by(
            {"id": 136_817_688, "is_bot": True, "first_name": "Channel"},
            p,
            "خبر",
            sender_chat={"id": -1_009, "type": "channel", "title": "قناة"},
        ),
    ),
    "a command of another bot": lambda p: p.message("/help@other_bot"),
    "a command of another bot in answer to ours": lambda p: p.message(
        "/help@other_bot", reply_to_message=said_by(BOT, p, "جواب")
    ),
    "another bot's name in answer to ours": lambda p: p.message(
        "@other_bot ترجم هذا", reply_to_message=said_by(BOT, p, "جواب")
    ),
    "a caption with a command of another bot": lambda p: p.message(
        document={"file_id": "x", "file_unique_id": "x", "file_name": "a.txt"},
        caption="/add@other_bot",
        caption_entities=[{"type": "bot_command", "offset": 0, "length": 14}],
    ),
    "a topic that a bot made": lambda p: p.message(
        "صباح الخير",
        is_topic_message=True,
        message_thread_id=5,
        reply_to_message=said_by(
            BOT, p, "", forum_topic_created={"name": "أخبار", "icon_color": 1}
        ),
    ),
    "a pin": lambda p: p.message(pinned_message=said_by(BOT, p, "جواب")),
    "a gift": lambda p: p.message(giveaway_created={}),
    "a timer": lambda p: p.message(
        message_auto_delete_timer_changed={"message_auto_delete_time": 60}
    ),
    "another bot": lambda p: {**p.message(f"@{USERNAME} {QUESTION}"), "from": OTHER_BOT},
    "a channel's post in its group": lambda p: p.message(
        QUESTION, is_automatic_forward=True, sender_chat={"id": -1_009, "type": "channel"}
    ),
}


@pytest.mark.parametrize("name", NOT_MEANT)
async def test_in_a_group_it_is_silent_where_it_is_not_meant(member: Person, name: str) -> None:
    assert await member.act("message", NOT_MEANT[name](member)) == []


@pytest.mark.parametrize("name", ["a pin", "a gift", "a timer"])
async def test_what_telegram_itself_says_is_not_answered(reader: Person, name: str) -> None:
    assert await reader.act("message", NOT_MEANT[name](reader)) == []


async def test_added_to_a_channel_it_stays_silent(live: World) -> None:
    person = live.person()
    member = {"user": BOT, "status": "member"}
    change = {
        "chat": {"id": -1_009_999, "type": "channel", "title": "قناة"},
        "from": person.user,
        "date": 1,
        "old_chat_member": {**member, "status": "left"},
        "new_chat_member": member,
    }
    assert await person.act("my_chat_member", change) == []


async def test_the_pictures_of_an_album_are_told_of_once(reader: Person) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    told = []
    for _ in range(3):
        told += await reader.say(photo=photo, media_group_id=f"album {reader.id}")
    assert len(told) == 1


MEANT = [
    "@{name} {question}",
    "يا @{name} {question}",
    "يا @{name}، {question}",
    "{question} @{name}",
    "😂 @{name} {question}",
]


@pytest.mark.parametrize("form", MEANT)
async def test_called_by_its_name_it_answers(member: Person, form: str) -> None:
    text = form.format(name=USERNAME, question=QUESTION)
    entity = mention(text)
    # Telegram counts in UTF-16 units, where a laugh takes two.
    entity["offset"] += text[: entity["offset"]].count("😂")
    [answer] = await member.say(text, entities=[entity])
    assert "42 دولة" in answer.text


async def test_a_command_after_its_name_is_the_command(member: Person) -> None:
    text = f"@{USERNAME} /verify الرمضي: «الأمن لا يشترى بالوعود»"
    [answer] = await member.say(text, entities=[mention(text)])
    assert "مطابق حرفًا بحرف" in answer.text


@pytest.mark.parametrize(
    "words", ["هل هذا صحيح؟", "صحيح؟", "is this true?", "c'est vrai ?", "تحقق", ""]
)
async def test_a_question_whether_it_is_true_checks_what_it_answers(
    member: Person, live: World, words: str
) -> None:
    colleague = live.person("كريم").in_group(member.chat_id)
    text = f"@{USERNAME} {words}".strip()
    quoted = said_by(colleague.user, member, QUOTED)
    [answer] = await member.say(text, entities=[mention(text)], reply_to_message=quoted)
    assert "مطابق حرفًا بحرف" in answer.text


async def test_what_was_marked_of_a_message_is_checked(member: Person, live: World) -> None:
    text = f"@{USERNAME} هل هذا صحيح؟"
    long = said_by(live.person().user, member, f"كلام كثير قبله. {QUOTED} وكلام بعده.")
    quote = {"text": QUOTED, "position": 16, "is_manual": True}
    calls = await member.say(text, entities=[mention(text)], reply_to_message=long, quote=quote)
    assert "مطابق حرفًا بحرف" in calls[-1].text


async def test_a_caption_is_a_text_like_any_other(reader: Person, member: Person) -> None:
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
    [answer] = await reader.say(photo=photo, caption=QUESTION)
    assert "42 دولة" in answer.text
    [check] = await reader.say(photo=photo, caption="/verify الرمضي: «الأمن لا يشترى بالوعود»")
    assert "مطابق حرفًا بحرف" in check.text
    named = f"@{USERNAME} {QUESTION}"
    [answer] = await member.say(photo=photo, caption=named, caption_entities=[mention(named)])
    assert "42 دولة" in answer.text


@pytest.mark.parametrize("name", ["said", "who", "verify", "report", "add", "test"])
async def test_a_command_without_words_takes_the_next_message(reader: Person, name: str) -> None:
    [asked] = await reader.say(f"/{name}")
    assert asked.field("reply_markup")["force_reply"] is True
    assert asked.field("reply_markup")["input_field_placeholder"] in asked.text
    words = {
        "said": "ستالبورغ",
        "who": "الأمن لا يشترى بالوعود",
        "verify": "الرمضي: «الأمن لا يشترى بالوعود»",
        "report": "ستالبورغ",
        "add": "خبر قصير عن النافورة\n\nافتتح العمدة النافورة صباح الجمعة.",
        "test": "not a link",
    }[name]
    answered = {**said_by(BOT, reader, asked.text), "message_id": message_id(asked)}
    calls = await reader.say(words, reply_to_message=answered)
    assert calls[-1].field("reply_markup") != asked.field("reply_markup")
    told = {
        "said": "ستالبورغ",
        "who": "القائل",
        "verify": "مطابق",
        "report": "ستالبورغ",
        "add": "أضيف",
        "test": "تعذرت",
    }[name]
    assert told in calls[-1].text
    if name == "add":
        await reader.say("/undo")


SMALL = ["شكرا", "مرحبا!", "كيف حالك؟", "من أنت؟", "merci", "hi", "😂", "لخص المقال", "bye"]


@pytest.mark.parametrize("typed", SMALL)
async def test_small_talk_gets_a_short_answer_and_three_questions(
    reader: Person, typed: str
) -> None:
    [answer] = await reader.say(typed)
    assert "blockquote" not in {e["type"] for e in answer.entities}
    questions = [b for b in answer.buttons if "أقوال" in b["text"]]
    assert len(questions) == 3
    [_, shown] = await reader.press(questions[0]["text"], answer)
    assert "blockquote" in {e["type"] for e in shown.entities}
    assert shown.method == "sendMessage"


@pytest.mark.parametrize("typed", ["ما آخر الأخبار؟", "latest news", "Quoi de neuf ?"])
async def test_the_latest_news_are_the_newest_headlines(reader: Person, typed: str) -> None:
    [answer] = await reader.say(typed)
    assert answer.text.count("2024") + answer.text.count("2023") >= 3


async def test_a_new_question_leans_on_nothing(reader: Person) -> None:
    await reader.say(QUESTION)
    [told] = await reader.say("/new")
    assert "من جديد" in told.text
    [answer] = await reader.say("ومتى كان ذلك؟")
    assert "الصخيرات" not in answer.text or "فهمت" not in answer.text


async def test_an_edited_command_replaces_its_answer(reader: Person) -> None:
    [first] = await reader.say("/said ستالبورغ")
    calls = await reader.edit("/said الرمضي")
    assert [c.method for c in calls] == ["editMessageText"]
    assert message_id(calls[0]) == message_id(first)
    assert await reader.edit("/undo") == []


async def test_help_in_a_group_opens_in_private(member: Person) -> None:
    [told] = await member.say("/help")
    [button] = told.buttons
    assert button["url"] == f"https://t.me/{USERNAME}?start=help"
    [opened] = await member.world.person().say("/start help")
    assert "/verify" in opened.text
