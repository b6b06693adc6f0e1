"""A sentence as it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from index.types import Polarity, QuoteKind, Saying, Span, Speaker
from retrieval.answer import AnswerSentence, Citation

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
        return cls(
            number,
            found.text,
            found.span,
            found.citation,
            found.highlight,
            found.saying,
            found.also_in,
        )

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
