"""The form in which words are looked up in the tables of this package."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_DIACRITICS: Final = re.compile("[\u064b-\u065f\u0670\u0640\u0610-\u061a\u200b-\u200f]")
_FOLDED: Final = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ی": "ي",
        "ک": "ك",
        "\u2019": "'",
    }
)


_CAIRENE: Final = {
    "فى": "في",
    "وفى": "وفي",
    "التى": "التي",
    "الذى": "الذي",
    "الي": "الى",
    "والي": "والى",
    "حتي": "حتى",
}
"""In Cairo a final yeh is written without dots, and now and then the other way round."""


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Returns the form in which the tables of this package are looked up.

    Teh marbuta, alef maksura and the hamzas on waw and yeh stay: they tell gender, verbs
    from nouns and على from علي. Search folds them, see ``index.text.normalise``.

    >>> fold("وأَضافَـت"), fold("مُنى"), fold("McGurk")
    ('واضافت', 'منى', 'mcgurk')
    """
    bare = _DIACRITICS.sub("", word).translate(_FOLDED).lower()
    return _CAIRENE.get(bare, bare)


def word_set(text: str) -> frozenset[str]:
    """Returns the words of a text, folded."""
    return frozenset(fold(word) for word in text.split())
