"""Question, headline, the sentence before and the sentence, as the reader gets them.

    <s> query: question </s></s> headline </s> before </s></s> sentence </s>

Training and asking lay texts out by this one function. Words are cut at white space, so
that what the reader says of word pieces can be said of the article's own letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.encoder.guard import prepare
from index.encoder.pieces import Pieces
from index.types import Span

LAYOUT_VERSION: Final = "1"
"""Changes whenever some text is laid out in another form."""

QUESTION_TOKENS: Final = 32
HEADLINE_TOKENS: Final = 16
BEFORE_TOKENS: Final = 14
SENTENCE_TOKENS: Final = 80

_START: Final = 0
_END: Final = 2
_WORD: Final = re.compile(r"\S+")
_PREFIX: Final = "query: "


@dataclass(frozen=True, slots=True)
class Laid:
    """What the reader gets of one sentence.

    Attributes:
        ids: Of all word pieces.
        first: Where the sentence's own begin.
        words: For each piece of the sentence, which of its words it belongs to.
        spans: Of the sentence's words, in code points of the sentence.
    """

    ids: tuple[int, ...]
    first: int
    words: tuple[int, ...]
    spans: tuple[Span, ...]


def lay_out(pieces: Pieces, question: str, sentences: Sequence[tuple[str, str, str]]) -> list[Laid]:
    """Returns one text for each sentence.

    Args:
        pieces: The embedded model's.
        question: As typed.
        sentences: Each with its headline and the sentence before it in front.
    """
    asked = pieces.ids(prepare(_PREFIX + question))[:QUESTION_TOKENS]
    start = [_START, *asked, _END, _END]
    known: dict[str, list[int]] = {}
    found = []
    for headline, before, sentence in sentences:
        for text in (headline, before):
            if text not in known:
                known[text] = pieces.ids(prepare(text))
        context = [*known[headline][:HEADLINE_TOKENS], _END, *known[before][:BEFORE_TOKENS]]
        spans = [Span(*word.span()) for word in _WORD.finditer(sentence)]
        own = [pieces.ids(prepare(span.of(sentence))) for span in spans]
        ids = [number for word in own for number in word]
        words = [at for at, word in enumerate(own) for _ in word]
        head = [*start, *context, _END, _END]
        found.append(
            Laid(
                ids=(*head, *ids[:SENTENCE_TOKENS], _END),
                first=len(head),
                words=tuple(words[:SENTENCE_TOKENS]),
                spans=tuple(spans),
            )
        )
    return found
