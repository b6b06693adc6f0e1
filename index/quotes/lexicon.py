"""The Arabic words that show who says what, and the form in which they are looked up.

The words stand in ``index/language/quoting.toml``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from index.language.tables import as_written, listed

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
    "حتي": "حتى",
}
"""In Cairo a final yeh is written without dots, and now and then the other way round."""


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Returns the form in which words of quotations are looked up.

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


def folded(table: str, section: str, *keys: str) -> frozenset[str]:
    """Returns the words of some keys of a table's section, folded."""
    return frozenset(map(fold, listed(table, section, *keys)))


NEGATIONS: Final = folded("quoting", "closed", "negations")
UNREAL: Final = folded("quoting", "closed", "unreal")
CONJUNCTIONS: Final = folded("quoting", "closed", "conjunctions")
NO_COMPLEMENT_AFTER: Final = folded("quoting", "closed", "no_complement_after")
CLAUSE_OPENERS: Final = folded("quoting", "closed", "clause_openers")
SOURCES: Final = folded("quoting", "closed", "sources")
SOURCES_WITH_TO: Final = folded("quoting", "closed", "sources_with_to")
WHATS: Final = folded("quoting", "closed", "whats")
MONTHS: Final = folded("quoting", "closed", "months")
RELATIVE_PRONOUNS: Final = folded("quoting", "closed", "relative_pronouns")
RELATIVE_LIKE: Final = folded("quoting", "closed", "relative_like")
ENDS: Final = folded("quoting", "closed", "ends")
ATTACHING: Final = folded("quoting", "closed", "attaching")
AUDIENCE: Final = folded("quoting", "closed", "audience")
DETERMINERS: Final = folded("quoting", "closed", "determiners")
ALSO_NAMES: Final = folded("quoting", "closed", "also_names")
DEGREES: Final = folded("quoting", "closed", "degrees")
WHEN: Final = folded("quoting", "closed", "when", "months")
SENTENCE_WORDS: Final = folded("quoting", "marked", "sentence_words")
IMPERSONAL: Final = as_written("quoting", "verbs", "impersonal")
NEEDING_OBJECT: Final = as_written("quoting", "verbs", "needing_object")
TAKING_BA: Final = as_written("quoting", "verbs", "taking_ba")
COMPLEMENTIZERS: Final = frozenset(
    prefix + word for word in listed("quoting", "closed", "complementizers") for prefix in ("", "ب")
)
