"""What a button does, as a value that Telegram, the terminal and a table can carry."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

BESIDE: Final = "beside"
"""Argument of an action whose result must not take the place of the message with the button."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the desk can be asked to do.

    Attributes:
        name: Names a method of the desk.
        args: Its arguments: values that JSON knows, in the order of their names.
    """

    name: str
    args: tuple[tuple[str, Any], ...] = ()

    def packed(self) -> str:
        return json.dumps([self.name, dict(self.args)], ensure_ascii=False, sort_keys=True)

    @classmethod
    def unpacked(cls, text: str) -> Action:
        name, args = json.loads(text)
        return action(name, **args)


def action(name: str, /, **args: Any) -> Action:
    """Returns an action; ``None`` stands for an argument that is not given."""
    return Action(name, tuple(sorted((k, v) for k, v in args.items() if v is not None)))


@dataclass(frozen=True, slots=True)
class Link:
    """Opens a web address."""

    url: str


@dataclass(frozen=True, slots=True)
class Share:
    """Lets the reader choose a chat and puts an inline question into it."""

    query: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Puts up to 256 characters into the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message."""

    label: str
    target: Action | Link | Share | Copy
