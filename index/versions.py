"""Versions of one article: the same link, or the same headline, outlet and day, with another text.

The newest stays in its collection, where it is searched and cited. Older ones move into a
collection beside it, which no search sees: buttons and citations that point to them still
open, and the check of a quotation looks there last.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

_OLDER: Final = "older:"
_MOST_WORDS: Final = 20_000


def older(collection: str) -> str:
    """Returns the collection that keeps the older versions of another one."""
    return f"{_OLDER}{collection}"


def with_older(scope: Iterable[str]) -> frozenset[str]:
    """Returns a scope that sees older versions too."""
    return frozenset(name for collection in scope for name in (collection, older(collection)))


def is_older(collections: Iterable[str]) -> bool:
    """Says whether only collections of older versions hold an article."""
    held = list(collections)
    return bool(held) and all(collection.startswith(_OLDER) for collection in held)


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Returns what changed, word by word: the older words and the newer ones, either may be empty.

    >>> changes("لن نرفع السعر", "سنرفع السعر غدا")
    [('لن نرفع', 'سنرفع'), ('', 'غدا')]
    """
    old, new = before.split()[:_MOST_WORDS], after.split()[:_MOST_WORDS]
    found = SequenceMatcher(None, old, new, autojunk=len(old) > 2_000).get_opcodes()
    return [
        (" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in found if kind != "equal"
    ]
