"""Light stems of Arabic words: without article, clitics and endings, both sides alike.

Three readings of a word find more than one, because what a letter is cannot be told from
the word alone:

* the **stem**, from which only what is safe is taken: the article with what stands before
  it, and the regular endings. كتاب never becomes تاب, nor وزير زير.
* **alternatives** where the first letter may be a particle: بمدينة is also found by مدينة,
  and وقال by قال. A wrong one (بيروت as يروت) does no harm: nothing else is written so.
* the **skeleton**, without the letters that inflection moves: كتب and كتاب, وزير and
  وزراء, مدرسة and مدارس share it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

STEMMER_VERSION: Final = "5"

SKELETON_MARK: Final = "x"
"""Stands before a skeleton, so that none is taken for a word; a letter, as in any term."""

_ARTICLES: Final = ("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_CONJUNCTIONS: Final = "وف"
_PREPOSITIONS: Final = "بل"
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_PRONOUNS: Final = ("هما", "هم", "هن", "ها", "نا", "كم", "ه")
_WEAK: Final = re.compile("[اويء]")
_SHORTEST_BARE: Final = 2
_SHORTEST_WITH_PARTICLE: Final = 4
_SHORTEST_WITH_ARTICLE: Final = 5
_SHORTEST_DERIVED: Final = 4
_SHORTEST_OPEN_TEH: Final = 5


@lru_cache(maxsize=65_536)
def stem(norm: str) -> str:
    """Returns the light stem of one normalised word; of a number, the number.

    >>> [stem(word) for word in ("والمدارس", "كتاب", "وزير", "بيان", "ministers", "42")]
    ['مدارس', 'كتاب', 'وزير', 'بي', 'minister', '42']
    """
    if not _is_arabic(norm):
        return _latin_stem(norm)
    return _without_endings(_without_article(norm))


@lru_cache(maxsize=65_536)
def alternatives(norm: str) -> tuple[str, ...]:
    """Returns the stems without first letters that may be particles or an article.

    >>> alternatives("بمدينه"), alternatives("وبمدينه"), alternatives("وزير"), alternatives("كتاب")
    (('مدين',), ('بمدين', 'مدين'), ('زير',), ())

    ألمانيا and التزام look as if they began with the article, and lose it as a stem. So with
    a particle or an article before them they must lose it too:

    >>> stem("التزام") in alternatives("الالتزام"), stem("المانيا") in alternatives("لالمانيا")
    (True, True)
    """
    if not _is_arabic(norm):
        return ()
    found, word = [], _without_article(norm)
    if word == norm:
        for particles in (_CONJUNCTIONS, _PREPOSITIONS):
            if word[0] in particles and len(word) >= _SHORTEST_WITH_PARTICLE:
                word = word[1:]
                found.append(_without_endings(word))
    if word != norm and word.startswith("ال") and len(word) >= _SHORTEST_WITH_ARTICLE:
        found.append(_without_endings(word[2:]))
    return tuple(found)


def skeleton(stemmed: str) -> str | None:
    """Returns the letters of a stem that its inflections share, None for other scripts.

    >>> skeleton(stem("مدرسه")) == skeleton(stem("مدارس")), skeleton("كتاب") == skeleton("كتب")
    (True, True)
    """
    if not _is_arabic(stemmed):
        return None
    # A first م or ت before a root makes a noun of it: مدرسة, تكوين.
    derived = len(stemmed) >= _SHORTEST_DERIVED and stemmed[0] in "مت"
    strong = _WEAK.sub("", stemmed[1:] if derived else stemmed)
    return strong if len(strong) >= _SHORTEST_BARE else stemmed


@lru_cache(maxsize=65_536)
def terms_of(norm: str) -> tuple[str, ...]:
    """Returns the terms that one word is indexed under: its stem twice, then its readings.

    Twice, for a stem that two words share says more than a skeleton does.

    >>> terms_of("بمدينه")
    ('بمدين', 'بمدين', 'مدين', 'xبمدن')
    """
    stemmed = stem(norm)
    terms = [stemmed, stemmed]
    terms.extend(other for other in alternatives(norm) if other != stemmed)
    bones = skeleton(stemmed)
    if bones is not None:
        terms.append(SKELETON_MARK + bones)
    return tuple(terms)


def _is_arabic(word: str) -> bool:
    return "\u0621" <= word[0] <= "\u064a"


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_BARE:
            return word[len(article) :]
    return word


def _without_endings(word: str) -> str:
    # Before a pronoun the teh marbuta is written open: حكومة, حكومته, حكومتهم.
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) - len(pronoun) >= _SHORTEST_OPEN_TEH:
            if word[-len(pronoun) - 1] == "ت":
                return word[: -len(pronoun) - 1]
            break
    # The alef of the accusative stands behind every other ending: كتابا.
    if len(word) >= _SHORTEST_WITH_PARTICLE and word.endswith("ا"):
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_BARE:
            word = word[: -len(ending)]
    return word


def _latin_stem(word: str) -> str:
    """Takes the plural off, which English and French write alike."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
