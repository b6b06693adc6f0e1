"""Who said what, from the chat: by command, in free text, and as a check."""

from __future__ import annotations

import re

import pytest

from tests.emulator.server import Call
from tests.emulator.test_private_chat import quotations
from tests.emulator.world import Person, World


def verbatim(call: Call, world: World) -> bool:
    texts = [a.text for a in world.desk.office.library.store.articles({"public"})]
    return all(any(words in text for text in texts) for words in quotations(call))


@pytest.mark.parametrize("typed", ["/said ستالبورغ الهدنة", "ماذا قال ستالبورغ عن الهدنة؟"])
async def test_what_somebody_said_on_a_topic(reader: Person, live: World, typed: str) -> None:
    [answer] = await reader.say(typed)
    assert "ستالبورغ" in answer.text
    assert "القائل" in answer.text
    assert quotations(answer)
    assert verbatim(answer, live)


async def test_pages_of_sayings_and_their_context(reader: Person) -> None:
    [first] = await reader.say("/said ستالبورغ")
    assert "صفحة 1 من" in first.text
    [_, second] = await reader.press("التالي")
    assert "صفحة 2 من" in second.text
    assert quotations(first) != quotations(second)
    [_, context] = await reader.press("السياق", second)
    assert "سياق الجملة" in context.text


async def test_an_inferred_speaker_is_said_to_be_and_shows_its_chain(reader: Person) -> None:
    [answer] = await reader.say("/said ستالبورغ الأسرى")
    assert "مستنتج" in answer.text
    for button in [b["text"] for b in answer.buttons if "السياق" in b["text"]]:
        [_, context] = await reader.press(button, answer)
        if "مستنتج" in context.text:
            break
    [_, chain] = await reader.press("كيف عُرف القائل؟")
    assert "استُنتج القائل من هذه الجمل" in chain.text
    assert len(quotations(chain)) >= 2
    assert "الثقة" in chain.text


async def test_nobody_of_that_name(reader: Person) -> None:
    [answer] = await reader.say("/said نابليون")
    assert "لا أحد بهذا الاسم" in answer.text


async def test_nothing_on_that_topic_offers_the_rest(reader: Person) -> None:
    [answer] = await reader.say("/said ستالبورغ الكافيار")
    assert "لم أجد" in answer.text
    [_, rest] = await reader.press("كل أقوال")
    assert quotations(rest)


async def test_a_follow_up_says_how_it_was_understood(reader: Person) -> None:
    await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    [answer] = await reader.say("وماذا عن الأسرى؟")
    assert "فهمت سؤالك هكذا" in answer.text
    assert "الأسرى" in answer.text.split("\n")[0]


async def test_who_said_these_words(reader: Person) -> None:
    [answer] = await reader.say("/who «أول امتحان جدي للطرفين»")
    assert answer.text.startswith("القائل: ")
    assert "ستالبورغ" in answer.text.split("\n")[0]


async def test_as_many_sayings_are_counted_as_are_shown(reader: Person) -> None:
    for page in (1, 2):
        [listed] = [(await reader.say("/speakers"))[-1]]
        if page == 2:
            listed = (await reader.press("التالي", listed))[-1]
        for number, button in enumerate(listed.buttons[:4]):
            counted = listed.text.split("\n")[2 + 2 * number].split(" في ")[0]
            [_, said] = await reader.press_data(button["callback_data"], listed)
            assert re.search(rf"ما قيل[^:]*: {counted}\.", said.text), said.text


@pytest.mark.parametrize("typed", ["/verify قال القندسي: «»", "/verify القندسي:", "/verify «»"])
async def test_nothing_quoted_is_told(reader: Person, typed: str) -> None:
    [told] = await reader.say(typed)
    assert told.text.startswith("لا شيء بين علامتي الاقتباس.")
    assert "/verify" in told.text


async def test_who_speaks_here(reader: Person) -> None:
    [answer] = await reader.say("/speakers")
    assert answer.text.startswith("المتكلمون")
    [_, said] = await reader.press("1")
    assert "ما قيل" in said.text


async def test_pages_of_speakers(reader: Person) -> None:
    [first] = await reader.say("/speakers")
    [_, second] = await reader.press("التالي")
    assert second.method == "editMessageText"
    assert second.text.startswith("المتكلمون")
    assert second.text != first.text


async def test_the_table_button_of_a_person(reader: Person) -> None:
    await reader.say("/said ستالبورغ")
    [_, file] = await reader.press("جدول CSV")
    assert file.method == "sendDocument"
    assert next(iter(file.files.values())).decode("utf-8-sig").startswith("article_id,")


EXACT = "الأمن لا يشترى بالوعود"
CHECKS = [
    (f"/verify الرمضي: «{EXACT}»", "مطابق حرفًا بحرف"),
    (f"هل قالت الرمضي إن «{EXACT}»؟", "مطابق حرفًا بحرف"),
    ("/verify الرمضي: «الأَمن لا يُشترى بالوعود!»", "الكلمات نفسها"),
    ("/verify الرمضي: «الأمن يشترى بالوعود»", "سقط نفي"),
    (f"/verify ستالبورغ: «{EXACT}»", "شخص آخر"),
    ("/verify الرمضي: «القمر جبن أصفر لذيذ للغاية فعلا»", "ليس في المقالات"),
]


@pytest.mark.parametrize(("typed", "verdict"), CHECKS)
async def test_the_check(reader: Person, live: World, typed: str, verdict: str) -> None:
    [answer] = await reader.say(typed)
    assert verdict in answer.text
    assert "كذب" not in answer.text
    assert verbatim(answer, live)


async def test_the_check_strikes_out_what_was_not_published(reader: Person) -> None:
    [answer] = await reader.say("/verify ستالبورغ: «سيعود 63 أسيرا إلى بيوتهم قبل نهاية مايو»")
    assert "العدد" in answer.text
    kinds = {e["type"] for e in answer.entities}
    assert {"strikethrough", "bold", "blockquote"} <= kinds


@pytest.mark.parametrize("command", ["said", "who", "verify"])
async def test_a_command_without_words_asks_for_them(reader: Person, command: str) -> None:
    [answer] = await reader.say(f"/{command}")
    assert answer.text.startswith("أرسل الآن: ")


async def test_a_command_may_answer_the_message_that_holds_the_words(reader: Person) -> None:
    quoted = {
        "message_id": 1,
        "date": 1,
        "chat": reader.chat,
        "from": reader.user,
        "text": f"قالت الوزيرة «{EXACT}»",
    }
    [answer] = await reader.say("/who", reply_to_message=quoted)
    assert "الرمضي" in answer.text


async def test_the_table_of_sayings(reader: Person) -> None:
    [file] = await reader.say("/csv ستالبورغ")
    assert file.method == "sendDocument"
    table = next(iter(file.files.values())).decode("utf-8-sig")
    header, *rows = table.splitlines()
    assert header.startswith("article_id,headline,outlet,date")
    assert rows
    assert "جدول الأقوال" in file.text
    [none] = await reader.say("/csv نابليون")
    assert "لا أقوال" in none.text


async def test_versions_of_one_saying(reader: Person, live: World) -> None:
    [answer] = await reader.say("/said القندسي السد")
    await reader.press("السياق", answer)
    [_, *rest] = await reader.press("صيغ أخرى")
    assert "القول نفسه" in rest[0].text or "لم أجد هذا القول" in rest[0].text


@pytest.mark.parametrize(
    "typed",
    [
        "What did Stahlborg say about the truce?",
        '/who "Ask the river"',
        '/verify Belisar: "I have stopped counting hours and started counting weeks"',
    ],
)
async def test_a_name_stands_in_the_letters_of_the_frame(live: World, typed: str) -> None:
    [answer] = await live.person("Emma", "en").say(typed)
    assert "Erik Stahlborg" in answer.text
    assert "ستالبورغ" not in answer.text.split("As published")[0].split("newest first")[0]
