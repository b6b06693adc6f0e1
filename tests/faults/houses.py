"""Two houses, one with chat A and one without, and what chat B may try in both."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import inspect
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import GeneratorType
from typing import Any

import httpx
import numpy as np

from bot.actions import action
from bot.desk import Asker, Document, asker_of
from bot.desk.adding import Adding
from bot.desk.alerts import Alert
from bot.desk.answers import _record
from bot.desk.sources import Batch
from bot.render.message import Message
from bot.state.inbox import Inbox
from bot.verbatim import check_verbatim
from index.engine.base import SearchEngine
from index.errors import QawlError
from index.reading.contents import article_as_data
from index.reading.feeds import FeedState
from index.reading.web import Fetcher
from index.store.sql import SqlStore
from index.text.tokens import index_terms
from index.types import Article, Span
from retrieval.answerer import Asking
from retrieval.question.asked import Context
from retrieval.question.intent import Claim
from retrieval.question.read import read
from tests.faults.corpus import article, opened
from tests.faults.test_chats import desk_of

A, B = -501, 777
NOW = 1_700_000_000.0
URL = "https://secret.example/lamp"
SAID = "المنارة لأهل البحر وحدهم"
OLD = Article(
    f"افتتح العمدة هزيم القرطاجي المنارة. وقال هزيم القرطاجي: «{SAID} اليوم».",
    headline="منارة القرطاجي",
    outlet="جريدة الكتمان",
    url=URL,
    date=dt.date(2024, 5, 6),
)
KEPT = dataclasses.replace(
    OLD, text=f"افتتح العمدة هزيم القرطاجي المنارة الجديدة. وقال هزيم القرطاجي: «{SAID} غدا»."
)
GUEST = Article("قالت الطاهية جلنار المهاوي إن الحساء السري جاهز.", headline="حساء جلنار")
WORDS = ["القرطاجي", f"هزيم القرطاجي: «{SAID}»", "ما هي المنارة الجديدة؟", "القرطاجي عن البحر"]


class House:
    """A bot's data, with or without chat A.

    Attributes:
        acting: The house that makes up names now.
    """

    acting: House

    def __init__(self, folder: Path, *, with_a: bool) -> None:
        self.folder = folder
        self.names = itertools.count()
        House.acting = self
        self.library = opened(folder)
        self.desk = desk_of(self.library, folder)
        self.desk.office.state.__dict__.update(clock=lambda: NOW)
        site = httpx.MockTransport(lambda _: httpx.Response(404))
        self.desk.office.fetcher = Fetcher(site)
        self.desk.office.username = "qawl_bot"
        self.library.add_many([article(n) for n in range(3)])
        self.asker = asker_of(B, "en", person=9)
        self.desk.sources.add(self.asker, Batch(articles=[article(7)]))
        # What both number alike has other numbers in no house.
        watches = self.desk.alerts.watches
        watches.follow(A, FeedState("https://secret.example/rss", title="الكتمان"), 7)
        watches.add_alert(Alert(0, A, "القرطاجي", 7, None, "ar"), [])
        if with_a:
            self.ids = self._live()
        else:
            watches.drop_chat(A)

    def _live(self) -> dict[str, Any]:
        """Lets chat A have something of all that there is; returns its ids and tokens."""
        desk, state, store = self.desk, self.desk.office.state, self.library.store
        asker = asker_of(A, "ar", person=7)
        desk.sources.add(asker, Batch(articles=[OLD]))
        desk.sources.add(asker, Batch(articles=[KEPT]))
        analysis = store.analysis(KEPT.id, asker.scope)
        span, saying = analysis.sentences[0].span, analysis.sayings[0]
        cited = desk.office.cited(asker, KEPT.id, span)
        assert cited is not None
        body = {"sentences": [_record(cited)], "more": [_record(cited)], "confidence": 0.9}
        draft = desk.sources.additions.keep_draft(A, article_as_data(GUEST))
        desk.guests.ask(asker, draft)
        watches = desk.alerts.watches
        watches.claim(A, saying.id)
        desk.conversation.contexts.keep(A, Context("ما هي المنارة الجديدة؟"), asker.talk)
        desk.sources.additions.keep_prompt(A, [40], {"article": KEPT.id})
        state.keep_reply(A, 30, [31])
        around = action("context", article=KEPT.id, start=span.start, end=span.end)
        door, batches = desk.sayings.door, state.export(A)["additions"]
        return {
            "answer": state.keep_answer(A, body),
            "token": state.keep_actions(A, [around])[0],
            "saying": saying.id,
            "draft": draft,
            "batch": batches[-1]["batch"],
            "follow": watches.follows(A)[0].number,
            "alert": watches.alerts(A)[0].number,
            "said": door.quotes(asker.scope)[0],
            "all": door.said("القرطاجي", "", asker.scope),
            "check": door.check(Claim(SAID, "القرطاجي"), asker.scope),
            "passages": [p.id for p in analysis.passages],
            "span": span,
            "guest": desk.guests.book.read(A),
        }

    def doors(self) -> dict[str, object]:
        """Returns every object with ways to read, by its class's name."""
        desk, library = self.desk, self.library
        answerer = desk.office.answerer
        found: dict[str, object] = {"Desk": desk, "Office": desk.office, "Library": library}
        found |= {type(part).__name__: part for part in vars(desk).values() if _ours(part)}
        found |= {"SqlStore": library.store, "SearchEngine": library.engine}
        found |= {"Answerer": answerer, "Door": desk.sayings.door}
        found |= {"Archive": desk.sayings.door.archive, "Finder": answerer._finder}
        found |= {"State": desk.office.state, "Inbox": Inbox(desk.office.state)}
        found |= {"Watches": desk.alerts.watches, "Additions": desk.sources.additions}
        found |= {"Contexts": desk.conversation.contexts, "GuestBook": desk.guests.book}
        return found


def _ours(part: object) -> bool:
    return type(part).__module__.startswith("bot.desk.")


def methods(name: str, door: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yields the public methods of a door; of an engine, those that all engines have."""
    kind = SearchEngine if name == "SearchEngine" else type(door)
    for method, _ in inspect.getmembers(kind, inspect.isfunction):
        if not method.startswith("_"):
            yield f"{name}.{method}", getattr(door, method)


class Guesses:
    """What chat B gives for a parameter: whatever it may have of A's."""

    def __init__(self, house: House, ids: Mapping[str, Any]) -> None:
        self.asker = house.asker
        self._ids = ids
        span: Span = ids["span"]
        around = action("context", article=KEPT.id, start=span.start, end=span.end)
        self._by_name: dict[str, list[Any]] = {
            "asker": [house.asker],
            "scope": [house.asker.scope],
            "chat_id": [B],
            "article_id": [KEPT.id, OLD.id, GUEST.id],
            "article_ids": [[KEPT.id, OLD.id, GUEST.id]],
            "span": [span],
            "start": [span.start],
            "end": [span.end],
            "answer": [ids["answer"]],
            "saying": [ids["saying"]],
            "saying_id": [ids["saying"]],
            "draft": [ids["draft"]],
            "batch": [ids["batch"]],
            "token": [ids["token"]],
            "number": [ids["follow"], ids["alert"]],
            "name": ["القرطاجي", "هزيم القرطاجي"],
            "names": [["القرطاجي"]],
            "topic": ["البحر"],
            "speaker": ["القرطاجي"],
            "words": WORDS,
            "text": WORDS,
            "question": WORDS,
            "query": [*WORDS, "", "هز", f"#{KEPT.id}-{span.start}-{span.end}"],
            "url": [URL],
            "wanted": [around],
            "said": [ids["said"]],
            "check": [ids["check"]],
            "claim": [Claim(SAID, "القرطاجي")],
            "tokens": [index_terms("القرطاجي المنارة")],
            "passage_ids": [ids["passages"]],
            "vector": [house.library.encoder.encode_query("المنارة")],
            "top_k": [50],
            "limit": [50],
            "most": [50],
            "asking": [Asking(text, scope=house.asker.scope) for text in WORDS],
            "people": [[]],
            "required": [()],
            "language": ["fr"],
            "style": ["apa"],
            "vote": [1],
            "day": ["2023-11-14"],
            "message": [31, 40],
            "messages": [[31]],
            "talk": [asker_of(A, "ar", person=7).talk],
            "sent": [[60]],
            "shown": [Message("-")],
            "sentences": [[(KEPT.id, span)]],
            "known": [[]],
            "alert": [Alert(0, B, "القرطاجي", 9, None, "en")],
            "feed": [FeedState("https://secret.example/rss")],
            "person": [7],
            "context": [Context("ما هي المنارة الجديدة؟")],
            "chosen": [house.desk.office.state.settings(B)],
            "answered": [True],
            "older": [OLD.id],
            "before": [OLD],
            "newest": [KEPT],
            "old": [ids["check"]],
            "on": [True],
        }
        self._of_type: dict[tuple[str, str], list[Any]] = {
            ("article", "str"): [KEPT.id, OLD.id, GUEST.id],
            ("article", "Article"): [OLD, KEPT],
            ("batch", "Batch"): [Batch(articles=[article(8)])],
            ("adding", "Adding"): [
                Adding(
                    house.desk.office, house.desk.sources.additions, house.asker, [article(8)], "0"
                )
            ],
            ("body", "dict[str, Any]"): [{"text": "-"}],
            ("question", "int"): [30],
            ("said", "Said"): [ids["all"]],
            ("people", "Sequence[Person]"): [
                [p.person for p in house.desk.sayings.door.speakers(house.asker.scope)]
            ],
            ("articles", "Sequence[Article]"): [[article(8)]],
            ("name", "str"): ["القرطاجي", ids["answer"], ids["draft"]],
            ("wanted", "Sequence[Action]"): [[around]],
        }

    def __call__(self, called: Callable[..., Any]) -> list[dict[str, Any]] | None:
        """Returns arguments for some calls, None where a parameter has no value here."""
        chosen: dict[str, list[Any]] = {}
        for name, parameter in inspect.signature(called).parameters.items():
            values = self._of_type.get((name, str(parameter.annotation)), self._by_name.get(name))
            if name == "asked":
                values = [_asked(self.asker, text) for text in WORDS]
            if values is None and parameter.default is parameter.empty:
                return None
            if values is not None and (name in _GIVEN or parameter.default is parameter.empty):
                chosen[name] = values
        longest = max(map(len, chosen.values()), default=1)
        return [{n: v[turn % len(v)] for n, v in chosen.items()} for turn in range(longest)]


_GIVEN = {"scope", "chat_id", "draft", "person", "article_id", "topic", "query", "words"}
"""Parameters that are given even where they need not be."""


def _asked(asker: Asker, text: str) -> Any:
    return read(Asking(text, scope=asker.scope), lambda _name: False)


def plain(value: Any, store: SqlStore, asker: Asker) -> Any:
    """Returns what somebody can see of a value, the last check before sending included."""
    if isinstance(value, Message):
        try:
            check_verbatim(value, store, asker.sight)
        except QawlError as error:
            return type(error).__name__
        return [value.text, plain(value.buttons, store, asker), plain(value.more, store, asker)]
    if isinstance(value, Document) and value.kind != "document":
        return [plain(value.caption, store, asker), hashlib.sha256(value.data).hexdigest()]
    if isinstance(value, Document):
        return [value.name, value.data.decode("utf-8", "replace"), value.caption.text]
    if isinstance(value, np.ndarray):
        return value.round(5).tolist()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: plain(part, store, asker) for name, part in fields}
    if isinstance(value, Mapping):
        return {str(k): plain(v, store, asker) for k, v in sorted(value.items(), key=repr)}
    if isinstance(value, set | frozenset):
        return sorted(repr(plain(v, store, asker)) for v in value)
    if isinstance(value, list | tuple | Iterator | GeneratorType):
        return [plain(v, store, asker) for v in value]
    if isinstance(value, str | int | float | bytes | Enum | dt.date | None):
        return str(value)
    # An object of the house: not what anybody sees, and not the same twice.
    return type(value).__name__


def outcome(house: House, called: Callable[..., Any], arguments: dict[str, Any]) -> str:
    House.acting = house
    try:
        found = plain(called(**arguments), house.library.store, house.asker)
    except Exception as error:
        # An error may name what was asked for, and nothing else.
        found = f"{type(error).__name__}: {error}"
    return json.dumps(found, ensure_ascii=False, default=str)
