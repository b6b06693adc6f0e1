"""The daily digest: at its hour, once, in its topic and language; and that one can be stopped."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.emulator.server import Call
from tests.emulator.test_groups import member
from tests.emulator.web import BODY, Web, rounds
from tests.emulator.world import Person, World

__all__ = ["member"]

DAY = 86_400


def at(hour: int, minute: int = 0, zone: str = "Asia/Riyadh") -> float:
    """Returns an hour of tomorrow."""
    tomorrow = dt.datetime.now(ZoneInfo(zone)).date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, dt.time(hour, minute), ZoneInfo(zone)).timestamp()


@pytest.fixture
def clock(live: World, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Sets the bot's clock."""

    def set_to(moment: float) -> None:
        monkeypatch.setattr(live.desk.office.state, "clock", lambda: moment)

    return set_to


def bare(call: Call) -> str:
    """Returns what a message says, without the marks of direction around Latin words."""
    return call.text.replace("\N{FIRST STRONG ISOLATE}", "").replace(
        "\N{POP DIRECTIONAL ISOLATE}", ""
    )


async def test_what_is_new_is_told_once_a_day(
    reader: Person,
    live: World,
    web: Web,
    clock,  # type: ignore[no-untyped-def]
) -> None:
    clock(at(6))
    [none] = await reader.say("/digest")
    assert "لا موجز" in none.text
    [kept] = await reader.say("/digest 07:30")
    assert "07:30 (Asia/Riyadh)" in bare(kept)
    await reader.say(f"/follow {web.host}/feed")
    web.publish("سوق السمك يفتح أبوابه", BODY)
    clock(at(6, 5))
    await rounds(live)
    before = len(reader.shown())
    for moment, told in ((at(7, 29), 0), (at(7, 30), 1), (at(7, 31), 1), (at(23), 1)):
        clock(moment)
        await rounds(live)
        assert len(reader.shown()) == before + told
    digest = reader.shown()[-1]
    assert "جديد المواقع التي تتابعها: مقال واحد" in digest.text
    assert "سوق السمك" in digest.text
    # A day without news passes without a word.
    clock(at(8) + DAY)
    await rounds(live)
    assert len(reader.shown()) == before + 1
    web.publish("جسر جديد على النهر", BODY.replace("سوق السمك", "الجسر"))
    clock(at(9) + DAY)
    await rounds(live)
    clock(at(7, 45) + 2 * DAY)
    await rounds(live)
    assert "جسر جديد" in reader.shown()[-1].text
    [_, opened] = await reader.press("1", reader.shown()[-1])
    assert (opened.method, "جسر جديد" in opened.text) == ("sendMessage", True)
    [_, stopped] = await reader.press("أوقف الموجز", reader.shown()[-2])
    assert "أوقفت الموجز" in stopped.text
    [none] = await reader.say("/digest")
    assert "لا موجز" in none.text
    await reader.say("/forget")
    await reader.press("نعم")


async def test_a_digest_that_could_not_be_told_is_told_later(
    reader: Person,
    live: World,
    web: Web,
    clock,  # type: ignore[no-untyped-def]
) -> None:
    clock(at(6))
    await reader.say("/digest 6:10")
    await reader.say(f"/follow {web.host}/feed")
    web.publish("سوق السمك يفتح أبوابه", BODY)
    clock(at(6, 5))
    await rounds(live)
    clock(at(6, 10))
    live.fault("sendMessage", 400, "trouble", chat=reader.chat_id)
    await rounds(live)
    clock(at(6, 20))
    await rounds(live, 2)
    assert sum("جديد المواقع التي تتابعها:" in call.text for call in reader.shown()) == 1
    await reader.say("/forget")
    await reader.press("نعم")
    assert live.desk.daily.digests.of(reader.chat_id) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/digest 25:00", "/digest الساعة"),
        ("/digest الصبح", "/digest الساعة"),
        ("/digest 7:30 Mars/Base", "/digest الساعة"),
        ("/digest ٠٧:٣٠ Asia/Beirut", "07:30 (Asia/Beirut)"),
        ("/digest 7h30", "07:30 (Asia/Riyadh)"),
        ("/digest إيقاف", ""),
    ],
)
async def test_hours_as_people_write_them(reader: Person, typed: str, told: str) -> None:
    [answer] = await reader.say(typed)
    assert told in bare(answer)
    await reader.say("/digest off")


async def test_in_a_group_it_comes_in_its_topic_and_language_and_is_its_own(
    member: Person,
    live: World,
    web: Web,
    clock,  # type: ignore[no-untyped-def]
) -> None:
    clock(at(6))
    topic = {"message_thread_id": 44, "is_topic_message": True}
    english = live.person("Emma", "en").in_group(member.chat_id)
    await english.say(f"/follow@qawl_test_bot {web.host}/feed", **topic)
    [kept] = await english.say("/digest@qawl_test_bot 8:00", **topic)
    assert "Every day at 08:00" in bare(kept)
    refused = (await member.say("/digest@qawl_test_bot 9:00"))[-1]
    assert "المشرفين" in refused.text
    web.publish("سوق السمك يفتح أبوابه", BODY)
    clock(at(6, 5))
    await rounds(live)
    clock(at(8, 1))
    await rounds(live)
    digest = english.shown()[-1]
    assert digest.field("message_thread_id") == 44
    assert "New on the sites that you follow: one article" in digest.text
    await english.say("/digest@qawl_test_bot off", **topic)
    live.server.emulator.administrators.add(english.id)
    await english.say("/forget@qawl_test_bot")
    await english.press("Yes")
