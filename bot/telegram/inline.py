"""Inline mode: ``@bot question`` in any chat."""

from __future__ import annotations

import logging
from typing import Final

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.error import BadRequest

from bot.desk.sharing import Offer
from bot.render.message import utf16_length
from bot.render.split import TEXT_LIMIT
from bot.telegram.incoming import Request
from bot.telegram.send import NO_PREVIEW, entities_of, markup_of

log = logging.getLogger(__name__)

CACHE_SECONDS: Final = 30
"""How long Telegram may repeat an answer by itself, to the same person."""


async def offer(request: Request) -> None:
    """Answers what was typed so far with complete, cited messages."""
    query, asker = request.update.inline_query, request.asker
    if query is None:
        return
    text = query.query.strip()
    offers: list[Offer] = []
    if len(text) <= 256:
        with request.desk.office.figures.timing("inline"):
            offers = await request.think(request.desk.inline.offers, asker, text)
    shown = [_result(o) for o in offers if utf16_length(o.message.text) <= TEXT_LIMIT]
    hint = asker.words("inline.none" if text else "inline.empty")
    button = InlineQueryResultsButton(hint, start_parameter="inline")
    try:
        await query.answer(
            shown,
            cache_time=CACHE_SECONDS if text else 0,
            is_personal=True,
            button=None if shown and text else button,
        )
    except BadRequest as error:
        # "Query is too old": they have typed on, and that is asked about by itself.
        log.info("an inline question could not be answered: %s", error.message)


async def chosen(request: Request) -> None:
    """Counts that an offer was sent, and keeps nothing: neither what nor by whom."""
    request.desk.office.figures.shared.inc()


def _result(offer: Offer) -> InlineQueryResultArticle:
    message = offer.message
    return InlineQueryResultArticle(
        offer.id,
        offer.title,
        InputTextMessageContent(
            message.text, entities=entities_of(message.entities), link_preview_options=NO_PREVIEW
        ),
        reply_markup=markup_of(message.buttons, iter(())),
        description=offer.description,
    )
