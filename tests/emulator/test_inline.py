"""Inline mode: up to ten sentences, each a complete and cited message."""

from __future__ import annotations

from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.emulator.server import USERNAME, Call
from tests.emulator.world import Person, World


def results(call: Call) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = call.field("results")
    return found


def figure(world: World, name: str, **labels: str) -> float:
    """Returns a figure as Prometheus would read it."""
    body, _ = world.desk.office.figures.exposed()
    families = text_string_to_metric_families(body.decode())
    found = [s for f in families for s in f.samples if s.name == name and s.labels == labels]
    return found[0].value if found else 0.0


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


async def test_many_offers_are_ten_at_most_and_all_differ(reader: Person) -> None:
    [call] = await reader.ask_inline("متى يكتمل سد العقيق؟")
    offers = results(call)
    assert 3 < len(offers) <= 10
    assert len({o["id"] for o in offers}) == len(offers)
    assert len({o["input_message_content"]["message_text"] for o in offers}) == len(offers)


async def test_an_offer_that_was_sent_is_counted_and_not_kept(reader: Person, live: World) -> None:
    question = "كم دولة شاركت في اجتماع الصخيرات؟"
    [call] = await reader.ask_inline(question)
    [offer, *_] = results(call)
    before = figure(live, "qawl_inline_sent_total")
    chosen = {"result_id": offer["id"], "from": reader.user, "query": question}
    assert await reader.act("chosen_inline_result", chosen) == []
    assert figure(live, "qawl_inline_sent_total") == before + 1
    assert question not in str(live.desk.office.state.export(reader.chat_id))


async def test_an_offer_sent_to_the_bot_itself_is_no_question(reader: Person) -> None:
    [call] = await reader.ask_inline("كم دولة شاركت في اجتماع الصخيرات؟")
    text = results(call)[0]["input_message_content"]["message_text"]
    bot = {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME}
    for person in (reader, reader.in_group(-77_001)):
        assert await person.say(text, via_bot=bot) == []


async def test_the_link_under_an_offer_opens_its_context(reader: Person, live: World) -> None:
    [call] = await reader.ask_inline("كم دولة شاركت في اجتماع الصخيرات؟")
    [[button]] = results(call)[0]["reply_markup"]["inline_keyboard"]
    [opened] = await live.person().say("/start " + button["url"].split("start=")[1])
    assert "سياق الجملة" in opened.text


async def test_nothing_typed_leads_into_the_bot(reader: Person) -> None:
    [call] = await reader.ask_inline("  ")
    assert all("متاح" not in result["title"] for result in results(call))
    payload = call.field("button")["start_parameter"]
    [greeting] = await reader.say(f"/start {payload}")
    assert greeting.text.startswith("أهلًا بك في قول")


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
