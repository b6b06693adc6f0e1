"""Free text as a question; an edited question gets its answer replaced."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from telegram import InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from bot.render.message import Message, MessageBuilder
from bot.telegram.incoming import place_of, read_asker, working
from bot.telegram.send import Post

log = logging.getLogger(__name__)

_TEXT: Final = filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE


class Questions:
    """Answers what people write."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        fresh, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
        return [
            MessageHandler(_TEXT & fresh, self.answer),
            MessageHandler(_TEXT & edited, self.answer_again),
            MessageHandler(~filters.COMMAND & filters.ChatType.PRIVATE & fresh, self.explain),
        ]

    async def answer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None and message.text:
            await self.reply(update, context, message.text)

    async def answer_again(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None and message.text:
            await self.reply_again(update, context, message.text)

    async def reply(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, question: str
    ) -> None:
        """Answers a question under it."""
        post, place = self._post, place_of(update)
        started = time.perf_counter()
        async with working(context.bot, place):
            prepared = await post.think(place.chat_id, self._answered, update, question)
        sent = await post.send_prepared(context.bot, place, *prepared)
        if place.reply_to is not None:
            state = post.desk.office.state
            await post.run(state.keep_reply, place.chat_id, place.reply_to, sent)
        log.info("answered", extra={"seconds": round(time.perf_counter() - started, 3)})

    def _answered(
        self, update: Update, question: str
    ) -> tuple[list[Message], InlineKeyboardMarkup | None]:
        """Answers in one go, so that who asked first is answered first."""
        asker = read_asker(self._post.desk, update)
        message = self._post.desk.ask(asker, question)
        return self._post.prepare(asker, asker.chat_id, message)

    async def reply_again(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, question: str
    ) -> None:
        """Puts the answer to an edited question in the place of the old one."""
        post, place = self._post, place_of(update)
        if place.reply_to is None:
            return
        state = post.desk.office.state
        old = await post.run(state.reply, place.chat_id, place.reply_to)
        asker = await post.run(read_asker, post.desk, update)
        async with working(context.bot, place):
            reply = await post.think(place.chat_id, post.desk.ask, asker, question)
        if not old:
            sent = await post.send(context.bot, asker, place, reply)
        else:
            sent = await post.replace(context.bot, asker, place, old[0], reply)
            for number in old:
                if number not in sent:
                    await self._delete(context, place.chat_id, number)
        await post.run(state.keep_reply, place.chat_id, place.reply_to, sent)

    async def explain(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Says what can be read where something else was sent."""
        asker = await self._post.run(read_asker, self._post.desk, update)
        reply = MessageBuilder(asker.words).say("bad.kind").build()
        await self._post.send(context.bot, asker, place_of(update), reply)

    async def _delete(
        self, context: ContextTypes.DEFAULT_TYPE, chat_id: int, message_id: int
    ) -> None:
        try:
            await context.bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            log.info("an old answer could not be deleted: %s", error.message)
