"""Quotations of an article and who said them, found on the whole article.

The way: marks -> words -> people -> clauses of saying -> turns -> sayings. Each rule is told
with examples in docs/attribution.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.claims.attribution import attribute
from index.quotes.claims.latin import attribute_latin
from index.types import Article, Saying, Sentence

QUOTES_VERSION: Final = "3"
"""Changes whenever some article gets other sayings."""


def find_sayings(article: Article, sentences: Sequence[Sentence]) -> tuple[Saying, ...]:
    """Returns what is said in an article and by whom, in its order.

    Args:
        article: As published.
        sentences: Its sentences; attributions name them by number.
    """
    if _is_latin(article.text):
        return attribute_latin(article.id, article.text, sentences)
    return attribute(article.id, article.text, sentences)


def _is_latin(text: str) -> bool:
    """Says whether a text is mostly in Latin letters, whatever its front matter claims."""
    sample = text[:4000]
    arabic = sum("\u0620" <= char <= "\u06d3" for char in sample)
    return arabic * 3 < sum(char.isalpha() for char in sample)
