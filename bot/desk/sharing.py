"""What leaves the chat: pictures of quotations, pages of sayings, sentences for other chats."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.actions import Button, Link, action
from bot.desk.answers import frame_language
from bot.desk.office import Asker, Document, Note, Office, Reply
from bot.desk.sayings import Sayings
from bot.render.answer import put_citation, put_sentence, put_speaker
from bot.render.citation import Cited
from bot.render.message import Message, MessageBuilder
from bot.verbatim import check_verbatim
from index.text.normalise import normalised
from index.types import Polarity, Span, content_id
from retrieval.answer import Answer

SHORT: Final = 160
"""Letters of a sentence that can be read on a sticker."""


MOST: Final = 10
"""Sentences offered at once."""

FEW: Final = 4
"""Sentences offered of a kind where nothing is typed yet."""

_LEAST: Final = 3
"""Letters below which only a name is looked for."""

KEPT_SECONDS: Final = 60.0
_KEPT: Final = 512
_PART_OF_NAME: Final = re.compile(r"[^\W\d_]{2,12}")
_EXACT: Final = re.compile(r"#([0-9a-f]{16})-(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Sharing:
    """Makes files of sayings."""

    office: Office
    sayings: Sayings

    def card(self, asker: Asker, article: str, start: int, end: int) -> Reply:
        """Draws a sentence as a picture."""
        # Pillow, and Jinja below, are imported when they draw: a start has no use for them.
        from bot.card import draw_card

        item = self._checked(asker, article, start, end)
        if item is None:
            return Note(asker.words("context.gone"))
        link = self.office.deep_link(asker, article, item.span) or item.citation.url
        builder = MessageBuilder(asker.words)
        if item.saying is not None:
            put_speaker(builder, item.saying)
            builder.line()
        put_citation(builder, 0, item.citation)
        rows = []
        if len(item.text) <= SHORT:
            sticker = action("sticker", article=article, start=start, end=end)
            rows.append([Button(asker.words("button.sticker"), sticker)])
        drawn = draw_card(item, asker.words, link)
        return Document("qawl.png", drawn, builder.build(rows), "photo")

    def sticker(self, asker: Asker, article: str, start: int, end: int) -> Reply:
        """Draws a short sentence as a sticker."""
        from bot.card import draw_sticker

        item = self._checked(asker, article, start, end)
        if item is None:
            return Note(asker.words("context.gone"))
        caption = MessageBuilder(asker.words).build()
        return Document("qawl.webp", draw_sticker(item, asker.words), caption, "sticker")

    def report(self, asker: Asker, name: str) -> Reply:
        """Writes a page of all that somebody said."""
        from bot.report import report_page

        said = self.sayings.door.said(name, "", asker.scope, limit=100_000)
        if not said.sayings:
            return asker.message("said.nobody", name=name)
        sayings = [one for one in said.sayings if one.saying.attribution.polarity is Polarity.SAID]
        page = report_page(asker.words, said.people[0], sayings)
        caption = asker.message("report.caption", name=said.people[0].name)
        return Document("qawl-report.html", page.encode("utf-8"), caption)

    def _checked(self, asker: Asker, article: str, start: int, end: int) -> Cited | None:
        """Reads what is about to be drawn, and compares it with the store as every message."""
        item = self.office.cited(asker, article, Span(start, end))
        if item is not None:
            drawn = MessageBuilder(asker.words).verbatim(item.text, article, item.span).build()
            check_verbatim(drawn, self.office.library.store, asker.scope)
        return item


@dataclass(frozen=True, slots=True)
class Offer:
    """One sentence that can be sent.

    Attributes:
        title: Who said it, or the headline.
        description: How it begins.
    """

    id: str
    title: str
    description: str
    message: Message


@dataclass(slots=True)
class Inline:
    """Finds sentences while somebody types, and keeps what it found for a minute."""

    office: Office
    sayings: Sayings
    _found: OrderedDict[tuple[frozenset[str], str, str], tuple[float, list[Offer]]] = field(
        default_factory=OrderedDict
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offers(self, asker: Asker, query: str) -> list[Offer]:
        """Returns up to ten sentences, best first; none where nothing answers.

        Raises:
            VerbatimError: A sentence is not the stored article's any more.
        """
        text = " ".join(query.split())
        if not text:
            # Not kept: what was cited last changes with every answer.
            return self._checked(asker, self._usual(asker))
        key = (asker.scope, asker.words.language, text)
        now = self.office.state.clock()
        with self._lock:
            kept = self._found.get(key)
        offers = kept[1] if kept and now - kept[0] < KEPT_SECONDS else self._find(asker, text)
        self._checked(asker, offers)
        with self._lock:
            if kept is None or offers is not kept[1]:
                self._found[key] = (now, offers)
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
        return offers

    def _checked(self, asker: Asker, offers: list[Offer]) -> list[Offer]:
        for offer in offers:
            check_verbatim(offer.message, self.office.library.store, asker.scope)
        return offers

    def _find(self, asker: Asker, text: str) -> list[Offer]:
        if _PART_OF_NAME.fullmatch(text):
            named = self._named(asker, text)
            if named or len(text) < _LEAST:
                return named
        exact = _EXACT.fullmatch(text)
        if exact is not None:
            span = Span(*sorted((int(exact[2]), int(exact[3]))))
            item = self.office.cited(asker, exact[1], span, number=0)
            return [self._offer(asker, item)] if item is not None else []
        asker = asker.speaking(frame_language(text, asker.words.language))
        found = self.office.answerer.answer(text, asker.scope, self.office.today())
        if not isinstance(found, Answer):
            return []
        sentences = (found.sentences + found.more)[:MOST]
        return [self._offer(asker, Cited.of(0, sentence)) for sentence in sentences]

    def _usual(self, asker: Asker) -> list[Offer]:
        """Returns what is offered before anything is typed: the last citations, then speakers."""
        last = self.office.state.last_cited(asker.chat_id, FEW)
        cited = [self.office.cited(asker, article, span, number=0) for article, span in last]
        offers = [self._offer(asker, item) for item in cited if item is not None]
        offers += self._latest(asker, self._speakers(asker)[:FEW])
        return list({offer.id: offer for offer in offers}.values())[:MOST]

    def _named(self, asker: Asker, text: str) -> list[Offer]:
        """Returns the latest sayings of people whose names have a word that begins so."""
        begins = normalised(text)
        found = [
            name
            for name in self._speakers(asker)
            if any(word.startswith(begins) for word in normalised(name).split())
        ]
        return self._latest(asker, found[:MOST])

    def _speakers(self, asker: Asker) -> list[str]:
        return [speaker.person.name for speaker in self.sayings.door.speakers(asker.scope)]

    def _latest(self, asker: Asker, names: Sequence[str]) -> list[Offer]:
        offers = []
        for name in names:
            for said in self.sayings.door.said(name, "", asker.scope, limit=1).sayings[:1]:
                item = self.sayings.cited(asker, said)
                if item is not None:
                    offer = self._offer(asker, replace(item, number=0))
                    offers.append(replace(offer, title=name[:200]))
        return offers

    def _offer(self, asker: Asker, item: Cited) -> Offer:
        builder, citation, speaker = MessageBuilder(asker.words), item.citation, item.speaker
        put_sentence(builder, item)
        title = speaker.name if speaker else citation.headline or asker.words("answer.untitled")
        link = self.office.deep_link(asker, citation.article_id, item.span)
        buttons = [[Button(asker.words("button.context"), Link(link))]] if link else []
        return Offer(
            content_id("offer", citation.article_id, str(item.span.start), str(item.span.end)),
            title[:200],
            " ".join(item.text.split())[:200],
            builder.build(buttons),
        )
