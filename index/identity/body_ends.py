"""Where a body's name ends: what it did, to whom, when and how is no part of it."""

from __future__ import annotations

import re
from typing import Final

from index.language.places import place_names
from index.language.tables import words
from index.quotes.looks import ADVERBS, NAMING, OCCASIONS, RELATIVES, THINGS, TIMES, look
from index.quotes.mentions.names import is_known_body
from index.quotes.mentions.shapes import is_told
from index.text.normalise import normalised

ASIDE: Final = ADVERBS | TIMES | RELATIVES
HIS: Final = re.compile("(?:ه|ها|هم)$")
_DIGIT: Final = re.compile(r"\d")
_SHORTEST_OF_MANY: Final = len("المزارعين") - 1
PLACES: Final = frozenset(
    ["اقليم", "مدينة", "منطقة", "ولاية", "بلاد", "محافظة", "بلدة", "قرية", "مقاطعة"]
)


def end_of_body(parts: list[str], norms: list[str]) -> int:
    """Returns how many words of what an article has are the body's name.

    >>> from index.quotes.lexicon import fold
    >>> def name(text):
    ...     parts = text.split()
    ...     return " ".join(parts[: end_of_body(parts, [fold(part) for part in parts])])
    >>> name("مجلس الوادي بالإجماع"), name("الجيش الفرنسي والشرطة"), name("قناة ضحى في 8")
    ('مجلس الوادي', 'الجيش الفرنسي', 'قناة ضحى')
    """
    for at in range(1, len(norms)):
        if _is_when(norms, at) or _is_how(parts[at], norms[at]):
            return at
        if _is_another(norms, at) or _is_other_things(norms, at):
            return at
    return len(norms)


def _is_how(part: str, norm: str) -> bool:
    """``بالإجماع``, ``بأحكام``, ``لزيارة الوادي``, ``للعام الجاري``."""
    if norm in ADVERBS | RELATIVES or (part.startswith(("بأ", "بإ")) and not is_where(norm[1:])):
        return True
    if norm.startswith("بال"):
        return not is_where(norm[1:])
    if norm.startswith("لل"):
        return f"ال{norm[2:]}" in TIMES | {"العام"}
    return norm[:1] in ("ل", "ب") and look(norm[1:]).base in OCCASIONS | {"زيارة"}


def _is_another(norms: list[str], at: int) -> bool:
    """Says whether another body, place or person begins, behind an attribute that closes a name.

    ``الحكومة الزمردانية | الدولة``, ``الجيش الزمرداني | والشرطة``, ``هيئة الوادي | ومركز``,
    ``البنك الدولي | لبنان``, ``الوكالة الزمردانية | الموالية لسالم``.
    """
    norm, seen, before = norms[at], look(norms[at]), look(norms[at - 1])
    second = look(norm[1:])
    if norm.startswith("و") and not norm.startswith("وال"):
        return at == len(norms) - 1 and (second.body or second.role) and not seen.body
    closed = at > 1 and before.definite
    attribute = closed and (before.nisba or before.adjective)
    if norm.startswith("وال"):
        joined = second.body or (attribute and second.unknown)
        attributes = attribute or before.base.endswith(("ي", "ية"))
        return closed and attributes and joined and look(norms[0]).definite and not second.nisba
    after = norms[at + 1] if at + 1 < len(norms) else ""
    to = after.startswith(("ل", "ب")) and not after.startswith("لل")
    serving = norm.startswith("الم") and seen.unknown and to
    body = seen.definite and seen.body and not seen.nisba
    return attribute and (body or serving or (seen.place and not seen.definite))


def _is_other_things(norms: list[str], at: int) -> bool:
    """Says whether a word does not agree with what stands before, so that it is an object.

    ``التحالف | المزارعين``, ``الخارجية | الفرنسي``, ``شركة يوتيوب | خدمة``.
    """
    norm, seen, head = norms[at], look(norms[at]), look(norms[0])
    several = norm.endswith("ين") and seen.definite and len(norm) >= _SHORTEST_OF_MANY
    if several and head.definite and head.number == "s" and not seen.place:
        return True
    if at == 1 and head.definite and head.base.endswith("ية") and seen.definite:
        return seen.nisba and not norm.endswith("ة")
    thing = is_told(norm) or seen.base in NAMING | THINGS
    return at > 1 and is_known_body(norms[1]) and thing and not (seen.nisba or seen.definite)


def _is_when(norms: list[str], at: int) -> bool:
    """``أمس``, ``في يناير``, ``في 8``, ``في خبر عاجل``, and no place: ``في منطقة الوادي``."""
    if norms[at] in TIMES:
        # ``صحيفة اليوم`` is called so.
        return not (norms[at].startswith("ال") and look(norms[0]).base in NAMING)
    if norms[at] != "في" or at + 1 == len(norms):
        return False
    norm, months = norms[at + 1], words("calendar", "months")
    if norm in TIMES or {normalised(" ".join(norms[at + 1 : at + 3])), normalised(norm)} & months:
        return True
    seen = look(norm)
    where = is_where(norm) or seen.base in NAMING or norm in PLACES
    noun = is_told(norm) and (is_told(f"ال{norm}") or HIS.search(norm))
    return bool(_DIGIT.match(norm) or (noun and not (seen.definite or where)))


def is_where(norm: str) -> bool:
    """Says whether a word is a body's kind or a place."""
    return look(norm).body or normalised(norm) in place_names()
