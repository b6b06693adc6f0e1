"""What is leant on, where alerts go, what an empty field shows, which way a line runs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bot.desk import asker_of
from bot.render.message import FSI, LRM, PDI, MessageBuilder
from bot.state.contexts import Contexts
from bot.texts import words_of
from index.reading import read_text
from tests.emulator.server import USERNAME, Call
from tests.emulator.web import rounds
from tests.emulator.world import Person, World, message_id

_groups = itertools.count(1)
ABOUT_ONE = "كم دولة شاركت في اجتماع الصخيرات؟"
ABOUT_OTHER = "ماذا قال ستالبورغ عن الهدنة؟"
FOLLOW_UP = "ومتى كان ذلك؟"


def mention(text: str) -> dict[str, Any]:
    name = f"@{USERNAME}"
    entity = {"type": "mention", "offset": 0, "length": len(name)}
    return {"text": f"{name} {text}", "entities": [entity]}


async def ask(person: Person, text: str, **more: Any) -> Call:
    [answer] = await person.say(**mention(text), **more)
    return answer


def last_questions(world: World, chat: int) -> dict[str, str]:
    state = world.desk.office.state
    return {row["talk"]: row["body"] for row in state.export(chat)["contexts"]}


async def test_what_was_asked_belongs_to_the_person_and_the_topic(live: World) -> None:
    chat = -6_000_000 - next(_groups)
    one, other = live.person().in_group(chat), live.person("كريم").in_group(chat)
    await ask(one, ABOUT_ONE)
    await ask(one, ABOUT_OTHER, message_thread_id=5, is_topic_message=True)
    await ask(other, ABOUT_OTHER)
    kept = last_questions(live, chat)
    assert "الصخيرات" in kept[f"{one.id}:"]
    assert "ستالبورغ" in kept[f"{one.id}:5"]
    assert "ستالبورغ" in kept[f"{other.id}:"]


async def test_an_answer_to_an_answer_leans_on_that_one(live: World) -> None:
    reader = live.person()
    [first] = await reader.say(ABOUT_ONE)
    await reader.say(ABOUT_OTHER)
    bot = {"id": 7, "is_bot": True, "first_name": "قول", "username": USERNAME}
    answered = {
        "message_id": message_id(first),
        "date": 1,
        "chat": reader.chat,
        "from": bot,
        "text": first.text,
    }
    await reader.say(FOLLOW_UP, reply_to_message=answered)
    context = Contexts(live.desk.office.state).last(reader.chat_id, f"{reader.id}:")
    assert context is not None
    assert "الصخيرات" in context.question or "دولة" in context.question


async def test_an_alert_goes_to_its_topic_in_its_language_and_once_an_article(
    live: World,
) -> None:
    chat = -6_100_000 - next(_groups)
    reader = live.person("Salma", language="en").in_group(chat)
    await reader.say("/alerts زبرقان الهيثمي", message_thread_id=9, is_topic_message=True)
    text = (
        'خبر من الميدان\n\nوقال العمدة زبرقان الهيثمي للصحافيين "الماء لمن يعطش لا لمن يدفع".\n\n'
        'وأضاف زبرقان الهيثمي "والطريق لمن يمشي فيه كل صباح".'
    )
    live.desk.office.library.add(read_text(text), asker_of(chat, "ar").collection)
    before = len(reader.shown())
    await rounds(live)
    [told] = reader.shown()[before:]
    assert told.field("message_thread_id") == 9
    assert told.text.startswith("New:")
    assert "الماء لمن يعطش" in told.text
    assert "والطريق لمن يمشي" in told.text


@pytest.mark.parametrize(
    ("language", "typed", "heading"),
    [
        ("ar", "ما آخر الأخبار؟", "آخر الأخبار (18)"),
        ("en", "What is the latest news?", "The latest news (18)"),
        ("fr", "Quelles sont les dernières nouvelles ?", "Les dernières nouvelles (18)"),
    ],
)
async def test_the_latest_news_are_the_newest_headlines(
    live: World, language: str, typed: str, heading: str
) -> None:
    [shown] = await live.person("Emma", language).say(typed)
    assert shown.text.split("\n")[0].strip(LRM + FSI + PDI) == heading
    assert "20" in shown.text


async def test_a_follow_up_is_shown_as_a_question_or_named_as_one(live: World) -> None:
    reader = live.person()
    await reader.say("ماذا قال ستالبورغ عن الهدنة؟")
    [said] = await reader.say("وماذا عن الأسرى؟")
    assert said.text.startswith("فهمت سؤالك هكذا: ما أقوال ستالبورغ عن الأسرى؟")
    await reader.say("/new")
    await reader.say("كم دولة شاركت في اجتماع الصخيرات؟")
    [joined] = await reader.say("ومتى كان ذلك؟")
    assert joined.text.startswith("أجيب على أن سؤالك متابعة لما قبله.")


async def test_words_within_a_saying_are_told_as_that(live: World) -> None:
    reader = live.person()
    [who] = await reader.say("/who «البيت الذي لا يفتحه أحد يموت واقفا»")
    assert who.text.startswith("ترد الكلمات في قول منسوب إلى نوال المزدلي")
    [check] = await reader.say("/verify البيدري: «لن أعدكم بالجنة، أعدكم برصيف»")
    if "الرئيسة الجديدة" in check.text:
        assert "لا أستطيع أن أؤكد أن القائل البيدري" in check.text
        assert "المقال ينسب الكلام إلى الرئيسة الجديدة" in check.text


async def test_an_alert_can_be_stopped_where_it_was_set_and_a_digest_needs_a_site(
    live: World,
) -> None:
    reader = live.person()
    [named] = await reader.say("/alerts القندسي")
    assert named.text == "سأنبّهك كلما ورد قول جديد منسوب إلى القندسي."
    [_, stopped] = await reader.press("أوقف التنبيه", named)
    assert "لا تنبيهات" in stopped.text
    [words] = await reader.say("/alerts رصيف الميناء الشرقي")
    assert "قول جديد فيه: رصيف" in words.text
    await reader.press("أوقف التنبيه", words)
    [digest] = await reader.say("/digest 07:30")
    assert "/follow" in digest.text
    await reader.say("/digest off")


async def test_an_empty_field_shows_what_was_cited_last_and_who_speaks(reader: Person) -> None:
    [nothing] = await reader.ask_inline("")
    assert nothing.field("results")
    assert nothing.field("button")["start_parameter"] == "inline"
    await reader.say(ABOUT_ONE)
    [after] = await reader.ask_inline("")
    assert "42 دولة" in after.field("results")[0]["input_message_content"]["message_text"]


async def test_two_letters_find_a_name(reader: Person) -> None:
    [found] = await reader.ask_inline("ست")
    assert any("ستالبورغ" in result["title"] for result in found.field("results"))


async def test_a_link_does_not_tell_whether_somebody_holds_the_article(live: World) -> None:
    owner, other = live.person(), live.person()
    await owner.say("/add خبر عن النافورة\n\nافتتح العمدة حسان النوار النافورة صباح الجمعة.")
    [article] = live.desk.office.library.store.articles(frozenset({f"chat:{owner.chat_id}"}))
    [told] = await other.say(f"/start s-{article.id}-0-10")
    assert "مجموعة خاصة" in told.text
    await owner.say("/undo")
    [gone] = await other.say(f"/start s-{article.id}-0-10")
    assert gone.text == told.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_line_that_starts_with_an_arabic_name_stays_left_to_right(language: str) -> None:
    builder = MessageBuilder(words_of(language)).part("زبرقان المهاوي").text(" said so.")
    assert builder.build().text == f"{LRM}{FSI}زبرقان المهاوي{PDI} said so."
    assert not MessageBuilder(words_of("en")).text("Welcome").build().text.startswith(LRM)


@pytest.mark.parametrize(("language", "typed"), [("en", "hello"), ("fr", "Bonjour")])
async def test_samples_name_people_in_the_letters_of_the_frame_first(
    live: World, language: str, typed: str
) -> None:
    [hello] = await live.person("Emma", language).say(typed)
    labels = [button["text"] for button in hello.buttons]
    assert len(labels) == 3
    assert "Stahlborg" in labels[0]
    assert any("Stahlborg" in label for label in labels)
    assert not any("autrice" in label for label in labels)
