"""Handles errors: logs them first, then tells the person in plain words."""

from __future__ import annotations

import errno
import logging
import sqlite3
import traceback
from contextlib import suppress
from pathlib import Path

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.render.message import MessageBuilder
from bot.telegram.incoming import place_of, read_asker
from bot.telegram.send import Post
from index.errors import BusyError, IndexMismatchError, VerbatimError

log = logging.getLogger(__name__)


def is_full(error: BaseException | None) -> bool:
    """Tells whether an error comes from a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, sqlite3.Error) and "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def tell_untaken(error: Exception) -> None:
    """Logs that updates could not be taken, without the error's message: it may hold words."""
    if is_full(error):
        log.error("the disk is full: updates stay with Telegram until there is room")
    else:
        log.warning("updates could not be taken (%s); they stay with Telegram", _name(error))


def _where(error: BaseException | None) -> str:
    """Returns the places that an error passed, without its message: it may hold words."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:]]
    return " at " + " > ".join(places) if places else ""


def _name(error: BaseException) -> str:
    return type(error).__name__


class Trouble:
    """The application's error handler."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs an error and, where somebody waits for an answer, says so."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        kind = "DiskFull" if is_full(error) else type(error).__name__
        self._post.desk.office.figures.errors.labels(kind).inc()
        if isinstance(error, Forbidden):
            # Blocked, or removed from a group: a message would not arrive.
            log.warning("not allowed to write: %s", error.message, extra={"update_id": number})
            return
        log.error(
            "an update could not be handled (%s)%s",
            kind,
            _where(error),
            extra={"update_id": number, "kind": kind},
        )
        if isinstance(error, RetryAfter) or not isinstance(update, Update):
            return
        key = "error"
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            key = "error.unconfirmed"
        elif is_full(error):
            key = "error.full"
        elif isinstance(error, BusyError):
            key = "error.busy"
        elif isinstance(error, VerbatimError):
            key = "error.verbatim"
        elif isinstance(error, IndexMismatchError):
            key = "error.index"
        await self._tell(update, context, key)

    async def _tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str) -> None:
        if update.callback_query is not None:
            # Pressed and not answered, a button would spin for half a minute.
            with suppress(TelegramError):
                await update.callback_query.answer()
        chat = update.effective_chat
        if chat is None:
            return
        try:
            asker = await self._post.run(read_asker, self._post.desk, update)
            message = MessageBuilder(asker.words).say(key).build()
            await self._post.send(context.bot, asker, place_of(update), message)
        except Exception as second:
            log.warning("nor could that be told: %s", type(second).__name__)
