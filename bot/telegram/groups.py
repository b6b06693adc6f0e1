"""Groups: the bot introduces itself, follows one that moves, and forgets one that it left."""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.ext import (
    BaseHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.telegram.incoming import Request
from bot.telegram.send import Post

log = logging.getLogger(__name__)

_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


class Groups:
    """Handles the groups that the bot enters, follows or leaves."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        return [
            MessageHandler(filters.StatusUpdate.MIGRATE, self.move),
            ChatMemberHandler(self.joined, ChatMemberHandler.MY_CHAT_MEMBER),
        ]

    async def move(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Follows a group that became a supergroup and got another number."""
        message = update.effective_message
        if message is None or message.migrate_to_chat_id is None:
            return
        old, new = message.chat.id, message.migrate_to_chat_id
        await self._post.run(self._post.desk.chats.move, old, new)
        log.info("a group moved to another number")

    async def joined(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Introduces itself where it was added; where it was removed, nothing can be said."""
        change = update.my_chat_member
        if change is None or change.chat.type in ("private", "channel"):
            return
        if not _came_in(change):
            log.info("the bot's place in a group changed to %s", change.new_chat_member.status)
            if change.new_chat_member.status in _GONE:
                # The bot is out of the group, so feeds and alerts cannot be told there.
                watches = self._post.desk.alerts.watches
                await self._post.run(watches.drop_chat, change.chat.id)
            return
        request = await Request.of(self._post, context.bot, update)
        name = f"@{context.bot.username}"
        await request.send(request.asker.message("group.hello", name=name))


def _came_in(change: ChatMemberUpdated) -> bool:
    before, now = change.old_chat_member.status, change.new_chat_member.status
    return before in _GONE and now not in _GONE
