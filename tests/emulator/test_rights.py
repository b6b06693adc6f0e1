"""Groups: who may take back, remove and change what belongs to all."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bot.desk import own_collection
from tests.emulator.server import USERNAME, Call
from tests.emulator.test_sources import story
from tests.emulator.world import Person, World, message_id

_groups = itertools.count(1)

OWN = "صاحب الإضافة أو أحد المشرفين"
ADMINISTRATORS = "للمشرفين وحدهم"


@pytest.fixture
def member(live: World) -> Person:
    """Somebody in a new group."""
    return live.person().in_group(-3_000_000 - next(_groups))


@pytest.fixture
def colleague(member: Person, live: World) -> Person:
    """Somebody else in the same group."""
    return live.person("كريم").in_group(member.chat_id)


@pytest.fixture
def administrator(member: Person, live: World) -> Person:
    """One who decides in the same group."""
    person = live.person("هدى").in_group(member.chat_id)
    live.server.emulator.administrators.add(person.id)
    return person


def held(person: Person) -> int:
    store = person.world.desk.office.library.store
    return store.count(frozenset({own_collection(person.chat_id)}))


def told(calls: list[Call]) -> str:
    """Returns what was said, without the questions that the bot asked Telegram."""
    said = [c for c in calls if c.method in ("sendMessage", "answerCallbackQuery")]
    return "\n".join(c.text for c in said if c.text)


def anonymous(person: Person) -> dict[str, Any]:
    """Returns how Telegram shows an administrator who speaks as the group."""
    stand_in = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "g"}
    return {"from": stand_in, "sender_chat": person.chat}


def reply_to(call: Call, person: Person) -> dict[str, Any]:
    return {
        "message_id": message_id(call),
        "date": 1,
        "chat": person.chat,
        "from": {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME},
        "text": call.text,
    }


async def test_undo_takes_back_ones_own(member: Person, colleague: Person) -> None:
    await member.say(f"/add {story()}")
    assert "لم تضف أنت شيئًا" in told(await colleague.say("/undo"))
    await colleague.say(f"/add {story()}")
    assert "حُذف ما أضيف" in told(await member.say("/undo"))
    assert held(member) == 1
    assert "حُذف ما أضيف" in told(await colleague.say("/undo"))
    assert held(member) == 0


async def test_an_administrator_takes_back_what_anybody_added(
    member: Person, administrator: Person
) -> None:
    await member.say(f"/add {story()}")
    assert "حُذف ما أضيف" in told(await administrator.say("/undo"))
    assert held(member) == 0


async def test_an_anonymous_administrator_decides_and_a_channel_does_not(
    member: Person, colleague: Person
) -> None:
    await member.say(f"/add {story()}")
    channel = {"id": -100_888, "type": "channel", "title": "قناة"}
    as_channel = {**anonymous(colleague), "sender_chat": channel}
    assert "لم تضف أنت شيئًا" in told(await colleague.say("/undo", **as_channel))
    assert ADMINISTRATORS in told(await colleague.say("/forget", **as_channel))
    assert held(member) == 1
    assert "حُذف ما أضيف" in told(await colleague.say("/undo", **anonymous(colleague)))
    assert held(member) == 0


async def test_the_button_under_an_addition_is_its_owners(
    member: Person, colleague: Person, administrator: Person
) -> None:
    for who in (member, administrator):
        await member.say(f"/add {story()}")
        assert OWN in told(await colleague.press("تراجع"))
        assert held(member) == 1
        await who.press("تراجع")
        assert held(member) == 0


async def test_an_article_is_removed_by_who_added_it_or_an_administrator(
    member: Person, colleague: Person, administrator: Person
) -> None:
    for who in (member, administrator):
        await member.say(f"/add {story()}")
        await colleague.say("/remove")
        await colleague.press("1")
        assert OWN in told(await colleague.press("حذف"))
        assert held(member) == 1
        await who.press("حذف")
        assert held(member) == 0


async def test_an_owner_of_the_bot_may_remove(
    member: Person, colleague: Person, live: World
) -> None:
    await member.say(f"/add {story()}")
    settings = live.desk.office.settings
    settings.owners = frozenset({colleague.id})
    try:
        assert "حُذف ما أضيف" in told(await colleague.say("/undo"))
    finally:
        settings.owners = frozenset()


async def test_where_telegram_does_not_say_nothing_is_removed(
    member: Person, colleague: Person, live: World
) -> None:
    await member.say(f"/add {story()}")
    await colleague.say("/sources")
    await colleague.press("1")
    live.fault("getChatMember", 400, "Bad Request: CHAT_ADMIN_REQUIRED")
    assert "لم أستطع أن أسأل تيليغرام" in told(await colleague.press("حذف"))
    live.fault("getChatMember", 502, "Bad Gateway")
    assert "لم أستطع أن أسأل تيليغرام" in told(await colleague.say("/forget"))
    assert held(member) == 1
    await member.say("/undo")


async def test_a_correction_replaces_an_article_so_it_is_its_owners(
    member: Person, colleague: Person, administrator: Person, live: World
) -> None:
    [added] = [c for c in await member.say(f"/add {story()}") if c.method == "sendMessage"]
    line = "الجهة: صحيفة الميدان"
    assert OWN in told(await colleague.say(line, reply_to_message=reply_to(added, member)))
    calls = await administrator.say(line, reply_to_message=reply_to(added, member))
    assert "صحيفة الميدان" in told(calls)
    # Put right by somebody else, it is still the one's who added it.
    assert "حُذف ما أضيف" in told(await member.say("/undo"))


@pytest.mark.parametrize("typed", ["/lang en", "/export", "/forget"])
async def test_what_changes_the_group_is_for_administrators(
    member: Person, administrator: Person, typed: str
) -> None:
    assert ADMINISTRATORS in told(await member.say(typed))
    calls = await administrator.say(typed)
    assert not any("مشرفين" in c.text for c in calls)


async def test_settings_are_shown_to_all_and_changed_by_administrators(
    member: Person, administrator: Person
) -> None:
    await member.say("/settings")
    for button in ("English", "شيكاغو", "22:00-07:00"):
        assert ADMINISTRATORS in told(await member.press(button))
    calls = await administrator.press("شيكاغو")
    assert "صيغة الاستشهاد: شيكاغو" in calls[-1].text


async def test_an_alert_is_ended_by_who_set_it_or_an_administrator(
    member: Person, colleague: Person, administrator: Person, live: World
) -> None:
    alerts = live.desk.alerts.watches.alerts
    for who in (member, administrator):
        await member.say("/alerts زبرقان المهاوي")
        await colleague.say("/alerts")
        assert OWN in told(await colleague.press("أوقف التنبيه"))
        assert len(alerts(member.chat_id)) == 1
        await who.press("أوقف التنبيه")
        assert alerts(member.chat_id) == []


async def test_in_a_private_chat_nobody_is_asked_who_decides(live: World) -> None:
    reader = live.person()
    await reader.say(f"/add {story()}")
    calls = await reader.say("/undo")
    assert [c.method for c in calls] == ["sendMessage"]
