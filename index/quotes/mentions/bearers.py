"""Who bears a description: a title, an office with its country, an epithet, over one article.

``السفيرة الزمردانية`` is سلمى الريحاني where the article calls her ``المندوبة لزمردان، السفيرة
سلمى الريحاني``: the office is hers, the country is told of her, gender and number agree. Of several
who fit the one that was mentioned last before is meant; of two in one sentence, nobody.

>>> envoy = Told("سفيرة", frozenset({"سفيرة"}), frozenset())
>>> of_qatar = Told("مندوب", frozenset({"مندوب", "قطر"}), frozenset({"QA"}))
>>> her = Known(True, (envoy, of_qatar), frozenset({"سلمى", "الريحاني"}), "f", "s", (3,), (1,))
>>> asked = Told("سفيرة", frozenset({"سفيرة", "قطرية"}), frozenset({"QA"}))
>>> bearers([her, Known(False, (asked,), frozenset(), "f", "s", (30,), (4,))])
{1: Bearer(number=0, why='the same word')}
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from index.language.places import country_of, kin_of, places_named
from index.quotes.looks import look
from index.quotes.mentions.alike import alike
from index.text.normalise import normalised

_CONSIDERED: Final = 12
"""Of many who bear one office those mentioned nearest are enough."""
_FEMININE: Final = "ة"


@dataclass(frozen=True, slots=True)
class Told:
    """One description of somebody.

    Attributes:
        head: Its first word, without the article.
        words: All its words, without articles and prepositions.
        countries: Codes of the countries that it names, by noun or adjective.
    """

    head: str
    words: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What an article tells of one who is named or described.

    Attributes:
        named: Whether it tells the name.
        roles: What else it calls them.
        name: Words of the name.
        seen: Positions of the mentions, in order.
        sentences: The sentence of each.
    """

    named: bool
    roles: tuple[Told, ...]
    name: frozenset[str]
    gender: str
    number: str
    seen: tuple[int, ...]
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears a description: the number among those known, and why that one."""

    number: int
    why: str


def bearers(known: Sequence[Known]) -> dict[int, Bearer]:
    """Returns, of those who are only described, the one whose name is told."""
    by_office: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(known):
        if one.named:
            for office in {office for role in one.roles for office in _offices(role.head)}:
                by_office[office].append(number)
    found: dict[int, Bearer] = {}
    for number, one in enumerate(known):
        if not one.named and one.roles and one.seen:
            bearer = _bearer(one, known, by_office)
            if bearer is not None:
                found[number] = bearer
    return found


def _bearer(
    one: Known, known: Sequence[Known], by_office: Mapping[str, Sequence[int]]
) -> Bearer | None:
    asked = one.roles[0]
    near = {number for office in _offices(asked.head) for number in by_office.get(office, ())}
    ordered = sorted(near, key=lambda number: _distance(known[number], one.seen[0]))
    fitting = [(_strength(one, known[number]), number) for number in ordered[:_CONSIDERED]]
    best = max((strength for strength, _ in fitting), default=0)
    group = [number for strength, number in fitting if strength == best]
    if not best or not group:
        return None
    if len(group) == 1:
        return Bearer(group[0], _WHY[best])
    if best == _OFFICE_ALONE:
        return None
    first, second = (_last(known[number], one.seen[0]) for number in group[:2])
    # They are ordered by distance: the first was mentioned last before, or none of them was.
    if first is None or first == second:
        return None
    return Bearer(group[0], f"{_WHY[best]}, mentioned last of {len(group)}")


_SAME_HEAD: Final = 4
_SAME_HEAD_ALONE: Final = 3
"""No country is told of the one who is named."""
_SAME_OFFICE: Final = 2
_OFFICE_ALONE: Final = 1
_WHY: Final = {
    _SAME_HEAD: "the same word",
    _SAME_HEAD_ALONE: "the same word, no country is told of the name",
    _SAME_OFFICE: "another word for the same office",
    _OFFICE_ALONE: "another word for the same office, no country is told of the name",
}


def _strength(one: Known, other: Known) -> int:
    """Returns how well somebody who is named fits a description, 0 for not at all."""
    if other.number != one.number or {one.gender, other.gender} == {"m", "f"}:
        return 0
    asked = one.roles[0]
    countries = frozenset[str]().union(*(role.countries for role in other.roles))
    if asked.countries and countries and not asked.countries & countries:
        return 0
    words = other.name.union(*(role.words for role in other.roles))
    rest = [word for word in asked.words if word != asked.head and not _is_of_country(word)]
    if any(not any(alike(word, told) for told in words) for word in rest):
        return 0
    heads = any(alike(role.head, asked.head) for role in other.roles)
    if heads and presides_elsewhere(asked, other.roles):
        return 0
    told = not asked.countries or bool(countries)
    if heads:
        return _SAME_HEAD if told else _SAME_HEAD_ALONE
    return _SAME_OFFICE if told else _OFFICE_ALONE


def told_alike(asked: Told, name: Collection[str], roles: Sequence[Told]) -> bool:
    """Says whether a description can be somebody's: its words are among those told of them.

    Adjectives of a country may be new (``وزير الأمن`` is ``وزير الأمن الزهراني``), but not
    where the known description has another one.
    """
    if not any(alike(asked.head, role.head) for role in roles):
        return False
    told = frozenset[str]().union(*(role.words for role in roles))
    known = told.union(name)
    extra = [word for word in asked.words if not any(alike(word, one) for one in known)]
    if not extra:
        return True
    return (
        len(asked.words) > len(extra) + 1
        and all(look("ال" + word).nisba for word in extra)
        and not any(look("ال" + word).nisba for word in told)
    )


def presides_elsewhere(asked: Told, roles: Sequence[Told]) -> bool:
    """``الرئيس الفرنسي`` is no prime minister, and nobody who presides over a club."""
    if asked.head != "رئيس" or not asked.countries or _beside_country(asked):
        return False
    return not any(role.head == "رئيس" and not _beside_country(role) for role in roles)


def _beside_country(role: Told) -> bool:
    return any(word != role.head and not _is_of_country(word) for word in role.words)


@lru_cache(maxsize=1 << 14)
def _is_of_country(word: str) -> bool:
    return bool(countries_in(word))


@lru_cache(maxsize=1 << 14)
def countries_in(word: str) -> frozenset[str]:
    """Returns the country that a word names: الصيني, لقطر, الأردن."""
    norm = normalised(word)
    code = country_of(norm)
    if code:
        return frozenset({code})
    return frozenset(place.country for place in places_named(norm) if not place.town)


@lru_cache(maxsize=1 << 14)
def _offices(head: str) -> tuple[str, ...]:
    """Returns the office of a word and of those that stand for it: عاهل and ملك."""
    masculine = normalised(head.removesuffix(_FEMININE))
    return (masculine, *kin_of(normalised(head)), *kin_of(masculine))


def _distance(other: Known, at: int) -> tuple[bool, int]:
    passed = bisect_right(other.seen, at)
    return (False, at - other.seen[passed - 1]) if passed else (True, other.seen[0] - at)


def _last(other: Known, at: int) -> int | None:
    """Returns the sentence of the last mention before a position."""
    passed = bisect_right(other.seen, at)
    return other.sentences[passed - 1] if passed else None


def told_of(norms: Sequence[str], roots: Sequence[str]) -> Told:
    """Returns a description.

    Args:
        norms: Its words as they are written.
        roots: The same without article and preposition.
    """
    pairs = (f"{left} {right}" for left, right in pairwise(norms))
    countries = frozenset(code for norm in (*norms, *pairs) for code in countries_in(norm))
    return Told(roots[0] if roots else "", frozenset(roots), countries)
