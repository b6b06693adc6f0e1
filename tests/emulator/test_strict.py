"""The strict stand-in refuses a wrong call of each kind, and what is right passes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from telegram import Bot

from tests.emulator.schema import against, documented
from tests.emulator.strict import METHODS, problems


def _offer(name: str) -> dict[str, Any]:
    said = {"message_text": "x"}
    return {"type": "article", "id": name, "title": "x", "input_message_content": said}


def _photo(kind: str = "photo") -> dict[str, Any]:
    return {"type": kind, "media": "attach://0"}


GOOD: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"chat_id": "5", "text": "قول"}),
    ("sendMessage", {"chat_id": -5, "text": "a" * 4_096, "message_thread_id": "3"}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": "[]"}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [_offer("1"), _offer("2")]}),
    ("sendMediaGroup", {"chat_id": 5, "media": [_photo(), _photo("video")]}),
    ("getUpdates", {"offset": "7", "timeout": 10, "allowed_updates": '["message"]'}),
    ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "😂 قول",
            "entities": '[{"type": "bold", "offset": 3, "length": 3}]',
            "reply_markup": '{"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}',
        },
    ),
]
BAD: list[tuple[str, dict[str, Any]]] = [
    ("sendPoll", {"chat_id": 5}),
    ("sendMessage", {"chat_id": 5}),
    ("sendMessage", {"chat_id": 5, "text": " \n"}),
    ("sendMessage", {"chat_id": 5, "text": "😂" * 2_049}),
    ("sendMessage", {"chat_id": 5, "text": "x", "reply_to": 5}),
    ("sendMessage", {"chat_id": "x", "text": "x"}),
    ("sendPhoto", {"chat_id": 5, "caption": "x" * 1_025}),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
    ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": '{"inline_keyboard": [[]]}'}),
    (
        "editMessageText",
        {"chat_id": 5, "message_id": 7, "text": "x", "reply_markup": '{"force_reply": true}'},
    ),
    ("setMyCommands", {"commands": '[{"command": "Ask", "description": "x"}]'}),
    ("sendChatAction", {"chat_id": 5, "action": "thinking"}),
    ("setMessageReaction", {"chat_id": 5, "message_id": 1, "reaction": '["\U0001f440"]'}),
    (
        "setMessageReaction",
        {"chat_id": 5, "message_id": 1, "reaction": '[{"type": "emoji", "emoji": "\U0001f9ff"}]'},
    ),
    (
        "setMessageReaction",
        {
            "chat_id": 5,
            "message_id": 1,
            "reaction": [{"type": "emoji", "emoji": "\U0001f440"}] * 2,
        },
    ),
    ("sendSticker", {"chat_id": 5, "caption": "x"}),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "x",
            "reply_markup": {
                "inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101,
            },
        },
    ),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "x",
            "reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65},
        },
    ),
    ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "x" * 257}]}),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "x"}] * 101}),
    ("setMyDescription", {"description": "x" * 513}),
    ("setMyShortDescription", {"short_description": "x" * 121}),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [_offer(str(number)) for number in range(51)]},
    ),
    ("setWebhook", {"url": "https://x.example", "secret_token": "no spaces"}),
    ("setWebhook", {"url": "https://x.example", "allowed_updates": ["telepathy"]}),
    ("setWebhook", {"url": "https://x.example", "max_connections": 101}),
    ("getUpdates", {"limit": 101}),
    ("getUpdates", {"allowed_updates": ["messages"]}),
    ("sendmessage", {"chat_id": 5, "text": "x"}),
    ("initialize", {}),
    ("getChat", {"chat_id": 5}),
    ("sendPoll", {"chat_id": 5, "question": "x", "options": [{"text": 1}]}),
    ("sendMessage", {"chat_id": 5, "text": "x", "parse_mode": "HTML"}),
    ("sendMessage", {"chat_id": 5, "text": "x", "disable_notification": "yes"}),
    ("sendMessage", {"chat_id": 5, "text": "x", "message_thread_id": "topic"}),
    ("sendMessage", {"chat_id": 5, "text": "x", "reply_parameters": {"message": 3}}),
    ("sendMessage", {"chat_id": 5, "text": "x", "reply_parameters": {"message_id": "3"}}),
    ("sendMessage", {"chat_id": 5, "text": "x", "entities": [{"type": "bold", "offset": 0}]}),
    ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"keyboard": [["x"]]}}),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_dta": "y"}]]},
        },
    ),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 9]},
        },
    ),
    (
        "sendMessage",
        {
            "chat_id": 5,
            "text": "x" * 101,
            "entities": [{"type": "bold", "offset": at, "length": 1} for at in range(101)],
        },
    ),
    ("editMessageText", {"chat_id": 5, "text": "x"}),
    ("deleteMessage", {"chat_id": 5}),
    ("answerCallbackQuery", {"callback_query_id": "1", "show_alert": 3}),
    (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [], "button": {"text": "x", "start_parameter": "é"}},
    ),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [_offer("1"), _offer("1")]}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [_offer("ق" * 33)]}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": [{**_offer("1"), "title": ""}]}),
    ("setMyCommands", {"commands": [{"command": "ask", "description": "x"}] * 2}),
    (
        "setMyCommands",
        {"commands": [{"command": "ask", "description": "x"}], "scope": {"type": "chat"}},
    ),
    (
        "setMyCommands",
        {
            "commands": [{"command": "ask", "description": "x"}],
            "scope": {"type": "default", "chat_id": 5},
        },
    ),
    ("sendMediaGroup", {"chat_id": 5, "media": [_photo()]}),
    ("sendMediaGroup", {"chat_id": 5, "media": [_photo()] * 11}),
    ("sendMediaGroup", {"chat_id": 5, "media": [_photo(), _photo("document")]}),
    ("sendMediaGroup", {"chat_id": 5, "media": [{**_photo(), "caption": "x" * 1_025}] * 2}),
]
BUTTONS: list[dict[str, Any]] = [
    {"text": "x"},
    {"text": "", "callback_data": "y"},
    {"text": "x", "callback_data": "ق" * 33},
    {"text": "x", "callback_data": "y", "url": "https://z.example"},
    {"text": "x", "url": "javascript:alert(1)"},
    {"text": "x", "copy_text": {"text": "y" * 257}},
]
CROSSED: list[list[dict[str, Any]]] = [
    [{"type": "bold", "offset": 0, "length": 9}],
    [{"type": "bold", "offset": 1, "length": 2}],
    [{"type": "bold", "offset": 2, "length": 2}],
    [{"type": "text_link", "offset": 0, "length": 2}],
    [{"type": "shout", "offset": 0, "length": 2}],
    [{"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 3, "length": 3}],
    [
        {"type": "blockquote", "offset": 0, "length": 6},
        {"type": "expandable_blockquote", "offset": 3, "length": 3},
    ],
]


@pytest.mark.parametrize(("method", "given"), GOOD)
def test_what_is_as_documented_passes(method: str, given: dict[str, Any]) -> None:
    assert problems(method, given) == []


@pytest.mark.parametrize(("method", "given"), BAD)
def test_what_is_not_is_told(method: str, given: dict[str, Any]) -> None:
    assert problems(method, given) != []


def _picture(kind: str, *size: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("method", "data", "good"),
    [
        ("sendSticker", _picture("WEBP", 512, 300), True),
        ("sendSticker", _picture("WEBP", 511, 300), False),
        ("sendSticker", _picture("PNG", 512, 512), False),
        ("sendPhoto", _picture("PNG", 1_080, 600), True),
        ("sendPhoto", _picture("PNG", 2_100, 100), False),
        ("sendDocument", b"", False),
    ],
)
def test_files_are_as_large_as_they_may_be(method: str, data: bytes, good: bool) -> None:
    given = {"chat_id": 5, method.removeprefix("send").lower(): "attach://0"}
    assert (problems(method, given, {"0": data}) == []) is good


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_one_thing_and_fits(button: dict[str, Any]) -> None:
    given = {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    assert problems("sendMessage", given) != []


def _at(kind: str, offset: int, length: int) -> dict[str, Any]:
    more = {"url": "https://z.example"} if kind == "text_link" else {}
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("outer", "inner", "good"),
    [
        ("blockquote", "bold", True),
        ("blockquote", "text_link", True),
        ("blockquote", "code", True),
        ("text_link", "bold", True),
        ("bold", "text_link", True),
        ("bold", "code", False),
        ("code", "bold", False),
        ("pre", "italic", False),
        ("bold", "bold", False),
        ("text_link", "text_link", False),
        ("text_link", "mention", False),
        ("blockquote", "expandable_blockquote", False),
    ],
)
def test_an_entity_holds_what_it_may(outer: str, inner: str, good: bool) -> None:
    given = {"chat_id": 5, "text": "abcdef", "entities": [_at(outer, 0, 6), _at(inner, 2, 3)]}
    assert (problems("sendMessage", given) == []) is good


def test_entities_that_cross_are_seen_over_others_between_them() -> None:
    marks = [_at("bold", 0, 5), _at("italic", 1, 1), _at("underline", 4, 2)]
    given = {"chat_id": 5, "text": "abcdef", "entities": marks}
    assert problems("sendMessage", given) == ["sendMessage: bold at 0 and underline at 4 cross"]


def test_every_method_of_telegram_is_known_with_its_fields() -> None:
    known = [name for name in dir(Bot) if documented(name) is not None]
    assert len(known) > 170
    assert set(METHODS) <= set(known)
    assert list(against("sendLocation", {"chat_id": 5, "latitude": "north", "longitude": 1}))
    assert not list(against("sendLocation", {"chat_id": 5, "latitude": 33.5, "longitude": 1}))


@pytest.mark.parametrize("entities", CROSSED)
def test_entities_lie_in_the_text_and_nest(entities: list[dict[str, Any]]) -> None:
    assert problems("sendMessage", {"chat_id": 5, "text": "😂 قول", "entities": entities}) != []
