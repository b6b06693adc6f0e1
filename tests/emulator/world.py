"""A bot, a Bot API, and people: what the end-to-end tests and the demonstration play with."""

from __future__ import annotations

import asyncio
import itertools
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import TypeHandler

from bot.desk import Desk
from bot.settings import Settings
from bot.telegram.application import INTAKE
from bot.telegram.pace import Pace
from bot.telegram.serve import Running, running
from tests.emulator import driven
from tests.emulator.server import TOKEN, Call, Fault, Server

AT_ONCE = Pace(overall=10_000, group=1_000_000, chat=10_000, pause=0.01)
"""The emulator has no limits; the tests of the pace itself set others."""

SECRET = "a-secret-of-the-tests"
WAIT = 60.0
"""Seconds until a test gives up; far more than a busy machine needs."""
_ids = itertools.count(1_000)
_messages = itertools.count(1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(
    server: Server, data_dir: Path, *, webhook: bool = False, **changes: Any
) -> Settings:
    """Returns settings of a bot that talks to the emulator, whatever the environment says."""
    port = free_port()
    values: dict[str, Any] = {
        "telegram_bot_token": TOKEN,
        "data_dir": data_dir,
        "api_url": server.url,
        "questions_per_minute": 1_000,
        "health_port": free_port(),
    }
    if webhook:
        values |= {
            "webhook_url": f"http://127.0.0.1:{port}",
            "webhook_secret": SECRET,
            "port": port,
        }
    return Settings(_env_file=None, **(values | changes))


class World:
    """A running bot and the server that it talks to."""

    def __init__(self, server: Server, bot: Running, desk: Desk) -> None:
        self.server = server
        self.bot, self.application, self.pools = bot, bot.application, bot.health.pools
        self.desk = desk
        self.updates: dict[int, int] = {}
        self._seen: set[int] = set()
        driven.watch(self.application, desk)
        self.application.add_handler(TypeHandler(Update, self._record), -100)

    async def _record(self, update: Update, _context: Any) -> None:
        self._seen.add(update.update_id)

    @property
    def calls(self) -> list[Call]:
        return self.server.emulator.transcript

    def fault(self, method: str, status: int = 0, description: str = "", **more: Any) -> None:
        """Makes the next call of a method fail, once."""
        self.server.emulator.faults.append(Fault(method, status, description, **more))

    async def push(self, kind: str, body: dict[str, Any]) -> int:
        """Queues an update and says which number it got."""
        self.server.emulator.transcript.append(Call(f"<{kind}", body))
        return await self.server.emulator.enqueue_update({kind: body}, token=TOKEN)

    async def settle(self, *update_ids: int) -> None:
        """Waits until the bot has dealt with these updates and with all it began."""
        await until(lambda: self._seen.issuperset(update_ids))
        intake = self.application.bot_data[INTAKE]
        await until(lambda: intake.held == 0)

    def person(self, name: str = "سلمى", language: str = "ar") -> Person:
        """Returns somebody new, in a private chat."""
        return Person(self, next(_ids), name, language)


async def until(condition: Callable[[], bool], wait: float = WAIT) -> None:
    """Waits for something that comes about elsewhere in this process."""
    end = time.monotonic() + wait
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the bot did not get there")
        await asyncio.sleep(0.005)


class Person:
    """Somebody with a Telegram account.

    Attributes:
        chat_id: Where they write: their own chat, or a group.
    """

    def __init__(
        self, world: World, user_id: int, name: str, language: str, chat_id: int | None = None
    ) -> None:
        self.world = world
        self.id = user_id
        self.name = name
        self.language = language
        self.chat_id = chat_id or user_id
        self.last_message = 0

    def in_group(self, chat_id: int) -> Person:
        """Returns the same person, writing in a group."""
        return Person(self.world, self.id, self.name, self.language, chat_id)

    @property
    def user(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    @property
    def chat(self) -> dict[str, Any]:
        if self.chat_id > 0:
            return {"id": self.chat_id, "type": "private", "first_name": self.name}
        return {"id": self.chat_id, "type": "supergroup", "title": "غرفة الأخبار"}

    def message(self, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Returns a message of this person; a leading command becomes an entity, as clients do."""
        self.last_message = fields.pop("message_id", None) or next(_messages)
        body: dict[str, Any] = {
            "message_id": self.last_message,
            "date": int(time.time()),
            "chat": self.chat,
            "from": self.user,
            **fields,
        }
        if text is not None:
            body["text"] = text
            if text.startswith("/"):
                length = len(text.split()[0])
                command = {"type": "bot_command", "offset": 0, "length": length}
                body.setdefault("entities", []).append(command)
        return body

    def file(self, name: str, data: bytes, **fields: Any) -> dict[str, Any]:
        """Returns a message of this person with a file."""
        key = f"upload-{next(_messages)}"
        self.world.server.emulator.assets[key] = {"filename": name, "data": data, "size": len(data)}
        document = {
            "file_id": key,
            "file_unique_id": key,
            "file_name": name,
            "file_size": fields.pop("size", len(data)),
        }
        return self.message(document=document, **fields)

    async def say(self, text: str | None = None, **fields: Any) -> list[Call]:
        """Sends a message and returns what the bot did in this chat."""
        return await self.act("message", self.message(text, **fields))

    async def edit(self, text: str) -> list[Call]:
        """Edits the last message."""
        body = self.message(text, message_id=self.last_message, edit_date=int(time.time()))
        return await self.act("edited_message", body)

    async def press(self, label: str, message: Call | None = None) -> list[Call]:
        """Presses the button whose label holds these words, on the last message that has it."""
        try:
            button, under = self._find(label, message)
        except AssertionError:
            # As people do: what is not seen may be behind the button that opens more.
            await self.press_data(*self._folded(message))
            button, under = self._find(label, None)
        if "callback_data" not in button:
            raise AssertionError(f"the button {label!r} does nothing in the chat: {button}")
        return await self.press_data(button["callback_data"], under)

    async def press_data(self, data: str, under: Call) -> list[Call]:
        """Presses a button by its data."""
        shown = {
            "message_id": message_id(under),
            "date": int(time.time()),
            "chat": self.chat,
            "text": under.text or "…",
            "reply_markup": {"inline_keyboard": under.rows},
        }
        if asked := under.field("reply_parameters"):
            shown["reply_to_message"] = {**self.message("…", message_id=asked["message_id"])}
        body = {
            "id": str(next(_messages)),
            "from": self.user,
            "chat_instance": "1",
            "message": shown,
            "data": data,
        }
        return await self.act("callback_query", body)

    def button(self, label: str, message: Call | None = None) -> dict[str, Any]:
        return self._find(label, message)[0]

    def _folded(self, message: Call | None) -> tuple[str, Call]:
        button, under = self._find("⋯", message)
        return button["callback_data"], under

    def _find(self, label: str, message: Call | None) -> tuple[dict[str, Any], Call]:
        shown = [message] if message else list(reversed(self.shown()))
        for call in shown:
            for button in call.buttons:
                if label in button["text"]:
                    driven.note_target(button)
                    return button, call
        labels = [b["text"] for call in shown[:1] for b in call.buttons]
        raise AssertionError(f"no button {label!r}; the last message has {labels}")

    async def ask_inline(self, query: str, offset: str = "") -> list[Call]:
        """Asks in inline mode."""
        body = {"id": str(next(_messages)), "from": self.user, "query": query, "offset": offset}
        return await self.act("inline_query", body)

    async def act(self, kind: str, body: dict[str, Any]) -> list[Call]:
        """Sends an update of any kind and returns what the bot did because of it."""
        before = len(self.world.calls)
        number = await self.world.push(kind, body)
        await self.world.settle(number)
        return [
            call
            for call in self.world.calls[before:]
            if call.method not in ("sendChatAction", "setMessageReaction", f"<{kind}")
            and not call.method.startswith("setMy")
        ]

    def shown(self) -> list[Call]:
        """Returns the messages that the bot showed in this chat."""
        return [
            call
            for call in self.world.calls
            if call.chat == self.chat_id and not call.refused and _is_message(call)
        ]


def _is_message(call: Call) -> bool:
    methods = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto", "sendSticker")
    return call.method in (*methods, "editMessageReplyMarkup")


def message_id(call: Call) -> int:
    """Returns the id of a message that the bot sent or edited."""
    if isinstance(call.result, dict) and "message_id" in call.result:
        return int(call.result["message_id"])
    return int(call.fields["message_id"])


@asynccontextmanager
async def world(
    server: Server,
    settings: Settings,
    desk: Desk,
    *,
    pace: Pace = AT_ONCE,
    patience: float = 20,
    grace: float = 20,
) -> AsyncIterator[World]:
    """Runs the bot against the server."""
    # The tests go their rounds of background work themselves.
    bot = running(settings, desk, pace=pace, poll=2, patience=patience, tick=3_600, grace=grace)
    async with bot as running_bot:
        yield World(server, running_bot, desk)
