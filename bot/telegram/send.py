"""Sending: verbatim words checked, long messages split, buttons given their keys."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ParamSpec, TypeVar

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram import Message as SentMessage
from telegram.error import BadRequest, ChatMigrated

from bot.actions import Action, Button, Copy, Link, Share
from bot.desk import Asker, Desk, Document, Note, Picture, Reply
from bot.render.message import Entity, Message, MessageBuilder
from bot.render.split import split
from bot.telegram.pools import Pools
from bot.verbatim import check_verbatim

log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes.

    Attributes:
        thread_id: The topic of a forum that it belongs to.
        reply_to: The message that it answers.
    """

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """Sends what the desk made.

    Attributes:
        pools: Where blocking work runs.
    """

    desk: Desk
    pools: Pools

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does a short piece of blocking work beside the event loop."""
        return await self.pools.state.run(None, work, *args, **kwargs)

    async def think(self, chat: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Searches and answers, for one chat after the other."""
        return await self.pools.questions.run(chat, work, *args, **kwargs)

    async def read(self, chat: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Reads files and links, and adds articles, for one chat after the other."""
        return await self.pools.reading.run(chat, work, *args, **kwargs)

    async def send(self, bot: Bot, asker: Asker, place: Place, message: Message) -> list[int]:
        """Sends a message, in parts where it is long.

        Returns:
            The ids of the messages sent.

        Raises:
            VerbatimError: Its words are not the stored article's.
        """
        prepared = await self.run(self.prepare, asker, place.chat_id, message)
        return await self.send_prepared(bot, place, *prepared)

    async def send_prepared(
        self,
        bot: Bot,
        place: Place,
        parts: Sequence[Message],
        markup: InlineKeyboardMarkup | None,
    ) -> list[int]:
        """Sends what ``prepare`` returned."""
        sent = []
        with self.desk.office.figures.timing("sending"):
            for number, part in enumerate(parts):
                last = number == len(parts) - 1
                common: dict[str, Any] = {
                    "entities": entities_of(part.entities),
                    "reply_markup": markup if last else None,
                    "message_thread_id": place.thread_id,
                    "link_preview_options": NO_PREVIEW,
                }
                make = partial(bot.send_message, text=part.text, **common)
                under = place if number == 0 else replace(place, reply_to=None)
                sent.append((await _under(under, make)).message_id)
        return sent

    async def give(self, bot: Bot, asker: Asker, place: Place, reply: Reply) -> list[int]:
        """Sends whatever the desk made."""
        if isinstance(reply, Document | Picture):
            return await self.send_file(bot, asker, place, reply)
        if isinstance(reply, Note):
            reply = MessageBuilder(asker.words).text(reply.text).build()
        return await self.send(bot, asker, place, reply)

    async def replace(
        self, bot: Bot, asker: Asker, place: Place, message_id: int, message: Message
    ) -> list[int]:
        """Puts a message in the place of one that was sent; sends it where that cannot be."""
        parts, markup = await self.run(self.prepare, asker, place.chat_id, message)
        if len(parts) > 1:
            return await self.send(bot, asker, place, message)
        try:
            await bot.edit_message_text(
                parts[0].text,
                place.chat_id,
                message_id,
                entities=entities_of(parts[0].entities),
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return [message_id]
            log.info("a message could not be edited, so it is sent anew: %s", error.message)
            return await self.send(bot, asker, place, message)
        return [message_id]

    async def send_file(
        self, bot: Bot, asker: Asker, place: Place, file: Document | Picture
    ) -> list[int]:
        """Sends a file or a picture with its caption."""
        parts, markup = await self.run(self.prepare, asker, place.chat_id, file.caption)
        caption = parts[0]
        common: dict[str, Any] = {
            "caption": caption.text or None,
            "caption_entities": entities_of(caption.entities),
            "reply_markup": markup,
            "message_thread_id": place.thread_id,
        }
        if isinstance(file, Picture):
            make = partial(bot.send_photo, photo=file.data, filename=file.name, **common)
        else:
            make = partial(bot.send_document, document=file.data, filename=file.name, **common)
        posted = await _under(place, make)
        return [posted.message_id]

    def prepare(
        self, asker: Asker, chat_id: int, message: Message
    ) -> tuple[list[Message], InlineKeyboardMarkup | None]:
        """Splits a message, compares its words with the store, gives its buttons their keys.

        Raises:
            VerbatimError: Its words are not the stored article's.
        """
        with self.desk.office.figures.timing("verify"):
            parts = split(message)
            for part in parts:
                check_verbatim(part, self.desk.office.library.store, asker.sight)
            return parts, self.keyboard(chat_id, message.buttons)

    def keyboard(
        self, chat_id: int, rows: Sequence[Sequence[Button]]
    ) -> InlineKeyboardMarkup | None:
        """Returns the buttons with keys in the table in the place of their actions."""
        actions = [b.target for row in rows for b in row if isinstance(b.target, Action)]
        tokens = iter(self.desk.office.state.keep_actions(chat_id, actions))
        made = []
        for row in rows:
            made.append([button_of(button, tokens) for button in row])
        return InlineKeyboardMarkup(made) if made else None


def button_of(button: Button, tokens: Iterator[str]) -> InlineKeyboardButton:
    """Returns a button as Telegram knows it; an action takes the next key."""
    target = button.target
    if isinstance(target, Link):
        return InlineKeyboardButton(button.label, url=target.url)
    if isinstance(target, Share):
        return InlineKeyboardButton(button.label, switch_inline_query=target.query)
    if isinstance(target, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(target.text))
    return InlineKeyboardButton(button.label, callback_data=next(tokens))


async def _under(
    place: Place, make: Callable[..., Coroutine[Any, Any, SentMessage]]
) -> SentMessage:
    """Sends under the question, or without it where it was deleted while it was answered."""
    reply = None
    if place.reply_to is not None:
        reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True)
    try:
        return await make(place.chat_id, reply_parameters=reply)
    except ChatMigrated as error:
        # The group became a supergroup meanwhile, where its messages have other numbers.
        return await make(error.new_chat_id)
    except BadRequest as error:
        # It may refuse all the same, as where a whole topic was deleted.
        told = error.message.lower()
        if "repl" not in told or "not found" not in told:
            raise
        log.info("the question is gone, so the answer stands alone: %s", error.message)
        return await make(place.chat_id)


def entities_of(entities: Sequence[Entity]) -> list[MessageEntity]:
    return [MessageEntity(e.kind.value, e.offset, e.length, url=e.url) for e in entities]
