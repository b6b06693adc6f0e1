"""A sentence as it is shown."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import Polarity, Saying, Span, Speaker
from retrieval.answer import AnswerSentence, Citation


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

    def key(self) -> dict[str, str | int]:
        """Returns what names the sentence in an action."""
        span = self.span
        return {"article": self.citation.article_id, "start": span.start, "end": span.end}
