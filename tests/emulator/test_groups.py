"""Groups: called by mention, by reply or by command, and silent otherwise."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.emulator.server import USERNAME
from tests.emulator.world import Person, World, message_id

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
_groups = itertools.count(1)


@pytest.fixture
def member(live: World) -> Person:
    """Somebody in a new group."""
    return live.person().in_group(-1_000_000 - next(_groups))


def mention(text: str, name: str = USERNAME) -> dict[str, Any]:
    whole = f"@{name} {text}"
    return {
        "text": whole,
        "entities": [{"type": "mention", "offset": 0, "length": len(name) + 1}],
    }


async def test_a_mention_is_answered_under_the_question(member: Person) -> None:
    [answer] = await member.say(**mention(QUESTION))
    assert "42 دولة" in answer.text
    assert str(member.last_message) in str(answer.fields["reply_parameters"])


async def test_a_reply_to_the_bot_is_answered(member: Person) -> None:
    [answer] = await member.say(**mention(QUESTION))
    original = {
        "message_id": message_id(answer),
        "date": 1,
        "chat": member.chat,
        "from": {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME},
        "text": answer.text,
    }
    [second] = await member.say("ماذا قال ستالبورغ عن الهدنة؟", reply_to_message=original)
    assert "الهدنة" in second.text
    assert "ستالبورغ" in second.text


async def test_what_is_not_meant_for_the_bot_is_passed_over(member: Person) -> None:
    assert await member.say(QUESTION) == []
    assert await member.say(**mention(QUESTION, "other_bot")) == []
    assert await member.say("/nonsense") == []
    assert await member.say("/help@other_bot") == []
    other = {"message_id": 1, "date": 1, "chat": member.chat, "from": member.user, "text": "x"}
    assert await member.say(QUESTION, reply_to_message=other) == []


async def test_its_name_alone_is_answered_with_what_it_does(member: Person) -> None:
    [hint] = await member.say(**(mention("") | {"text": f"@{USERNAME}"}))
    assert USERNAME in hint.text
    assert hint.buttons[0]["url"].endswith("start=help")


async def test_a_command_is_answered(member: Person) -> None:
    [answer] = await member.say(f"/articles@{USERNAME}")
    assert "صفحة 1" in answer.text


async def test_the_topic_of_a_forum_is_kept(member: Person) -> None:
    fields = mention(QUESTION) | {"message_thread_id": 55, "is_topic_message": True}
    [answer] = await member.say(**fields)
    assert str(answer.fields["message_thread_id"]) == "55"


async def test_a_button_works_for_everybody_in_the_group(member: Person, live: World) -> None:
    await member.say(**mention(QUESTION))
    colleague = live.person().in_group(member.chat_id)
    [_, context] = await colleague.press("السياق")
    assert context.method == "editMessageText"


async def test_an_edited_mention_replaces_the_answer(member: Person) -> None:
    await member.say(**mention(QUESTION))
    fields = mention("ماذا قال ستالبورغ عن الهدنة؟")
    body = member.message(message_id=member.last_message, edit_date=2, **fields)
    [edited] = await member.act("edited_message", body)
    assert edited.method == "editMessageText"


def _membership(member: Person, before: str, now: str) -> dict[str, Any]:
    bot = {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME}
    rights = {"until_date": 0} if now == "kicked" else {}
    return {
        "chat": member.chat,
        "from": member.user,
        "date": 1,
        "old_chat_member": {"user": bot, "status": before},
        "new_chat_member": {"user": bot, "status": now, **rights},
    }


async def test_added_to_a_group_it_introduces_itself_once(member: Person) -> None:
    [hello] = await member.act("my_chat_member", _membership(member, "left", "member"))
    assert f"@{USERNAME}" in hello.text


@pytest.mark.parametrize("now", ["left", "kicked"])
async def test_removed_from_a_group_it_says_nothing(member: Person, live: World, now: str) -> None:
    watches = live.desk.alerts.watches
    await member.say("/alerts ستالبورغ")
    assert len(watches.alerts(member.chat_id)) == 1
    assert await member.act("my_chat_member", _membership(member, "member", now)) == []
    assert watches.alerts(member.chat_id) == []


async def test_removed_while_it_answers_it_gives_up(member: Person, live: World) -> None:
    live.fault("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
    calls = await member.say(**mention(QUESTION))
    assert len(calls) == 1
    assert calls[0].refused


async def test_a_group_that_becomes_a_supergroup_keeps_its_articles(
    member: Person, live: World
) -> None:
    from index.reading import read_text

    library = live.desk.office.library
    article = read_text("خبر تجريبي عن نافورة الميدان. قالت البلدية إن النافورة تعود الجمعة.")
    library.add(article, f"chat:{member.chat_id}")
    new = member.chat_id - 500_000
    await member.say(migrate_to_chat_id=new)
    assert library.store.collections_of(article.id) == {f"chat:{new}"}
    library.remove(article.id, f"chat:{new}")


async def test_a_group_that_moves_while_it_is_answered_is_answered_there(
    member: Person, live: World
) -> None:
    moved = member.in_group(member.chat_id - 600_000)
    parameters = {"migrate_to_chat_id": moved.chat_id}
    told = "Bad Request: group chat was upgraded to a supergroup chat"
    live.fault("sendMessage", 400, told, parameters=parameters, chat=member.chat_id)
    await member.say(**mention(QUESTION))
    assert member.shown() == []
    [answer] = moved.shown()
    assert "42 دولة" in answer.text
    assert "reply_parameters" not in answer.fields


async def test_administrators_alone_delete_what_a_group_has(member: Person, live: World) -> None:
    [refused] = [c for c in await member.say("/forget") if c.method == "sendMessage"]
    assert "للمشرفين" in refused.text
    administrator = live.person().in_group(member.chat_id)
    live.server.emulator.administrators.add(administrator.id)
    [asked] = [c for c in await administrator.say("/forget") if c.method == "sendMessage"]
    toasts = [c for c in await member.press("نعم", asked) if c.method == "answerCallbackQuery"]
    assert "للمشرفين" in toasts[0].fields["text"]
    calls = await administrator.press("نعم", asked)
    assert "حُذف كل شيء" in calls[-1].text


async def test_people_who_talk_in_a_group_do_not_flood_the_bot(member: Person, live: World) -> None:
    settings = live.desk.office.settings
    usual = settings.questions_per_minute
    settings.questions_per_minute = 2
    try:
        for _ in range(4):
            assert await member.say("حديث لا يعني البوت") == []
        [answer] = await member.say(**mention(QUESTION))
        assert "42 دولة" in answer.text
    finally:
        settings.questions_per_minute = usual
