"""Pages of a followed site that change after they were read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import asker_of
from index.reading.feeds import VISITS
from tests.emulator.web import BODY, Web, own, rounds
from tests.emulator.world import Person, World


async def later(live: World, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    state = live.desk.office.state
    now = state.clock() + seconds
    monkeypatch.setattr(state, "clock", lambda: now)
    await rounds(live)


def written(web: Web, path: str, body: str) -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    head, _, _ = web.pages[path].partition("<p>")
    web.pages[path] = f"{head}{paragraphs}</article></body></html>"


def told_of(reader: Person, live: World, since: int, words: str) -> list[Any]:
    """Returns the messages with these words that one person has got since a call."""
    own = [c for c in live.calls[since:] if str(c.fields.get("chat_id")) == str(reader.chat_id)]
    return [c for c in own if words in c.text]


CHANGED = BODY.replace("السوق لأهل البحر قبل أهل السياسة", "السوق لأهل السياسة قبل أهل البحر")


async def test_a_page_that_changes_under_its_link_is_noticed_and_told_once(
    reader: Person,
    live: World,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = web.publish("سوق السمك يفتح أبوابه", BODY).removeprefix(web.host)
    await reader.say(f"/follow {web.host}/feed")
    await rounds(live)
    written(web, path, CHANGED)
    sent = len(live.calls)
    await rounds(live)
    assert len(live.calls) == sent, "it is not its time yet"
    await later(live, VISITS[0] + 1, monkeypatch)
    [article] = own(reader)
    assert "لأهل السياسة قبل" in article.text

    def told() -> list[Any]:
        return told_of(reader, live, sent, "تغيّر قول")

    news = told()
    assert len(news) == 1
    assert news[0].text.index("لأهل البحر قبل") < news[0].text.index("لأهل السياسة قبل")
    await later(live, VISITS[1] + 1, monkeypatch)
    assert len(told()) == 1
    await reader.press("لا تخبرني بالتغييرات", news[0])
    written(web, path, BODY)
    await later(live, VISITS[2] + 1, monkeypatch)
    assert "لأهل البحر قبل" in own(reader)[0].text, "what is taken back is the newest again"
    assert len(told()) == 1
    await reader.say("/forget")
    await reader.press("نعم")


async def test_a_page_that_is_gone_is_told_once_and_the_article_says_so(
    reader: Person,
    live: World,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = web.publish("سوق السمك يفتح أبوابه", BODY).removeprefix(web.host)
    await reader.say(f"/follow {web.host}/feed")
    await rounds(live)
    [article] = own(reader)
    page = web.pages.pop(path)
    sent = len(live.calls)

    def told() -> list[Any]:
        return told_of(reader, live, sent, "لم تعد هذه الصفحة على رابطها")

    await later(live, VISITS[0] + 1, monkeypatch)
    assert told() == [], "a server may be in trouble for a moment"
    web.pages[path] = page
    await later(live, VISITS[0] + 1, monkeypatch)
    del web.pages[path]
    for _ in range(3):
        await later(live, VISITS[2] + 1, monkeypatch)
    [news] = told()
    assert article.headline in news.text
    await reader.press("النص المحفوظ", news)
    assert any("لم يعد المقال على رابطه منذ" in c.text for c in live.calls[-3:])
    assert own(reader) == [article]
    await reader.say("/forget")
    await reader.press("نعم")


async def test_looking_again_is_polite_and_ends(
    reader: Person,
    live: World,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = web.publish("سوق السمك يفتح أبوابه", BODY).removeprefix(web.host)
    web.tags = True
    await reader.say(f"/follow {web.host}/feed")
    await rounds(live)

    def asked() -> list[dict[str, str]]:
        host = web.host.removeprefix("https://")
        return [h for at, h in web.asked if (h["host"], at) == (host, path)]

    assert len(asked()) == 1
    for wait in (*VISITS, *VISITS):
        await later(live, wait + 1, monkeypatch)
    assert len(asked()) == 1 + len(VISITS)
    assert all(headers.get("if-none-match") for headers in asked()[1:])
    # The feed says that it was changed: it is looked at once more.
    written(web, path, CHANGED)
    web.title = "تصحيح: خبر"
    await later(live, 3_600 * 24, monkeypatch)
    assert "لأهل السياسة قبل" in own(reader)[0].text
    await reader.say("/forget")
    await reader.press("نعم")


@pytest.mark.parametrize("now", ["cut", "gone", "removed"])
async def test_what_is_no_newer_version(
    reader: Person,
    live: World,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    now: str,
) -> None:
    path = web.publish("سوق السمك يفتح أبوابه", BODY).removeprefix(web.host)
    await reader.say(f"/follow {web.host}/feed")
    await rounds(live)
    [before] = own(reader)
    if now == "cut":
        written(web, path, BODY[:90])
    elif now == "gone":
        del web.pages[path]
    else:
        written(web, path, CHANGED)
        live.desk.sources.remove(asker_of(reader.chat_id, "ar"), before.id)
    await later(live, VISITS[0] + 1, monkeypatch)
    assert own(reader) == ([] if now == "removed" else [before])
    await reader.say("/forget")
    await reader.press("نعم")
