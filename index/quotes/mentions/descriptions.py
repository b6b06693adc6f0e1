"""How far a description goes: ``وزير المياه``, ``رئيس شركة الضحى``, and where a body ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.quotes.lexicon import (
    ATTACHING,
    COMPLEMENTIZERS,
    DEGREES,
    DETERMINERS,
    folded,
)
from index.quotes.looks import (
    NAMING,
    OCCASIONS,
    THINGS,
    TIMES,
    Look,
    look,
)
from index.quotes.mentions.names import (
    LETTERS,
    RANKS,
    is_institution,
    is_known,
    is_known_body,
    is_noun,
)
from index.quotes.mentions.shapes import is_bare_name, is_noun_of_action, is_verb
from index.quotes.text import Kind, Word

_GOVERNING: Final = folded("quoting", "closed", "governing")
"""``المشرف على السد``, ``جمعية الدفاع عن الوادي``: they need their preposition."""
_TASK: Final = re.compile("وت\\w\\wي\\w")
_AFFAIRS: Final = frozenset(["شؤون", "شءون", "شئون"])
_LONGEST_NAME: Final = 6
ARTICLES_OF_LAW: Final = frozenset({"المادة", "الفصل", "البند", "الفقرة"})
"""A number follows them: ``المادة (7) من اللائحة``."""


def description_goes_on(
    words: Sequence[Word], at: int, head_at: int, seen: Look, limit: int
) -> bool:
    """Says whether a description goes on with this word."""
    if at == head_at:
        return True
    norm = words[at].norm
    if words[at - 1].norm == "بلا":
        return True
    if norm in ATTACHING:
        after = words[at + 1].norm if at + 1 < limit else ""
        if (
            after in OCCASIONS
            or look(after).document
            or after in TIMES
            or look(after).base in OCCASIONS
        ):
            return False
        if norm in ("على", "عن") and words[at - 1].look.base.removeprefix("لل") in _GOVERNING:
            return True
        if norm in ("على", "عن", "من", "الى", "ضد", "بين") and not (
            norm == "من" and (words[head_at].look.unnamed or words[head_at].norm in ARTICLES_OF_LAW)
        ):
            if norm == "عن" and words[head_at].look.base in (
                "عضو",
                "ناءب",
                "نائب",
                "ممثل",
                "مرشح",
            ):
                return True
            return norm in ("الى", "من") and words[head_at].look.base in (
                "سفير",
                "مبعوث",
                "مندوب",
            )
        if after in COMPLEMENTIZERS:
            return False
        head = words[head_at].look
        if not (head.role or head.body or head.unnamed or head.document):
            return False
        where = look(after)
        if norm == "بشان" and head.body and words[at - 1].look.definite:
            # ``مجلس الأمن | بشأن الوادي``: what it dealt with.
            return False
        if norm == "في" and head.body and head.definite and at == head_at + 1:
            # ``الحكومة في نهاية``: when, not which one.
            return where.body or where.place or after in NAMING
        closed = head.definite and at == head_at + 1 and head.title and not where.place
        return not closed or _is_explained(words, at + 2, limit)
    if norm in ("باسم", "باسمه", "باسمها", "باسمهم", "لشؤون", "لشءون"):
        return True
    if norm in LETTERS - {"في"} and words[at - 1].norm in LETTERS and words[head_at].look.body:
        # ``قناة سي بي إس``
        return True
    if _is_second_task(words, at, head_at, limit):
        return True
    if norm == "وسط" and words[at - 1].look.role:
        # ``لاعب وسط المنتخب``: where he plays.
        return True
    if seen.preposition or norm in ("ما", "يوم"):
        return False
    if norm.startswith("ي") and is_verb(norm) and norm not in NAMING:
        # ``زعيم مثير للجدل | يسعى``
        return False
    if norm.startswith("وال") and _joins_another(words, at, head_at):
        return False
    if norm.startswith("بال") and not is_known(look(norm[1:])):
        # ``نددت المنظمة بالأحكام``: what she speaks of; ``المنسق بالاتحاد`` serves there.
        head = words[head_at].look
        if is_institution(head) or is_noun_of_action(norm[3:]) or norm[3:] in THINGS:
            return False
    before = words[at - 1].look
    if norm in RANKS and (before.title or before.role):
        return True
    if words[head_at].look.place and norm[0] in "لب" and is_noun_of_action(norm[1:]):
        # ``اتهم لندن | بممارسة ضغوط``
        return False
    if words[head_at].look.title and at == head_at + 1 and seen.base in THINGS:
        # ``ووجه الرئيس الشكر``
        return False
    attribute = (before.nisba or before.unknown) and words[at - 1].norm.endswith("ي")
    if attribute and seen.body and not (seen.definite or before.definite):
        # ``وأبلغ مصدر قضائي وكالة``: to whom.
        return at - 1 == head_at
    joined = words[at - 1].norm.startswith("ب") and not words[at - 1].norm.startswith("بال")
    # ``موقع بيلاد | تايمز``: right behind its kind a word is a name.
    called = at - 1 == head_at + 1 and words[head_at].look.base in NAMING
    joined = joined and not called and not is_known(look(words[at - 1].norm[1:]))
    after_place = before.place or (joined and before.unknown)
    if before.place and at - 1 == head_at + 1 and words[head_at].look.base in NAMING:
        # ``صحيفة واشنطن بوست``, ``مركز القدس للمساعدة القانونية``
        if norm.startswith("لل"):
            return True
        return not seen.common if seen.unknown and not seen.definite else seen.nisba
    describes = seen.nisba or seen.adjective or seen.title
    if after_place and at - 1 > head_at and not describes and (seen.definite or seen.unknown):
        return norm.startswith(("ل", "وال"))
    if before.place and at - 1 == head_at and seen.definite and not (seen.nisba or seen.adjective):
        return False
    if before.place and at - 1 == head_at and is_noun(words, at, head_at, limit):
        # ``كندا | مشروعا``: no construct with a country's name, and no attribute.
        return False
    if before.definite and norm.endswith("ه") and not seen.title:
        return False
    if _is_object_of_body(words, at, head_at, seen):
        return False
    things = NAMING | THINGS | OCCASIONS
    if before.definite and seen.definite and seen.base in things and not (seen.body or seen.nisba):
        # ``مدرب الضحى المنافس في الدوري الممتاز | العرض``: no construct, and no attribute.
        return False
    whom = seen.definite and seen.role and norm.endswith("ين") and at - 1 > head_at
    closed = before.definite and not words[at - 1].norm.endswith("ين")
    if whom and (closed or before.place or _is_proper(before)):
        # ``رئيس قسم في الضحى | الصحفيين``: whom he told.
        return False
    if before.definite and not (seen.definite or seen.role or seen.title or norm in DEGREES):
        # Behind a noun with the article one without it is no attribute: ``رفضت اللجنة مزاعم``.
        return (
            norm.startswith(("ل", "بال", "وال"))
            or (norm.startswith("ب") and is_known(look(norm[1:])))
            or norm == "باسم"
        )
    if norm.startswith("ل") and not norm.startswith("لا") and seen.unknown and len(norm) > 3:
        inner = look("ال" + norm[2:]) if norm.startswith("لل") else look(norm[1:])
        if inner.base in OCCASIONS:
            return False
        return not words[head_at].look.title or at > head_at + 1
    if norm.startswith("ب") and seen.unknown and (norm.startswith("بال") or look(norm[1:]).body):
        return not (look(norm[1:]).base in OCCASIONS or norm == "بالقول")
    return True


def _is_second_task(words: Sequence[Word], at: int, head_at: int, limit: int) -> bool:
    """``وزارة المياه | وتنمية الوادي``: one body or office with two tasks."""
    norm, head = words[at].norm, words[head_at].look
    if not norm.startswith("و") or at + 1 >= limit or not (head.body or head.role):
        return False
    seen, owned = look(norm[1:]), words[at + 1]
    task = norm.endswith("ة") or _TASK.fullmatch(norm) or norm[1:] in _AFFAIRS
    plain = seen.unknown and not (seen.definite or seen.title)
    return bool(task) and plain and owned.look.definite and owned.cue is None


def _is_explained(words: Sequence[Word], at: int, limit: int) -> bool:
    """``الخبيرة في المياه، سلمى الريحاني، تقول``: her name closes what she is called."""
    name: list[Word] = []
    if at >= limit or words[at].kind is not Kind.COMMA:
        return False
    while at + 1 < limit and words[at + 1].kind is Kind.WORD and len(name) <= _LONGEST_NAME:
        at += 1
        name.append(words[at])
    ends = at + 1 < limit and words[at + 1].kind is Kind.COMMA
    return ends and bool(name) and (name[0].look.given or _are_names(name))


def _are_names(words: Sequence[Word]) -> bool:
    return len(words) > 1 and all(is_bare_name(word.norm) for word in words)


def _is_proper(seen: Look) -> bool:
    return seen.unknown and not seen.definite and not seen.common


def _joins_another(words: Sequence[Word], at: int, head_at: int) -> bool:
    """``الشركة | والمسؤول``: somebody else; ``وزارة الخارجية والتعاون`` is one."""
    head, seen = words[head_at].look, look(words[at].norm[1:])
    if not head.body or head.role:
        return False
    return (head.definite and at == head_at + 1) or (seen.role and seen.number == "s")


def _is_object_of_body(words: Sequence[Word], at: int, head_at: int, seen: Look) -> bool:
    """Says whether a word behind a body's name is what it did or to whom, no part of the name.

    ``شركة الضحى | خدمة``, ``إدارة القندسي | قررت``: a name closes the construct.
    ``المعارضة | الاستفتاء``, ``المحكمة | المتهمين``: it does not agree as an attribute would.
    """
    norm = words[at].norm
    head, before = words[head_at].look, words[at - 1].look
    if not head.body or head.role:
        return False
    if norm.startswith("ل") and (norm[1:] in DETERMINERS or f"ال{norm[2:]}" in TIMES | {"العام"}):
        # ``الشرطة | لأحد أتباعه``, ``الوزارة | للعام الماضي``
        return True
    if before.definite and seen.role and not seen.definite and not seen.nisba:
        # ``الشرطة الزمردانية | مسؤولين``, ``الشركة | مديرها``
        return True
    stem = look(norm.removesuffix("ا"))
    if norm.endswith("ا") and (stem.common or stem.base in THINGS or stem.document):
        # ``حركة الوادي | وقفا لإطلاق النار``
        return True
    describes = seen.nisba or seen.adjective or seen.place or norm.startswith(("ل", "ب"))
    if (_is_proper(before) or is_known_body(words[at - 1].norm)) and at - 1 > head_at:
        common = seen.common or seen.document or seen.base in THINGS
        return common and not seen.definite and not describes
    if before.place and not seen.definite and (seen.common or seen.document):
        # ``السلطات في زمردان | خطة``
        return not describes
    closed = before.nisba and before.definite and words[at - 1].norm.endswith("ة")
    if head.gender == "f" and closed and seen.definite and not describes and not seen.body:
        # ``وزارة الإعلام الزمردانية | الادعاء``
        return not norm.endswith(("ة", "ى", "ا"))
    if not (head.definite and seen.definite) or describes or seen.body:
        return False
    attributes = range(head_at + 1, at)
    if any(not words[k].look.definite for k in attributes):
        return False
    feminine = head.gender == "f" or head.number == "p"
    return feminine is not norm.endswith(("ة", "ى", "ا"))
