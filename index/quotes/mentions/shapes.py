"""What one word looks like beside names: a family name, an object, a foreign name's ending.

>>> is_family_in_i("العلمي"), is_family_in_i("النادي"), is_foreign("أورنجيه"), is_bare_name("حفيظ")
(True, False, True, True)
"""

from __future__ import annotations

import re
from typing import Final

from index.language.tables import doubtful_words
from index.quotes.looks import GIVEN, look

_MASDAR: Final = re.compile(r"^(?:است\w+ا\w|ا\wت\w\w?ا\w|ان\w\w?ا\w|ت\w\wي\w|م\wا\w\wة)$")
"""Nouns of action, استخدام, ارتفاع, تخفيض: they begin an object, not a name."""
_PERFECT: Final = re.compile(r"^ا[^ل]\w{3,5}ت$")
_PARTICIPLE: Final = re.compile(r"^م\wا\w\wا$")
"""``مقارنا``: a participle in the accusative."""
_SHORTEST_VERB: Final = 5


def is_foreign(norm: str) -> bool:
    """``أورنجيه``: -yeh is the end of a foreign name, where it is nobody's "his"."""
    stem = look(norm[:-1])
    own = stem.unknown and not (stem.common or norm[:-1] in doubtful_words())
    seen = look(norm)
    return norm.endswith("يه") and own and not (seen.common or seen.definite)


def is_told(norm: str) -> bool:
    return look(norm).common or norm in doubtful_words()


def is_in_accusative(norm: str) -> bool:
    """``وفدا``: a noun that has the article as well, ``الوفد``, with the ending of an object."""
    told = (is_told(norm[:-1]), is_told(f"ال{norm[:-1]}"))
    return len(norm) > len("وفد") and norm.endswith("ا") and all(told)


def is_bare_name(norm: str) -> bool:
    """Says whether a word is in no table, as names are that no table has: ``حفيظ``, ``روابي``."""
    seen = look(norm)
    return seen.unknown and not (seen.definite or is_told(norm))


def is_family_in_i(norm: str) -> bool:
    """``العلمي``: an adjective in -i of a common noun, as many families are called by one.

    ``النادي`` is made of no noun, and ``التحدي`` is one, with a plural of its own.
    """
    seen = look(norm)
    stem = seen.base.removesuffix("ي")
    made = len(stem) > len("يد") and (is_told(stem) or is_told(f"{stem}ة") or is_told(f"ال{stem}"))
    return (
        seen.definite
        and norm.endswith("ي")
        and made
        and not (seen.body or seen.role or is_told(f"{seen.base}ات"))
    )


def is_owned(norm: str) -> bool:
    """``مواطنها | زوراب``: a pronoun closes a description as the article does."""
    return norm.endswith(("ها", "هم", "ه")) and not norm.endswith("يه")


def is_noun_of_action(norm: str) -> bool:
    """Says whether a word is made like استخدام, ارتفاع or تخفيض."""
    return _MASDAR.match(norm) is not None


def is_accusative(norm: str) -> bool:
    """Says whether a word is an adverb in -an, احتجاجا or متوجها, as no name is."""
    if len(norm) < 6 or not norm.endswith("ا") or norm in GIVEN:
        return False
    if _PARTICIPLE.match(norm):
        return True
    shaped = norm.startswith(("ت", "م", "ات", "ان", "است", "اح", "اع"))
    return shaped and (look(norm).common or look(norm[:-1]).common)


def is_verb(norm: str) -> bool:
    """Says whether a word is a verb: by its other persons (يستأنف), or by its form (اصطحبت)."""
    seen = look(norm)
    if _PERFECT.match(norm):
        return seen.unknown
    short = len(norm) < _SHORTEST_VERB and not seen.common
    if norm[:1] not in ("ي", "ت") or short or not seen.unknown:
        return False
    persons = {f"{person}{norm[1:]}" for person in ("ي", "ت", "ن", "", "ا")} - {norm}
    return any(look(one).common or one in doubtful_words() for one in persons)
