"""What a person can do in a private chat, from the first message on."""

from __future__ import annotations

import pytest

from bot.render.message import PDI, RLM
from tests.emulator.server import Call
from tests.emulator.world import Person, World, message_id

QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"


def utf16(text: str, entity: dict[str, int]) -> str:
    raw = text.encode("utf-16-le")
    return raw[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def quotations(call: Call) -> list[str]:
    return [utf16(call.text, e) for e in call.entities if "blockquote" in e["type"]]


async def test_start_greets_and_counts(reader: Person) -> None:
    [greeting] = await reader.say("/start")
    assert greeting.text.startswith("أهلًا بك في قول")
    assert "18 مقالًا" in greeting.text
    assert {"type": "bold", "offset": 12, "length": 3} in greeting.entities


async def test_help_lists_every_command_of_the_menu(reader: Person, live: World) -> None:
    menu = next(c for c in live.calls if c.method == "setMyCommands")
    [answer] = await reader.say("/help")
    for command in menu.fields["commands"] if isinstance(menu.fields["commands"], list) else []:
        assert f"/{command['command']}" in answer.text


async def test_privacy_tells_what_is_kept(reader: Person) -> None:
    [answer] = await reader.say("/privacy")
    for command in ("/export", "/forget"):
        assert command in answer.text


async def test_an_answer_is_the_articles_own_sentence(reader: Person, live: World) -> None:
    [answer] = await reader.say(QUESTION)
    texts = [a.text for a in live.desk.office.library.store.articles({"public"})]
    shown = quotations(answer)
    assert shown
    for words in shown:
        assert any(words in text for text in texts)
    assert "42 دولة" in shown[0]
    assert answer.fields["reply_parameters"]
    assert any(e["type"] in ("text_link", "bold") for e in answer.entities)
    actions = [c.method for c in live.calls if c.chat == reader.chat_id]
    assert actions.index("sendChatAction") < actions.index("sendMessage")


async def test_no_link_preview_hides_the_answer(reader: Person) -> None:
    [answer] = await reader.say(QUESTION)
    assert "is_disabled" in str(answer.fields["link_preview_options"])


async def test_context_and_back(reader: Person) -> None:
    [answer] = await reader.say(QUESTION)
    replies = await reader.press("السياق")
    assert [c.method for c in replies] == ["answerCallbackQuery", "editMessageText"]
    context = replies[-1]
    [run] = quotations(context)
    first = quotations(answer)[0]
    assert first in run
    assert len(run) > len(first)
    bold = [utf16(context.text, e) for e in context.entities if e["type"] == "bold"]
    assert first in bold
    replies = await reader.press("رجوع إلى الجواب")
    back = replies[-1]
    assert back.method == "editMessageText"
    assert quotations(back) == quotations(answer)


async def test_more_sentences_stand_under_the_answer(reader: Person) -> None:
    [answer] = await reader.say("متى يكتمل سد العقيق؟")
    [_, more] = await reader.press("المزيد")
    assert more.method == "sendMessage"
    assert quotations(more)
    assert not set(quotations(more)) & set(quotations(answer))


async def test_the_article_itself_is_one_press_away(reader: Person, live: World) -> None:
    await reader.say("متى يكتمل سد العقيق؟")
    await reader.press("السياق")
    links = {a.url for a in live.desk.office.library.store.articles({"public"})}
    assert reader.button("فتح المقال")["url"].partition("#")[0] in links


async def test_every_line_of_an_arabic_frame_runs_right_to_left(reader: Person) -> None:
    from bot.render.message import starts_rtl

    [answer] = await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    verbatim = quotations(answer)
    for line in answer.text.split("\n"):
        if line.strip() and not any(line in words for words in verbatim):
            assert starts_rtl(line), line


async def test_an_english_question_gets_an_english_frame(reader: Person) -> None:
    [answer] = await reader.say("How many countries took part in the meeting in Skhirat?")
    assert "sentence" in answer.text or "nearest" in answer.text


async def test_a_french_reader_is_greeted_in_french(live: World) -> None:
    reader = live.person("Anne", "fr")
    [greeting] = await reader.say("/start")
    assert greeting.text.startswith("Bienvenue")


async def test_other_languages_fall_back_to_the_setting(live: World) -> None:
    reader = live.person("Olena", "uk")
    [greeting] = await reader.say("/start")
    assert greeting.text.startswith("أهلًا")


async def test_articles_are_paged_by_buttons(reader: Person) -> None:
    [page] = await reader.say("/articles")
    assert "صفحة 1 من 3" in page.text
    assert "السابق" not in str(page.buttons)
    [_, second] = await reader.press("التالي")
    assert "صفحة 2 من 3" in second.text
    [_, article] = await reader.press("9")
    assert "مطلع المقال" in article.text
    assert quotations(article)
    [_, back] = await reader.press("رجوع إلى القائمة")
    assert "صفحة 2 من 3" in back.text


BAD = [
    ("؟!؟ ...", "كلمات"),
    ("؟!", "كلمات"),
    ("سؤال طويل " * 1_000, "طويل"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
async def test_bad_input_is_told_what_is_wrong(reader: Person, text: str, told: str) -> None:
    [answer] = await reader.say(text)
    assert told in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {
            "sticker": {
                "file_id": "s",
                "file_unique_id": "u",
                "width": 1,
                "height": 1,
                "type": "regular",
                "is_animated": False,
                "is_video": False,
            }
        },
        {"photo": [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]},
    ],
)
async def test_what_is_no_text_is_told_kindly(reader: Person, fields: dict[str, object]) -> None:
    [answer] = await reader.say(**fields)
    assert "أقرأ النصوص" in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 1}},
        {"audio": {"file_id": "v", "file_unique_id": "u", "duration": 1}},
        {"video_note": {"file_id": "v", "file_unique_id": "u", "duration": 1, "length": 9}},
    ],
)
async def test_a_spoken_question_is_told_to_be_written(
    reader: Person, fields: dict[str, object]
) -> None:
    [answer] = await reader.say(**fields)
    assert "لا أسمع الرسائل الصوتية" in answer.text


async def test_a_command_that_nobody_knows(reader: Person) -> None:
    [answer] = await reader.say("/nonsense")
    assert "لا أعرف الأمر" in answer.text


async def test_html_is_a_question_like_any_other(reader: Person) -> None:
    [answer] = await reader.say(
        "<b>كم دولة شاركت</b> في اجتماع الصخيرات؟ <script>alert(1)</script>"
    )
    assert not answer.refused
    assert "parse_mode" not in answer.fields


async def test_an_unanswerable_question_is_refused_honestly(reader: Person) -> None:
    [answer] = await reader.say("ما سعر صرف الين الياباني مقابل الدولار في بورصة طوكيو؟")
    assert "لم أجد" in answer.text


async def test_a_stale_button_is_told_kindly(reader: Person) -> None:
    [answer] = await reader.say(QUESTION)
    [reply] = await reader.press_data("no-such-key", answer)
    assert reply.method == "answerCallbackQuery"
    assert "انتهت صلاحية" in reply.fields["text"]


async def test_a_button_of_another_chat_opens_nothing(reader: Person, live: World) -> None:
    [answer] = await reader.say(QUESTION)
    data = reader.button("السياق")["callback_data"]
    [reply] = await live.person().press_data(data, answer)
    assert "انتهت صلاحية" in reply.fields["text"]


async def test_an_edited_question_gets_its_answer_replaced(reader: Person) -> None:
    [first] = await reader.say(QUESTION)
    [second] = await reader.edit("ماذا قال ستالبورغ عن الهدنة؟")
    assert second.method == "editMessageText"
    assert message_id(second) == message_id(first)
    assert quotations(second) != quotations(first)


async def test_feedback_is_kept(reader: Person, live: World) -> None:
    await reader.say(QUESTION)
    [toast, _] = await reader.press("👎")
    assert "شكرًا" in toast.fields["text"]
    assert live.desk.office.state.votes()[0]["vote"] == "down"


async def test_citation_in_three_styles(reader: Person) -> None:
    await reader.say(QUESTION)
    [_, plain] = await reader.press("نسخ الاستشهاد")
    assert any(e["type"] == "code" for e in plain.entities)
    assert reader.button("نسخ الاستشهاد", plain)["copy_text"]["text"] in plain.text
    [_, chicago] = await reader.press("شيكاغو", plain)
    assert chicago.text != plain.text


async def test_deep_links_open_a_sentence_in_its_context(reader: Person, live: World) -> None:
    [answer] = await reader.say(QUESTION)
    [item] = live.desk.office.state.export(reader.chat_id)["numbers"][:1]
    link = f"/start s-{item['article_id']}-{item['text_start']}-{item['text_end']}"
    [opened] = await live.person().say(link)
    assert quotations(answer)[0] in quotations(opened)[0]
    [unknown] = await reader.say("/start s-0000000000000000-0-5")
    assert "لم يعد محفوظًا" in unknown.text


async def test_a_deep_link_opens_an_answer_again(reader: Person, live: World) -> None:
    [answer] = await reader.say(QUESTION)
    await reader.press("نسخ الاستشهاد")
    link = reader.button("نسخ رابط الجواب")["copy_text"]["text"]
    payload = link.partition("?start=")[2]
    assert payload.startswith("a-")
    for person in (reader, live.person()):
        [opened] = await person.say(f"/start {payload}")
        assert quotations(opened) == quotations(answer)
    [unknown] = await reader.say("/start a-0000000000000000")
    assert quotations(unknown) == []


async def test_invisible_marks_stand_outside_the_verbatim_words(reader: Person) -> None:
    [answer] = await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    for words in quotations(answer):
        assert RLM not in words
        assert PDI not in words
