"""Sending: verbatim words checked, long messages split, buttons given their keys."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, ParamSpec, TypeVar

from telegram import (
    Bot,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram import Message as SentMessage
from telegram.error import BadRequest, ChatMigrated

from bot.actions import Action, Button, Copy, Link, Share, unfolding
from bot.desk import Asker, Desk, Document, Note, Picture, Reply
from bot.render.message import Entity, Message, MessageBuilder, asked_for
from bot.render.split import split
from bot.telegram.pools import Pools
from bot.verbatim import check_verbatim

log = logging.getLogger(__name__)
Markup = InlineKeyboardMarkup | ForceReply
P = ParamSpec("P")
T = TypeVar("T")

PLACEHOLDER: Final = 64
"""Characters that an empty field shows (https://core.telegram.org/bots/api#forcereply)."""

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


def place_of(update: Update, *, reply: bool = True) -> Place:
    """Returns where an answer goes: the same chat, the same topic, under the question."""
    message, chat = update.effective_message, update.effective_chat
    if chat is None:
        raise ValueError("this update belongs to no chat")
    if message is None:
        return Place(chat.id)
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(chat.id, thread, message.message_id if reply else None)


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
        markup: Markup | None,
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

    async def answer(self, bot: Bot, asker: Asker, update: Update, reply: Reply) -> list[int]:
        """Sends a reply under the message that asked; in the old one's place where that is edited.

        What was sent is remembered, so that an edit finds it, and what was interrupted
        after it is not done again.
        """
        place = place_of(update)
        old: list[int] = []
        if update.edited_message is not None and place.reply_to is not None:
            old = await self.run(self.desk.office.state.reply, place.chat_id, place.reply_to)
        if isinstance(reply, Note):
            reply = MessageBuilder(asker.words).text(reply.text).build()
        if old and isinstance(reply, Message):
            sent = await self.replace(bot, asker, place, old[0], reply)
        else:
            sent = await self.give(bot, asker, place, reply)
        for number in old:
            if number not in sent:
                await _delete(bot, place.chat_id, number)
        await self.keep_reply(place, sent)
        if isinstance(reply, Message) and reply.awaits:
            keep = self.desk.sources.additions.keep_prompt
            await self.run(keep, place.chat_id, sent, {"command": reply.awaits})
        return sent

    async def keep_reply(self, place: Place, sent: Sequence[int]) -> None:
        """Remembers which messages answer one."""
        if place.reply_to is not None:
            keep = self.desk.office.state.keep_reply
            await self.run(keep, place.chat_id, place.reply_to, sent)

    async def replace(
        self, bot: Bot, asker: Asker, place: Place, message_id: int, message: Message
    ) -> list[int]:
        """Puts a message in the place of one that was sent; sends it where that cannot be."""
        parts, markup = await self.run(self.prepare, asker, place.chat_id, message)
        if len(parts) > 1 or isinstance(markup, ForceReply):
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
        if isinstance(file, Picture) and file.sticker:
            del common["caption"], common["caption_entities"]
            make = partial(bot.send_sticker, sticker=file.data, **common)
        elif isinstance(file, Picture):
            make = partial(bot.send_photo, photo=file.data, filename=file.name, **common)
        else:
            make = partial(bot.send_document, document=file.data, filename=file.name, **common)
        posted = await _under(place, make)
        return [posted.message_id]

    def prepare(
        self, asker: Asker, chat_id: int, message: Message
    ) -> tuple[list[Message], Markup | None]:
        """Splits a message, compares its words with the store, gives its buttons their keys.

        Raises:
            VerbatimError: Its words are not the stored article's.
        """
        with self.desk.office.figures.timing("verify"):
            parts = split(message)
            for part in parts:
                check_verbatim(part, self.desk.office.library.store, asker.sight)
            rows = list(message.buttons)
            if message.more:
                # Beside the last ones: a row for it alone would be one more.
                rows = [*rows[:-1], (*(rows[-1] if rows else ()), unfolding(message.more))]
            markup = self.keyboard(chat_id, rows)
            if message.awaits and markup is None:
                hint = asked_for(asker.words, message.awaits).partition(" (")[0][:PLACEHOLDER]
                return parts, ForceReply(selective=True, input_field_placeholder=hint)
            return parts, markup

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


async def _delete(bot: Bot, chat_id: int, message_id: int) -> None:
    try:
        await bot.delete_message(chat_id, message_id)
    except BadRequest as error:
        log.info("an old answer could not be deleted: %s", error.message)


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
