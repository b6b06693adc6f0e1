"""Names as an identity sees them: their words without titles, and whether two agree."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from index.text.letters import PARTICLES, TITLES
from index.text.names import name_keys, names_agree
from index.text.normalise import normalised

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ASIDE: Final = frozenset(normalised(word) for word in (*TITLES, *PARTICLES))

# Of these many people's whole names are made; they prove nothing on their own.
_COMMON: Final = frozenset(
    normalised(
        "محمد أحمد محمود مصطفى علي حسن حسين عبد الله عبدالله عبدالرحمن الرحمن إبراهيم خالد يوسف"
        " عمر عثمان سعيد صالح سالم كمال جمال عادل فاطمة مريم زينب عائشة عيسى موسى إسماعيل حمد"
        " ناصر طارق john james robert michael david william smith jones brown johnson martin jean"
        " pierre marie mohamed mohammed muhammad ahmed ali hassan hussein omar ibrahim khaled"
    ).split()
)


@lru_cache(maxsize=100_000)
def words_of_name(name: str) -> tuple[str, ...]:
    """Returns the words of a name, without titles and particles where any word is left.

    >>> words_of_name("الدكتور محمد بن سالم القندسي")
    ('محمد', 'سالم', 'القندسي')
    """
    words = [found.group() for found in _WORD.finditer(normalised(name))]
    return tuple([word for word in words if word not in _ASIDE] or words)


@lru_cache(maxsize=100_000)
def keys_of(name: str) -> frozenset[str]:
    """Returns keys of which two names that agree share at least one."""
    return name_keys(name) or frozenset(words_of_name(name))


@lru_cache(maxsize=200_000)
def agree(name: str, other: str) -> bool:
    """Says whether two names can be one person's, as far as their letters tell."""
    return words_of_name(name) == words_of_name(other) or names_agree(name, other)


@lru_cache(maxsize=100_000)
def holds(name: str, asked: str) -> bool:
    """Says whether a name holds all words of another, given names alone included."""
    words = words_of_name(name)
    return all(any(agree(word, one) for one in words) for word in words_of_name(asked))


def is_common(name: str) -> bool:
    """Says whether many people bear this whole name."""
    return all(word in _COMMON for word in words_of_name(name))
