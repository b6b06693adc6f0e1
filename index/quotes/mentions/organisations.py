"""The organisation that a role names: whom one speaks for, what one leads.

>>> organisation_in("المتحدثة باسم شركة الضحى للطيران")
'شركة الضحى للطيران'
>>> organisation_in("رئيس حزب الوادي"), organisation_in("مدير في منظمة الفجر")
('حزب الوادي', 'منظمة الفجر')
>>> organisation_in("الرئيس التنفيذي لشركة الضحى"), organisation_in("المدير العام للهيئة")
('شركة الضحى', 'الهيئة')
>>> organisation_in("وزير الخارجية الزمرداني"), organisation_in("المتحدث باسم الرئيس الزمرداني")
(None, None)
"""

from __future__ import annotations

import re
from typing import Final

from index.quotes.lexicon import fold
from index.quotes.looks import ROLES, look

_WORD: Final = re.compile(r"[^\s،,]+")
_OFFICES: Final = frozenset(["وزير", "وزيرة", "وزراء", "سفير", "سفيرة", "ملك", "ملكة"])
"""What they head is told by the role itself: ``وزير الخارجية`` is of no body named so."""


def organisation_in(role: str) -> str | None:
    """Returns the words of a role that name a body, from its head to the role's end.

    Args:
        role: The role as the article gives it. The body is cut from it, without the ل, ب or
            باسم that joins it; nothing is said of a role that names none.
    """
    words = list(_WORD.finditer(role))
    if not words or look(fold(words[0][0])).base in _OFFICES:
        return None
    for number, match in enumerate(words[1:], start=1):
        norm = fold(match[0])
        if norm == "باسم":
            continue
        if look(norm).base in _OFFICES | {"رئيس", "رئيسة"} or norm == "مجلس":
            # ``المتحدث باسم الرئيس``, ``رئيس مجلس الإدارة``: a person, or an office again.
            return None
        bare = _without_preposition(norm)
        seen = look(bare)
        if not seen.body:
            continue
        alone = number + 1 == len(words)
        if alone and not seen.definite and norm == bare:
            return None
        # ``حكومة زمردان نائب الرئيس``: a second role begins, and the body has ended.
        ends = (m.start() for m in words[number + 1 :] if look(fold(m[0])).base in ROLES)
        rest = role[match.end() : next(ends, len(role))].rstrip(" ،,")
        return _surface(match[0], norm, bare) + rest
    return None


def _without_preposition(norm: str) -> str:
    if norm.startswith("لل") and len(norm) > 4:
        return "ال" + norm[2:]
    if norm.startswith("بال") and len(norm) > 5:
        return norm[1:]
    if norm[:1] in ("ل", "ب") and look(norm[1:]).body:
        return norm[1:]
    return norm


def _surface(word: str, norm: str, bare: str) -> str:
    if bare == norm:
        return word
    return "ال" + word[2:] if norm.startswith("لل") else word[1:]
