"""/lang, /settings, /follow, /alerts, /forget, /export: what belongs to a chat."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes

from bot.actions import Action, action
from bot.desk import Asker, Reply
from bot.render.message import MessageBuilder
from bot.telegram.handlers.sayings import argument
from bot.telegram.incoming import place_of, read_asker, working
from bot.telegram.send import Post
from bot.telegram.standing import refusal


class ChatCommands:
    """Settings and data of a chat."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        chats = self._post.desk.chats
        return [
            CommandHandler("settings", self._simple(chats.settings)),
            CommandHandler("privacy", self._simple(chats.privacy)),
            CommandHandler("lang", self.lang),
            CommandHandler("forget", self._decided("forget_all", chats.forget)),
            CommandHandler("follow", self._with_words(self._post.desk.feeds.follow)),
            CommandHandler("unfollow", self._simple(self._post.desk.feeds.show)),
            CommandHandler("alerts", self._with_words(self._post.desk.alerts.add)),
            CommandHandler("export", self._decided("export", chats.export)),
            CommandHandler("usage", self._simple(chats.usage)),
        ]

    async def lang(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Changes the language, or asks for it."""
        language, chats = argument(update).lower(), self._post.desk.chats
        make = chats.languages if not language else partial(chats.lang, language=language)
        wanted = action("lang", language=language) if language else None
        await self._reply(update, context, make, wanted)

    def _with_words(self, make: Callable[[Asker, str], Reply]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            async with working(context.bot, place_of(update)):
                reply = await self._post.read(asker.chat_id, make, asker, argument(update))
            await self._post.give(context.bot, asker, place_of(update), reply)

        return handle

    def _simple(self, make: Callable[[Asker], Reply], wanted: Action | None = None) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            await self._reply(update, context, make, wanted)

        return handle

    def _decided(self, name: str, make: Callable[[Asker], Reply]) -> Any:
        """Returns a handler of what one member of a group may not decide for all."""
        return self._simple(make, action(name))

    async def _reply(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        make: Callable[[Asker], Reply],
        wanted: Action | None,
    ) -> None:
        post = self._post
        asker = await post.run(read_asker, post.desk, update)
        refused = await refusal(post, context.bot, update, asker, wanted) if wanted else None
        if refused is not None:
            reply: Reply = MessageBuilder(asker.words).say(refused).build()
        else:
            reply = await post.think(asker.chat_id, make, asker)
        await post.give(context.bot, asker, place_of(update), reply)
