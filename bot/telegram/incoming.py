"""An update as what somebody asks: who asks, where, in which language, and the way back to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from telegram import (
    Bot,
    ForceReply,
    Message,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.constants import ChatAction, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.desk import Asker, Desk, Document, Note, Reply, asker_of
from bot.render.message import Message as Shown
from bot.render.message import MessageBuilder
from bot.telegram.send import NO_PREVIEW, Place, Post, entities_of
from bot.texts import language_of

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

RECEIPT: Final = 1.0
"""Seconds of work after which a message gets a sign that it was seen."""

_ACTION_LASTS: Final = 4.5
"""Seconds; clients show a chat action for five."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks of the bot by one update, and how they are answered."""

    post: Post
    bot: Bot
    update: Update
    asker: Asker

    @classmethod
    async def of(cls, post: Post, bot: Bot, update: Update) -> Request:
        """Returns an update with who asks by it."""
        return cls(post, bot, update, await post.run(read_asker, post.desk, update))

    @property
    def desk(self) -> Desk:
        return self.post.desk

    @property
    def place(self) -> Place:
        """Where an answer goes: the same chat, the same topic, under the question."""
        return place_of(self.update)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does a short piece of blocking work beside the event loop."""
        return await self.post.run(work, *args, **kwargs)

    async def think(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Searches and answers, one thing of a chat after the other."""
        return await self.post.pools.questions.run(self.asker.chat_id, work, *args, **kwargs)

    async def read(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Reads files and links, and adds articles, one thing of a chat after the other."""
        return await self.post.pools.reading.run(self.asker.chat_id, work, *args, **kwargs)

    async def say(self, key: str, **parts: str | int) -> list[int]:
        """Answers with a sentence of the interface."""
        return await self.answer(self.asker.message(key, **parts))

    async def answer(self, reply: Reply) -> list[int]:
        """Sends a reply under the message that asked; in the old one's place where that is edited.

        What was sent is remembered, so that an edit finds it, and what was interrupted
        after it is not done again.

        Returns:
            The ids of the messages sent.

        Raises:
            VerbatimError: Its words are not the stored article's.
        """
        place = self.place
        old: list[int] = []
        if self.update.edited_message is not None and place.reply_to is not None:
            old = await self.run(self.desk.office.state.reply, place.chat_id, place.reply_to)
        if isinstance(reply, Note):
            reply = MessageBuilder(self.asker.words).text(reply.text).build()
        if isinstance(reply, Document):
            sent = await self.post.send_file(self.bot, self.asker, place, reply)
        else:
            sent = await (self.replace(old[0], reply) if old else self.send(reply))
        for number in (one for one in old if one not in sent):
            try:
                await self.bot.delete_message(place.chat_id, number)
            except BadRequest as error:
                log.info("an old answer could not be deleted: %s", error.message)
        await self.keep_reply(sent)
        if isinstance(reply, Shown) and reply.awaits:
            keep = self.desk.sources.additions.keep_prompt
            await self.run(keep, place.chat_id, sent, {"command": reply.awaits})
        return sent

    async def send(self, message: Shown) -> list[int]:
        """Sends a message under the one that asked, which is not remembered; see ``answer``."""
        return await self.post.send(self.bot, self.asker, self.place, message)

    async def replace(self, message_id: int, message: Shown) -> list[int]:
        """Puts a message in the place of one that was sent; sends it where that cannot be."""
        parts, markup = await self.run(self.post.prepare, self.asker, message)
        if len(parts) > 1 or isinstance(markup, ForceReply):
            return await self.send(message)
        try:
            await self.bot.edit_message_text(
                parts[0].text,
                self.place.chat_id,
                message_id,
                entities=entities_of(parts[0].entities),
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return [message_id]
            log.info("a message could not be edited, so it is sent anew: %s", error.message)
            return await self.send(message)
        return [message_id]

    async def keep_reply(self, sent: Sequence[int]) -> None:
        """Remembers which messages answer the one that asked."""
        place = self.place
        if place.reply_to is not None:
            keep = self.desk.office.state.keep_reply
            await self.run(keep, place.chat_id, place.reply_to, sent)

    @asynccontextmanager
    async def working(self, *, quiet: bool = False) -> AsyncIterator[None]:
        """Shows that the bot works, as long as it does: by its action, and by eyes on the message.

        Chats that allow no reactions, or not this one, go without.

        Args:
            quiet: It will not take long enough to be shown.
        """
        if quiet:
            yield
            return
        place = self.place

        async def show() -> None:
            while True:
                with suppress(TelegramError):
                    await self.bot.send_chat_action(
                        place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id
                    )
                await asyncio.sleep(_ACTION_LASTS)

        begun = False

        async def seen() -> None:
            nonlocal begun
            await asyncio.sleep(RECEIPT)
            begun = place.reply_to is not None and await self._react(ReactionEmoji.EYES)

        tasks = [asyncio.create_task(show()), asyncio.create_task(seen())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            if begun:
                await self._react(None)

    async def _react(self, emoji: str | None) -> bool:
        """Reacts to the message that is answered; returns False where that is refused."""
        place = self.place
        try:
            return await self.bot.set_message_reaction(place.chat_id, place.reply_to or 0, emoji)
        except TelegramError:
            return False


def place_of(update: Update) -> Place:
    """Returns where an answer to an update goes.

    Raises:
        ValueError: It belongs to no chat.
    """
    message, chat = update.effective_message, update.effective_chat
    if chat is None:
        raise ValueError("this update belongs to no chat")
    if message is None:
        return Place(chat.id)
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(chat.id, thread, message.message_id)


def read_asker(desk: Desk, update: Update) -> Asker:
    """Returns who asks: the chat, or the person where there is no chat. Blocking."""
    chat, user = update.effective_chat, update.effective_user
    settings = desk.office.settings
    chat_id = chat.id if chat is not None else (user.id if user is not None else 0)
    chosen = desk.office.state.settings(chat_id)
    spoken = user.language_code if user is not None else None
    # All who write in the name of a channel or a group share one stand-in account.
    speaks_as = update.message.sender_chat if update.message is not None else None
    by = speaks_as or user
    return asker_of(
        chat_id,
        language_of(chosen.language, spoken, settings.language),
        style=chosen.citation_style,
        owner=user is not None and user.id in settings.owners,
        person=by.id if by is not None else None,
        thread=place_of(update).thread_id if chat is not None else None,
    )


def origin(message: Message) -> tuple[str, dt.date | None, str | None]:
    """Returns outlet, day and link of a forwarded message, as far as they are told."""
    found, outlet, url = message.forward_origin, "", None
    if isinstance(found, MessageOriginChannel):
        outlet = found.chat.title or ""
        if found.chat.username:
            url = f"https://t.me/{found.chat.username}/{found.message_id}"
    elif isinstance(found, MessageOriginChat):
        outlet = found.sender_chat.title or ""
    elif isinstance(found, MessageOriginUser):
        outlet = found.sender_user.full_name
    elif isinstance(found, MessageOriginHiddenUser):
        outlet = found.sender_user_name
    return outlet, found.date.date() if found else None, url
