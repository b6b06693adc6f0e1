"""Inline mode: up to ten sentences, each a complete and cited message."""

from __future__ import annotations

from typing import Any

from tests.emulator.server import USERNAME, Call
from tests.emulator.world import Person, World


def results(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call.field("results")
    return found


async def test_each_offer_is_a_complete_cited_message(reader: Person, live: World) -> None:
    [call] = await reader.ask_inline("كم دولة شاركت في اجتماع الصخيرات؟")
    offers = results(call)
    assert 1 <= len(offers) <= 10
    texts = [a.text for a in live.desk.office.library.store.articles({"public"})]
    for offer in offers:
        content = offer["input_message_content"]
        quoted = [e for e in content["entities"] if "blockquote" in e["type"]]
        assert len(quoted) == 1
        raw = content["message_text"].encode("utf-16-le")
        start, size = 2 * quoted[0]["offset"], 2 * quoted[0]["length"]
        words = raw[start : start + size].decode("utf-16-le")
        assert any(words in text for text in texts)
        assert "الجملة" in content["message_text"] or "العنوان" in content["message_text"]
        [[button]] = offer["reply_markup"]["inline_keyboard"]
        assert button["url"].startswith(f"https://t.me/{USERNAME}?start=s-")
    assert str(call.fields["is_personal"]).lower() == "true"


async def test_the_link_under_an_offer_opens_its_context(reader: Person, live: World) -> None:
    [call] = await reader.ask_inline("كم دولة شاركت في اجتماع الصخيرات؟")
    [[button]] = results(call)[0]["reply_markup"]["inline_keyboard"]
    [opened] = await live.person().say("/start " + button["url"].split("start=")[1])
    assert "سياق الجملة" in opened.text


async def test_nothing_typed_leads_into_the_bot(reader: Person) -> None:
    [call] = await reader.ask_inline("  ")
    assert results(call) == []
    assert "start_parameter" in str(call.field("button"))


async def test_nothing_found_says_so(reader: Person) -> None:
    [call] = await reader.ask_inline("ما سعر صرف الين الياباني في بورصة طوكيو؟")
    assert results(call) == []
    assert "لم أجد" in str(call.field("button"))


async def test_a_shared_sentence_is_brought_exactly(reader: Person) -> None:
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    query = reader.button("مشاركة")["switch_inline_query"]
    [call] = await reader.ask_inline(query)
    [offer] = results(call)
    assert "42 دولة" in offer["input_message_content"]["message_text"]


async def test_asked_twice_it_searches_once(reader: Person, live: World, monkeypatch: Any) -> None:
    answerer = live.desk.office.answerer
    asked = []
    plain = answerer.answer

    def counting(*args: Any, **kwargs: Any) -> Any:
        asked.append(args[0])
        return plain(*args, **kwargs)

    monkeypatch.setattr(answerer, "answer", counting)
    for _ in range(2):
        await reader.ask_inline("متى عقد اجتماع الصخيرات بالتحديد؟")
    assert len(asked) == 1


async def test_what_a_chat_added_is_offered_to_nobody_else(reader: Person, live: World) -> None:
    from index.reading import read_text

    library = live.desk.office.library
    text = "افتتح العمدة زبرقان المهاوي نافورة الميدان البنفسجية صباح الجمعة. وحضر ستون طفلا."
    own = f"chat:{reader.chat_id}"
    article_id = library.add(read_text(text), own).article_id
    try:
        [mine] = await reader.ask_inline("من افتتح نافورة الميدان البنفسجية؟")
        [theirs] = await live.person().ask_inline("من افتتح نافورة الميدان البنفسجية؟")
        assert "زبرقان" in str(results(mine))
        assert "زبرقان" not in str(results(theirs))
    finally:
        library.remove(article_id, own)
