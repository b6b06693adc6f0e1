"""Quotations of an article and who said them, found on the whole article.

The way: marks -> words -> people -> clauses of saying -> turns -> sayings. Each rule is told
with examples in docs/attribution.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.attribution import attribute
from index.types import Article, Saying, Sentence

QUOTES_VERSION: Final = "1"
"""Changes whenever some article gets other sayings."""


def find_sayings(article: Article, sentences: Sequence[Sentence]) -> tuple[Saying, ...]:
    """Returns what is said in an article and by whom, in its order.

    Args:
        article: As published.
        sentences: Its sentences; attributions name them by number.
    """
    return attribute(article.id, article.text, sentences)
