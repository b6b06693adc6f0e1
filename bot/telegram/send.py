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
)
from telegram import Message as SentMessage
from telegram.error import BadRequest, ChatMigrated

from bot.actions import Action, Button, Copy, Link, Rows, Share, unfolding
from bot.desk import Asker, Desk, Document
from bot.render.message import Entity, Message, asked_for
from bot.render.split import split
from bot.telegram.pools import Pools
from bot.verbatim import check_verbatim

log = logging.getLogger(__name__)
Markup = InlineKeyboardMarkup | ForceReply
Prepared = tuple[Sequence[Message], Markup | None]
"""The parts of a message, and the buttons under the last of them."""

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


@dataclass(frozen=True, slots=True)
class Post:
    """Sends what the desk made."""

    desk: Desk
    pools: Pools

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Does a short piece of blocking work beside the event loop."""
        return await self.pools.state.run(None, work, *args, **kwargs)

    async def send(self, bot: Bot, asker: Asker, place: Place, message: Message) -> list[int]:
        """Sends a message, in parts where it is long; returns the ids of what was sent.

        Raises:
            VerbatimError: Its words are not the stored article's.
        """
        return await self.send_prepared(bot, place, await self.run(self.prepare, asker, message))

    async def send_prepared(self, bot: Bot, place: Place, prepared: Prepared) -> list[int]:
        """Sends what ``prepare`` returned."""
        parts, markup = prepared
        sent: list[int] = []
        with self.desk.office.figures.timing("sending"):
            for part in parts:
                make = partial(
                    bot.send_message,
                    text=part.text,
                    entities=entities_of(part.entities),
                    reply_markup=markup if part is parts[-1] else None,
                    message_thread_id=place.thread_id,
                    link_preview_options=NO_PREVIEW,
                )
                under = replace(place, reply_to=None) if sent else place
                sent.append((await _under(under, make)).message_id)
        return sent

    async def send_file(self, bot: Bot, asker: Asker, place: Place, file: Document) -> list[int]:
        """Sends a file or a picture with its caption."""
        [caption, *_], markup = await self.run(self.prepare, asker, file.caption)
        told: dict[str, Any] = {"reply_markup": markup, "message_thread_id": place.thread_id}
        if file.kind != "sticker":
            told |= {"caption": caption.text or None, "filename": file.name}
            told["caption_entities"] = entities_of(caption.entities)
        make = partial(getattr(bot, f"send_{file.kind}"), **{file.kind: file.data}, **told)
        return [(await _under(place, make)).message_id]

    def prepare(self, asker: Asker, message: Message) -> Prepared:
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
            markup = self.keyboard(asker.chat_id, rows)
            if message.awaits and markup is None:
                hint = asked_for(asker.words, message.awaits).partition(" (")[0][:PLACEHOLDER]
                return parts, ForceReply(selective=True, input_field_placeholder=hint)
            return parts, markup

    def keyboard(self, chat_id: int, rows: Rows) -> InlineKeyboardMarkup | None:
        """Returns the buttons with keys in the table in the place of their actions."""
        actions = [b.target for row in rows for b in row if isinstance(b.target, Action)]
        return markup_of(rows, iter(self.desk.office.state.keep_actions(chat_id, actions)))


def markup_of(rows: Rows, keys: Iterator[str]) -> InlineKeyboardMarkup | None:
    """Returns buttons as Telegram knows them, None for none; each action takes the next key."""
    made = [[_button(button, keys) for button in row] for row in rows]
    return InlineKeyboardMarkup(made) if made else None


def _button(button: Button, keys: Iterator[str]) -> InlineKeyboardButton:
    target = button.target
    if isinstance(target, Link):
        return InlineKeyboardButton(button.label, url=target.url)
    if isinstance(target, Share):
        return InlineKeyboardButton(button.label, switch_inline_query=target.query)
    if isinstance(target, Copy):
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(target.text))
    return InlineKeyboardButton(button.label, callback_data=next(keys))


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
