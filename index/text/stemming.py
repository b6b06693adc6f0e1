"""A light stem: a word without its article, clitics and endings, never without a root letter."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

STEMMER_VERSION: Final = "1"

_PREFIXES: Final = (
    *("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل", "و"),
)
_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


@lru_cache(maxsize=200_000)
def stem(norm: str) -> str:
    """Returns the light stem of one normalised word; the same for equal words, always."""
    if not "ء" <= norm[0] <= "ي":
        return norm
    word = norm
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= (3 if prefix == "و" else 2):
            word = word[len(prefix) :]
            break
    if len(word) >= 4 and word.endswith("ا"):
        word = word[:-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            word = word[: -len(suffix)]
    return word
