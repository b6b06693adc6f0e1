"""A sentence as it is shown, and its citation in the styles that newsrooms use, to be copied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel.dates import format_date

from bot.actions import Button, Copy, Share, action
from bot.render.message import EntityKind, Message, MessageBuilder, contained
from bot.texts import Words
from index.types import Polarity, QuoteKind, Saying, Span, Speaker
from retrieval.answer import AnswerSentence, Citation

STYLES: Final = ("plain", "chicago", "newsroom")

_COPY_LIMIT: Final = 256
"""Characters that a copy button holds (https://core.telegram.org/bots/api#copytextbutton)."""

_RELATIVE: Final = re.compile(r"(?:الذي|التي|الذين|اللذان|\bwho|\bqui)\s+(?:\S+\s+){0,3}$")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence as it is shown, with the number that the conversation knows it by."""

    number: int
    text: str
    span: Span
    citation: Citation
    highlight: Span | None = None
    saying: Saying | None = None
    also_in: tuple[Citation, ...] = ()

    @classmethod
    def of(cls, number: int, found: AnswerSentence) -> Cited:
        what = (found.text, found.span, found.citation)
        return cls(number, *what, found.highlight, found.saying, found.also_in)

    @property
    def speaker(self) -> Speaker | None:
        """Who said it; None too where the article denies it or does not say that it was said."""
        told = self.saying.attribution if self.saying else None
        return told.speaker if told and told.polarity is Polarity.SAID else None

    @property
    def is_aside(self) -> bool:
        """Whether the saying is an aside in a narrator's sentence: ``خلفا له، الذي كشف أنه``."""
        cue = self.saying.attribution.cue if self.saying else None
        if self.saying is None or cue is None or self.saying.quote.kind is not QuoteKind.INDIRECT:
            return False
        quote = self.saying.quote.span
        shown = self.highlight is not None and self.highlight.overlaps(quote)
        if shown or not self.span.contains(cue) or cue.start - self.span.start < len(quote):
            return False
        return bool(_RELATIVE.search(self.text[: cue.start - self.span.start]))

    def key(self) -> dict[str, str | int]:
        """Returns what names the sentence in an action."""
        span = self.span
        return {"article": self.citation.article_id, "start": span.start, "end": span.end}


def citation_text(item: Cited, style: str, words: Words) -> str:
    """Returns a citation as one line, in the article's own words and the frame's language."""
    if style == "chicago":
        return _chicago(item, words)
    if style == "newsroom":
        return _newsroom(item, words)
    citation, page = item.citation, _page(item.citation.url)
    parts = [citation.headline, citation.outlet, words.short_date(citation.date), page]
    return words("comma").join(part for part in parts if part)


def _chicago(item: Cited, words: Words) -> str:
    """News articles by The Chicago Manual of Style, 17th edition, 14.191, without an author."""
    citation = item.citation
    date = words.short_date(citation.date)
    if not words.rtl:
        day = citation.date
        date = format_date(day, "MMMM d, y", locale="en") if day else "n.d."
    mark = "،" if words.rtl else ","
    headline = f"«{citation.headline}»{mark}" if words.rtl else f"“{citation.headline}{mark}”"
    link = _page(citation.url)
    tail = f"{mark} {link}." if link else "."
    outlet = f" {citation.outlet}{mark}" if citation.outlet else ""
    return f"{headline}{outlet} {date}{tail}"


def _newsroom(item: Cited, words: Words) -> str:
    """Returns who said it, to whom and when: the line under a quotation in a newspaper."""
    speaker, citation = item.speaker, item.citation
    who = [part for part in (speaker.name, speaker.role) if part] if speaker else []
    outlet = words("cite.according", outlet=citation.outlet) if citation.outlet else ""
    day = words.short_date(citation.date) if citation.date else ""
    return words("comma").join(filter(None, (*who, outlet, day))) or citation.headline


def _page(url: str | None) -> str | None:
    """Returns the link without the fragment that leads to the sentence."""
    return None if url is None else url.split("#:~:", 1)[0].split(":~:", 1)[0]


def under(item: Cited, style: str, words: Words) -> str:
    """Returns what stands under copied words: who said them, and the citation."""
    speaker, cited = item.speaker, citation_text(item, style, words)
    if speaker is None or style == "newsroom":
        return cited
    role = words("answer.role", role=speaker.role) if speaker.role else ""
    return f"{speaker.name}{role}\n{cited}"


def copy_button(words: Words, item: Cited, style: str) -> Button | None:
    """Returns what copies words and citation in one touch, None where they are too long."""
    text = f"{item.text}\n{under(item, style, words)}"
    if contained(item.text)[0] or len(text) > _COPY_LIMIT:
        return None
    return Button(words("button.copy"), Copy(text))


def sharing_buttons(
    words: Words, item: Cited, answer_id: str | None = None, style: str = ""
) -> list[Button]:
    """Returns the buttons that carry a sentence elsewhere, with its citation.

    Args:
        style: How the first one writes the citation where it copies at once; where none is
            named it opens all styles.
    """
    where, span = item.key(), item.span
    # The inline question that brings exactly this sentence.
    share = Share(f"#{item.citation.article_id}-{span.start}-{span.end}")
    copy = copy_button(words, item, style) if style else None
    return [
        copy or Button(words("button.cite"), action("cite", answer=answer_id, **where)),
        Button(words("button.card"), action("card", **where)),
        Button(words("button.share"), share),
    ]


def citation_message(
    words: Words, item: Cited, style: str, links: Sequence[Button] = ()
) -> Message:
    """Returns a sentence with its citation, in a block that one touch copies."""
    builder = MessageBuilder(words).say("cite.copied", style=words(f"cite.{style}")).line()
    with builder.styled(EntityKind.CODE):
        builder.verbatim(item.text, item.citation.article_id, item.span)
        builder.text("\n" + under(item, style, words))
    copy, cited = copy_button(words, item, style), citation_text(item, style, words)
    if copy is None and len(cited) <= _COPY_LIMIT:
        copy = Button(words("button.cite"), Copy(cited))
    others = [
        Button(words(f"cite.{other}"), action("cite", style=other, **item.key()))
        for other in STYLES
        if other != style
    ]
    return builder.build([[copy] if copy else [], others, links])
