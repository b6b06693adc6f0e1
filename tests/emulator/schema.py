"""Every method of the Bot API with the names and types of its fields, of nested objects too.

Read from python-telegram-bot's signatures, which are written after Telegram's documents and
know every method: nothing is listed twice, and a new version brings its methods along.
"""

from __future__ import annotations

import datetime as dt
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import telegram

from tests.emulator.shapes import Check, flag, one_of

_NEVER_SENT = {
    "self",
    "api_kwargs",
    "read_timeout",
    "write_timeout",
    "connect_timeout",
    "pool_timeout",
    "allow_sending_without_reply",
    "reply_to_message_id",
    "disable_web_page_preview",
    "filename",
    "current_offset",
}
"""Parameters of the library alone, or which it turns into fields of Telegram's."""

_OF_THE_LIBRARY = {"initialize", "shutdown"}
_OBJECTS = {
    "sendLocation": {"location"},
    "editMessageLiveLocation": {"location"},
    "sendVenue": {"venue"},
    "sendContact": {"contact"},
}
"""Where the library takes an object for several of Telegram's fields."""


@cache
def documented(method: str) -> dict[str, tuple[Check, bool]] | None:
    """Returns the fields of a method, each with its check and whether it is needed.

    None where Telegram has no such method.
    """
    function = getattr(telegram.Bot, method, None)
    if not inspect.iscoroutinefunction(function) or "_" in method or method in _OF_THE_LIBRARY:
        return None
    hints, left_out = _hints(function), _NEVER_SENT | _OBJECTS.get(method, set())
    return {
        name: (_check(hints[name]), parameter.default is inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if name not in left_out
    }


def against(method: str, values: dict[str, Any], files: Sequence[str] = ()) -> Iterator[str]:
    """Yields what of a call differs from what is documented: its fields and their types.

    Args:
        files: The names of the fields that are sent as files.
    """
    known = documented(method)
    if known is None:
        yield "unknown method"
        return
    for name, (check, needed) in known.items():
        if needed and name not in values and name not in files:
            yield f"without {name}"
        elif name in values and (told := check(values[name])):
            yield f"{name}: {told}"
    yield from (f"unknown field {name}" for name in values if name not in known)


@cache
def _names() -> dict[str, Any]:
    """Returns all that the library's annotations may name."""
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] == "telegram"]
    found = {name: value for m in modules for name, value in vars(m).items() if name[0].isupper()}
    return found | vars(typing) | {"Sequence": Sequence, "Callable": Callable, "datetime": dt}


@cache
def _hints(function: Any) -> dict[str, Any]:
    return typing.get_type_hints(function, localns=_names())


def _check(kind: Any) -> Check:
    """Returns the check of a type, as it travels: dates and durations as numbers, files by name."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _any([_check(each) for each in inside if each is not types.NoneType])
    if origin is tuple:
        return _list(_any([_check(each) for each in inside]))
    if origin is typing.Literal:
        return _any([one_of({each}) for each in inside])
    if origin is not None and issubclass(origin, Sequence):
        return _list(_check(inside[0]))
    if kind is bool:
        return flag
    if kind in (int, dt.datetime, dt.timedelta):
        return _whole
    if kind is float:
        return _number
    if kind is str or kind is telegram.InputFile:
        return _words
    if isinstance(kind, type) and issubclass(kind, telegram.TelegramObject):
        return _object(kind)
    return _nothing if origin or kind in (bytes, typing.IO) else _anything


@cache
def _object(kind: type[telegram.TelegramObject]) -> Check:
    """Returns the check of an object: one of its kind or of the kinds that are made of it."""

    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return f"no {kind.__name__}: {value!r}"
        told = [next(_differs(each, value), None) for each in _kinds_of(kind)]
        return None if None in told else told[0]

    return check


def _kinds_of(kind: type[telegram.TelegramObject]) -> list[type[telegram.TelegramObject]]:
    return [kind, *(each for sub in kind.__subclasses__() for each in _kinds_of(sub))]


def _differs(kind: type[telegram.TelegramObject], value: dict[str, Any]) -> Iterator[str]:
    """Yields how an object differs from a class."""
    slots = {name for base in kind.__mro__ for name in getattr(base, "__slots__", ())}
    known = {name for name in slots if not name.startswith("_")} - {"api_kwargs"}
    yield from (f"unknown field {name} of {kind.__name__}" for name in value if name not in known)
    made = inspect.signature(kind.__init__).parameters
    hints = _hints(kind.__init__)
    for name, parameter in made.items():
        if name in value and name in hints and (told := _check(hints[name])(value[name])):
            yield f"{name} of {kind.__name__}: {told}"
        needed = parameter.default is inspect.Parameter.empty and name in known
        if needed and name not in value:
            yield f"{kind.__name__} without {name}"


def _any(checks: list[Check]) -> Check:
    def check(value: Any) -> str | None:
        told = [each(value) for each in checks]
        return None if None in told else "; ".join(dict.fromkeys(filter(None, told)))

    return check


def _list(check: Check) -> Check:
    def every(value: Any) -> str | None:
        if not isinstance(value, list):
            return f"no list: {value!r}"
        return next((told for each in value if (told := check(each))), None)

    return every


def _whole(value: Any) -> str | None:
    return None if type(value) is int else f"no whole number: {value!r}"


def _number(value: Any) -> str | None:
    return None if type(value) in (int, float) else f"no number: {value!r}"


def _words(value: Any) -> str | None:
    return None if isinstance(value, str) else f"no text: {value!r}"


def _nothing(value: Any) -> str | None:
    return f"does not travel: {value!r}"


def _anything(_value: Any) -> str | None:
    return None
