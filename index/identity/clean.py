"""Cleans names and roles: takes off words that the article's grammar joined to them.

A name has no verb, number, object or common noun in it, a statement goes under its issuer, and
a person who is only described is unnamed. What is not surely a name is no name.

>>> clean_name("سالم الكندي باتفاقية", PERSON), clean_name("المذيعة", PERSON)
(('سالم الكندي', <SpeakerKind.PERSON: 'person'>), ('المذيعة', <SpeakerKind.UNNAMED: 'unnamed'>))
>>> clean_name("بيان للجيش الزمرداني", BODY)
('الجيش الزمرداني', <SpeakerKind.INSTITUTION: 'institution'>)
>>> clean_role("وزير المياه الزمرداني"), clean_role("اليمين"), clean_role("لكرة القدم")
('وزير المياه الزمرداني', None, None)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from index.identity.bodies import ARABIC, BODY, UNNAMED, clean_body, is_noun, says_which
from index.identity.persons import EDGES, PERSON, clean_person, names_somebody
from index.identity.values import Naming
from index.language.clitics import without_article
from index.language.places import country_of, place_names, single_offices
from index.language.quantities import counting_words
from index.language.tables import words
from index.quotes.looks import PARTICLES, ROLES, THINGS, form, look
from index.quotes.mentions.names import BEST, RANKS, are_several
from index.quotes.mentions.shapes import is_told
from index.text.normalise import normalised
from index.types import SpeakerKind

_SIGNS: Final = re.compile(r"[#_|*]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_HIS: Final = re.compile("\\w{4,}(?:ه|ها|هم)$")
_MORE: Final = re.compile("ا\\w{2}[\\wى]")
"""أعلى, أكثر: comparatives."""
_SOME: Final = re.compile("(?:احد|احدا|احدى|بعض|كل|كلا|كلتا|جميع|معظم|اغلب)(?:هم|هن|ها|هما|نا)")
_PAIR: Final = 2
_SHORT: Final = 4
_REGION: Final = "محافظة"
_DESCRIBING: Final = frozenset(map(form, ["الحاكم", "المعارض", "الشاب", "الشابة"]))
"""Titles that stand behind what they describe as well: ``زعيم الحزب الحاكم``."""


@lru_cache(maxsize=50_000)
def clean_name(name: str, kind: SpeakerKind) -> tuple[str, SpeakerKind]:
    """Returns a name without the other words that an article has with it, and what bears it.

    A person who is only described, by a word that fits many people, comes back as unnamed.
    """
    parts = _SIGNS.sub(" ", name).split()
    written = " ".join(part for part in parts if form(part.strip(EDGES))).strip(EDGES)
    if kind is SpeakerKind.UNNAMED or not written:
        return name, SpeakerKind.UNNAMED
    if not ARABIC.search(written):
        kind = BODY if written.isupper() and " " not in written else kind
        return written, kind if _LETTER.search(written) else SpeakerKind.UNNAMED
    return clean_person(written) if kind is PERSON else clean_body(written)


@lru_cache(maxsize=50_000)
def clean_role(role: str | None) -> str | None:
    """Returns a role that says what somebody is, None for words that do not."""
    parts = " ".join(_SIGNS.sub(" ", role or "").split()).strip(EDGES).split()
    if parts and not ARABIC.search(parts[0]):
        return " ".join(parts)
    hanging = words("names", "hanging", "roles")
    while parts and (normalised(parts[-1]) in hanging or _is_cut(form(parts[-1]))):
        parts.pop()
    while len(parts) > _PAIR and _is_title_of_name(*map(form, parts[-2:])):
        parts.pop()
    if not parts or not _is_office(form(parts[0])) or _is_region(*map(form, parts[:2])):
        return None
    norms = [form(part) for part in parts]
    if _is_open(norms):
        return None
    if _HIS.search(norms[0]) or (norms[0] in _GREAT and not look("".join(norms[1:2])).role):
        # ``محاميها``: it is not told whose; ``كبير المستشارين``, but ``قلق كبير``.
        return None
    whom = next((at for at in range(1, len(norms)) if _is_to_head(norms[0], norms[at])), 0)
    if whom:
        # ``الرئيس الزمرداني | للملك سالم``: the name is his to whom it was said.
        return " ".join([f"ال{parts[whom][2:]}", *parts[whom + 1 :]])
    if norms[0].endswith("ا") and norms[0][:-1] in ROLES:
        # ``عين | وزيرا``
        parts[0] = parts[0].rstrip(_OF_OBJECT)
    return " ".join(parts)


def _is_open(norms: list[str]) -> bool:
    """``رئيس``, ``رئيس وزير``, ``مستشاري الرئيس``: cut off from what it heads, or several's."""
    second = look(norms[1]) if len(norms) > 1 else None
    if are_several(norms[0]):
        return True
    if second is None:
        return norms[0] in _HEADING
    return norms[0] in _HEADING and second.role and second.number == "s" and not second.definite


def _is_to_head(head: str, norm: str) -> bool:
    """``الرئيس | للملك``: who heads a country is nobody's."""
    heads = single_offices() | _TITLES_OF_STATE
    to = norm.startswith("لل") and without_article(f"ا{norm[1:]}") in heads
    return to and without_article(head) in heads


def _is_region(norm: str, of: str = "") -> bool:
    """``محافظة الوادي``, a region; ``محافظة المصرف`` is a woman's office."""
    return norm == _REGION and not look(of).body


def _is_title_of_name(before: str, norm: str) -> bool:
    """``ولي العهد الزمرداني الأمير``, ``رئيس المؤسسة المهندس``: the name's, not the office's."""
    seen = look(norm)
    title = (seen.title and seen.definite and norm not in _DESCRIBING) or norm in RANKS
    return title and (look(before).definite or _is_nisba(before))


def _is_cut(norm: str) -> bool:
    """Says whether a role was cut behind a word: ``المدير التنفيذي لشركة``."""
    kind = norm.startswith("ل") and normalised(norm[1:]) in words("names", "bodies", "by_name")
    return kind or look(norm).preposition


def _is_nisba(norm: str) -> bool:
    seen = look(norm)
    return seen.nisba or (seen.definite and seen.unknown and norm.endswith("ي"))


def clean(naming: Naming, families: Collection[str] = ()) -> Naming:
    """Returns a naming by its clean name, with a role only where that is one.

    Args:
        families: Last words of full names, normalised. A word alone is a name only if it is
            among them, or nothing speaks against it: الركاب, but الأسد.
    """
    name, kind = clean_name(naming.name, naming.kind)
    role = (naming.role or "").split()
    last = form(role[-1]) if len(role) > 1 else ""
    if kind is UNNAMED and naming.kind is PERSON and _is_called(name, clean_role(naming.role)):
        kind = PERSON
    elif kind is BODY and " " in name and look(form(name.split()[0])).given:
        # ``الفريق سالم الكندي``: a rank, and not a team.
        kind = PERSON
    father = len(role) > 1 and role[-1] in ("أبي", "أبو")
    if kind is PERSON and (father or (len(role) == 1 and role[0] in _NAMES_TOO)):
        # ``سيد سالم``, ``أمير زبرقان``: a title without the article is a given name.
        name = f"{role.pop()} {name}"
    elif kind is PERSON and " " not in name and last != "باسم" and look(last).given:
        # A given name that was taken for the last word of the role.
        name = f"{role.pop()} {name}"
    elif kind is BODY or (len(role) > 1 and "باسم" not in role and look(last).given):
        # A body holds no office, and ``خطيب سلمى`` names somebody else.
        role = []
    seen = clean_role(" ".join(role))
    if kind is PERSON:
        name = _cut(name, families)
        sure = " " in name or _is_name_alone(name, seen, families)
    else:
        sure = kind is BODY and says_which(name)
    return replace(naming, name=name, kind=kind if sure else UNNAMED, role=seen)


_NAMES_TOO: Final = frozenset(["سيد", "أمير", "امير"])


def _is_called(name: str, role: str | None) -> bool:
    """Says whether words that are common elsewhere are a name: somebody's with an office."""
    seen = [look(form(part)) for part in name.split()]
    bare = all(one.given or (one.unknown and not one.definite) for one in seen)
    return role is not None and len(seen) > 1 and bare


def _cut(name: str, families: Collection[str]) -> str:
    """Cuts off an origin in front, a place behind and a preposition: الإيطالي روبرتو, لميركل.

    What is said to somebody else goes too: ``سالم لميركل``.
    """
    parts = name.split()
    whom = (at for at in range(1, len(parts)) if _is_to(parts[at], families))
    parts = parts[: next(whom, len(parts))]
    first = look(form(parts[0]))
    if len(parts) > 1 and first.nisba and first.definite and country_of(normalised(parts[0])):
        parts = parts[1:]
    if len(parts) > 2 and normalised(parts[-1]) in place_names():
        parts.pop()
    if len(parts) == 1 and _is_to(parts[0], families):
        parts = [parts[0][1:]]
    return " ".join(parts)


def _is_to(word: str, families: Collection[str]) -> bool:
    joined = word[0] in "لب" and normalised(word) not in families
    return joined and normalised(word[1:]) in families


def _is_name_alone(name: str, role: str | None, families: Collection[str]) -> bool:
    """Says whether a word alone is a name: one that somebody bears, or no common word."""
    norm = form(name)
    noun = len(norm) == _SHORT and norm.startswith("ال")
    if norm == "باسم" or noun or (len(norm) > _SHORT and norm.endswith(("ها", "هم"))):
        # ``متحدثة باسم الشرطة``: what is left of whom she speaks for; ``الطن``, ``أوراقها``.
        return False
    if _is_no_name(norm):
        return False
    if normalised(name) in families or look(norm).given or not ARABIC.search(name):
        return True
    if role:
        # ``المدافع المخضرم``, ``مسؤول أعلى``: an adjective behind a role; ``ممثلة شهيرة نجت``.
        noun = _is_noun_alone(name) and (" " not in role or norm.startswith("الم"))
        noun = noun or (norm.endswith("ية") and not name.startswith("ال"))
        behind = " " in role and is_told(norm) and not _is_definite(role)
        return not (noun or behind or _MORE.fullmatch(norm))
    verb = name.startswith("أ") and is_told(f"ي{norm[1:]}")
    return not (verb or _is_noun_alone(name) or is_noun(norm))


def _is_no_name(norm: str) -> bool:
    """Says whether a word is nobody's name: a number, a particle, بعضهم, بخفة, a club's سيتي."""
    if norm in PARTICLES | words("names", "parts", "clubs") or len(norm) <= _PAIR:
        return not look(norm).given
    if _SOME.fullmatch(norm) or without_article(normalised(norm)) in counting_words():
        return True
    verb = norm.removeprefix("و")
    if verb.startswith("ي") and verb.endswith("ون") and is_told(verb[:-2]):
        return True
    if norm.endswith("وا") or (norm.startswith("و") and look(norm[1:]).role):
        return not look(norm).given
    rest = (norm[1:], f"ال{norm[1:]}")
    return norm[0] in "لب" and look(norm).unknown and (any(map(is_told, rest)) or rest[0] in THINGS)


def _is_definite(role: str) -> bool:
    seen = [look(form(word)) for word in role.split()]
    return any(one.definite or one.place or (one.unknown and not one.common) for one in seen)


def _is_noun_alone(name: str) -> bool:
    norm = form(name)
    seen = look(norm)
    lone = seen.definite and " " not in name and not norm.endswith("ي")
    return lone and not look(seen.base).given


def _is_office(norm: str) -> bool:
    """Says whether a word opens a role: one person's, not a plural or a thing."""
    seen = look(norm)
    if norm.startswith(("لل", "بال", "ل", "ب")) and not (seen.role or seen.title):
        return False
    one = seen.number == "s" and look(norm.removesuffix("ا")).number == "s"
    return (seen.role or seen.title or norm in _BEFORE_ROLES) and one


_GREAT: Final = frozenset(["كبير", "كبيرة"])
_TITLES_OF_STATE: Final = frozenset(["رءيس", "رئيس", "زعيم", "ملك", "وزير"])
_OF_OBJECT: Final = "ا\u064b"
_HEADING: Final = frozenset(map(form, ["رئيس", "رئيسة", "زعيم", "زعيمة"]))
_BEFORE_ROLES: Final = BEST | frozenset(["نائب", "مساعد", "كبير", "كبيرة", "ولي", "النجم", "نجمة"])


def families_of(namings: Iterable[Naming]) -> frozenset[str]:
    """Returns the last words, normalised, of full names that open with a name."""
    full = (one.name.split() for one in namings if one.kind is PERSON and " " in one.name)
    return frozenset(normalised(name[-1]) for name in full if names_somebody(form(name[0])))
