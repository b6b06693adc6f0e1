"""Quotations of which the rules are sure, in articles that nobody labelled."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any, Final

from index.encoder.pieces import Pieces
from index.quotes import find_sayings
from index.quotes.claims.claim import INSIDE
from index.text.marks import find_marked
from index.text.sentences import split_sentences
from index.types import Article, QuoteKind, Saying, Span
from training.speakers.examples import Example, Told, example

_SURE: Final = 0.88
_RULES: Final = frozenset(
    ("after", INSIDE, "before", "shared", "source", "masdar", "dropped subject", "relative",
     "subject of the sentence", "name and colon", "colon before the line")
)  # fmt: skip
_PLAIN_KEPT: Final = 0.4
"""Of quotations whose subject stands right behind the verb, most teach the same."""
_UNMARKED_KEPT: Final = 0.12
_HIDDEN: Final = 0.3
_NEAR: Final = 40


def read_silver(rows: Iterable[dict[str, Any]], pieces: Pieces, seed: int) -> Iterator[Example]:
    """Yields what the rules are sure of, the cue hidden now and then.

    Args:
        rows: Articles: ``id`` and ``text``.
        pieces: Of the model.
        seed: Decides what is kept and hidden.
    """
    for row in rows:
        # Of each article alone, so that more articles leave it as it is.
        chance = random.Random(f"{seed} {row['id']}")
        article = Article(row["text"])
        others = tuple(marked.outer for marked in find_marked(article.text))
        sayings = find_sayings(article, split_sentences(article.text))
        for saying in sayings:
            if _is_kept(saying, chance):
                yield _example(str(row["id"]), article.text, saying, others, pieces, chance)


def _is_kept(saying: Saying, chance: random.Random) -> bool:
    told = saying.attribution
    if told.mention is None or told.rule not in _RULES or told.confidence < _SURE:
        return False
    if saying.quote.kind is QuoteKind.INDIRECT:
        return chance.random() < _UNMARKED_KEPT
    far = saying.quote.outer.start - told.mention.end
    plain = told.rule in ("after", INSIDE) and 0 <= far < _NEAR
    return not plain or chance.random() < _PLAIN_KEPT


def _example(
    name: str,
    text: str,
    saying: Saying,
    others: tuple[Span, ...],
    pieces: Pieces,
    chance: random.Random,
) -> Example:
    told, quote = saying.attribution, saying.quote.outer
    if told.mention is None or told.speaker is None:
        raise ValueError("the rules say that nobody is known to have said this")
    who = Told([told.speaker.name], [told.mention.of(text)], told.mention)
    hidden = told.cue if chance.random() < _HIDDEN else None
    if hidden and (hidden.overlaps(told.mention) or hidden.overlaps(quote)):
        hidden = None
    return example(name, text, quote, others, pieces, who, speech=None, hidden=hidden)
