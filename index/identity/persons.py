"""Cleans the names of persons: where one begins, which word ends it, and what names nobody."""

from __future__ import annotations

import re
from typing import Final

from index.identity.bodies import BODY, SHORTEST_PLURAL, UNNAMED, UNTELLING, is_noun
from index.identity.body_ends import ASIDE
from index.language.clitics import without_article
from index.language.places import place_names
from index.language.quantities import counting_words
from index.quotes.lexicon import ALSO_NAMES
from index.quotes.looks import BELONGING, CALLING, OCCASIONS, PARTICLES, THINGS, form, look
from index.quotes.mentions.joint import joins_name
from index.quotes.mentions.name_ends import NAMES_TOO
from index.quotes.mentions.names import LOANED, is_known_body
from index.quotes.mentions.shapes import (
    is_bare_name,
    is_family_in_i,
    is_in_accusative,
    is_told,
    is_verb,
)
from index.quotes.verbs import CUES
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS
from index.types import SpeakerKind

PERSON: Final = SpeakerKind.PERSON
EDGES: Final = " \t,،;:.!?؟-\u2013\u2014/"
_DIGIT: Final = re.compile(r"\d")
_TANWIN: Final = "\u064b"
_ASIDE: Final = ("بأ", "لأ", "بإ", "لإ")
"""What is written so is a preposition and a word: ``بأدق``."""
_ACTION_OF_N: Final = re.compile("ان\\w{1,3}ا\\w")
"""Foreign names look so too: ``إنغيال``."""
_TEEN: Final = "عشر"
_PAIR: Final = 2
_PLURAL: Final = ("ين", "ون", "ات")
_ACTION: Final = re.compile("(?:ان|است|ا.ت|ات)\\w{1,3}ا\\w")
"""Nouns of action of the derived forms: انضمام, استخدام, اجتماع, اتخاذ."""
_POSSESSED: Final = re.compile("\\w{4,}(?:هم|هما)")


def clean_person(name: str) -> tuple[str, SpeakerKind]:
    """Returns a name without the words that are no part of it, and what bears it."""
    parts = name.split()
    if joins_name(form(parts[0])):
        # ``وسلمى الريحاني``: one of two who were named together.
        parts[0] = parts[0][1:]
        name = " ".join(parts)
    norms = [form(part) for part in parts]
    if _is_body(name, norms):
        return name, BODY
    begin = _begins_at(norms)
    if begin is None or _TANWIN in parts[begin] or (len(norms) > 1 and all(map(is_told, norms))):
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
    end = next(ends, len(parts))
    kept = parts[begin:end]
    behind = norms[begin + 1] if len(kept) == 1 and begin + 1 < len(norms) else ""
    if _is_plural(behind) and not look(norms[begin]).given:
        # ``سيول المزارعين``: a noun in construct, as no name is.
        return name, UNNAMED
    going_on = PARTICLES if end < len(parts) and not look(norms[end]).role else _FATHER | _OF
    while form(kept[-1]) in going_on and len(kept) > 1:
        kept.pop()
    return " ".join(kept).strip(EDGES), PERSON


def _is_body(name: str, norms: list[str]) -> bool:
    """``ناسا``, ``شركتا الضحى``: what was taken for a person and is a body."""
    first = look(norms[0])
    dual = norms[0].removesuffix("ا").removesuffix("ي")
    several = dual.endswith("ت") and look(f"{dual[:-1]}ة").body and len(norms) > 1
    return is_known_body(name) or (first.body and not first.role and not first.given) or several


def _begins_at(norms: list[str]) -> int | None:
    """Returns where a name begins, behind a role that was taken for a part of it."""
    first = look(norms[0])
    if _DIGIT.search(norms[0]):
        return None
    bare = len(norms) > _PAIR and all(map(is_bare_name, norms[1:3]))
    if _is_plural(norms[0]) and bare:
        # ``الليبراليين زاهو قندس``: the end of a role.
        return 1
    own = norms[0].endswith(("ها", "هم")) and norms[0].removesuffix("ها").removesuffix("هم")
    if len(norms) > 1 and (norms[0].removeprefix("و") in CALLING or own in BELONGING):
        # ``ويدعى سالم``, ``زميلها سالم``
        return 1
    named = first.given or first.title or first.role or len(norms) == 1
    another = not named and norms[1] in UNTELLING and is_noun(norms[0])
    if another or (not named and is_told(f"ال{norms[0]}") and is_told(norms[1])):
        # ``مزارع آخر``
        return None
    for many in (1, 2):
        if len(norms) > many and is_known_body(" ".join(norms[:many])) and look(norms[many]).given:
            # ``فيس بوك مارك القندسي``: where he serves, taken into his name.
            return many
    if len(norms) > 1 and (norms[0] in _FATHER or (norms[0] in _KIN and _bears(norms[1]))):
        return 0
    if names_somebody(norms[0]) and not _opens_no_name(norms[0]):
        return 0
    noun = first.definite or is_told(f"ال{norms[0]}")
    if first.common and first.unknown and not noun and _is_family(*norms[1:2]):
        # ``بيني قندولت``: what is a common word elsewhere stands before a family name.
        return 0
    if not (first.role or first.title or first.nisba or first.common) or first.number != "s":
        return None
    if first.nisba and first.definite and len(norms) == 1:
        return 0
    if norms[0] in LOANED and len(norms) > 1:
        # ``جنرال زمرداني``, ``سيد البيت الأبيض`` are described.
        second = look(norms[1])
        told = (second.nisba and not second.definite) or second.body or norms[1] in UNTELLING
        return None if told else 0
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
    common = is_told(norm) or norm.endswith("ة")
    return bool(norm) and seen.unknown and not (seen.definite or common)


_FATHER: Final = frozenset(map(form, ["أبو", "أبي", "أبا"]))
_OF: Final = frozenset(["بن", "ابن", "بنت", "ال", "عبد"])
_KIN: Final = frozenset(map(form, ["أم", "ابن", "إبن", "بنت"]))
"""What opens a name by a child or a parent: ``أم أحمد``, but ``أم الطفل`` only describes."""


def _bears(norm: str) -> bool:
    seen = look(norm)
    return seen.given or (seen.unknown and not seen.definite)


def names_somebody(norm: str) -> bool:
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
    if _ACTION_OF_N.fullmatch(base) and not is_told(norm):
        return False
    return bool(_ACTION.fullmatch(base) or _POSSESSED.fullmatch(base)) and not look(norm).given


def _ends_name(norms: list[str], at: int) -> bool:
    """Says whether a word behind others is no part of a name any more."""
    norm, seen = norms[at], look(norms[at])
    if seen.given or norm in PARTICLES:
        return False
    if norm == _TEEN and look(norms[at - 1]).definite:
        # ``غوستاف السابع عشر``
        return False
    if norm == "السبع" and at == 1 and look(norms[0]).given:
        # ``سالم السبع``: a lion, and no number.
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
        place = normalised(norm[1:]) in place_names()
        if inner.role or inner.body or inner.document or place or _is_common_noun(norm[1:]):
            return True
    if (norm.startswith("ي") and is_verb(norm)) or norm in CUES or is_in_accusative(norm):
        # ``سالم وفدا``, ``سالم نفى``
        return True
    before = norms[at - 1]
    closed = before not in _FATHER | _OF | {"الله"} and look(before).unknown
    if seen.role and closed and (seen.definite or (at >= _PAIR and norm not in ALSO_NAMES)):
        # ``بو هوا المعلق``: what he is, behind a name that no table has.
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
