"""A post that only points at a page: the page is offered, not three words as an article."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message

from bot.telegram.heard import links_of
from tests.emulator.test_sources import channel_post
from tests.emulator.web import BODY, Web, own
from tests.emulator.world import Person

TITLE = "سوق السمك يفتح أبوابه"
STORE = {"id": -100_778, "type": "channel", "title": "قناة الساحل", "username": "sahel"}


def entity(kind: str, text: str, words: str, **more: str) -> dict[str, Any]:
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return {
        "type": kind,
        "offset": start,
        "length": len(words.encode("utf-16-le")) // 2,
        **more,
    }


def behind_words(link: str) -> dict[str, Any]:
    text = "🐟 سوق السمك: التفاصيل من هنا"
    return channel_post(text) | {"entities": [entity("text_link", text, "من هنا", url=link)]}


def headline_and_link(link: str) -> dict[str, Any]:
    text = f"{TITLE}\n{link}."
    return channel_post(text) | {"entities": [entity("url", text, link)]}


def without_scheme(link: str) -> dict[str, Any]:
    bare = link.removeprefix("https://")
    text = f"{TITLE} {bare}"
    return channel_post(text) | {"entities": [entity("url", text, bare)]}


def caption_of_a_picture(link: str) -> dict[str, Any]:
    photo = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}
    words = "سوق السمك"
    post = channel_post("") | {"photo": [photo], "caption": f"صور: {words}"}
    del post["text"]
    return post | {"caption_entities": [entity("text_link", post["caption"], words, url=link)]}


def under_a_button(link: str) -> dict[str, Any]:
    keyboard = [[{"text": "اقرأ الخبر", "url": link}]]
    return channel_post(TITLE) | {"reply_markup": {"inline_keyboard": keyboard}}


def in_the_preview(link: str) -> dict[str, Any]:
    return channel_post(TITLE) | {"link_preview_options": {"url": link}}


def beside_the_site_and_the_channel(link: str) -> dict[str, Any]:
    site = link.partition("/news")[0]
    text = f"{TITLE}\nhttps://t.me/sahel/7\n{site}/\nالخبر"
    return channel_post(text) | {"entities": [entity("text_link", text, "الخبر", url=link)]}


def shared_by_a_browser(link: str) -> dict[str, Any]:
    return {"text": f"{TITLE} - صحيفة الموقع\n\n{link}"}


POSTS = [
    behind_words,
    headline_and_link,
    without_scheme,
    caption_of_a_picture,
    under_a_button,
    in_the_preview,
    beside_the_site_and_the_channel,
    shared_by_a_browser,
]


@pytest.mark.parametrize("post", POSTS)
async def test_the_page_is_offered_and_added(reader: Person, web: Web, post: Any) -> None:
    link = web.publish(TITLE, BODY)
    calls = await reader.say(**post(link))
    assert TITLE in calls[-1].text
    assert not own(reader)
    await reader.press("أضفه")
    [article] = own(reader)
    assert "ثلاثمئة بائع" in article.text
    assert article.url == link
    await reader.say("/undo")


async def test_the_command_over_a_post_adds_its_page(reader: Person, web: Web) -> None:
    link = web.publish(TITLE, BODY)
    calls = await reader.say("/add", reply_to_message=reader.message(**behind_words(link)))
    assert "أضيف إلى مجموعتك" in calls[-1].text
    assert "ثلاثمئة بائع" in own(reader)[0].text
    await reader.say("/undo")


async def test_a_page_that_cannot_be_had_is_told_and_the_words_are_offered(
    reader: Person,
    web: Web,
) -> None:
    [draft] = await reader.say(**behind_words(f"{web.host}/news/404"))
    assert "قناة الميدان" in draft.text
    assert "لا توجد صفحة بهذا الرابط" in draft.text


async def test_a_quotation_with_a_link_is_checked_and_its_page_is_offered(
    reader: Person,
    web: Web,
) -> None:
    link = web.publish(TITLE, BODY)
    [checked] = await reader.say(**channel_post(f"قالت الرمضي: «الأمن لا يشترى بالوعود» {link}"))
    assert "مطابق حرفًا بحرف" in checked.text
    await reader.press("أضفه")
    assert own(reader)[0].url == link
    await reader.say("/undo")


async def test_a_whole_article_with_a_link_stays_the_article(reader: Person, web: Web) -> None:
    link = web.publish("خبر آخر", BODY.replace("السمك", "الفاكهة"))
    text = f"{TITLE}\n\n{BODY}\n\n{BODY.replace('هزيم', 'زهير')}\n{link}"
    await reader.say(**channel_post(text))
    await reader.press("أضفه")
    assert own(reader)[0].text.startswith(TITLE)
    await reader.say("/undo")


async def test_a_question_with_a_link_stays_a_question(reader: Person, web: Web) -> None:
    link = web.publish(TITLE, BODY)
    [answer] = await reader.say(f"كم دولة شاركت في اجتماع الصخيرات؟ {link}")
    assert "42" in answer.text


@pytest.mark.parametrize("link", ["https://t.me/a/1", "tg://user?id=1", "mailto:a@b.example", "//"])
def test_what_is_no_page(link: str) -> None:
    entities = [{"type": "text_link", "offset": 0, "length": 3, "url": link}]
    raw = {"message_id": 1, "date": 1, "chat": STORE, "text": "خبر", "entities": entities}
    message = Message.de_json(raw, None)
    assert message is not None
    assert links_of(message) == []
