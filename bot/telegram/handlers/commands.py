"""Commands: one way for all of them, from the words after the command to the reply."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from telegram import Bot, Update

from bot.actions import Button, Link, action
from bot.desk import Asker, Desk, Reply
from bot.render.message import Message, MessageBuilder
from bot.telegram.commands import COMMANDS, TABLE
from bot.telegram.gate import refusal
from bot.telegram.handlers.sources import SourceCommands
from bot.telegram.heard import Heard
from bot.telegram.incoming import place_of, working
from bot.telegram.send import Post

_SENTENCE_LINK: Final = re.compile(r"s-([0-9a-f]{16})-(\d{1,9})-(\d{1,9})")
_ANSWER_LINK: Final = re.compile(r"a-([0-9a-f]{16})")

Does = Callable[[Asker, str], Reply]


def _no_words(make: Callable[[Asker], Reply]) -> Does:
    return lambda asker, _: make(asker)


class Commands:
    """Does what a command says."""

    def __init__(self, post: Post, sources: SourceCommands) -> None:
        self._post = post
        self._sources = sources
        desk = post.desk
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
            "sources": _no_words(desk.sources.sources),
            "remove": _no_words(desk.sources.sources),
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

    async def serve(self, update: Update, bot: Bot, asker: Asker, heard: Heard) -> None:
        """Answers a command; an unknown one is answered in a private chat alone."""
        command = TABLE.get(heard.command)
        if command is None:
            if heard.private and not heard.edited:
                shown = MessageBuilder(asker.words).say("bad.command").build()
                await self._post.answer(bot, asker, update, shown)
            return
        if heard.edited and not command.reads:
            return
        words = heard.text or (heard.answered_text if command.needs else "")
        if heard.command == "add":
            await self._sources.add(update, bot, asker, heard)
        elif heard.command == "undo":
            await self._sources.undo(update, bot, asker)
        elif command.needs and not words:
            await self._post.answer(bot, asker, update, _asks(asker, heard.command))
        else:
            await self._done(update, bot, asker, heard.command, words)

    async def _done(self, update: Update, bot: Bot, asker: Asker, name: str, words: str) -> None:
        post, command = self._post, TABLE[name]
        right = command.right or (name if name in ("lang", "digest") and words else "")
        refused = await refusal(post, bot, update, asker, action(right)) if right else None
        if refused is not None:
            reply: Reply = MessageBuilder(asker.words).say(refused).build()
        else:
            does = post.read if name in ("follow", "test") else post.think
            async with working(bot, place_of(update), quiet=not command.long):
                reply = await does(asker.chat_id, self._does[name], asker, words)
        await post.answer(bot, asker, update, reply)

    def _start(self, asker: Asker, payload: str) -> Reply:
        """Greets; a deep link opens the sentence or the answer that it names."""
        return opened(self._post.desk, asker, payload) or self._post.desk.articles.start(asker)

    def _help(self, asker: Asker, _words: str = "") -> Message:
        words = asker.words
        username = self._post.desk.office.username
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


def _asks(asker: Asker, name: str) -> Message:
    """Returns how a command is written, and takes the words from the next message."""
    return MessageBuilder(asker.words).ask(name).build(awaits=name)
