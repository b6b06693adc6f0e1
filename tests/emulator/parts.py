"""What calls are made of, with the limits that Telegram documents: buttons, entities, results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from telegram.constants import ReactionEmoji

from tests.emulator.shapes import (
    CAPTION_LIMIT,
    KINDS,
    MOST_ENTITIES,
    SCOPES,
    TARGETS,
    TEXT_LIMIT,
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

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
BLOCKS = {"blockquote", "expandable_blockquote"}
BARE = {"code", "pre"}
ID = whole(1, 2**31)


def button(value: Any) -> str | None:
    told = fields(
        {
            "text": words(1, 64),
            "url": address,
            "callback_data": data,
            "switch_inline_query": words(0, 256),
            "switch_inline_query_current_chat": words(0, 256),
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
            "force_reply": one_of({True}),
            "selective": flag,
            "input_field_placeholder": words(1, 64),
        }
        return fields(known, "force_reply")(value)
    return keyboard(value)


def payload(most: int) -> Check:
    """Returns the check of a word of letters, digits, lines and dashes."""

    def check(value: Any) -> str | None:
        good = re.fullmatch(rf"[\w-]{{1,{most}}}", str(value), re.ASCII)
        return None if good else f"no payload: {value!r}"

    return check


def _name(value: Any) -> str | None:
    return None if re.fullmatch(r"[a-z0-9_]{1,32}", str(value)) else f"no command: {value!r}"


def _id_of_result(value: Any) -> str | None:
    size = len(value.encode()) if isinstance(value, str) else 0
    return None if 1 <= size <= 64 else f"an id of {size} bytes"


def results(value: Any) -> str | None:
    """Checks the results of an inline question: fifty at most, each with an id of its own."""
    told = listed(result, 50)(value)
    ids = [] if told else [item["id"] for item in value]
    return told or ("two results of one id" if len(set(ids)) < len(ids) else None)


def commands(value: Any) -> str | None:
    told = listed(command, 100)(value)
    names = [] if told else [item["command"] for item in value]
    return told or ("a command twice" if len(set(names)) < len(names) else None)


def scope(value: Any) -> str | None:
    """Checks whose menu is set: a scope that is one chat's names the chat."""
    told = fields({"type": one_of(SCOPES), "chat_id": chat, "user_id": ID}, "type")(value)
    if told is not None:
        return told
    needed = {"chat": {"chat_id"}, "chat_administrators": {"chat_id"}}
    needed["chat_member"] = {"chat_id", "user_id"}
    differs = set(value) - {"type"} != needed.get(value["type"], set())
    return f"a scope {value['type']} with {sorted(value)}" if differs else None


def album(value: Any) -> str | None:
    """Checks a group of media: two to ten, documents and music among their own kind."""
    told = listed(item_of_album, 10)(value)
    if told or len(value) < 2:
        return told or "an album of less than two"
    kinds = {item["type"] for item in value}
    mixed = len(kinds) > 1 and kinds & {"document", "audio"}
    return f"an album of {sorted(kinds)}" if mixed else None


entity = fields(
    {
        "type": one_of(KINDS),
        "offset": whole(0, TEXT_LIMIT),
        "length": whole(1, TEXT_LIMIT),
        "url": address,
        "language": words(1, 64),
    },
    "type",
    "offset",
    "length",
)
entities = listed(entity, MOST_ENTITIES)
reply = fields(
    {
        "message_id": ID,
        "allow_sending_without_reply": flag,
        "chat_id": chat,
        "quote": words(1, CAPTION_LIMIT),
        "quote_position": whole(0, TEXT_LIMIT),
        "quote_entities": entities,
    },
    "message_id",
)
preview = fields({"is_disabled": flag, "url": address})
content = fields(
    {
        "message_text": words(1, TEXT_LIMIT),
        "entities": entities,
        "link_preview_options": preview,
    },
    "message_text",
)
result = fields(
    {
        "type": one_of({"article"}),
        "id": _id_of_result,
        "title": words(1, 256),
        "description": words(0, 512),
        "url": address,
        "input_message_content": content,
        "reply_markup": keyboard,
    },
    "type",
    "id",
    "title",
    "input_message_content",
)
command = fields({"command": _name, "description": words(1, 256)}, "command", "description")
reaction = fields(
    {"type": one_of({"emoji"}), "emoji": one_of({str(emoji) for emoji in ReactionEmoji})},
    "type",
    "emoji",
)
item_of_album = fields(
    {
        "type": one_of({"photo", "video", "document", "audio"}),
        "media": words(1, 999),
        "caption": words(0, CAPTION_LIMIT),
        "caption_entities": entities,
    },
    "type",
    "media",
)


def marked(text: str, given: list[dict[str, Any]]) -> Iterator[str]:
    """Yields what is wrong with the entities of a text.

    They lie in it, cut no character, and stand in one another as Telegram allows it:
    https://core.telegram.org/bots/api#formatting-options.
    """
    raw = text.encode("utf-16-le", "surrogatepass")
    spans = []
    for each in given:
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
        if "language" in each and each["type"] != "pre":
            yield f"{each['type']} with a language"
        spans.append((start, end, each["type"]))
    spans.sort(key=lambda span: (span[0], -span[1]))
    for (start, end, kind), (later, stop, other) in combinations(spans, 2):
        if later < end < stop:
            yield f"{kind} at {start} and {other} at {later} cross"
        elif later < end and not _may_hold(kind, other):
            yield f"{other} at {later} within {kind}"


def _may_hold(outer: str, inner: str) -> bool:
    """Tells whether an entity may stand in another one."""
    if outer == inner or outer in BARE or (outer in BLOCKS and inner in BLOCKS):
        return False
    if inner in BARE:
        return outer in BLOCKS
    return outer in STYLES | BLOCKS or inner in STYLES
