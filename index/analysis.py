"""From an article to all that is found in it, in the order in which it has to happen."""

from __future__ import annotations

from typing import Final

from index.passages import cut_passages
from index.quotes import QUOTES_VERSION, find_sayings
from index.text.normalise import NORMALISER_VERSION
from index.text.sentences import split_sentences
from index.types import Analysis, Article

ANALYSIS_VERSION: Final = f"1-normaliser{NORMALISER_VERSION}-quotes{QUOTES_VERSION}"
"""Changes whenever the same article may be analysed differently than before."""


def analyse(article: Article) -> Analysis:
    """Finds sentences, then sayings on the whole article, then passages that cut none."""
    sentences = split_sentences(article.text, article.headline_span)
    sayings = find_sayings(article, sentences)
    passages = cut_passages(article, sentences, sayings)
    return Analysis(article.id, sentences, sayings, passages)
