"""What the Bot API documents about each call, checked on every call of the bot.

The emulator is lax where it emulates a sister of Telegram's API; this is a second pair of eyes
over the same calls: every method and field known, every type, limit, entity and button as
https://core.telegram.org/bots/api says, the sizes of what is sent too. A call with a field
that is not listed here fails.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from PIL import Image
from telegram.constants import ReactionEmoji

from tests.emulator.shapes import (
    ACTIONS,
    CAPTION_LIMIT,
    KINDS,
    MOST_ENTITIES,
    SCOPES,
    TARGETS,
    TEXT_LIMIT,
    UPDATES,
    Check,
    address,
    chat,
    data,
    fields,
    flag,
    listed,
    one_of,
    units,
    whole,
    words,
)


def button(value: Any) -> str | None:
    told = fields(
        {
            "text": words(1, 64),
            "url": address,
            "callback_data": data,
            "switch_inline_query": words(0, 256),
            "copy_text": fields({"text": words(1, 256)}, "text"),
        },
        "text",
    )(value)
    if told is None and len(TARGETS & set(value)) != 1:
        told = f"a button with {len(TARGETS & set(value))} targets"
    return told


def keyboard(value: Any) -> str | None:
    rows = value.get("inline_keyboard") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows or not all(rows):
        return "no rows of buttons"
    told = listed(listed(button, 8), 100)(rows)
    return told or ("more than 100 buttons" if sum(map(len, rows)) > 100 else None)


def markup(value: Any) -> str | None:
    if isinstance(value, dict) and "force_reply" in value:
        known: dict[str, Check] = {
            "force_reply": one_of({True}),  # type: ignore[arg-type]
            "selective": flag,
            "input_field_placeholder": words(1, 64),
        }
        return fields(known, "force_reply")(value)
    return keyboard(value)


entity = fields(
    {
        "type": one_of(KINDS),
        "offset": whole(0, TEXT_LIMIT),
        "length": whole(1, TEXT_LIMIT),
        "url": address,
    },
    "type",
    "offset",
    "length",
)
reply = fields(
    {"message_id": whole(1, 2**31), "allow_sending_without_reply": flag, "chat_id": chat},
    "message_id",
)
preview = fields({"is_disabled": flag, "url": address})
content = fields(
    {
        "message_text": words(1, TEXT_LIMIT),
        "entities": listed(entity, MOST_ENTITIES),
        "link_preview_options": preview,
    },
    "message_text",
)
result = fields(
    {
        "type": one_of({"article"}),
        "id": words(1, 64),
        "title": words(1, 256),
        "description": words(0, 512),
        "input_message_content": content,
        "reply_markup": keyboard,
    },
    "type",
    "id",
    "title",
    "input_message_content",
)
command = fields({"command": lambda v: _name(v), "description": words(1, 256)}, "command")


reaction = fields(
    {
        "type": one_of({"emoji"}),
        "emoji": one_of({str(emoji) for emoji in ReactionEmoji}),
    },
    "type",
    "emoji",
)


def _name(value: Any) -> str | None:
    return None if re.fullmatch(r"[a-z0-9_]{1,32}", str(value)) else f"no command: {value!r}"


def _payload(value: Any) -> str | None:
    return None if re.fullmatch(r"[\w-]{1,64}", str(value), re.ASCII) else f"no payload: {value!r}"


SENT: dict[str, Check] = {
    "chat_id": chat,
    "message_thread_id": whole(1, 2**31),
    "disable_notification": flag,
    "protect_content": flag,
    "reply_parameters": reply,
    "reply_markup": markup,
}
CAPTIONED: dict[str, Check] = {
    **SENT,
    "caption": words(0, CAPTION_LIMIT),
    "caption_entities": listed(entity, MOST_ENTITIES),
}
TEXT: dict[str, Check] = {
    "text": words(1, TEXT_LIMIT),
    "entities": listed(entity, MOST_ENTITIES),
    "link_preview_options": preview,
}
EDITED: dict[str, Check] = {
    "chat_id": chat,
    "message_id": whole(1, 2**31),
    "reply_markup": keyboard,
}
LANGUAGE: dict[str, Check] = {"language_code": one_of({"ar", "en", "fr", ""})}
METHODS: dict[str, Check] = {
    "sendMessage": fields({**SENT, **TEXT}, "chat_id", "text"),
    "sendPhoto": fields({**CAPTIONED, "photo": words(0, 999)}, "chat_id"),
    "sendDocument": fields(
        {**CAPTIONED, "document": words(0, 999), "disable_content_type_detection": flag}, "chat_id"
    ),
    "editMessageText": fields({**EDITED, **TEXT}, "chat_id", "message_id", "text"),
    "editMessageReplyMarkup": fields(EDITED, "chat_id", "message_id"),
    "deleteMessage": fields({"chat_id": chat, "message_id": whole(1, 2**31)}, "chat_id"),
    "sendChatAction": fields(
        {"chat_id": chat, "action": one_of(ACTIONS), "message_thread_id": whole(1, 2**31)},
        "chat_id",
        "action",
    ),
    "answerCallbackQuery": fields(
        {
            "callback_query_id": words(1, 64),
            "text": words(0, 200),
            "show_alert": flag,
            "cache_time": whole(0, 2**31),
        },
        "callback_query_id",
    ),
    "answerInlineQuery": fields(
        {
            "inline_query_id": words(1, 64),
            "results": listed(result, 50),
            "cache_time": whole(0, 2**31),
            "is_personal": flag,
            "next_offset": words(0, 64),
            "button": fields({"text": words(1, 64), "start_parameter": _payload}, "text"),
        },
        "inline_query_id",
        "results",
    ),
    "setMyCommands": fields(
        {
            "commands": listed(command, 100),
            "scope": fields({"type": one_of(SCOPES), "chat_id": chat}, "type"),
            **LANGUAGE,
        },
        "commands",
    ),
    "setMyDescription": fields({"description": words(0, 512), **LANGUAGE}),
    "setMyShortDescription": fields({"short_description": words(0, 120), **LANGUAGE}),
    "setMessageReaction": fields(
        {
            "chat_id": chat,
            "message_id": whole(1, 2**31),
            "reaction": listed(reaction, 1),
            "is_big": flag,
        },
        "chat_id",
        "message_id",
    ),
    "sendSticker": fields({**SENT, "sticker": words(0, 999)}, "chat_id"),
    "leaveChat": fields({"chat_id": chat}, "chat_id"),
    "getFile": fields({"file_id": words(1, 256)}, "file_id"),
    "getChatMember": fields({"chat_id": chat, "user_id": whole(1, 2**52)}, "chat_id", "user_id"),
    "setWebhook": fields(
        {
            "url": address,
            "secret_token": _payload,
            "allowed_updates": listed(one_of(UPDATES), 99),
            "max_connections": whole(1, 100),
            "drop_pending_updates": flag,
        },
        "url",
    ),
    "deleteWebhook": fields({"drop_pending_updates": flag}),
    "getMe": fields({}),
}
LARGEST = {"sendPhoto": 10_000_000, "sendDocument": 50_000_000, "sendSticker": 512_000}
PLAIN = {"text", "caption", "callback_query_id", "inline_query_id", "file_id", "url", "description"}
PLAIN |= {"short_description", "secret_token", "language_code", "action", "next_offset"}
PLAIN |= {"photo", "document", "sticker"}


def problems(
    method: str, given: dict[str, Any], files: dict[str, bytes] | None = None
) -> list[str]:
    """Returns what of a call is not as the Bot API documents it.

    Args:
        files: What is sent with it, by the names of their fields.
    """
    if method not in METHODS:
        return [f"{method}: unknown method"]
    values = {name: value if name in PLAIN else _value(value) for name, value in given.items()}
    told = METHODS[method](values)
    found = [told] if told else []
    for text, entities in _texts(values):
        found += _marked(text, entities)
    for sent in (files or {}).values():
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
    try:
        return json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return raw


def _texts(values: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield str(values.get("text", "")), values.get("entities") or []
    yield str(values.get("caption", "")), values.get("caption_entities") or []
    for item in values.get("results") or []:
        held = item.get("input_message_content", {})
        yield held.get("message_text", ""), held.get("entities") or []


def _marked(text: str, entities: list[dict[str, Any]]) -> Iterator[str]:
    """Yields what is wrong with the entities of a text: they lie in it, whole, and nest."""
    raw = text.encode("utf-16-le", "surrogatepass")
    spans = []
    for each in entities:
        start, end = each["offset"], each["offset"] + each["length"]
        if end > units(text):
            yield f"{each['type']} ends after the text"
            continue
        inside = raw[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        if any("\ud800" <= inside[at] <= "\udfff" for at in (0, -1)):
            yield f"{each['type']} cuts a character in two"
        if inside != inside.strip():
            yield f"{each['type']} begins or ends with white space"
        if (each["type"] == "text_link") != ("url" in each):
            yield f"{each['type']} and its address"
        spans.append((start, end, each["type"]))
    spans.sort(key=lambda span: (span[0], -span[1]))
    for (start, end, kind), (later, stop, other) in pairwise(spans):
        if later < end < stop:
            yield f"{kind} at {start} and {other} at {later} cross"
        if later < end and "blockquote" in kind and "blockquote" in other:
            yield "a quotation within a quotation"
        if later < end and kind in ("code", "pre"):
            yield f"{other} within {kind}"
