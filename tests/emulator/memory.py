"""What Telegram remembers between calls, and what it therefore refuses.

Messages that exist or were deleted and what they show, queries that wait for an answer,
topics, chats that are closed to the bot, and how much was sent in the last minute.
"""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

BOT = 7
"""The account of the bot, as the emulator's ``getMe`` has it."""

_OLD = "query is too old and response timeout expired or query ID is invalid"
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
_SHOWN = ("text", "entities", "reply_markup")


@dataclass(frozen=True)
class Refusal:
    """A call that Telegram would refuse.

    Attributes:
        odd: No bot that keeps its books does this; else it may happen to any bot.
    """

    description: str
    status: int = 400
    parameters: dict[str, Any] | None = None
    odd: bool = True


@dataclass
class Shown:
    """A message of a chat.

    Attributes:
        shows: Text, entities and buttons; None where they are not known.
        media: It is a file with a caption, which has no text to edit.
    """

    mine: bool
    shows: dict[str, Any] | None = None
    media: bool = False
    gone: bool = False


@dataclass
class Rates:
    """How much a bot may send (https://core.telegram.org/bots/faq#broadcasting-to-users).

    Attributes:
        chat: Seconds between two messages of a chat.
        group: Messages of a group in any minute.
        overall: Messages in any second.
    """

    chat: float = 1.0
    group: int = 20
    overall: int = 30
    clock: Callable[[], float] = time.monotonic
    _sent: dict[Any, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def refusal(self, chat: int) -> Refusal | None:
        """Counts a message; one too many is refused, and not counted."""
        limits: dict[Any, tuple[float, int]] = {None: (1.0, self.overall), chat: (self.chat, 1)}
        if chat < 0:
            limits["group", chat] = (60.0, self.group)
        now, wait = self.clock(), 0.0
        for of, (window, most) in limits.items():
            sent = self._sent[of]
            while sent and sent[0] <= now - window:
                sent.popleft()
            if len(sent) >= most:
                wait = max(wait, sent[0] + window - now)
        if wait:
            seconds = math.ceil(wait)
            told = f"Too Many Requests: retry after {seconds}"
            return Refusal(told, 429, {"retry_after": seconds})
        for of in limits:
            self._sent[of].append(now)
        return None


@dataclass
class Memory:
    """What is known of one bot's chats.

    Attributes:
        rates: None where the pace is not what is tested.
    """

    rates: Rates | None = None
    messages: dict[tuple[int, int], Shown] = field(default_factory=dict)
    topics: set[tuple[int, int]] = field(default_factory=set)
    closed: dict[int, Refusal] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)

    def see(self, update: dict[str, Any]) -> None:
        """Takes note of what an update on its way to the bot tells."""
        for kind, body in update.items():
            if kind in ("callback_query", "inline_query"):
                self.waiting.add(body["id"])
            if kind == "my_chat_member":
                self._change(body)
            elif isinstance(body, dict):
                self._meet(body.get("message") if kind == "callback_query" else body)

    def _meet(self, message: Any) -> None:
        # What is no message, as tests that send nonsense have it, is none to be remembered.
        if not isinstance(message, dict) or "message_id" not in message:
            return
        if not isinstance(message.get("chat"), dict):
            return
        chat = message["chat"]["id"]
        # Only a bot's own message has buttons that can be pressed.
        mine = (message.get("from") or {}).get("id") == BOT or "reply_markup" in message
        self.messages.setdefault((chat, message["message_id"]), Shown(mine))
        if message.get("is_topic_message"):
            self.topics.add((chat, message["message_thread_id"]))
        if new := message.get("migrate_to_chat_id"):
            told = "Bad Request: group chat was upgraded to a supergroup chat"
            self.closed[chat] = Refusal(told, 400, {"migrate_to_chat_id": new}, odd=False)
        for part in ("reply_to_message", "pinned_message"):
            self._meet(message.get(part))

    def _change(self, change: dict[str, Any]) -> None:
        chat = change["chat"]["id"]
        self.closed.pop(chat, None)
        if change["new_chat_member"]["status"] in ("left", "kicked"):
            told = "blocked by the user" if chat > 0 else "kicked from the group chat"
            self.closed[chat] = Refusal(f"Forbidden: bot was {told}", 403)

    def refusal(self, method: str, values: dict[str, Any]) -> Refusal | None:
        """Returns how Telegram would refuse a call, None where it would do it."""
        return next(self._refusals(method, values), None)

    def _refusals(self, method: str, values: dict[str, Any]) -> Iterator[Refusal]:
        query = values.get("callback_query_id") or values.get("inline_query_id")
        if query is not None and query not in self.waiting:
            yield Refusal(f"Bad Request: {_OLD}", odd=query not in self.answered)
        chat = values.get("chat_id")
        if not isinstance(chat, int) or method == "sendChatAction":
            return
        writes = method.startswith(("send", "edit"))
        if writes and chat in self.closed:
            yield self.closed[chat]
        if method.startswith("send"):
            yield from self._of_place(chat, values)
        elif "message_id" in values:
            yield from self._of_message(method, chat, values)
        if writes and self.rates is not None and (told := self.rates.refusal(chat)):
            yield told

    def _of_place(self, chat: int, values: dict[str, Any]) -> Iterator[Refusal]:
        thread, reply = values.get("message_thread_id"), values.get("reply_parameters") or {}
        if thread is not None and (chat, thread) not in self.topics:
            yield Refusal("Bad Request: message thread not found")
        found = self.messages.get((chat, reply["message_id"])) if reply else None
        lone = reply.get("allow_sending_without_reply", False)
        if reply and not lone and (found is None or found.gone):
            told = "Bad Request: message to be replied not found"
            yield Refusal(told, odd=found is None)

    def _of_message(self, method: str, chat: int, values: dict[str, Any]) -> Iterator[Refusal]:
        found = self.messages.get((chat, values["message_id"]))
        if found is None or found.gone:
            does = {"deleteMessage": "delete", "setMessageReaction": "react"}.get(method, "edit")
            yield Refusal(f"Bad Request: message to {does} not found", odd=found is None)
            return
        if not method.startswith("edit"):
            return
        if not found.mine:
            yield Refusal("Bad Request: message can't be edited")
        if method == "editMessageText" and found.media:
            yield Refusal("Bad Request: there is no text in the message to edit")
        if found.shows is not None and _edited(method, found.shows, values) == found.shows:
            yield Refusal(f"Bad Request: {_SAME}", odd=False)

    def keep(self, method: str, values: dict[str, Any], result: Any) -> None:
        """Takes note of a call that was done."""
        for query in (values.get("callback_query_id"), values.get("inline_query_id")):
            if query is not None:
                self.waiting.discard(query)
                self.answered.add(query)
        chat, number = values.get("chat_id"), values.get("message_id")
        for sent in result if isinstance(result, list) else [result]:
            if method.startswith("send") and isinstance(sent, dict):
                media = method not in ("sendMessage", "sendChatAction")
                shows = None if media else _edited(method, {}, values)
                self.messages[chat, sent["message_id"]] = Shown(True, shows, media)  # type: ignore[index]
        found = self.messages.get((chat, number))  # type: ignore[arg-type]
        if found is not None and method == "deleteMessage":
            found.gone = True
        elif found is not None and method.startswith("edit") and found.shows is not None:
            found.shows = _edited(method, found.shows, values)


def _edited(method: str, before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Returns what a message shows after a call."""
    names = ("reply_markup",) if method == "editMessageReplyMarkup" else _SHOWN
    # What an edit does not name is taken away.
    new = {name: values.get(name) or None for name in names}
    return {name: json.loads(json.dumps(value)) for name, value in (before | new).items()}
