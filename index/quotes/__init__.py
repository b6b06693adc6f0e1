"""Quotations of an article and who said them, found on the whole article, in five passes.

text (words that carry what they look like) -> mentions (phrases, names, people) -> cues (each
verb of saying with its subject and its words) -> claims (who could have said each quotation,
by which rule) -> decide (the best claim of each, a reader's verdict, or nobody). Each rule is
told with examples in docs/attribution.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.claims.arabic import arabic_claims
from index.quotes.claims.claim import Claim, Found, Quotation, SpeakerReader
from index.quotes.claims.latin import latin_claims
from index.quotes.decide import decide
from index.types import Article, Saying, Sentence

QUOTES_VERSION: Final = "13"
"""Changes whenever some article gets other sayings."""


def find_sayings(
    article: Article, sentences: Sequence[Sentence], reader: SpeakerReader | None = None
) -> tuple[Saying, ...]:
    """Returns what is said in an article and by whom, in its order.

    Args:
        sentences: Its sentences; attributions name them by number.
        reader: A learned reader that decides beside the rules.
    """
    return decide(article.id, article.text, find_claims(article.text, sentences), reader)


def find_claims(text: str, sentences: Sequence[Sentence]) -> Found:
    """Returns every quotation of a text with all that the rules claim of it."""
    return (latin_claims if _is_latin(text) else arabic_claims)(text, sentences)


def explain(article: Article, sentences: Sequence[Sentence]) -> str:
    """Returns, a line each, every quotation of an article and the rules that fired for it.

    Behind them stands why each title or description was taken for the one who bears it.
    """
    lines: list[str] = []
    found = find_claims(article.text, sentences)
    for one in found.quotations:
        state = f"rejected: {one.rejected}" if one.rejected else one.quote.kind.value
        lines.append(f"{one.sentence}: {one.quote.outer.of(article.text)!r} ({state})")
        lines.extend(f"    {_explained(claim)}" for claim in one.claims)
    return "\n".join([*lines, *found.borne])


def _explained(claim: Claim) -> str:
    name = claim.speaker.name if claim.speaker else "nobody"
    against = f", but {claim.against}" if claim.against else ""
    return f"{name}: {claim.rule}, {claim.score:.2f}{against}"


def _is_latin(text: str) -> bool:
    """Says whether a text is mostly in Latin letters, whatever its front matter claims."""
    sample = text[:4000]
    arabic = sum("\u0620" <= char <= "\u06d3" for char in sample)
    return arabic * 3 < sum(char.isalpha() for char in sample)


__all__ = [
    "QUOTES_VERSION",
    "Claim",
    "Quotation",
    "SpeakerReader",
    "decide",
    "explain",
    "find_claims",
    "find_sayings",
]
