"""Buttons: a key from a table, an action, and what it leads to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, TelegramError
from telegram.ext import BaseHandler, CallbackQueryHandler, ContextTypes

from bot.actions import BESIDE, UNFOLD, Action, Rows, unfolded
from bot.desk import Document, Note, Picture
from bot.telegram.gate import refusal
from bot.telegram.incoming import place_of, read_asker
from bot.telegram.send import Post

log = logging.getLogger(__name__)

NEW_MESSAGE: Final = frozenset({"more", "cite", "said", "alert"})
"""Actions whose result stands beside the message with the button, not in its place."""

LEADING_BACK: Final = frozenset({"context", "chain", "versions"})
"""Actions whose result stands in the message's place only if a button there leads back."""

READING: Final = frozenset({"ask_draft", "keep_draft", "publish_yes", "unpublish", "follow"})
"""Actions that put articles into the library."""

OPENING: Final = frozenset(
    {"again", "context", "chain", "versions", "said_page", "speakers", "articles", "article"}
)
"""Actions that only show something."""

CHOSEN: Final = "✓ "
"""Stands before what was chosen."""

QUICK: Final = frozenset({"vote", "doubt"})
"""Actions that end in a toast."""


class Buttons:
    """Does what the button says, in the message or under it."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        return [CallbackQueryHandler(self.press)]

    async def press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Takes a press: answered first where that takes time, for a query grows too old."""
        query, post = update.callback_query, self._post
        if query is None or update.effective_chat is None:
            return
        asker = await post.run(read_asker, post.desk, update)
        wanted = await post.run(post.desk.office.state.action, asker.chat_id, query.data or "")
        if wanted is None:
            await _answer(query, asker.words("stale"))
            return
        refused = await refusal(post, context.bot, update, asker, wanted)
        if refused is not None:
            await _answer(query, asker.words(refused))
            return
        if wanted.name == UNFOLD:
            await _answer(query)
            rows = unfolded(dict(wanted.args)["rows"])
            await self._opened(context.bot, asker.chat_id, query, rows)
            return
        if wanted.name not in QUICK:
            await _answer(query)
        if wanted.name in QUICK:
            reply = await post.run(post.desk.act, asker, wanted)
        else:
            does = post.read if wanted.name in READING else post.think
            reply = await does(asker.chat_id, post.desk.act, asker, wanted)
        place = place_of(update)
        if isinstance(reply, Note):
            await self._note(update, context, reply, quick=wanted.name in QUICK)
        elif isinstance(reply, Document | Picture):
            await post.send_file(context.bot, asker, place, reply)
        else:
            if _stands_beside(wanted) or query.message is None or _of_another(update, wanted):
                sent = await post.send(context.bot, asker, place, reply)
            else:
                shown = query.message.message_id
                sent = await post.replace(context.bot, asker, place, shown, reply)
            await post.run(post.desk.sources.await_correction, asker, reply, sent)

    async def _opened(self, bot: Bot, chat: int, query: CallbackQuery, rows: Rows) -> None:
        """Shows further buttons in the place of the one that was pressed."""
        made = await self._post.run(self._post.keyboard, chat, rows)
        if made is not None:
            await self._marked(bot, query, lambda button: None, made.inline_keyboard)

    async def _marked(
        self,
        bot: Bot,
        query: CallbackQuery,
        instead: Callable[[InlineKeyboardButton], InlineKeyboardButton | None],
        more: Sequence[Sequence[InlineKeyboardButton]] = (),
    ) -> None:
        """Changes the keyboard under a message: the pressed button, and rows after the others."""
        message = query.message
        shown = message.reply_markup if isinstance(message, TelegramMessage) else None
        if message is None or shown is None:
            return
        rows = []
        for row in shown.inline_keyboard:
            here = any(b.callback_data == query.data for b in row)
            rows.append(
                [
                    made
                    for b in row
                    if (made := instead(b) if b.callback_data == query.data else _free(b, here))
                ]
            )
        markup = InlineKeyboardMarkup([row for row in (*rows, *more) if row])
        if markup == shown:
            return
        with suppress(BadRequest):
            await bot.edit_message_reply_markup(
                message.chat.id, message.message_id, reply_markup=markup
            )

    async def _note(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, note: Note, *, quick: bool
    ) -> None:
        if quick and update.callback_query is not None:
            await _answer(update.callback_query, note.text)
            await self._marked(context.bot, update.callback_query, _chosen)
            return
        place = place_of(update)
        await context.bot.send_message(place.chat_id, note.text, message_thread_id=place.thread_id)


def _stands_beside(wanted: Action) -> bool:
    """Tells whether what a button leads to leaves the message with the button alone."""
    if BESIDE in dict(wanted.args):
        return True
    if wanted.name in LEADING_BACK:
        return not {"answer", "name"}.intersection(dict(wanted.args))
    return wanted.name in NEW_MESSAGE


def _of_another(update: Update, wanted: Action) -> bool:
    """Tells whether a button stands under what somebody else of a group asked for.

    What one person opens there comes as an answer, and does not take the place of what all
    see; a button that changes what belongs to the group changes its message.
    """
    query = update.callback_query
    message = query.message if query is not None else None
    if query is None or not isinstance(message, TelegramMessage) or message.chat.type == "private":
        return False
    asked = message.reply_to_message
    own = asked is not None and asked.from_user is not None and asked.from_user == query.from_user
    return wanted.name in OPENING and not own


def _free(button: InlineKeyboardButton, beside: bool) -> InlineKeyboardButton:
    """Returns a button without its mark where another one of its row is chosen now."""
    if not beside or not button.text.startswith(CHOSEN):
        return button
    return InlineKeyboardButton(
        button.text.removeprefix(CHOSEN), callback_data=button.callback_data
    )


def _chosen(button: InlineKeyboardButton) -> InlineKeyboardButton:
    label = CHOSEN + button.text.removeprefix(CHOSEN)
    return InlineKeyboardButton(label, callback_data=button.callback_data)


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    try:
        await query.answer(text[:200] if text else None)
    except TelegramError as error:
        # "Query is too old", or Telegram is in trouble: what the button opens is still welcome.
        log.info("a button's press could not be confirmed: %s", error.message)
