"""The bot's commands, in the order in which the menu shows them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.texts import LANGUAGES, words_of

Menu = Literal["all", "private", "administrators", "owners"]


@dataclass(frozen=True, slots=True)
class Command:
    """How a command is taken.

    Attributes:
        needs: Whether it needs words after it.
        right: The action whose right it needs in a group.
        reads: Whether it changes nothing, so that it can be done again when it is edited.
        menu: Whose menu shows it.
        long: Whether it may take long, so that the bot shows that it is at work.
    """

    needs: bool = False
    right: str = ""
    reads: bool = True
    menu: Menu = "all"
    long: bool = False


TABLE: Final = {
    "start": Command(menu="private"),
    "help": Command(),
    "new": Command(reads=False),
    "articles": Command(),
    "said": Command(needs=True, long=True),
    "who": Command(needs=True, long=True),
    "verify": Command(needs=True, long=True),
    "speakers": Command(long=True),
    "csv": Command(long=True),
    "report": Command(needs=True, long=True),
    "add": Command(needs=True, reads=False, long=True),
    "undo": Command(right="undo", reads=False),
    "sources": Command(),
    "remove": Command(),
    "follow": Command(reads=False, long=True),
    "test": Command(needs=True, reads=False, long=True),
    "unfollow": Command(),
    "alerts": Command(reads=False, long=True),
    "digest": Command(reads=False),
    "lang": Command(reads=False, menu="administrators"),
    "settings": Command(menu="administrators"),
    "privacy": Command(),
    "export": Command(right="export", reads=False, menu="administrators"),
    "forget": Command(right="forget_all", reads=False, menu="administrators"),
    "usage": Command(menu="owners"),
}

COMMANDS: Final = tuple(name for name, command in TABLE.items() if command.menu != "owners")

_GROUPS: Final = BotCommandScopeAllGroupChats()
_SCOPES: Final[dict[BotCommandScope, frozenset[Menu]]] = {
    BotCommandScopeAllPrivateChats(): frozenset({"all", "private", "administrators"}),
    _GROUPS: frozenset({"all"}),
    BotCommandScopeAllChatAdministrators(): frozenset({"all", "administrators"}),
}


async def describe(bot: Bot, usual: str, owners: Collection[int] = ()) -> None:
    """Tells Telegram the bot's commands and what it is, in every language of the interface.

    Private chats, groups, their administrators and the bot's owners have menus of their own.

    Args:
        usual: The language for people whose own language the interface lacks.
        owners: The bot's owners, who are told only if they have written to it before.
    """
    for language in (None, *LANGUAGES):
        words = words_of(language or usual)
        for scope, menus in _SCOPES.items():
            commands = [
                BotCommand(name, words(f"command.{name}"))
                for name, command in TABLE.items()
                if command.menu in menus
            ]
            await bot.set_my_commands(commands, scope=scope, language_code=language)
        await bot.set_my_description(words("about.long"), language_code=language)
        await bot.set_my_short_description(words("about.short")[:120], language_code=language)
        everything = [BotCommand(name, words(f"command.{name}")) for name in TABLE]
        for owner in owners:
            with suppress(TelegramError):
                scope = BotCommandScopeChat(owner)
                await bot.set_my_commands(everything, scope=scope, language_code=language)
