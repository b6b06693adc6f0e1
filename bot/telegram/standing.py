"""Asks Telegram what a person may do in a group."""

from __future__ import annotations

import logging
from enum import Enum

from telegram import Bot, Update
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.actions import Action
from bot.desk import Asker
from bot.desk.rights import FOR_ADMINISTRATORS
from bot.telegram.send import Post

log = logging.getLogger(__name__)


class Standing(Enum):
    """What somebody is in a chat."""

    DECIDES = "decides"
    MEMBER = "member"
    UNKNOWN = "unknown"


async def standing(bot: Bot, update: Update) -> Standing:
    """Returns whether somebody decides for a chat: in a group, its administrators do."""
    chat, user, message = update.effective_chat, update.effective_user, update.message
    if chat is None or user is None:
        return Standing.UNKNOWN
    if chat.type == "private":
        return Standing.DECIDES
    speaks_as = message.sender_chat if message is not None else None
    if speaks_as is not None:
        # An administrator who stays anonymous speaks as the group itself; anybody may
        # speak as a channel of their own.
        return Standing.DECIDES if speaks_as.id == chat.id else Standing.MEMBER
    try:
        member = await bot.get_chat_member(chat.id, user.id)
    except TelegramError as error:
        log.warning("who decides in a group could not be asked: %s", type(error).__name__)
        return Standing.UNKNOWN
    if member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR):
        return Standing.DECIDES
    return Standing.MEMBER


async def refusal(post: Post, bot: Bot, update: Update, asker: Asker, wanted: Action) -> str | None:
    """Returns the key of what to tell somebody who may not do this, None where they may."""
    if await post.run(post.desk.rights.may, asker, wanted):
        return None
    found = await standing(bot, update)
    if found is Standing.DECIDES:
        return None
    if found is Standing.UNKNOWN:
        return "group.unsure"
    return "group.admins" if wanted.name in FOR_ADMINISTRATORS else "group.own"
