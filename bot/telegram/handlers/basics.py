"""/start, /help, /articles, and commands that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.desk import Asker, Note, Reply
from bot.render.message import Message, MessageBuilder
from bot.telegram.commands import COMMANDS
from bot.telegram.incoming import place_of, read_asker
from bot.telegram.send import Post

_SENTENCE_LINK: Final = re.compile(r"s-([0-9a-f]{16})-(\d{1,9})-(\d{1,9})")
_ANSWER_LINK: Final = re.compile(r"a-([0-9a-f]{16})")


class Basics:
    """What the bot says of itself and of its articles."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        return [
            CommandHandler("start", self.start),
            CommandHandler("help", self.help),
            CommandHandler("articles", self.articles),
        ]

    def last(self) -> list[BaseHandler[Update, Any, Any]]:
        """Returns what takes the commands that no other handler took."""
        private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
        return [MessageHandler(filters.COMMAND & private, self.unknown)]

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greets; a deep link opens the sentence or the answer that it names."""
        payload = context.args[0] if context.args else ""
        await self._reply(update, context, lambda asker: self._opened(asker, payload))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, context, _help)

    async def articles(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(update, context, self._post.desk.articles.articles)

    async def unknown(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._reply(
            update, context, lambda asker: MessageBuilder(asker.words).say("bad.command").build()
        )

    def _opened(self, asker: Asker, payload: str) -> Message:
        desk = self._post.desk
        reply: Reply | None = None
        if found := _SENTENCE_LINK.fullmatch(payload):
            reply = desk.answers.context(asker, found[1], int(found[2]), int(found[3]))
        elif found := _ANSWER_LINK.fullmatch(payload):
            reply = desk.answers.reopen(asker, found[1])
        if isinstance(reply, Message):
            return reply
        if isinstance(reply, Note):
            return MessageBuilder(asker.words).text(reply.text).build()
        return desk.articles.start(asker)

    async def _reply(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        make: Callable[[Asker], Message],
    ) -> None:
        asker = await self._post.run(read_asker, self._post.desk, update)
        reply = await self._post.think(asker.chat_id, make, asker)
        await self._post.send(context.bot, asker, place_of(update), reply)


def _help(asker: Asker) -> Message:
    builder = MessageBuilder(asker.words).say("help")
    for name in COMMANDS:
        builder.line().part(f"/{name}").text(" ").say(f"command.{name}")
    return builder.build()
