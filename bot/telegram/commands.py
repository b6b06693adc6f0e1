"""The bot's commands in Telegram: their menus, and one way for all from the words to the reply."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import Final

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

from bot.actions import action
from bot.commands import TABLE, Commands, Menu, unknown_message
from bot.desk import Desk
from bot.render.message import MessageBuilder
from bot.telegram.gate import refusal
from bot.telegram.heard import Heard
from bot.telegram.incoming import Request
from bot.telegram.sources import SourceCommands
from bot.texts import LANGUAGES, words_of

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


class CommandWay:
    """Takes the commands of messages."""

    def __init__(self, desk: Desk, sources: SourceCommands) -> None:
        self._sources = sources
        self._does = Commands(desk).does

    async def serve(self, request: Request, heard: Heard) -> None:
        """Answers a command; an unknown one is answered in a private chat alone."""
        command = TABLE.get(heard.command)
        if command is None:
            if heard.private and not heard.edited:
                await request.answer(unknown_message(request.asker, heard.command))
            return
        if heard.edited and not command.reads:
            return
        words = heard.text or (heard.answered_text if command.needs else "")
        if heard.command == "add":
            await self._sources.add(request, heard)
        elif heard.command == "undo":
            await self._sources.undo(request)
        elif command.needs and not words:
            # The words are taken from the next message.
            shown = MessageBuilder(request.asker.words).ask(heard.command)
            await request.answer(shown.build(awaits=heard.command))
        else:
            await self._done(request, heard.command, words)

    async def _done(self, request: Request, name: str, words: str) -> None:
        command = TABLE[name]
        right = command.right or (name if name in ("lang", "digest") and words else "")
        refused = await refusal(request, action(right)) if right else None
        if refused is not None:
            await request.say(refused)
            return
        does = request.read if name in ("follow", "test") else request.think
        async with request.working(quiet=not command.long):
            reply = await does(self._does[name], request.asker, words)
        await request.answer(reply)
