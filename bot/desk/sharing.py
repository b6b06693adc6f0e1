"""What leaves the chat: a picture of a quotation, a page of all that somebody said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.actions import Button, action
from bot.desk.office import Asker, Document, Note, Office, Picture, Reply
from bot.desk.sayings import Sayings
from bot.render.answer import put_citation, put_speaker
from bot.render.citation import Cited
from bot.render.message import MessageBuilder
from bot.verbatim import check_verbatim
from index.types import Polarity, Span

SHORT: Final = 160
"""Letters of a sentence that can be read on a sticker."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Makes files of sayings."""

    office: Office
    sayings: Sayings

    def card(self, asker: Asker, article: str, start: int, end: int) -> Reply:
        """Draws a sentence as a picture."""
        # Pillow, and Jinja below, are imported when they draw: a start has no use for them.
        from bot.card import draw_card

        span = Span(start, end)
        item = self.office.cited(asker, article, span)
        if item is None:
            return Note(asker.words("context.gone"))
        self._check(asker, item)
        link = self.office.deep_link(asker, article, span) or item.citation.url
        builder = MessageBuilder(asker.words)
        if item.saying is not None:
            put_speaker(builder, item.saying)
            builder.line()
        put_citation(builder, 0, item.citation)
        rows = []
        if len(item.text) <= SHORT:
            sticker = action("sticker", article=article, start=start, end=end)
            rows.append([Button(asker.words("button.sticker"), sticker)])
        return Picture("qawl.png", draw_card(item, asker.words, link), builder.build(rows))

    def sticker(self, asker: Asker, article: str, start: int, end: int) -> Reply:
        """Draws a short sentence as a sticker."""
        from bot.card import draw_sticker

        item = self.office.cited(asker, article, Span(start, end))
        if item is None:
            return Note(asker.words("context.gone"))
        self._check(asker, item)
        caption = MessageBuilder(asker.words).build()
        return Picture("qawl.webp", draw_sticker(item, asker.words), caption, sticker=True)

    def report(self, asker: Asker, name: str) -> Reply:
        """Writes a page of all that somebody said."""
        from bot.report import report_page

        said = self.sayings.door.said(name, "", asker.scope, limit=100_000)
        if not said.sayings:
            return asker.message("said.nobody", name=name)
        sayings = [one for one in said.sayings if one.saying.attribution.polarity is Polarity.SAID]
        page = report_page(asker.words, said.people[0], sayings)
        caption = MessageBuilder(asker.words).say("report.caption", name=said.people[0].name)
        return Document("qawl-report.html", page.encode("utf-8"), caption.build())

    def _check(self, asker: Asker, item: Cited) -> None:
        """Compares what is about to be drawn with the store, as with every message."""
        builder = MessageBuilder(asker.words)
        builder.verbatim(item.text, item.citation.article_id, item.span)
        check_verbatim(builder.build(), self.office.library.store, asker.scope)
