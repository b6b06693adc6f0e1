"""/lang, /settings, /follow, /alerts, /forget, /export: what belongs to a chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes

from bot.desk import Asker, Reply
from bot.render.message import MessageBuilder
from bot.telegram.handlers.sayings import argument
from bot.telegram.incoming import may_decide, place_of, read_asker, working
from bot.telegram.send import Post


class ChatCommands:
    """Settings and data of a chat."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        chats = self._post.desk.chats
        return [
            CommandHandler("settings", self._simple(chats.settings)),
            CommandHandler("lang", self.lang),
            CommandHandler("forget", self.forget),
            CommandHandler("follow", self._with_words(self._post.desk.feeds.follow)),
            CommandHandler("unfollow", self._simple(self._post.desk.feeds.show)),
            CommandHandler("alerts", self._with_words(self._post.desk.alerts.add)),
            CommandHandler("export", self._simple(chats.export)),
            CommandHandler("usage", self._simple(chats.usage)),
        ]

    async def forget(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Asks whether to delete everything; in a group, administrators alone are asked."""
        asker = await self._post.run(read_asker, self._post.desk, update)
        if await may_decide(context.bot, update):
            reply = await self._post.run(self._post.desk.chats.forget, asker)
        else:
            reply = MessageBuilder(asker.words).say("group.admins").build()
        await self._post.send(context.bot, asker, place_of(update), reply)

    async def lang(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Changes the language, or asks for it."""
        asker = await self._post.run(read_asker, self._post.desk, update)
        reply = await self._post.run(self._post.desk.chats.lang, asker, argument(update).lower())
        await self._post.give(context.bot, asker, place_of(update), reply)

    def _with_words(self, make: Callable[[Asker, str], Reply]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            async with working(context.bot, place_of(update)):
                reply = await self._post.run(make, asker, argument(update))
            await self._post.give(context.bot, asker, place_of(update), reply)

        return handle

    def _simple(self, make: Callable[[Asker], Reply]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            reply = await self._post.run(make, asker)
            await self._post.give(context.bot, asker, place_of(update), reply)

        return handle
