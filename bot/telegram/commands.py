"""The bot's commands: their menu, and one way for all of them from the words to the reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
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

from bot.actions import Button, Link, action
from bot.desk import Asker, Desk, Reply
from bot.render.message import Message, MessageBuilder
from bot.telegram.gate import refusal
from bot.telegram.heard import Heard
from bot.telegram.incoming import Request
from bot.telegram.sources import SourceCommands
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


_SENTENCE_LINK: Final = re.compile(r"s-([0-9a-f]{16})-(\d{1,9})-(\d{1,9})")
_ANSWER_LINK: Final = re.compile(r"a-([0-9a-f]{16})")

Does = Callable[[Asker, str], Reply]


def _no_words(make: Callable[[Asker], Reply]) -> Does:
    return lambda asker, _: make(asker)


class Commands:
    """Does what a command says."""

    def __init__(self, desk: Desk, sources: SourceCommands) -> None:
        self._desk = desk
        self._sources = sources
        self._does: dict[str, Does] = {
            "start": self._start,
            "help": self._help,
            "new": _no_words(desk.new),
            "articles": _no_words(desk.articles.articles),
            "said": desk.sayings.said_by_words,
            "who": desk.sayings.who,
            "verify": desk.sayings.verify,
            "speakers": _no_words(desk.sayings.speakers),
            "csv": desk.sayings.csv,
            "report": desk.sharing.report,
            "sources": _no_words(desk.articles.sources),
            "remove": _no_words(desk.articles.sources),
            "follow": desk.feeds.follow,
            "test": desk.feeds.test,
            "unfollow": _no_words(desk.feeds.show),
            "alerts": desk.alerts.add,
            "digest": desk.daily.set,
            "lang": desk.chats.lang,
            "settings": _no_words(desk.chats.settings),
            "privacy": _no_words(desk.chats.privacy),
            "export": _no_words(desk.chats.export),
            "forget": _no_words(desk.chats.forget),
            "usage": _no_words(desk.chats.usage),
        }

    async def serve(self, request: Request, heard: Heard) -> None:
        """Answers a command; an unknown one is answered in a private chat alone."""
        command = TABLE.get(heard.command)
        if command is None:
            if heard.private and not heard.edited:
                await request.say("bad.command")
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

    def _start(self, asker: Asker, payload: str) -> Reply:
        """Greets; a deep link opens the sentence or the answer that it names."""
        return opened(self._desk, asker, payload) or self._desk.articles.start(asker)

    def _help(self, asker: Asker, _words: str = "") -> Message:
        words = asker.words
        username = self._desk.office.username
        if asker.in_group and username:
            link = Link(f"https://t.me/{username}?start=help")
            builder = MessageBuilder(words).say("help.group", name=f"@{username}")
            return builder.build([[Button(words("button.help"), link)]])
        return help_message(asker)


def opened(desk: Desk, asker: Asker, payload: str) -> Reply | None:
    """Returns what a deep link names, None if it names nothing."""
    if payload == "help":
        return help_message(asker)
    if found := _SENTENCE_LINK.fullmatch(payload):
        return desk.answers.context(asker, found[1], int(found[2]), int(found[3]))
    if found := _ANSWER_LINK.fullmatch(payload):
        return desk.answers.reopen(asker, found[1])
    return None


def help_message(asker: Asker) -> Message:
    """Returns how to ask, and every command."""
    builder = MessageBuilder(asker.words).say("help")
    for name in COMMANDS:
        builder.line().part(f"/{name}").text(" ").say(f"command.{name}")
    return builder.build()
