"""Errors: logged first, then told kindly."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.render.message import MessageBuilder
from bot.telegram.incoming import place_of, read_asker
from bot.telegram.send import Post
from index.errors import IndexMismatchError, VerbatimError

log = logging.getLogger(__name__)


class Trouble:
    """The application's error handler."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs an error and, where somebody waits for an answer, says so."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        kind = type(error).__name__
        self._post.desk.office.figures.errors.labels(kind).inc()
        if isinstance(error, Forbidden):
            # Blocked, or thrown out of a group: nobody is there to be told.
            log.warning("not allowed to write: %s", error.message, extra={"update_id": number})
            return
        if isinstance(error, Conflict):
            log.error("another process polls with the same token; stop one of the two")
            return
        log.error(
            "an update could not be handled (%s)",
            kind,
            exc_info=error,
            extra={"update_id": number, "kind": kind},
        )
        if isinstance(error, RetryAfter) or not isinstance(update, Update):
            return
        key = "error"
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            key = "error.unconfirmed"
        elif isinstance(error, VerbatimError):
            key = "error.verbatim"
        elif isinstance(error, IndexMismatchError):
            key = "error.index"
        await self._tell(update, context, key)

    async def _tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str) -> None:
        chat = update.effective_chat
        if chat is None:
            return
        try:
            asker = await self._post.run(read_asker, self._post.desk, update)
            message = MessageBuilder(asker.words).say(key).build()
            await self._post.send(context.bot, asker, place_of(update), message)
        except (TelegramError, NetworkError) as second:
            log.warning("nor could that be told: %s", type(second).__name__)
