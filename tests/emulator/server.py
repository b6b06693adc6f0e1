"""An HTTP server that speaks the Bot API, by others, with a thin layer of ours around it.

``lo-bot-api-emulator`` emulates a *sister* of Telegram's API, so what passes here is
likely, not certain, to pass there. It parses what the bot sends, checks markup, lengths,
callback and inline answers and files, queues updates, answers long polls, refuses a
second poller and delivers webhooks with their secret.

Every call meets a second, strict stand-in first: what breaks a rule of the Bot API is refused
and told to the test (``strict``), and so is what Telegram would refuse because of what went
before: a message that does not exist, a query that nobody asked (``memory``).

Added here: a username in ``getMe``; a transcript of what the bot sent; faults that
happen once; kinds of update that the emulator does not queue; ids of messages that are
one count over all methods.

Relaxed here, because Telegram documents it and the emulator refuses it:

* fields that are recorded, then taken out before the emulator looks (``RELAXED``);
* ``getChatMember`` answers from ``administrators``; the emulator does not model it;
* methods that are recorded and answered with ``True`` (``PASSED``);
* ``sendSticker`` is recorded and answered with a message;
* ``reply_markup`` that asks for an answer (``ForceReply``) is recorded, then taken out;
* more than one attribute of a button's text, such as ``style``: not used by the bot.
"""

from __future__ import annotations

import asyncio
import copy
import json
import time
import weakref
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator
from lo_bot_api_emulator import updates as queues

from tests.emulator.driven import DRIVEN
from tests.emulator.memory import BOT, Memory
from tests.emulator.strict import decoded, problems

TOKEN = "7:emulated"
USERNAME = "qawl_test_bot"

RELAXED = {
    "sendMessage": {"link_preview_options", "message_thread_id"},
    "editMessageText": {"link_preview_options"},
    "sendChatAction": {"message_thread_id"},
    "sendDocument": {"message_thread_id", "disable_content_type_detection"},
    "sendPhoto": {"message_thread_id"},
    "answerInlineQuery": {"button"},
}
PASSED = {"setMyDescription", "setMyShortDescription", "leaveChat", "setMessageReaction"}
MORE_KINDS = {"edited_message", "my_chat_member", "channel_post", "chosen_inline_result"}

_RIGHTS: dict[str, dict[str, bool]] = {
    "member": {},
    "administrator": dict.fromkeys(
        (
            "can_be_edited",
            "is_anonymous",
            "can_manage_chat",
            "can_delete_messages",
            "can_manage_video_chats",
            "can_restrict_members",
            "can_promote_members",
            "can_change_info",
            "can_invite_users",
            "can_post_stories",
            "can_edit_stories",
            "can_delete_stories",
        ),
        False,
    ),
}

queues.KINDS |= MORE_KINDS


@dataclass
class Call:
    """One call of the bot.

    Attributes:
        refused: The description of the error that was answered, if one was.
        at: When it came, by the clock that only grows.
    """

    method: str
    fields: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)
    result: Any = None
    refused: str | None = None
    at: float = field(default_factory=time.monotonic)

    @property
    def chat(self) -> int:
        return int(self.fields.get("chat_id", 0))

    @property
    def text(self) -> str:
        return str(self.fields.get("text") or self.fields.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        raw = self.fields.get("entities") or self.fields.get("caption_entities") or []
        return json.loads(raw) if isinstance(raw, str) else raw

    def field(self, name: str) -> Any:
        """Returns a field as a value, however it was written on the wire."""
        raw = self.fields.get(name)
        try:
            return json.loads(raw) if isinstance(raw, str) else raw
        except ValueError:
            return raw

    @property
    def rows(self) -> list[list[dict[str, Any]]]:
        return list((self.field("reply_markup") or {}).get("inline_keyboard", []))

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [button for row in self.rows for button in row]


@dataclass
class Fault:
    """Something that goes wrong once.

    Attributes:
        status: What the request is refused with; 0 where it is taken.
        unanswered: The request is taken, and the server never answers.
        chat: Only in this chat, if one is named.
    """

    method: str
    status: int = 0
    description: str = ""
    parameters: dict[str, Any] | None = None
    unanswered: bool = False
    chat: int | None = None


TOLD: list[str] = []
"""What any emulator of this process found wrong, until a test has looked."""


class Emulator(LoBotApiEmulator):
    """The emulator with its transcript and its faults.

    Attributes:
        problems: What was wrong with calls.
        looked_at: How many calls the strict stand-in has seen.
    """

    def __init__(self) -> None:
        super().__init__(
            enable_control=True, allow_insecure_loopback_webhooks=True, max_assets=5_000
        )
        self.transcript: list[Call] = []
        self.faults: list[Fault] = []
        self.problems: list[str] = []
        self.memory = Memory()
        self.looked_at = 0
        self.silent: weakref.WeakSet[Any] = weakref.WeakSet()
        self.next_id = 100_000
        self.administrators: set[int] = set()

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        files = {name: upload["data"] for name, upload in uploads.items()}
        call = Call(method, copy.deepcopy(fields), files)
        if method != "getUpdates":
            self.transcript.append(call)
        self.looked_at += 1
        wrong = problems(method, fields, files)
        self._tell(*wrong)
        try:
            fault = self._fault(call)
            if fault is not None and fault.unanswered:
                DRIVEN.add("fault:timeout")
                self.silent.add(asyncio.current_task())
            elif fault is not None:
                DRIVEN.add(f"fault:{fault.status}")
                raise ApiRefusal(fault.description, fault.status, fault.parameters)
            if wrong:
                raise ApiRefusal(f"Bad Request: {wrong[0]}")
            values = decoded(fields)
            refusal = self.memory.refusal(method, values)
            if refusal is not None:
                self._tell(*[f"{method}: {refusal.description}"] * refusal.odd)
                raise ApiRefusal(refusal.description, refusal.status, refusal.parameters)
            call.result = self._done(method, fields, uploads, call)
            self.memory.keep(method, values, call.result)
        except ApiRefusal as error:
            call.refused = error.description
            raise
        return call.result

    def _done(
        self, method: str, fields: dict[str, Any], uploads: dict[str, Any], call: Call
    ) -> Any:
        """Does what a call asks for, by our layer where the emulator does not model it."""
        if method == "getChatMember":
            user = int(fields["user_id"])
            status = "administrator" if user in self.administrators else "member"
            person = {"id": user, "is_bot": False, "first_name": "عضو"}
            return {"status": status, "user": person, **_RIGHTS[status]}
        if method == "sendSticker":
            return self._stuck(int(fields["chat_id"]))
        if method in PASSED:
            return True
        kept = {k: v for k, v in fields.items() if k not in RELAXED.get(method, ())}
        if "force_reply" in (call.field("reply_markup") or {}):
            kept.pop("reply_markup")
        result = super().validate(method, kept, uploads)
        if method == "getMe":
            more = {"username": USERNAME, "supports_inline_queries": True}
            return {**result, "id": BOT, **more}
        return result

    def _tell(self, *problems: str) -> None:
        self.problems += problems
        TOLD.extend(problems)

    async def enqueue_update(self, update: dict[str, Any], *, token: str) -> int:
        self.memory.see(update)
        return int(await super().enqueue_update(update, token=token))

    def _stuck(self, chat: int) -> dict[str, Any]:
        """Returns the message of a sticker that was sent."""
        self.next_id += 1
        kind = "private" if chat > 0 else "supergroup"
        sticker = {"file_id": "sticker", "file_unique_id": "s", "type": "regular"}
        sizes = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {
            "message_id": self.next_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind},
            "sticker": {**sticker, **sizes},
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        response = await super().handle(request)
        if asyncio.current_task() in self.silent:
            # Until the client has gone, which cancels this.
            await asyncio.Event().wait()
        return response

    def _fault(self, call: Call) -> Fault | None:
        for fault in self.faults:
            here = fault.chat is None or fault.chat == call.chat
            if fault.method == call.method and here:
                self.faults.remove(fault)
                return fault
        return None


class Server:
    """The emulator on a free port of this machine."""

    def __init__(self, first_update: int = 1) -> None:
        self.emulator = Emulator()
        # Two bots of one library must not take each other's updates for repeated ones.
        self.emulator._update_queues._state(TOKEN).next_id = first_update
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        # A poll whose client has gone must end at once, as it does with Telegram: the
        # emulator would notice only at its next look, and refuse the client's next poll.
        self._runner = web.AppRunner(
            self.emulator.app(), access_log=None, handler_cancellation=True
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
