"""Who may do what: the first check of every update, and the groups that the bot is in."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from enum import Enum
from typing import Final

from telegram import Bot, ChatMember, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.actions import Action
from bot.desk.desk import FOR_ADMINISTRATORS
from bot.telegram.heard import hear
from bot.telegram.incoming import Request
from bot.telegram.send import Post

log = logging.getLogger(__name__)

GROUP: Final = -10
"""Before all other handlers. A ``TypeHandler`` sees buttons and inline questions too."""

ALLOWED_UPDATES: Final = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
)
"""What is handled, and nothing else: ``Update.ALL_TYPES`` would ask for all there is."""

_MINUTE: Final = 60.0
_GONE: Final = (ChatMember.LEFT, ChatMember.BANNED)


class Gate:
    """Stops an update that must not go further."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._asked: dict[int, deque[float]] = {}
        self._told: dict[int, float] = {}

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Raises ``ApplicationHandlerStop`` where an update ends here.

        The library goes on to the next handlers after an error, so every error ends the
        update too: what cannot be decided is not let through.
        """
        try:
            passes = await self._passes(update, context)
        except Exception as error:
            kind = type(error).__name__
            self._post.desk.office.figures.errors.labels(kind).inc()
            log.error("whether an update may pass could not be told (%s): it ends", kind)
            passes = False
        if not passes:
            raise ApplicationHandlerStop

    async def _passes(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
        self._post.desk.office.figures.updates.labels(_kind(update)).inc()
        if _own_words(update, context):
            return False
        if not self._allowed(update):
            await self._tell(update, context, "closed")
            return False
        wait = self._flooding(update) if _addressed(update, context) else None
        if wait == 0 and update.callback_query is not None:
            await update.callback_query.answer()
        if wait:
            await self._tell(update, context, "flood", seconds=round(wait))
        return wait is None

    def _allowed(self, update: Update) -> bool:
        settings = self._post.desk.office.settings
        if not settings.allowed_chats:
            return True
        chat, user = update.effective_chat, update.effective_user
        ids = {party.id for party in (chat, user) if party is not None}
        return bool(ids & (settings.allowed_chats | settings.owners))

    def _flooding(self, update: Update) -> float | None:
        """Returns None where all is well, else the seconds to wait; 0 where that was told."""
        user = update.effective_user
        if user is None or update.inline_query or update.chosen_inline_result:
            return None
        limit = self._post.desk.office.settings.questions_per_minute
        now = asyncio.get_running_loop().time()
        asked = self._asked.setdefault(user.id, deque())
        while asked and asked[0] <= now - _MINUTE:
            asked.popleft()
        if len(asked) >= limit:
            wait = asked[0] + _MINUTE - now
            if self._told.get(user.id, -_MINUTE) > now - _MINUTE:
                return 0.0
            self._told[user.id] = now
            return max(wait, 1.0)
        asked.append(now)
        if len(self._asked) > 10_000:
            self._asked = {u: a for u, a in self._asked.items() if a and a[-1] > now - _MINUTE}
        return None

    async def _tell(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str, **parts: int
    ) -> None:
        request = await Request.of(self._post, context.bot, update)
        asker, chat = request.asker, update.effective_chat
        if update.inline_query is not None:
            await update.inline_query.answer([], cache_time=0, is_personal=True)
        elif update.callback_query is not None:
            text = asker.words(key, chat=asker.chat_id, **parts)
            await update.callback_query.answer(text[:200], show_alert=True)
        elif chat is not None and chat.type == "private":
            # In a group the bot does not explain itself to people who did not call it.
            await request.send(asker.message(key, chat=str(asker.chat_id), **parts))


def _addressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
    """Tells whether the bot is meant: people who talk in a group do not flood it."""
    if update.message is None and update.edited_message is None:
        return True
    return hear(update, context.bot) is not None


def _own_words(update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
    """Tells whether a message is an offer of the inline mode that somebody has sent."""
    message = update.effective_message
    return bool(message and message.via_bot and message.via_bot.id == context.bot.id)


def _kind(update: Update) -> str:
    return next((k for k in ALLOWED_UPDATES if getattr(update, k) is not None), "other")


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
    if member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR):
        return Standing.DECIDES
    return Standing.MEMBER


async def refusal(request: Request, wanted: Action) -> str | None:
    """Returns the key of what to tell somebody who may not do this, None where they may."""
    if await request.run(request.desk.rights.may, request.asker, wanted):
        return None
    found = await standing(request.bot, request.update)
    if found is Standing.DECIDES:
        return None
    if found is Standing.UNKNOWN:
        return "group.unsure"
    return "group.admins" if wanted.name in FOR_ADMINISTRATORS else "group.own"


async def joined(request: Request) -> None:
    """Introduces itself in a group where it was added, and forgets one that it left."""
    change = request.update.my_chat_member
    if change is None or change.chat.type in ("private", "channel"):
        return
    before, now = change.old_chat_member.status, change.new_chat_member.status
    if before in _GONE and now not in _GONE:
        await request.say("group.hello", name=f"@{request.bot.username}")
        return
    log.info("the bot's place in a group changed to %s", now)
    if now in _GONE:
        # The bot is out of the group, so feeds and alerts cannot be told there.
        await request.run(request.desk.alerts.watches.drop_chat, change.chat.id)


async def moved(request: Request) -> None:
    """Follows a group that became a supergroup and got another number."""
    message = request.update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        new = message.migrate_to_chat_id
        await request.run(request.desk.chats.move, message.chat.id, new)
        log.info("a group moved to another number")
