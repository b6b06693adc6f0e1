"""Labelled quotations, as the reader of quotations is taught them."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from index.encoder.pieces import Pieces
from index.errors import ReadingError
from index.speakers.context import Context, read_context
from index.text.marks import find_marked
from index.types import Span

_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Example:
    """One quotation in its context.

    Attributes:
        article: Names the article; folds are cut by it.
        context: What the reader is shown.
        right: First and last tokens of words that name the speaker; empty where none is in view.
        named: Those of ``right`` that hold a name, not a description alone.
        nearest: Those of the words nearest to the quotation.
        speech: ``None`` where nobody says whether it is speech.
    """

    article: str
    context: Context
    right: tuple[tuple[int, int], ...]
    named: tuple[tuple[int, int], ...]
    nearest: tuple[int, int] | None
    speech: bool | None


def held_out(article: str) -> bool:
    """Says whether an article is kept for choosing and calibration."""
    return zlib.crc32(article.encode()) % 1000 < 150


def labelled_in(row: dict[str, Any], pieces: Pieces) -> Iterator[Example]:
    """Yields the quotations of one labelled article."""
    text = row["text"]
    others = tuple(marked.outer for marked in find_marked(text))
    for quote in row["quotes"]:
        span = outer_of(text, Span(quote["start"], quote["end"]), others)
        if quote["label"] != "speech":
            context = read_context(text, span, others, pieces)
            yield Example(row["id"], context, (), (), None, False)
            continue
        nearest = nearest_place(text, span, quote["mentions"])
        if nearest is None:
            continue
        told = Told(quote["names"], [*quote["mentions"], *quote["descriptions"]], nearest)
        yield example(row["id"], text, span, others, pieces, told, speech=True)


def with_text(label: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Returns an article of the project's own labels, which name places alone, with its text.

    Args:
        label: ``id``, ``sha256`` of the text, ``said`` and ``not_said``, as places in the text.
        text: The article's text.

    Raises:
        ReadingError: The text is another one.
    """
    if hashlib.sha256(text.encode()).hexdigest() != label["sha256"]:
        raise ReadingError(f"the text of article {label['id']} is not the labelled one")

    def words(places: Sequence[Sequence[int]]) -> list[str]:
        return [text[start:end] for start, end in places]

    said = [
        {
            "start": one["at"][0],
            "end": one["at"][1],
            "label": "speech",
            "names": words(one["names"]),
            "descriptions": words(one["descriptions"]),
            "mentions": words([one["mention"]]),
        }
        for one in label["said"]
    ]
    rest = [{"start": at, "end": end, "label": "not_speech"} for at, end in label["not_said"]]
    return {"id": label["id"], "text": text, "quotes": [*said, *rest]}


@dataclass(frozen=True, slots=True)
class Told:
    """Who said it, as an article has it.

    Attributes:
        names: Words that name the speaker.
        descriptions: Words that only describe the speaker.
        nearest: The mention nearest to the quotation.
    """

    names: Sequence[str]
    descriptions: Sequence[str]
    nearest: Span


def example(
    article: str,
    text: str,
    quote: Span,
    others: Sequence[Span],
    pieces: Pieces,
    told: Told,
    *,
    speech: bool | None,
    hidden: Span | None = None,
) -> Example:
    """Returns a quotation whose speaker is named at some places of the article."""
    context = read_context(text, quote, others, pieces, hidden)
    places = places_of(text, [*told.names, *told.descriptions], quote)
    first = tokens_of(context, told.nearest)
    right: dict[tuple[int, int], bool] = {}
    for place in (told.nearest, *places):
        pair = tokens_of(context, place)
        if pair is not None:
            right.setdefault(pair, any(name in place.of(text) for name in told.names))
    named = tuple(pair for pair, is_named in right.items() if is_named)
    return Example(article, context, tuple(right), named, first, speech)


def outer_of(text: str, span: Span, others: Sequence[Span]) -> Span:
    """Returns a labelled span with its marks."""
    for other in others:
        if other.start < span.start and span.end <= other.end and len(other) <= len(span) + 6:
            return other
    return Span(max(0, span.start - 1), min(len(text), span.end + 1))


def nearest_place(text: str, quote: Span, mentions: Sequence[str]) -> Span | None:
    """Returns the mention nearest to a quotation, rather before it than behind it."""
    best: tuple[float, Span] | None = None
    for place in places_of(text, mentions, quote):
        far: float = quote.start - place.end
        if far < 0:
            far = (place.start - quote.end) * 1.5 + 20
        if best is None or far < best[0]:
            best = (far, place)
    return best[1] if best else None


def places_of(text: str, names: Sequence[str], quote: Span) -> list[Span]:
    """Returns where names stand outside the quotation, none inside a longer one."""
    found: list[Span] = []
    for name in sorted({n for n in names if len(n) >= _SHORTEST}, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            span = Span(*match.span())
            if not _is_apart(text, span) or span.overlaps(quote):
                continue
            if not any(span.overlaps(other) for other in found):
                found.append(span)
    return found


def _is_apart(text: str, span: Span) -> bool:
    """Says whether words are not the middle of a longer word; clitics may stand before them."""
    after = text[span.end : span.end + 1]
    before = re.search(r"\w*$", text[max(0, span.start - 12) : span.start])
    return not after.isalnum() and len(before[0] if before else "") <= 2


def tokens_of(context: Context, span: Span) -> tuple[int, int] | None:
    """Returns the first and the last token of a span, ``None`` where it is out of view."""
    hit = [i for i, place in enumerate(context.places) if place and place.overlaps(span)]
    return (hit[0], hit[-1]) if hit else None
