"""Values as the Bot API documents them: what each may be, told in a word where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Check = Callable[[Any], str | None]

TEXT_LIMIT, CAPTION_LIMIT, MOST_ENTITIES = 4_096, 1_024, 100
KINDS = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
}
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
TARGETS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}
UPDATES = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
}


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def whole(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        good = type(value) is int and low <= value <= high
        return None if good else f"no whole number of {low} to {high}: {value!r}"

    return check


def words(low: int, high: int) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, str) or not low <= units(value.strip()) or units(value) > high:
            return f"no text of {low} to {high} units"
        return None

    return check


def one_of(values: set[Any]) -> Check:
    return lambda value: (
        None if value in values else f"{value!r} is none of {sorted(values, key=str)}"
    )


def flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"no true or false: {value!r}"


def chat(value: Any) -> str | None:
    good = type(value) is int or (isinstance(value, str) and value.startswith("@"))
    return None if good else f"no chat: {value!r}"


def listed(check: Check, most: int) -> Check:
    def every(value: Any) -> str | None:
        if not isinstance(value, list) or len(value) > most:
            return f"no list of up to {most}"
        return next((told for item in value if (told := check(item))), None)

    return every


def fields(known: dict[str, Check], *needed: str) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return f"no object: {value!r}"
        if missing := set(needed) - set(value):
            return f"without {sorted(missing)}"
        for name, held in value.items():
            if name not in known:
                return f"unknown field {name}"
            if told := known[name](held):
                return f"{name}: {told}"
        return None

    return check


def address(value: Any) -> str | None:
    good = isinstance(value, str) and re.match(r"(?:https?|tg)://\S+$", value)
    return None if good else f"no address: {value!r}"


def data(value: Any) -> str | None:
    size = len(value.encode()) if isinstance(value, str) else 0
    return None if 1 <= size <= 64 else f"callback data of {size} bytes"
