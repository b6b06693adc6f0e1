"""Links, feeds and alerts, with a little web of our own behind them."""

from __future__ import annotations

import pytest

from tests.emulator.test_sources import story
from tests.emulator.web import BODY, Web, own, rounds
from tests.emulator.world import Person, World


async def test_a_link_is_read_and_asked_about(reader: Person, web: Web) -> None:
    link = web.publish("سوق السمك يفتح أبوابه", BODY)
    calls = await reader.say(link)
    assert "أضيف إلى مجموعتك" in calls[-1].text
    assert own(reader)[0].url == link
    [answer] = await reader.say("/said القرطاجي")
    assert "أهل السياسة" in answer.text
    await reader.say("/undo")


async def test_several_links_at_once_and_one_that_is_dead(reader: Person, web: Web) -> None:
    links = [
        web.publish(f"خبر {n}", BODY.replace("الأحد", day))
        for n, day in enumerate(("السبت", "الاثنين"))
    ]
    calls = await reader.say("/add " + "\n".join([*links, web.host + "/nothing"]))
    assert "مقالان" in calls[-1].text
    assert "تعذرت قراءة" in calls[-1].text
    await reader.say("/undo")


async def test_what_robots_may_not_read_is_left_alone(reader: Person, web: Web) -> None:
    link = web.publish("سوق السمك يفتح أبوابه", BODY)
    web.robots = "User-agent: *\nDisallow: /"
    calls = await reader.say(link)
    assert "تعذرت قراءة" in calls[-1].text


async def test_a_feed_is_followed_in_the_background(reader: Person, live: World, web: Web) -> None:
    web.publish("سوق السمك يفتح أبوابه", BODY)
    [followed] = await reader.say(f"/follow {web.host}/feed")
    assert "صحيفة الموقع" in followed.text
    await rounds(live)
    assert len(own(reader)) == 1
    assert own(reader)[0].outlet
    [again] = await reader.say(f"/follow {web.host}/feed")
    assert "أتابعه من قبل" in again.text
    [listed] = await reader.say("/unfollow")
    assert "صحيفة الموقع" in listed.text
    [_, gone] = await reader.press("أوقف المتابعة")
    assert "لا تتابع" in gone.text
    await reader.say("/undo")


async def test_a_feed_that_has_nothing_new_costs_a_short_answer(
    reader: Person, live: World, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = live.desk.office.state
    now = state.clock()
    monkeypatch.setattr(state, "clock", lambda: now)
    web.publish("سوق السمك يفتح أبوابه", BODY)
    await reader.say(f"/follow {web.host}/feed")
    await rounds(live)
    monkeypatch.setattr(state, "clock", lambda: now + 3_600)
    await rounds(live)
    headers = [headers for path, headers in web.asked if path == "/feed"][-1]
    assert headers["if-none-match"] == web.etag
    web.down = True
    monkeypatch.setattr(state, "clock", lambda: now + 7_200)
    await rounds(live)
    [listed] = await reader.say("/follow")
    assert "لم يُقرأ" in listed.text
    await reader.press("أوقف المتابعة")
    await reader.say("/undo")


async def test_what_is_no_feed_is_told(reader: Person, web: Web) -> None:
    link = web.publish("سوق السمك يفتح أبوابه", BODY)
    [told] = await reader.say(f"/follow {link}")
    assert "تعذرت قراءة" in told.text
    [usage] = await reader.say("/follow")
    assert usage.text.endswith("أرسل الآن: رابط RSS أو Atom")


async def test_an_alert_tells_once_what_is_new(reader: Person, live: World, web: Web) -> None:
    name = "هزيم القرطاجي"
    await reader.say(f"/add {BODY.replace('سوق', 'متجر')}")
    [added] = await reader.say(f"/alerts {name}")
    assert "سأنبّهك" in added.text
    [known] = await reader.say(f"/alerts {name}")
    assert "موجود" in known.text
    await rounds(live, 2)
    before = len(reader.shown())
    text = BODY.replace("السوق لأهل البحر قبل أهل السياسة", "لن نبيع السمك بثمن الذهب")
    await reader.say(f"/add {text}")
    await rounds(live, 3)
    news = [c for c in reader.shown()[before:] if c.text.startswith("جديد")]
    assert len(news) == 1
    assert "لن نبيع السمك بثمن الذهب" in news[0].text
    assert "القائل" in news[0].text
    [_, context] = await reader.press("السياق", news[0])
    assert "سياق الجملة" in context.text
    [_, stopped] = await reader.press("أوقف التنبيه", news[0])
    assert "لا تنبيهات" in stopped.text
    await reader.say("/undo")
    await reader.say("/undo")


async def test_the_alert_button_of_a_person(reader: Person, live: World) -> None:
    await reader.say("/said ستالبورغ")
    [_, added] = await reader.press("نبّهني")
    assert "سأنبّهك" in added.text
    assert len(live.desk.alerts.watches.alerts(reader.chat_id)) == 1
    live.desk.alerts.watches.drop_chat(reader.chat_id)


async def test_quiet_hours_hold_an_alert_back(
    reader: Person, live: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = live.desk.office.state
    night = 1_718_398_800.0
    await reader.say("/alerts زبرقان المهاوي")
    await reader.say("/settings")
    await reader.press("22:00-07:00")
    await rounds(live)
    await reader.say(f"/add {story()}")
    before = len(reader.shown())
    monkeypatch.setattr(state, "clock", lambda: night)
    await rounds(live)
    assert len(reader.shown()) == before
    monkeypatch.setattr(state, "clock", lambda: night + 10 * 3_600)
    await rounds(live)
    assert any(c.text.startswith("جديد") for c in reader.shown()[before:])
    await reader.say("/undo")


async def test_a_chat_that_is_gone_is_alerted_no_more(reader: Person, live: World) -> None:
    await reader.say("/alerts زبرقان المهاوي")
    await rounds(live)
    await reader.say(f"/add {story()}")
    live.fault("sendMessage", 403, "Forbidden: bot was blocked", chat=reader.chat_id)
    await rounds(live)
    assert live.desk.alerts.watches.alerts(reader.chat_id) == []
    await reader.say("/undo")


async def test_an_alert_that_could_not_be_sent_is_sent_later(reader: Person, live: World) -> None:
    await reader.say("/alerts زبرقان المهاوي")
    await rounds(live)
    await reader.say(f"/add {story()}")
    before = len(reader.shown())
    for _ in range(5):
        live.fault("sendMessage", 502, "Bad Gateway", chat=reader.chat_id)
    await rounds(live)
    assert len(reader.shown()) == before
    await rounds(live)
    assert any(c.text.startswith("جديد") for c in reader.shown()[before:])
    await reader.say("/undo")


async def test_an_article_whose_site_is_in_trouble_is_read_later(
    reader: Person, live: World, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = live.desk.office.state
    now = [state.clock()]
    monkeypatch.setattr(state, "clock", lambda: now[0])
    link = web.publish("سوق السمك يفتح أبوابه", BODY)
    await reader.say(f"/follow {web.host}/feed")
    web.busy = {link.removeprefix(web.host)}
    await rounds(live, 3)
    assert len(own(reader)) == 0
    tried = sum(path.startswith("/news") for path, _ in web.asked)
    assert tried == 1, "it is not asked for again before its time"
    web.busy = set()
    now[0] += 5 * 60
    await rounds(live)
    assert len(own(reader)) == 1
    await reader.say("/undo")


@pytest.mark.parametrize("broken", ["http://[", "http://[::1", "//", "", "http://\u2100.example/x"])
async def test_a_broken_link_stops_one_entry_alone(
    reader: Person, live: World, web: Web, broken: str
) -> None:
    web.publish("سوق السمك يفتح أبوابه", BODY)
    web.extra = f"<item><title>خبر</title><link>{broken}</link></item>"
    await reader.say(f"/follow {web.host}/feed")
    other = live.person()
    await other.say(f"/follow {web.host}/feed")
    await rounds(live)
    assert len(own(reader)) == len(own(other)) == 1
    for person in (reader, other):
        await person.say("/undo")


async def test_a_feed_is_looked_at_before_it_is_followed(
    reader: Person, live: World, web: Web
) -> None:
    web.publish("سوق السمك يفتح أبوابه", BODY)
    [shown] = await reader.say(f"/test {web.host}/feed")
    assert "صحيفة الموقع" in shown.text
    await rounds(live)
    assert own(reader) == []
    [_, followed] = await reader.press("تابع هذا الموقع")
    assert "صحيفة الموقع" in followed.text
    await rounds(live)
    assert len(own(reader)) == 1
    await reader.say("/undo")
