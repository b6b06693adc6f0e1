"""Quotations and who said them, found on a whole article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.types import Article, Saying, Sentence

QUOTES_VERSION: Final = "0"


def find_sayings(article: Article, sentences: Sequence[Sentence]) -> tuple[Saying, ...]:
    """Returns the sayings of an article, in its order."""
    return ()
