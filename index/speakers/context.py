"""What the reader of quotations is shown: the quotation in its surroundings, made short.

The quotation stands between ``<<<`` and ``>>>``; a long one keeps its two ends, and so does
every other long quotation, so that a few hundred tokens reach back over several paragraphs.
Diacritics, tatweel and controls are left out. Every character knows where in the article it
stood, so that what the reader points at is found again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.encoder.pieces import Pieces
from index.types import Span

CONTEXT_VERSION: Final = "1"
"""Changes whenever the reader is shown something else."""

LIMIT: Final = 224
"""Tokens of a context, the two at its ends included."""

OPEN: Final = " <<< "
CLOSE: Final = " >>> "
_GAP: Final = " … "
_BEFORE: Final = 1_100
_AFTER: Final = 320
_SHARE_BEFORE: Final = 0.72
_OWN: Final = (70, 30)
_OTHER: Final = (24, 14)
_LONG: Final = 60
_LEFT_OUT: Final = "\u0640<>"
"""Tatweel, and what marks the quotation."""
_BEGIN: Final = 0
_END: Final = 2


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader is shown of one quotation.

    Attributes:
        ids: The tokens.
        places: Of each token, where it stood in the article; ``None`` where it stands for none.
    """

    ids: tuple[int, ...]
    places: tuple[Span | None, ...]


def read_context(
    text: str,
    quote: Span,
    others: Sequence[Span],
    pieces: Pieces,
    hidden: Span | None = None,
) -> Context:
    """Returns the context of a quotation.

    Args:
        quote: The quotation with its marks.
        others: Every quotation of the article with its marks, this one or not, in order.
        hidden: Words that are not shown; training hides cues, so that not only they are read.
    """
    shown, places = _shortened(text, quote, others, hidden)
    ids, spans = pieces.placed(shown)
    room = LIMIT - 2
    first = 0
    if len(ids) > room:
        mark = shown.index(OPEN) + 1
        at = next((i for i, span in enumerate(spans) if span.end > mark), 0)
        first = max(0, min(at - int(LIMIT * _SHARE_BEFORE), len(ids) - room))
    kept: list[Span | None] = [None]
    for span in spans[first : first + room]:
        stood = [place for place in places[span.start : span.end] if place >= 0]
        kept.append(Span(stood[0], stood[-1] + 1) if stood else None)
    kept.append(None)
    return Context((_BEGIN, *ids[first : first + room], _END), tuple(kept))


def _shortened(
    text: str, quote: Span, others: Sequence[Span], hidden: Span | None
) -> tuple[str, list[int]]:
    """Returns what is shown, and of each character its place (-1: added, or a space)."""
    first, last = max(0, quote.start - 3 * _BEFORE), min(len(text), quote.end + 3 * _AFTER)
    out: list[str] = []
    places: list[int] = []

    def copy(start: int, end: int) -> None:
        for at in range(start, end):
            if hidden and hidden.start <= at < hidden.end:
                if at == hidden.start:
                    add("_")
                continue
            char = text[at]
            if char in _LEFT_OUT or unicodedata.category(char) in ("Mn", "Cf", "Cs"):
                continue
            blank = char.isspace() or unicodedata.category(char) == "Cc"
            out.append(" " if blank else char)
            places.append(-1 if blank else at)

    def add(chars: str) -> None:
        out.extend(chars)
        places.extend([-1] * len(chars))

    def ends(span: Span, keep: tuple[int, int]) -> None:
        if len(span) > sum(keep) + 10:
            copy(span.start, span.start + keep[0])
            add(_GAP)
            copy(span.end - keep[1], span.end)
        else:
            copy(span.start, span.end)

    far = [
        other
        for other in others
        if not other.overlaps(quote) and len(other) > _LONG and first <= other.start < last
    ]
    here = first
    for span in sorted([*far, quote]):
        if span.start < here:
            continue
        copy(here, span.start)
        if span == quote:
            add(OPEN)
            ends(span, _OWN)
            add(CLOSE)
        else:
            ends(span, _OTHER)
        here = span.end
    copy(here, max(here, last))
    shown = "".join(out)
    start, end = shown.index(OPEN), shown.index(CLOSE) + len(CLOSE)
    low, high = max(0, start - _BEFORE), end + _AFTER
    return shown[low:high], places[low:high]
