"""The second stand-in: refuses what Telegram would refuse, on every call of the suite.

The emulator is lax where it emulates a sister of Telegram's API. Every call meets this first:

* ``schema``: every method, field and type, as python-telegram-bot's signatures document them;
* the table below, with ``parts``: every limit of the methods that this bot calls; a call of
  another method, or with a field that has no line here, fails;
* entities that lie in their text and nest as they may; texts counted in UTF-16 units;
* files: their sizes, the sides of a picture;
* ``memory``: messages that exist and differ, queries that wait, topics, closed chats, the pace.

``parse_mode`` has no line here, for the bot sends entities and never mark-up.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from PIL import Image

from tests.emulator import parts
from tests.emulator.parts import ID, entities, keyboard, marked, markup, payload, preview, reply
from tests.emulator.schema import against
from tests.emulator.shapes import (
    ACTIONS,
    CAPTION_LIMIT,
    TEXT_LIMIT,
    UPDATES,
    Check,
    address,
    chat,
    fields,
    flag,
    listed,
    one_of,
    whole,
    words,
)

SENT: dict[str, Check] = {
    "chat_id": chat,
    "message_thread_id": ID,
    "disable_notification": flag,
    "protect_content": flag,
    "reply_parameters": reply,
    "reply_markup": markup,
}
CAPTIONED: dict[str, Check] = {
    **SENT,
    "caption": words(0, CAPTION_LIMIT),
    "caption_entities": entities,
}
TEXT: dict[str, Check] = {
    "text": words(1, TEXT_LIMIT),
    "entities": entities,
    "link_preview_options": preview,
}
EDITED: dict[str, Check] = {"chat_id": chat, "message_id": ID, "reply_markup": keyboard}
LANGUAGE: dict[str, Check] = {"language_code": one_of({"ar", "en", "fr", ""})}
QUERY = words(1, 64)
METHODS: dict[str, Check] = {
    "sendMessage": fields({**SENT, **TEXT}, "chat_id", "text"),
    "sendPhoto": fields({**CAPTIONED, "photo": words(0, 999)}, "chat_id"),
    "sendDocument": fields(
        {**CAPTIONED, "document": words(0, 999), "disable_content_type_detection": flag}, "chat_id"
    ),
    "sendSticker": fields({**SENT, "sticker": words(0, 999)}, "chat_id"),
    "sendMediaGroup": fields(
        {**{name: check for name, check in SENT.items() if name != "reply_markup"}}
        | {"media": parts.album},
        "chat_id",
        "media",
    ),
    "editMessageText": fields({**EDITED, **TEXT}, "chat_id", "message_id", "text"),
    "editMessageReplyMarkup": fields(EDITED, "chat_id", "message_id"),
    "deleteMessage": fields({"chat_id": chat, "message_id": ID}, "chat_id", "message_id"),
    "sendChatAction": fields(
        {"chat_id": chat, "action": one_of(ACTIONS), "message_thread_id": ID}, "chat_id", "action"
    ),
    "setMessageReaction": fields(
        {
            "chat_id": chat,
            "message_id": ID,
            "reaction": listed(parts.reaction, 1),
            "is_big": flag,
        },
        "chat_id",
        "message_id",
    ),
    "answerCallbackQuery": fields(
        {
            "callback_query_id": QUERY,
            "text": words(0, 200),
            "show_alert": flag,
            "cache_time": whole(0, 2**31),
        },
        "callback_query_id",
    ),
    "answerInlineQuery": fields(
        {
            "inline_query_id": QUERY,
            "results": parts.results,
            "cache_time": whole(0, 2**31),
            "is_personal": flag,
            "next_offset": words(0, 64),
            "button": fields({"text": words(1, 64), "start_parameter": payload(64)}, "text"),
        },
        "inline_query_id",
        "results",
    ),
    "setMyCommands": fields(
        {"commands": parts.commands, "scope": parts.scope, **LANGUAGE}, "commands"
    ),
    "setMyDescription": fields({"description": words(0, 512), **LANGUAGE}),
    "setMyShortDescription": fields({"short_description": words(0, 120), **LANGUAGE}),
    "leaveChat": fields({"chat_id": chat}, "chat_id"),
    "getFile": fields({"file_id": words(1, 256)}, "file_id"),
    "getChatMember": fields({"chat_id": chat, "user_id": whole(1, 2**52)}, "chat_id", "user_id"),
    "getUpdates": fields(
        {
            "offset": whole(-(2**31), 2**62),
            "limit": whole(1, 100),
            "timeout": whole(0, 50),
            "allowed_updates": listed(one_of(UPDATES), 99),
        }
    ),
    "setWebhook": fields(
        {
            "url": address,
            "secret_token": payload(256),
            "allowed_updates": listed(one_of(UPDATES), 99),
            "max_connections": whole(1, 100),
            "drop_pending_updates": flag,
        },
        "url",
    ),
    "deleteWebhook": fields({"drop_pending_updates": flag}),
    "getMe": fields({}),
    "getWebhookInfo": fields({}),
}
LARGEST = {"sendPhoto": 10_000_000, "sendDocument": 50_000_000, "sendSticker": 512_000}
PLAIN = {"text", "caption", "callback_query_id", "inline_query_id", "file_id", "url", "description"}
PLAIN |= {"short_description", "secret_token", "language_code", "action", "next_offset"}
PLAIN |= {"photo", "document", "sticker"}


def decoded(given: dict[str, Any]) -> dict[str, Any]:
    """Returns the fields of a call as values, however they were written on the wire."""
    return {name: value if name in PLAIN else _value(value) for name, value in given.items()}


def problems(
    method: str, given: dict[str, Any], files: dict[str, bytes] | None = None
) -> list[str]:
    """Returns what of a call is not as the Bot API documents it.

    Args:
        files: What is sent with it, by the names of their fields.
    """
    values, files = decoded(given), files or {}
    found = list(against(method, values, list(files)))
    if not found and method not in METHODS:
        found = ["its limits are not written down here"]
    if not found and (told := METHODS[method](values)):
        found = [told]
    if not found:
        for text, marks in _texts(values):
            found += marked(text, marks)
    for sent in files.values():
        found += _sized(method, sent)
    return [f"{method}: {each}" for each in found]


def _sized(method: str, data: bytes) -> Iterator[str]:
    """Yields what is wrong with a file: its size, and the sides of a picture."""
    if not 0 < len(data) <= LARGEST.get(method, 0):
        yield f"a file of {len(data)} bytes"
    if method not in ("sendPhoto", "sendSticker"):
        return
    with Image.open(io.BytesIO(data)) as picture:
        sides, kind = sorted(picture.size), picture.format
    if method == "sendSticker" and (kind != "WEBP" or sides[1] != 512):
        yield f"a sticker in {kind}, {sides[0]} by {sides[1]}"
    if sum(sides) > 10_000 or sides[1] > 20 * sides[0]:
        yield f"a picture of {sides[0]} by {sides[1]}"


def _value(raw: Any) -> Any:
    if isinstance(raw, str) and re.match(r"[\[{\d-]|(?:true|false|null)$", raw):
        try:
            return json.loads(raw)
        except ValueError:
            return raw
    return raw


def _texts(values: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield str(values.get("text", "")), values.get("entities") or []
    yield str(values.get("caption", "")), values.get("caption_entities") or []
    for item in values.get("results") or []:
        held = item.get("input_message_content", {})
        yield held.get("message_text", ""), held.get("entities") or []
    for item in values.get("media") or []:
        yield item.get("caption", ""), item.get("caption_entities") or []
