"""What a button does, as a value that Telegram, the terminal and a table can carry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
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


Rows = Sequence[Sequence[Button]]

UNFOLD: Final = "unfold"
"""The action that shows further buttons in the place of the one that was pressed."""

MORE: Final = "⋯"

_KINDS: Final[dict[str, type[Link | Share | Copy]]] = {"link": Link, "share": Share, "copy": Copy}


def unfolding(rows: Rows) -> Button:
    """Returns a button that opens further ones."""
    return Button(MORE, action(UNFOLD, rows=[[_packed(b) for b in row] for row in rows if row]))


def unfolded(rows: list[list[list[Any]]]) -> Rows:
    """Returns the buttons that ``unfolding`` put away."""
    return [[_unpacked(*packed) for packed in row] for row in rows]


def _packed(button: Button) -> list[Any]:
    target = button.target
    if isinstance(target, Action):
        return [button.label, target.name, dict(target.args)]
    kind = next(name for name, made in _KINDS.items() if isinstance(target, made))
    return [button.label, kind, astuple(target)]


def _unpacked(label: str, kind: str, args: Any) -> Button:
    if kind in _KINDS:
        return Button(label, _KINDS[kind](*args))
    return Button(label, action(kind, **args))
