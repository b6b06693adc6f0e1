"""Buttons: a key from a table, an action, and what it leads to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, TelegramError

from bot.actions import BESIDE, UNFOLD, Action, unfolded
from bot.desk import Document, Note, Reply
from bot.telegram.gate import refusal
from bot.telegram.incoming import Request

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


async def press(request: Request) -> None:
    """Does what a button says; before long work Telegram gets its answer, or it gives up."""
    query, desk, asker = request.update.callback_query, request.desk, request.asker
    if query is None or request.update.effective_chat is None:
        return
    wanted = await request.run(desk.office.state.action, asker.chat_id, query.data or "")
    refused = await refusal(request, wanted) if wanted is not None else "stale"
    if wanted is None or refused is not None:
        await _answer(query, asker.words(refused or "stale"))
    elif wanted.name == UNFOLD:
        await _answer(query)
        rows = unfolded(dict(wanted.args)["rows"])
        made = await request.run(request.post.keyboard, asker.chat_id, rows)
        if made is not None:
            await _mark(request.bot, query, lambda button: None, made.inline_keyboard)
    elif wanted.name in QUICK:
        await _show(request, query, wanted, await request.run(desk.act, asker, wanted))
    else:
        await _answer(query)
        does = request.read if wanted.name in READING else request.think
        await _show(request, query, wanted, await does(desk.act, asker, wanted))


async def _show(request: Request, query: CallbackQuery, wanted: Action, reply: Reply) -> None:
    """Shows what a button leads to, in the message or under it."""
    bot, place = request.bot, request.place
    if isinstance(reply, Note) and wanted.name in QUICK:
        await _answer(query, reply.text)
        await _mark(bot, query, _chosen)
    elif isinstance(reply, Note):
        await bot.send_message(place.chat_id, reply.text, message_thread_id=place.thread_id)
    elif isinstance(reply, Document):
        await request.post.send_file(bot, request.asker, place, reply)
    else:
        if _stands_beside(wanted) or query.message is None or _of_another(query, wanted):
            sent = await request.send(reply)
        else:
            sent = await request.replace(query.message.message_id, reply)
        await request.run(request.desk.sources.await_correction, request.asker, reply, sent)


async def _mark(
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
        if any(b.callback_data == query.data for b in row):
            # Another one of the row that was chosen is so no more.
            free = [_chosen(b, "") if b.text.startswith(CHOSEN) else b for b in row]
            made = [instead(b) if b.callback_data == query.data else b for b in free]
            rows.append([button for button in made if button])
        else:
            rows.append(list(row))
    markup = InlineKeyboardMarkup([row for row in (*rows, *more) if row])
    if markup == shown:
        return
    with suppress(BadRequest):
        await bot.edit_message_reply_markup(
            message.chat.id, message.message_id, reply_markup=markup
        )


def _stands_beside(wanted: Action) -> bool:
    """Tells whether what a button leads to leaves the message with the button alone."""
    if BESIDE in dict(wanted.args):
        return True
    if wanted.name in LEADING_BACK:
        return not {"answer", "name"}.intersection(dict(wanted.args))
    return wanted.name in NEW_MESSAGE


def _of_another(query: CallbackQuery, wanted: Action) -> bool:
    """Tells whether a button stands under what somebody else of a group asked for.

    What one person opens there comes as an answer, and does not take the place of what all
    see; a button that changes what belongs to the group changes its message.
    """
    message = query.message
    if not isinstance(message, TelegramMessage) or message.chat.type == "private":
        return False
    asked = message.reply_to_message
    own = asked is not None and asked.from_user is not None and asked.from_user == query.from_user
    return wanted.name in OPENING and not own


def _chosen(button: InlineKeyboardButton, mark: str = CHOSEN) -> InlineKeyboardButton:
    """Returns a button with the mark of what was chosen, or, with an empty one, without it."""
    label = mark + button.text.removeprefix(CHOSEN)
    return InlineKeyboardButton(label, callback_data=button.callback_data)


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    try:
        await query.answer(text[:200] if text else None)
    except TelegramError as error:
        # "Query is too old", or Telegram is in trouble: what the button opens is still welcome.
        log.info("a button's press could not be confirmed: %s", error.message)
