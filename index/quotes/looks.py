"""What a word is, as far as it helps to find out who speaks: a role, a body, a name.

>>> look("وزير").role, look("الوزيرة").role, look("المسؤولون").role, look("وزارة").body
(True, True, True, True)
>>> look("الفرنسي").nisba, look("لفرنسا").place, look("سمرويل").unknown
(True, False, True)

``look`` sees one word without its neighbours: whether المصري is an adjective or a
family name, the phrase must tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from index.language.places import countries
from index.language.tables import common_words
from index.quotes.lexicon import fold, folded

ROLES: Final = folded("offices", "words", "roles") | {"إمام"}
BELONGING: Final = folded("quoting", "nouns", "belonging")
UNNAMED: Final = folded("quoting", "nouns", "unnamed")
BODIES: Final = folded("quoting", "nouns", "organisations")
DOCUMENTS: Final = folded("quoting", "nouns", "documents")
NAMING: Final = folded("quoting", "nouns", "naming")
THINGS: Final = folded("quoting", "nouns", "things")
CALLING: Final = folded("quoting", "nouns", "calling")
TITLES: Final = folded("offices", "words", "titles")
TIMES: Final = (folded("quoting", "nouns", "times") - {"الان"}) | {"الآن", "والآن"}
ADVERBS: Final = folded("quoting", "nouns", "adverbs")
AGENT_CHANGE: Final = folded("quoting", "nouns", "agent_change")
PREPOSITIONS: Final = folded("quoting", "nouns", "prepositions")
RELATIVES: Final = folded("quoting", "nouns", "relatives")
PARTICLES: Final = folded("quoting", "nouns", "particles_of_names")
ADJECTIVES: Final = folded("quoting", "nouns", "adjectives")
GIVEN: Final = folded("names", "given", "arabic") - {"بن", "ابو", "عبد"}
OCCASIONS: Final = folded("quoting", "saying", "nouns") | folded("quoting", "nouns", "occasions")


_JOINED: Final = frozenset("بل")
_FIRST_OF_LONGER: Final = folded("quoting", "looks", "first_of_longer")


def _places() -> frozenset[str]:
    names = set(folded("quoting", "nouns", "places"))
    for country in countries():
        first = fold(country.names[0]).split()
        # Of longer names the first word is often a common one: جزر, ساحل, الأمم.
        if len(first) == 1 or first[0] in _FIRST_OF_LONGER:
            names.add(first[0])
    return frozenset(name for name in names if len(name) > 2)


PLACES: Final = _places()
_NISBA: Final = frozenset(
    form
    for place in PLACES
    for base in [place.removeprefix("ال")]
    for root in {base, base.removesuffix("يا"), base.removesuffix("ا"), base.removesuffix("ة")}
    if len(root) > 3
    for form in (root + "ي", root + "ية")
) | folded("quoting", "nouns", "nisbas")
_NISBA_ALL: Final = _NISBA | {word + "ة" for word in _NISBA if word.endswith("ي")}


@dataclass(frozen=True, slots=True)
class Look:
    """What a single word looks like.

    Attributes:
        base: Without the article.
        definite: Whether it has the article.
        role: What people are called, in any number and gender.
        body: An institution's kind.
        document: A text that can speak.
        nisba: An adjective of a country or the like.
        place: A country or a city.
        unknown: Found in no table: what names mostly are.
        common: Whether many articles use it as no name is used.
        somebody: Whether the word alone shows somebody or something that can speak.
        gender: ``m`` or ``f`` as its ending tells, or as the table does.
        number: ``s``, ``d`` or ``p`` likewise.
    """

    base: str
    definite: bool
    role: bool
    unnamed: bool
    body: bool
    document: bool
    title: bool
    given: bool
    nisba: bool
    place: bool
    adjective: bool
    preposition: bool
    unknown: bool
    common: bool
    somebody: bool
    gender: str
    number: str


_WITH_HAMZA: Final = ("أل", "إل")
"""What is written so has no article: ``ألتميرو``."""
_OTHERS: Final = TIMES | ADVERBS | RELATIVES | TITLES
_TOLD: Final = NAMING | THINGS | OCCASIONS | CALLING
_BROKEN_PLURALS: Final = folded("quoting", "nouns", "broken_plurals")
_FEMININE: Final = folded("quoting", "nouns", "feminine")
_FEMININE_GIVEN: Final = folded("names", "given", "feminine")


def _as_role(base: str, definite: bool = False) -> bool:
    if base in ROLES:
        return True
    for ending in ("ة", "ون", "ين", "ان", "ات", "تان", "تين", "و", "ي", "ا"):
        if definite and ending in "ويا":
            continue
        if base.endswith(ending):
            root = base.removesuffix(ending)
            if root in ROLES or root + "ة" in ROLES:
                return True
    return False


@lru_cache(maxsize=1 << 15)
def look(norm: str) -> Look:
    """Returns what a word looks like, from the tables and from its ending."""
    by_chance = norm.startswith(_WITH_HAMZA)
    norm = f"ا{norm[1:]}" if by_chance else norm
    norm = _dotted(norm) if norm.endswith("ى") else norm
    given = norm in GIVEN
    # ألكسندر begins with the article by chance.
    definite = norm.startswith("ال") and len(norm) > 4 and not (given or by_chance)
    base = norm[2:] if definite else norm
    possessed = base
    for pronoun in ("هما", "هم", "ها", "ه", "نا"):
        if base.endswith(pronoun) and len(base) > len(pronoun) + 2:
            possessed = base.removesuffix(pronoun)
            if possessed.endswith("ت"):
                possessed = possessed[:-1] + "ة"
            break
    role = _as_role(base, definite) or (not definite and possessed != base and _as_role(possessed))
    body = base in BODIES or possessed in BODIES
    document = base in DOCUMENTS or possessed in DOCUMENTS
    nisba = base in _NISBA_ALL
    place = norm in PLACES
    adjective = norm in ADJECTIVES
    preposition = norm in PREPOSITIONS
    role = (role and base not in BODIES) or (base in BELONGING and not definite)
    known = role or body or document or given or nisba or place or adjective or preposition
    known = known or norm in _OTHERS
    unnamed = base in UNNAMED or possessed in UNNAMED or base.removesuffix("ا") in UNNAMED
    title, role = norm in TITLES, role and not given
    return Look(
        base=base,
        definite=definite,
        role=role,
        unnamed=unnamed,
        body=body,
        document=document,
        title=title,
        given=given,
        nisba=nisba,
        place=place,
        adjective=adjective,
        preposition=preposition,
        unknown=not known,
        common=not given and _is_common(norm),
        somebody=role or title or body or document or given or unnamed,
        gender=_gender(norm, possessed, place),
        number=_number(base, definite),
    )


def form(word: str) -> str:
    """Returns the form in which a word of an article is looked up.

    It is that of ``fold``, but a word that no table has keeps the hamza that shows that it has no
    article.

    >>> form("ألتميرو"), form("التميرو"), form("ألمانيا")
    ('ألتميرو', 'التميرو', 'المانيا')
    """
    if word == "إمام":
        # Without its hamza it would be أمام.
        return word
    norm, seen = fold(word), look(fold(word))
    if not (seen.definite and seen.unknown and word.startswith(_WITH_HAMZA)):
        return norm
    return norm if norm in _TOLD or _is_common(norm) else word[0] + norm[1:]


def _dotted(norm: str) -> str:
    """``الروسى``: in Cairo an adjective in -i is written so; الأعلى and موسى are no such."""
    dotted = f"{norm[:-1]}ي"
    nisba = dotted.removeprefix("ال") in _NISBA_ALL or dotted in ADJECTIVES
    return dotted if nisba and norm not in GIVEN | ADJECTIVES | PREPOSITIONS | PLACES else norm


def _is_common(norm: str) -> bool:
    """``مذكرة``, ``أعلى``; ``بأفضل`` too, by the word behind the preposition."""
    common = common_words()
    return norm in common or (len(norm) > 4 and norm[0] in _JOINED and norm[1:] in common)


def _gender(norm: str, base: str, place: bool) -> str:
    listed = norm in _FEMININE_GIVEN or base in _FEMININE or place
    return "f" if listed or base.endswith(("ة", "ات", "تان", "تين")) else "m"


def _number(base: str, definite: bool) -> str:
    if base in _BROKEN_PLURALS:
        return "p"
    if base in ROLES or base in BODIES:
        return "p" if base.endswith("ون") and base.removesuffix("ون") in ROLES else "s"
    if base.endswith("ون") and (_as_role(base.removesuffix("ون")) or base.endswith("يون")):
        return "p"
    if base.endswith(("ون", "ين")) and definite and len(base) > 5:
        return "p"
    if base.endswith("ين") and _as_role(base.removesuffix("ين")):
        return "p"
    if base.endswith("ان") and _as_role(base.removesuffix("ان")):
        return "d"
    return "s"


def split_joined(norm: str) -> str:
    """Takes a joining و from a word unless the word itself begins with it.

    >>> split_joined("والوزير"), split_joined("وزير"), split_joined("ووزير")
    ('الوزير', 'وزير', 'وزير')
    """
    if norm.startswith("و") and len(norm) > 2:
        whole = look(norm)
        if whole.unknown or norm.startswith("وال"):
            return norm[1:]
    return norm
