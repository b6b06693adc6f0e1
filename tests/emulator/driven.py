"""What the end-to-end tests drive, by name, so that a table can be held against it.

A name is a kind and a word: ``command:start``, ``button:context``, ``update:message``,
``link:s``, ``fault:502``, ``handler:Questions.answer``. The names of commands, handlers
and buttons are read from the running application; nothing is listed twice.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from bot.actions import Action
from bot.commands import TABLE as COMMANDS
from bot.desk import Asker, Desk
from bot.telegram.application import BotApplication
from bot.telegram.gate import ALLOWED_UPDATES, GROUP
from bot.telegram.messages import Messages

TABLE = Path(__file__).with_name("driven.toml")

LINKS = {"s", "a", "inline"}
"""How the payloads of deep links begin."""

TARGETS = {"url": "link", "switch_inline_query": "share", "copy_text": "copy"}
"""Buttons that the client itself acts on: what Telegram calls them, and the bot."""

FAULTS = {"429", "403", "400", "502", "timeout", "409"}

DRIVEN: set[str] = set()
"""What the test that runs has driven so far."""


@cache
def table() -> dict[str, str]:
    """Returns which test, as ``file::function``, drives what."""
    read = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return {f"{kind}:{name}": test for kind, rows in read.items() for name, test in rows.items()}


def expected(application: BotApplication, desk: Desk) -> set[str]:
    """Returns the names of all that a bot takes."""
    names = {name for _, found in named_handlers(application) for name in found}
    names |= {f"button:{name}" for name in desk._actions}
    names |= {f"update:{kind}" for kind in ALLOWED_UPDATES}
    names |= {f"way:{way}" for way in _messages(application).ways}
    names |= {f"link:{start}" for start in LINKS}
    names |= {f"target:{name}" for name in TARGETS.values()}
    return names | {f"fault:{name}" for name in FAULTS}


def named_handlers(
    application: BotApplication,
) -> Iterator[tuple[BaseHandler[Any, Any, Any], list[str]]]:
    """Yields the handlers with their names; one of several with one callback is numbered."""
    seen: Counter[str] = Counter()
    own = (handlers for group, handlers in application.handlers.items() if group >= GROUP)
    for handler in (h for handlers in own for h in handlers):
        name = handler.callback.__qualname__
        if name == "Messages.take":
            yield handler, [f"handler:{name}", *(f"command:{command}" for command in COMMANDS)]
            continue
        seen[name] += 1
        number = f" {seen[name]}" if seen[name] > 1 else ""
        yield handler, [f"handler:{name}{number}"]


def _messages(application: BotApplication) -> Messages:
    """Returns what takes the messages of a running bot."""
    for handlers in application.handlers.values():
        for handler in handlers:
            if isinstance(owner := getattr(handler.callback, "__self__", None), Messages):
                return owner
            if isinstance(owner := getattr(handler.callback, "owner", None), Messages):
                return owner
    raise LookupError("nothing takes messages")


def watch(application: BotApplication, desk: Desk) -> None:
    """Notes what the bot is driven with from now on."""
    messages = _messages(application)
    for way, take in list(messages.ways.items()):
        messages.ways[way] = _on_its_way(way, take)
    for handler, names in list(named_handlers(application)):
        handler.callback = _watched(handler.callback, names)
    act = desk.act

    def noted(asker: Asker, wanted: Action) -> Any:
        DRIVEN.add(f"button:{wanted.name}")
        return act(asker, wanted)

    desk.act = noted  # type: ignore[method-assign]


def note_target(button: dict[str, Any]) -> None:
    """Notes that a test looked up a button that the client itself acts on."""
    DRIVEN.update(f"target:{ours}" for theirs, ours in TARGETS.items() if theirs in button)


def _watched(callback: Any, names: list[str]) -> Any:
    async def noted(update: Update, context: Any) -> Any:
        DRIVEN.update(f"update:{kind}" for kind in Update.ALL_TYPES if getattr(update, kind))
        typed = update.effective_message.text if update.effective_message else None
        word, _, payload = (typed or "").partition(" ")
        command = f"command:{word.removeprefix('/').split('@')[0].lower()}"
        DRIVEN.update(name for name in names if not name.startswith("command:"))
        DRIVEN.update({command} & set(names))
        if command == "command:start" and payload:
            DRIVEN.add(f"link:{payload.split('-')[0]}")
        return await callback(update, context)

    noted.__qualname__ = callback.__qualname__
    noted.owner = getattr(callback, "__self__", None)  # type: ignore[attr-defined]
    return noted


def _on_its_way(way: str, take: Any) -> Any:
    async def noted(*arguments: Any) -> None:
        DRIVEN.add(f"way:{way}")
        await take(*arguments)

    return noted
