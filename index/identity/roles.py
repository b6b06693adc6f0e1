"""Whether two descriptions can be one person's: role, organisation and time.

A name alone proves little: there is a minister and there is a goalkeeper of the same
name. What is said here is only when two descriptions *contradict* each other; that
they don't is no proof that they agree.

>>> contradict("وزير الخارجية المغربي", "وزير الخارجية الجزائري", None)
True
>>> contradict("لاعب المنتخب", "وزير المياه", 4000)
True
>>> contradict("وزير الخارجية", "وزير الدفاع", 3), contradict("وزير الخارجية", "وزير الدفاع", 900)
(True, False)
>>> contradict("وزير الخارجية المغربي", "الوزير المغربي", 0)
False
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from babel import Locale

from index.text.normalise import normalised
from index.text.stemming import stem

_SAME_TIME: Final = 60
"""Days within which one person hardly changes office."""

# Fields between which a career seldom moves. Ministers are made of doctors and
# professors, so those are no field of their own.
_FIELDS: Final = {
    "politics": "وزير وزيره مبعوث مبعوثه سفير سفيره نائب نائبه سناتور ملك امير اميره حاكم محافظ"
    " minister ministre envoy envoye ambassador ambassadeur senator senateur deputy president",
    "sport": "لاعب لاعبه مدرب مدربه حارس مهاجم مدافع جناح حكم عداء عداءه بطل بطله ملاكم سباح"
    " player joueur joueuse coach entraineur goalkeeper gardien striker captain defender",
    "arts": "ممثل ممثله مطرب مطربه مغن مغني مغنيه فنان فنانه روائي روائيه شاعر شاعره ملحن"
    " actor actress acteur actrice singer chanteur chanteuse novelist romancier romanciere poet",
    "forces": "عقيد عميد لواء جنرال فريق مشير رائد نقيب colonel general brigadier lieutenant",
}
_FIELD_OF: Final = {
    word: field for field, words in _FIELDS.items() for word in normalised(words).split()
}

# Of these one country has one at a time, or one for each portfolio that is named.
_OFFICES: Final = frozenset(
    normalised(
        "وزير وزيرة رئيس رئيسة محافظ مدير مديرة أمين سفير سفيرة minister ministre president"
        " director governor"
    ).split()
)
_NISBA_EXCEPTIONS: Final = {
    "US": "امريكي اميركي american americain",
    "GB": "بريطاني british britannique",
    "FR": "فرنسي french francais",
    "DE": "الماني german allemand",
    "RU": "روسي russian russe",
    "CN": "صيني chinese chinois",
    "MA": "مغربي moroccan marocain",
    "TN": "تونسي tunisian tunisien",
    "DZ": "جزائري algerian algerien",
    "EG": "مصري egyptian egyptien",
    "SA": "سعودي saudi saoudien",
    "SY": "سوري syrian syrien",
    "LB": "لبناني lebanese libanais",
    "ES": "اسباني spanish espagnol",
    "IT": "ايطالي italian italien",
    "TR": "تركي turkish turc",
    "AE": "اماراتي emirati",
}


@cache
def _nisbas() -> dict[str, str]:
    """Returns adjectives of countries, each with its country's code."""
    found: dict[str, str] = {}
    for code, name in Locale("ar").territories.items():
        if not code.isalpha() or len(code) != 2:
            continue
        word = normalised(name)
        if " " in word:
            continue
        word = word.removeprefix("ال")
        for ending in ("يا", "ا", "ه", ""):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                found.setdefault(word[: len(word) - len(ending)] + "ي", code)
                break
    for code, words in _NISBA_EXCEPTIONS.items():
        found.update({form: code for word in words.split() for form in (word, normalised(word))})
    return found


def country_words() -> frozenset[str]:
    """Returns the adjectives that say which country somebody or something belongs to."""
    return frozenset(_nisbas())


def _words(role: str) -> list[str]:
    return [word.strip(",.:;'\"()-") for word in normalised(role).split()]


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@cache
def _countries(role: str) -> frozenset[str]:
    nisbas = _nisbas()
    found = set()
    for word in _words(role):
        bare = _bare(word)
        for form in (bare, bare.removesuffix("ه")):
            if form in nisbas:
                found.add(nisbas[form])
    return frozenset(found)


@cache
def _fields(role: str) -> frozenset[str]:
    return frozenset(_FIELD_OF[w] for word in _words(role) if (w := _bare(word)) in _FIELD_OF)


@cache
def role_terms(role: str) -> frozenset[str]:
    """Returns the stems of a role's words, those of its country aside."""
    nisbas = _nisbas()
    terms = set()
    for word in _words(role):
        bare = _bare(word)
        if bare and bare not in nisbas and bare.removesuffix("ه") not in nisbas and len(bare) > 1:
            terms.add(stem(bare))
    return frozenset(terms)


@cache
def _portfolio(role: str) -> tuple[str, frozenset[str]]:
    words = _words(role)
    if not words or _bare(words[0]) not in _OFFICES:
        return "", frozenset()
    head = _bare(words[0]).removesuffix("ه")
    return head, role_terms(role) - {stem(_bare(words[0]))}


def contradict(role: str | None, other: str | None, days: int | None) -> bool:
    """Says whether two roles can't be one person's.

    Args:
        days: How many days lie between the two, None where that is unknown.
    """
    if not role or not other:
        return False
    here, there = _countries(role), _countries(other)
    if here and there and not here & there:
        return True
    field, other_field = _fields(role), _fields(other)
    if field and other_field and not field & other_field:
        return True
    if days is not None and days > _SAME_TIME:
        return False
    head, portfolio = _portfolio(role)
    other_head, other_portfolio = _portfolio(other)
    return bool(
        head
        and head == other_head
        and portfolio
        and other_portfolio
        and not portfolio & other_portfolio
    )


def describes(asked: str, roles: Iterable[str]) -> bool:
    """Says whether whoever bears these roles is whom a description asks for.

    A country that is asked for has to be said of them: silence is no proof.

    >>> describes("وزير الخارجية المغربي", ["وزير الخارجية والتعاون المغربي"])
    True
    >>> describes("وزير الخارجية المصري", ["وزير الخارجية والتعاون المغربي"])
    False
    >>> describes("وزير الخارجية المصري", ["وزير الخارجية"])
    False
    """
    wanted, borne = role_terms(asked), list(roles)
    said = frozenset[str]().union(*map(_countries, borne))
    return (
        bool(wanted)
        and _countries(asked) <= said
        and any(wanted <= role_terms(role) for role in borne)
    )


def share(role: str | None, other: str | None) -> bool:
    """Says whether two roles have a word in common that is no country's."""
    return bool(role and other and role_terms(role) & role_terms(other))
