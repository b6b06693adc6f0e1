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
