"""The second pair of eyes sees what it is there for."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_one_thing_and_fits(button: dict[str, Any]) -> None:
    given = {"chat_id": 5, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    assert problems("sendMessage", given) != []


@pytest.mark.parametrize("entities", CROSSED)
def test_entities_lie_in_the_text_and_nest(entities: list[dict[str, Any]]) -> None:
    assert problems("sendMessage", {"chat_id": 5, "text": "😂 قول", "entities": entities}) != []
