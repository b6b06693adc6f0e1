"""What an update says about who asks, where, and in which language."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from telegram import (
    Bot,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import TelegramError

from bot.desk import Asker, Desk, asker_of
from bot.telegram.send import Place, place_of
from bot.texts import language_of

log = logging.getLogger(__name__)

__all__ = ["origin", "place_of", "read_asker", "working"]

RECEIPT: Final = 1.0
"""Seconds of work after which a message gets a sign that it was seen."""

_ACTION_LASTS: Final = 4.5
"""Seconds; clients show a chat action for five."""


def read_asker(desk: Desk, update: Update) -> Asker:
    """Returns who asks: the chat, or the person where there is no chat. Blocking."""
    chat, user = update.effective_chat, update.effective_user
    settings = desk.office.settings
    chat_id = chat.id if chat is not None else (user.id if user is not None else 0)
    chosen = desk.office.state.settings(chat_id)
    spoken = user.language_code if user is not None else None
    language = language_of(chosen.language, spoken, settings.language)
    owner = user is not None and user.id in settings.owners
    return asker_of(
        chat_id,
        language,
        style=chosen.citation_style,
        owner=owner,
        person=_person(update),
        thread=place_of(update).thread_id if chat is not None else None,
    )


def _person(update: Update) -> int | None:
    """Returns whose doing an update is: a person's, or a channel's or group's they speak as."""
    # All who write in the name of a chat share one stand-in account.
    if update.message is not None and update.message.sender_chat is not None:
        return update.message.sender_chat.id
    return update.effective_user.id if update.effective_user is not None else None


@asynccontextmanager
async def working(bot: Bot, place: Place, *, quiet: bool = False) -> AsyncIterator[None]:
    """Shows that the bot works, as long as it does: by its action, and by eyes on the message.

    Chats that allow no reactions, or not this one, go without.

    Args:
        quiet: It will not take long enough to be shown.
    """
    if quiet:
        yield
        return

    async def show() -> None:
        while True:
            with suppress(TelegramError):
                await bot.send_chat_action(
                    place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id
                )
            await asyncio.sleep(_ACTION_LASTS)

    begun = False

    async def seen() -> None:
        nonlocal begun
        await asyncio.sleep(RECEIPT)
        begun = place.reply_to is not None
        begun = begun and await _react(bot, place, ReactionEmoji.EYES)

    tasks = [asyncio.create_task(show()), asyncio.create_task(seen())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if begun:
            await _react(bot, place, None)


async def _react(bot: Bot, place: Place, emoji: str | None) -> bool:
    """Reacts to the message that is answered; returns False where that is refused."""
    try:
        return await bot.set_message_reaction(place.chat_id, place.reply_to or 0, emoji)
    except TelegramError:
        return False


def origin(message: Message) -> tuple[str, dt.date | None, str | None]:
    """Returns outlet, day and link of a forwarded message, as far as they are told."""
    found = message.forward_origin
    if found is None:
        return "", None, None
    day = found.date.date()
    if isinstance(found, MessageOriginChannel):
        name = found.chat.username
        url = f"https://t.me/{name}/{found.message_id}" if name else None
        return found.chat.title or "", day, url
    if isinstance(found, MessageOriginChat):
        return found.sender_chat.title or "", day, None
    if isinstance(found, MessageOriginUser):
        return found.sender_user.full_name, day, None
    if isinstance(found, MessageOriginHiddenUser):
        return found.sender_user_name, day, None
    return "", day, None
