"""Somebody or something that can speak, with all that an article tells of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.lexicon import fold
from index.quotes.looks import ROLES, look
from index.quotes.mentions.bearers import Told
from index.types import Speaker, SpeakerKind

_WORD: Final = re.compile(r"[^\s،,]+")
_OFFICES: Final = frozenset(["وزير", "وزيرة", "وزراء", "سفير", "سفيرة", "ملك", "ملكة"])
"""Offices that name no body: no body is called الخارجية in ``وزير الخارجية``."""


Index = Mapping[str, tuple[int, ...]]
"""Words -> the numbers of the entities that are found by them."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that can speak, as far as an article is read.

    Attributes:
        tokens: Words of the proper name, in the form of ``fold``; empty without one.
        gender: ``m``, ``f``, or ``?`` until a verb tells.
        roles: The descriptions, each of its own.
        seen: Positions in the list of words where it is mentioned, in order.
        origin: The position that was noted first; the naming is shown from there.
        proper: Of a body: whether the words say which one.
        bearer: The number of the entity that is meant by a description, once it is known.
        because: Why that one is meant.
    """

    name: str
    tokens: tuple[str, ...]
    role: str | None
    kind: SpeakerKind
    gender: str
    number: str
    roles: tuple[Told, ...] = ()
    seen: tuple[int, ...] = ()
    origin: int | None = None
    proper: bool = False
    bearer: int | None = None
    because: str = ""

    def saw(self, at: int) -> Entity:
        """Returns the entity with a mention."""
        place = bisect_right(self.seen, at)
        if place and self.seen[place - 1] == at:
            return self
        seen = (*self.seen[:place], at, *self.seen[place:])
        return replace(self, seen=seen, origin=at if self.origin is None else self.origin)

    def called(self, told: Told, text: str) -> Entity:
        """Returns the entity with a description of it, and the words of that."""
        longer = self.role is None or (len(told.words) > 1 and len(text) > len(self.role))
        if told in self.roles and not longer:
            return self
        return replace(self, roles=(*self.roles, told), role=text if longer else self.role)

    @property
    def heads(self) -> frozenset[str]:
        """The first words of its descriptions."""
        return frozenset(role.head for role in self.roles)

    @property
    def is_named(self) -> bool:
        """Whether the article tells a name."""
        if self.kind is SpeakerKind.UNNAMED:
            return False
        return bool(self.tokens) or self.proper

    def speaker(self) -> Speaker:
        """Returns who speaks where this one is meant."""
        role = self.role if self.role != self.name else None
        told = self.role if self.kind is not SpeakerKind.INSTITUTION else None
        return Speaker(self.name, self.kind, role, organisation_in(told) if told else None)


def nearest(entities: Mapping[int, Entity], numbers: Iterable[int], at: int) -> int | None:
    """Returns who was mentioned last before a position, else who is first after it."""
    best: tuple[int, int] | None = None
    found: int | None = None
    for number in numbers:
        seen = entities[number].seen
        passed = bisect_right(seen, at)
        key = (1, seen[passed - 1]) if passed else (0, -(seen or [0])[0])
        if best is None or key > best:
            best, found = key, number
    return found


_NEAR: Final = 40
_FAR: Final = 120


def of_namesakes(
    entities: Mapping[int, Entity], numbers: Sequence[int], head: str, at: int
) -> int | None:
    """Returns whose a surname is that several bear, nobody where the article does not tell.

    Args:
        entities: Of the article.
        numbers: Who bears it with another name beside it.
        head: Of the description before it, empty without one.
        at: Where it stands.
    """
    called = [one for one in numbers if head and head in entities[one].heads]
    before = [one for one in numbers if entities[one].seen and entities[one].seen[0] < at]
    titled = [one for one in numbers if entities[one].roles]
    for told in (called, before, titled):
        if len(told) == 1:
            return told[0]
    far = sorted(_passed(entities[one], at) for one in before)
    if len(far) > 1 and far[0] <= _NEAR and far[1] > _FAR:
        return nearest(entities, before, at)
    return None


def _passed(one: Entity, at: int) -> int:
    return at - one.seen[bisect_right(one.seen, at) - 1]


def organisation_in(role: str) -> str | None:
    """Returns the words of a role that name a body, from its head to the role's end.

    >>> organisation_in("المتحدثة باسم شركة الضحى للطيران")
    'شركة الضحى للطيران'
    >>> organisation_in("رئيس حزب الوادي"), organisation_in("مدير في منظمة الفجر")
    ('حزب الوادي', 'منظمة الفجر')
    >>> organisation_in("الرئيس التنفيذي لشركة الضحى"), organisation_in("المدير العام للهيئة")
    ('شركة الضحى', 'الهيئة')
    >>> organisation_in("وزير الخارجية الزمرداني"), organisation_in("المتحدث باسم الرئيس الزمرداني")
    (None, None)

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


def indexed(index: Index, keys: Iterable[str], number: int) -> Index:
    """Returns an index in which an entity is found by some words too."""
    new = {one: (*index.get(one, ()), number) for one in keys if number not in index.get(one, ())}
    return {**index, **new} if new else index
