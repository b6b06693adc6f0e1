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

from index.identity.bodies import (
    ARABIC,
    ASIDE,
    BODY,
    SHORTEST_PLURAL,
    UNNAMED,
    clean_body,
    is_doubtful,
    says_which,
)
from index.identity.values import Naming
from index.language.clitics import without_article
from index.language.places import country_of, place_names
from index.language.quantities import counting_words
from index.language.tables import doubtful_words, words
from index.quotes.looks import OCCASIONS, PARTICLES, THINGS, form, look
from index.quotes.mentions.name_ends import NAMES_TOO
from index.quotes.mentions.names import BEST, LOANED, RANKS, is_known_body
from index.quotes.mentions.shapes import is_family_in_i
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS
from index.types import SpeakerKind

PERSON: Final = SpeakerKind.PERSON

_SIGNS: Final = re.compile(r"[#_|*]+")
_EDGES: Final = " \t,،;:.!?؟-\u2013\u2014/"
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_HIS: Final = re.compile("\\w{4,}(?:ه|ها|هم)$")
_TANWIN: Final = "\u064b"
_MORE: Final = re.compile("ا\\w{2}[\\wى]")
"""أعلى, أكثر: comparatives."""
_ASIDE: Final = ("بأ", "لأ", "بإ", "لإ")
"""What is written so is a preposition and a word: ``بأدق``."""
_ACTION_OF_N: Final = re.compile("ان\\w{1,3}ا\\w")
"""Foreign names look so too: ``إنغيال``."""
_TEEN: Final = "عشر"
_PAIR: Final = 2
_SHORT: Final = 4
_REGION: Final = "محافظة"
_DESCRIBING: Final = frozenset(map(form, ["الحاكم", "المعارض", "الشاب", "الشابة"]))
"""Titles that stand behind what they describe as well: ``زعيم الحزب الحاكم``."""
_PLURAL: Final = ("ين", "ون", "ات")
_ACTION: Final = re.compile("(?:ان|است|ا.ت|ات)\\w{1,3}ا\\w")
"""Nouns of action of the derived forms: انضمام, استخدام, اجتماع, اتخاذ."""
_POSSESSED: Final = re.compile("\\w{4,}(?:هم|هما)")


@lru_cache(maxsize=50_000)
def clean_name(name: str, kind: SpeakerKind) -> tuple[str, SpeakerKind]:
    """Returns a name without the other words that an article has with it, and what bears it.

    A person who is only described, by a word that fits many people, comes back as unnamed.
    """
    written = " ".join(_SIGNS.sub(" ", name).split()).strip(_EDGES)
    if kind is SpeakerKind.UNNAMED or not written:
        return name, SpeakerKind.UNNAMED
    if not ARABIC.search(written):
        kind = BODY if written.isupper() and " " not in written else kind
        return written, kind if _LETTER.search(written) else SpeakerKind.UNNAMED
    return _person(written) if kind is PERSON else clean_body(written)


@lru_cache(maxsize=50_000)
def clean_role(role: str | None) -> str | None:
    """Returns a role that says what somebody is, None for words that do not."""
    parts = " ".join(_SIGNS.sub(" ", role or "").split()).strip(_EDGES).split()
    if parts and not ARABIC.search(parts[0]):
        return " ".join(parts)
    hanging = words("names", "hanging", "roles")
    while parts and (normalised(parts[-1]) in hanging or _is_cut(form(parts[-1]))):
        parts.pop()
    while len(parts) > _PAIR and _is_title_of_name(*map(form, parts[-2:])):
        parts.pop()
    if not parts or not _is_office(form(parts[0])) or _is_region(*map(form, parts[:2])):
        return None
    # ``محاميها``: it is not told whose.
    return None if len(parts) == 1 and _HIS.search(form(parts[0])) else " ".join(parts)


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
    if kind is PERSON and len(role) == 1 and role[0] in _NAMES_TOO:
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
    if normalised(name) in families or look(norm).given or not ARABIC.search(name):
        return True
    if role:
        # ``المدافع المخضرم``, ``مسؤول أعلى``: an adjective behind a role.
        return not (_is_noun_alone(name) and " " not in role) and not _MORE.fullmatch(norm)
    return not (_is_noun_alone(name) or is_doubtful(norm))


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


_BEFORE_ROLES: Final = BEST | frozenset(["نائب", "مساعد", "كبير", "كبيرة", "ولي", "النجم", "نجمة"])


def _person(name: str) -> tuple[str, SpeakerKind]:
    parts = name.split()
    norms = [form(part) for part in parts]
    if _is_body(name, norms):
        return name, BODY
    begin = _begins_at(norms)
    if begin is None or _TANWIN in parts[begin] or (len(norms) > 1 and all(map(_is_told, norms))):
        # ``منهجية متعارف``: words that are common ones, all of them
        return name, UNNAMED
    place = name[1:] if name[0] in "لب" and normalised(name) not in place_names() else name
    if normalised(place) in place_names() and not look(norms[0]).given:
        return place, BODY
    ends = (
        at
        for at in range(begin + 1, len(parts))
        if parts[at].startswith(_ASIDE) or _ends_name(norms, at)
    )
    kept = parts[begin : next(ends, len(parts))]
    behind = norms[begin + 1] if len(kept) == 1 and begin + 1 < len(norms) else ""
    if _is_plural(behind) and not look(norms[begin]).given:
        # ``سيول المزارعين``: a noun in construct, as no name is.
        return name, UNNAMED
    while form(kept[-1]) in PARTICLES and len(kept) > 1:
        kept.pop()
    return " ".join(kept).strip(_EDGES), PERSON


def _is_body(name: str, norms: list[str]) -> bool:
    """``ناسا``, ``شركتا الضحى``: what was taken for a person and is a body."""
    first = look(norms[0])
    dual = norms[0].removesuffix("ا").removesuffix("ي")
    several = dual.endswith("ت") and look(f"{dual[:-1]}ة").body and len(norms) > 1
    return is_known_body(name) or (first.body and not first.role and not first.given) or several


def _begins_at(norms: list[str]) -> int | None:
    """Returns where a name begins, behind a role that was taken for a part of it."""
    first = look(norms[0])
    for many in (1, 2):
        if len(norms) > many and is_known_body(" ".join(norms[:many])) and look(norms[many]).given:
            # ``فيس بوك مارك القندسي``: where he serves, taken into his name.
            return many
    if len(norms) > 1 and (norms[0] in _FATHER or (norms[0] in _KIN and _bears(norms[1]))):
        return 0
    if _names_somebody(norms[0]) and not _opens_no_name(norms[0]):
        return 0
    noun = first.definite or _is_told(f"ال{norms[0]}")
    if first.common and first.unknown and not noun and _is_family(*norms[1:2]):
        # ``بيني قندولت``: what is a common word elsewhere stands before a family name.
        return 0
    if not (first.role or first.title or first.nisba or first.common) or first.number != "s":
        return None
    if first.nisba and first.definite and len(norms) == 1:
        return 0
    if norms[0] in LOANED and len(norms) > 1:
        # ``جنرال زمرداني`` is described.
        return None if look(norms[1]).nisba and not look(norms[1]).definite else 0
    if "باسم" in norms[1:]:
        return None
    return next((at for at, norm in enumerate(norms) if look(norm).given), None)


def _opens_no_name(norm: str) -> bool:
    seen = look(norm)
    if seen.given:
        return False
    joined = norm.startswith(("لل", "بال", "وال", "كال")) and seen.unknown
    bare = normalised(norm)
    function = bare in FUNCTION_WORDS or (bare[0] in "وف" and bare[1:] in FUNCTION_WORDS)
    action = norm[0] in "بل" and seen.unknown and _is_common_noun(norm[1:])
    aside = seen.preposition or look(norm.removesuffix("ا")).preposition or norm in ASIDE
    return function or aside or joined or action or _is_common_noun(norm)


def _is_family(norm: str = "") -> bool:
    seen = look(norm)
    common = _is_told(norm) or norm.endswith("ة")
    return bool(norm) and seen.unknown and not (seen.definite or common)


def _is_told(norm: str) -> bool:
    return look(norm).common or norm in doubtful_words()


_FATHER: Final = frozenset(map(form, ["أبو", "أبي", "أبا"]))
_KIN: Final = frozenset(map(form, ["أم", "ابن", "إبن", "بنت"]))
"""What opens a name by a child or a parent: ``أم أحمد``, but ``أم الطفل`` only describes."""


def _bears(norm: str) -> bool:
    seen = look(norm)
    return seen.given or (seen.unknown and not seen.definite)


def _names_somebody(norm: str) -> bool:
    """Says whether a word can be a part of a name: a given or family name, or in no table."""
    seen = look(norm)
    if seen.given or (seen.nisba and seen.definite) or seen.place:
        return True
    return seen.unknown and not (seen.unnamed or seen.common or _is_common_noun(norm))


def _is_common_noun(norm: str) -> bool:
    """Says whether a word is a noun of action or a thing: انضمام, هجوما, موكليهم."""
    base = without_article(norm)
    if {base, base.removesuffix("ا")} & (THINGS | OCCASIONS) - NAMES_TOO:
        return True
    if _ACTION_OF_N.fullmatch(base) and not _is_told(norm):
        return False
    return bool(_ACTION.fullmatch(base) or _POSSESSED.fullmatch(base)) and not look(norm).given


def _ends_name(norms: list[str], at: int) -> bool:
    """Says whether a word behind others is no part of a name any more."""
    norm, seen = norms[at], look(norms[at])
    if seen.given:
        return False
    if norm == _TEEN and look(norms[at - 1]).definite:
        # ``غوستاف السابع عشر``
        return False
    if (
        _DIGIT.search(norm)
        or norm in ASIDE
        or without_article(normalised(norm)) in counting_words()
    ):
        return True
    if seen.preposition or norm.startswith(("لل", "بال", "وال")):
        return True
    if norm[:1] in "بل" and seen.unknown:
        inner = look(norm[1:])
        if inner.role or inner.body or inner.document or _is_common_noun(norm[1:]):
            return True
    if _is_plural(norm) and norms[at - 1] != "زين":
        return True
    family = look(norms[at - 1]).given or is_family_in_i(norm)
    if seen.common and not (seen.definite and family):
        return True
    adverb = norm.endswith("ا") and look(norm.removesuffix("ا")).preposition
    return adverb or (_is_common_noun(norm) and not seen.definite)


def _is_plural(norm: str) -> bool:
    seen, base = look(norm), without_article(norm)
    plural = len(base) >= SHORTEST_PLURAL and base.endswith(_PLURAL)
    return seen.definite and (plural or seen.number == "p")


def families_of(namings: Iterable[Naming]) -> frozenset[str]:
    """Returns the last words, normalised, of full names that open with a name."""
    full = (one.name.split() for one in namings if one.kind is PERSON and " " in one.name)
    return frozenset(normalised(name[-1]) for name in full if _names_somebody(form(name[0])))
