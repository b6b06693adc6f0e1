"""The commands: what can be typed after a slash, and what each does, in Telegram and a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple

from bot.actions import Button, Link
from bot.desk import Asker, Desk, Reply
from bot.render.message import Message, MessageBuilder

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
        telegram: Whether it needs Telegram: a message that is sent, or one that comes later.
    """

    needs: bool = False
    right: str = ""
    reads: bool = True
    menu: Menu = "all"
    long: bool = False
    telegram: bool = False


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
    "add": Command(needs=True, reads=False, long=True, telegram=True),
    "undo": Command(right="undo", reads=False, telegram=True),
    "sources": Command(telegram=True),
    "remove": Command(telegram=True),
    "follow": Command(reads=False, long=True, telegram=True),
    "test": Command(needs=True, reads=False, long=True),
    "unfollow": Command(telegram=True),
    "alerts": Command(reads=False, long=True, telegram=True),
    "digest": Command(reads=False, telegram=True),
    "lang": Command(reads=False, menu="administrators"),
    "settings": Command(menu="administrators"),
    "privacy": Command(),
    "export": Command(right="export", reads=False, menu="administrators"),
    "forget": Command(right="forget_all", reads=False, menu="administrators"),
    "usage": Command(menu="owners"),
}

COMMANDS: Final = tuple(name for name, command in TABLE.items() if command.menu != "owners")
ANYWHERE: Final = tuple(name for name in COMMANDS if not TABLE[name].telegram)
"""What a terminal can do as well."""

_SENTENCE_LINK: Final = re.compile(r"s-([0-9a-f]{16})-(\d{1,9})-(\d{1,9})")
_ANSWER_LINK: Final = re.compile(r"a-([0-9a-f]{16})")
_TYPED: Final = re.compile(r"/(\S+?)(?:@(\w+))?(?:\s+|$)")
_SHOWN: Final = 32
"""Characters of an unknown command that are shown, as long as Telegram's commands may be."""

_NEAR: Final = 0.7
"""Likeness of two names from which one may be a slip for the other."""

Does = Callable[[Asker, str], Reply]


class Typed(NamedTuple):
    """A command as somebody typed it: its name, the bot that it is for, and its words."""

    name: str
    bot: str
    words: str


def read_command(text: str) -> Typed | None:
    """Returns the command that a text begins with, None where it begins with none.

    >>> read_command("/said@qawl_bot القندسي السد"), read_command("/ what?")
    (Typed(name='said', bot='qawl_bot', words='القندسي السد'), None)
    """
    found = _TYPED.match(text)
    if found is None:
        return None
    return Typed(found[1].lower(), (found[2] or "").lower(), text[found.end() :].strip())


def _no_words(make: Callable[[Asker], Reply]) -> Does:
    return lambda asker, _: make(asker)


class Commands:
    """Does what a command says, all but adding and taking back, which need Telegram's messages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.does: Final[dict[str, Does]] = {
            "start": lambda asker, link: opened(desk, asker, link) or desk.articles.start(asker),
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

    def _help(self, asker: Asker, _words: str) -> Message:
        username = self._desk.office.username
        if not (asker.in_group and username):
            return help_message(asker)
        link = Button(asker.words("button.help"), Link(f"https://t.me/{username}?start=help"))
        builder = MessageBuilder(asker.words).say("help.group", name=f"@{username}")
        return builder.build([[link]])


def opened(desk: Desk, asker: Asker, payload: str) -> Reply | None:
    """Returns what a deep link names, None if it names nothing."""
    if payload == "help":
        return help_message(asker)
    if found := _SENTENCE_LINK.fullmatch(payload):
        return desk.answers.context(asker, found[1], int(found[2]), int(found[3]))
    if found := _ANSWER_LINK.fullmatch(payload):
        return desk.answers.reopen(asker, found[1])
    return None


def help_message(asker: Asker, *, telegram: bool = True) -> Message:
    """Returns how to ask, and every command.

    Args:
        telegram: Whether it is asked there; a terminal cannot do all that Telegram can.
    """
    builder = MessageBuilder(asker.words).say("help").line(2)
    if telegram:
        builder.say("help.telegram").line(2)
    builder.say("help.commands")
    _list(builder, COMMANDS if telegram else ANYWHERE)
    if not telegram:
        builder.line(2).say("help.elsewhere")
        _list(builder, (name for name in COMMANDS if TABLE[name].telegram))
    return builder.build()


def _list(builder: MessageBuilder, names: Iterable[str]) -> None:
    for name in names:
        builder.line().part(f"/{name}").text(" ").say(f"command.{name}")


def unknown_message(asker: Asker, name: str, *, telegram: bool = True) -> Message:
    """Returns that there is no such command, the one that may be meant, and what there is."""
    names = COMMANDS if telegram else ANYWHERE
    builder = MessageBuilder(asker.words).say("bad.command", name=f"/{name[:_SHOWN]}")
    for near in get_close_matches(name, names, 1, _NEAR):
        builder.line().say("bad.command.near", name=f"/{near}").text(" ").say(f"command.{near}")
    listed = " ".join(f"/{known}" for known in names)
    return builder.line().say("bad.command.list", names=listed).build()
