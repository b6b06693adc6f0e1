"""The second pair of eyes sees what it is there for."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.emulator.strict import problems

GOOD: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", {"chat_id": "5", "text": "قول"}),
    ("sendMessage", {"chat_id": -5, "text": "a" * 4_096, "message_thread_id": "3"}),
    ("answerInlineQuery", {"inline_query_id": "1", "results": "[]"}),
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
        {
            "inline_query_id": "1",
            "results": [
                {
                    "type": "article",
                    "id": str(number),
                    "title": "x",
                    "input_message_content": {"message_text": "x"},
                }
                for number in range(51)
            ],
        },
    ),
    ("setWebhook", {"url": "https://x.example", "secret_token": "no spaces"}),
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


@pytest.mark.parametrize("entities", CROSSED)
def test_entities_lie_in_the_text_and_nest(entities: list[dict[str, Any]]) -> None:
    assert problems("sendMessage", {"chat_id": 5, "text": "😂 قول", "entities": entities}) != []
