"""/said, /who, /speakers, /verify, /report, /csv."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes

from bot.desk import Asker, Reply
from bot.render.message import MessageBuilder
from bot.telegram.incoming import place_of, read_asker, working
from bot.telegram.send import Post


class SayingCommands:
    """Questions about sayings, by command."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        sayings = self._post.desk.sayings
        return [
            CommandHandler("said", self._with_words("said", sayings.said_by_words)),
            CommandHandler("who", self._with_words("who", sayings.who)),
            CommandHandler("verify", self._with_words("verify", sayings.verify)),
            CommandHandler("report", self._with_words("report", self._post.desk.sharing.report)),
            CommandHandler("speakers", self._plain(sayings.speakers)),
            CommandHandler("csv", self._optional(sayings.csv)),
        ]

    def _with_words(self, name: str, make: Callable[[Asker, str], Reply]) -> Any:
        """Returns a handler of a command that needs words after it, or in what it answers."""

        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            words = argument(update) or answered_text(update)
            asker = await self._post.run(read_asker, self._post.desk, update)
            if not words:
                usage = MessageBuilder(asker.words).usage(name).build()
                await self._send(update, context, asker, usage)
                return
            await self._make(update, context, asker, lambda: make(asker, words))

        return handle

    def _optional(self, make: Callable[[Asker, str], Reply]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            await self._make(update, context, asker, lambda: make(asker, argument(update)))

        return handle

    def _plain(self, make: Callable[[Asker], Reply]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            await self._make(update, context, asker, lambda: make(asker))

        return handle

    async def _make(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        make: Callable[[], Reply],
    ) -> None:
        async with working(context.bot, place_of(update)):
            reply = await self._post.think(asker.chat_id, make)
        await self._send(update, context, asker, reply)

    async def _send(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, reply: Reply
    ) -> None:
        await self._post.give(context.bot, asker, place_of(update), reply)


def argument(update: Update) -> str:
    """Returns what stands after a command, as it was typed."""
    message = update.effective_message
    text = (message.text or message.caption or "") if message else ""
    return text.split(maxsplit=1)[1].strip() if len(text.split(maxsplit=1)) > 1 else ""


def answered_text(update: Update) -> str:
    """Returns the text of the message that a command answers."""
    message = update.effective_message
    answered = message.reply_to_message if message else None
    return (answered.text or answered.caption or "") if answered else ""
