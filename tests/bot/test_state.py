"""What the bot remembers: across restarts, between processes, and not for too long."""

from __future__ import annotations

import datetime as dt
import multiprocessing

import pytest
import sqlalchemy as sa

from bot.state import State, tables
from bot.state.contexts import Contexts
from bot.state.state import CONVERSATION
from index.store.sql import SqlStore
from retrieval.question.asked import Context
from retrieval.question.intent import AskCheck, AskSaid, AskSpeakers, AskWho, Claim
from tests.store.conftest import postgres_url, store, url

__all__ = ["postgres_url", "store", "url"]

CHAT = 41

CONTEXTS = [
    Context("كم دولة شاركت في الاجتماع؟"),
    Context("من افتتح النافورة؟", named="زبرقان المهاوي"),
    Context(
        "ماذا قالت الرمضي أمس عن الأمن؟",
        AskSaid("الرمضي", "الأمن", since=dt.date(2024, 5, 6), until=dt.date(2024, 5, 7)),
    ),
    Context("من قال «الماء لمن يعطش»؟", AskWho("الماء لمن يعطش")),
    Context("من يتكلم هنا؟", AskSpeakers()),
    Context("هل قالت الرمضي ذلك؟", AskCheck(Claim("الأمن يشترى", "الرمضي"))),
]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def contexts(store: SqlStore, clock: Clock) -> Contexts:
    return Contexts(State(store.database, clock))


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda c: type(c.intent).__name__)
def test_a_context_comes_back_as_it_was(contexts: Contexts, context: Context) -> None:
    contexts.keep(CHAT, context)
    assert contexts.last(CHAT) == context
    assert contexts.last(CHAT + 1) is None


def test_a_bot_that_starts_anew_knows_what_was_asked(url: str, clock: Clock) -> None:
    for number, context in enumerate(CONTEXTS):
        opened = SqlStore(url)
        contexts = Contexts(State(opened.database, clock))
        assert contexts.last(CHAT) == (CONTEXTS[number - 1] if number else None)
        contexts.keep(CHAT, context)
        opened.close()


def _ask_elsewhere(url: str) -> None:
    opened = SqlStore(url)
    Contexts(State(opened.database)).keep(CHAT, CONTEXTS[2])
    opened.close()


def test_another_process_knows_what_was_asked(url: str) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_ask_elsewhere, args=(url,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    opened = SqlStore(url)
    assert Contexts(State(opened.database)).last(CHAT) == CONTEXTS[2]
    opened.close()


def test_what_was_asked_fades(contexts: Contexts, clock: Clock) -> None:
    contexts.keep(CHAT, CONTEXTS[0])
    clock.now += CONVERSATION - 1
    contexts.keep(CHAT + 1, CONTEXTS[1])
    contexts.fade()
    assert contexts.last(CHAT) == CONTEXTS[0]
    clock.now += 1
    assert contexts.last(CHAT) is None
    contexts.fade()
    left = contexts.state.rows(sa.select(tables.contexts.c.chat_id))
    assert [row.chat_id for row in left] == [CHAT + 1]


def test_forgetting_a_chat_forgets_its_question(contexts: Contexts) -> None:
    contexts.keep(CHAT, CONTEXTS[0])
    kept = contexts.state.export(CHAT)["contexts"]
    assert CONTEXTS[0].question in kept[0]["body"]
    contexts.state.forget(CHAT)
    assert contexts.last(CHAT) is None
    assert not any(contexts.state.export(CHAT).values())


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{}", '{"question": 3}', '{"question": "x", "intent": ["Other", {}]}', "null"],
)
def test_what_another_version_wrote_is_no_error(contexts: Contexts, body: str) -> None:
    contexts.keep(CHAT, CONTEXTS[0])
    with contexts.state.writing() as connection:
        connection.execute(tables.contexts.update().values(body=body))
    assert contexts.last(CHAT) is None
