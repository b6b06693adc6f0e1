"""Inline mode: ``@bot question`` in any chat."""

from __future__ import annotations

import logging
from typing import Any, Final

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import (
    BaseHandler,
    ChosenInlineResultHandler,
    ContextTypes,
    InlineQueryHandler,
)

from bot.desk import Asker
from bot.desk.inline import Offer
from bot.render.message import utf16_length
from bot.render.split import TEXT_LIMIT
from bot.telegram.incoming import Request
from bot.telegram.send import NO_PREVIEW, Post, entities_of, markup_of

log = logging.getLogger(__name__)

CACHE_SECONDS: Final = 30
"""How long Telegram may repeat an answer by itself, to the same person."""


class InlineMode:
    """Offers sentences while somebody types."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        return [InlineQueryHandler(self.offer), ChosenInlineResultHandler(self.chosen)]

    async def offer(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers what was typed so far with complete, cited messages."""
        query = update.inline_query
        if query is None:
            return
        request = await Request.of(self._post, context.bot, update)
        asker = request.asker
        text = query.query.strip()
        offers: list[Offer] = []
        if len(text) <= 256:
            with self._post.desk.office.figures.timing("inline"):
                offers = await request.think(request.desk.inline.offers, asker, text)
        shown = [_result(o) for o in offers if utf16_length(o.message.text) <= TEXT_LIMIT]
        try:
            await query.answer(
                shown,
                cache_time=CACHE_SECONDS if text else 0,
                is_personal=True,
                button=None if shown and text else _hint(asker, text),
            )
        except BadRequest as error:
            # "Query is too old": they have typed on, and that is asked about by itself.
            log.info("an inline question could not be answered: %s", error.message)

    async def chosen(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Counts that an offer was sent, and keeps nothing: neither what nor by whom."""
        self._post.desk.office.figures.shared.inc()


def _hint(asker: Asker, text: str) -> InlineQueryResultsButton:
    label = asker.words("inline.none" if text else "inline.empty")
    return InlineQueryResultsButton(label, start_parameter="inline")


def _result(offer: Offer) -> InlineQueryResultArticle:
    message = offer.message
    return InlineQueryResultArticle(
        offer.id,
        offer.title,
        InputTextMessageContent(
            message.text,
            entities=entities_of(message.entities),
            link_preview_options=NO_PREVIEW,
        ),
        reply_markup=markup_of(message.buttons, iter(())),
        description=offer.description,
    )
