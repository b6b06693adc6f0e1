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

from index.language.clitics import bare_forms, without_article
from index.language.places import country_of, field_of, single_offices
from index.language.tables import as_written
from index.quotes.lexicon import fold
from index.quotes.looks import look
from index.text.normalise import normalised
from index.text.stemming import stem

_SAME_TIME: Final = 60
"""Days within which one person hardly changes office."""


def _words(role: str) -> list[str]:
    return [word.strip(",.:;'\"()-") for word in normalised(role).split()]


@cache
def _countries(role: str) -> frozenset[str]:
    return frozenset(code for word in _words(role) if (code := country_of(word)))


@cache
def _fields(role: str) -> frozenset[str]:
    return frozenset(field for word in _words(role) if (field := field_of(word)))


@cache
def role_terms(role: str) -> frozenset[str]:
    """Returns the stems of a role's words, those of its country aside."""
    words = [word for word in _words(role) if not country_of(word)]
    return frozenset(stem(bare) for word in words if len(bare := without_article(word)) > 1)


@cache
def _portfolio(role: str) -> tuple[str, frozenset[str]]:
    words = _words(role)
    head = without_article(words[0]) if words else ""
    if head not in single_offices():
        return "", frozenset()
    return head.removesuffix("ه"), role_terms(role) - {stem(head)}


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
    """Says whether a person with these roles fits a description.

    A country that is asked for has to be said of them: silence is no proof.

    >>> describes("وزير الخارجية المغربي", ["وزير الخارجية والتعاون المغربي"])
    True
    >>> describes("وزير الخارجية المصري", ["وزير الخارجية والتعاون المغربي"])
    False
    >>> describes("وزير الخارجية المصري", ["وزير الخارجية"])
    False
    >>> describes("مديرة مصرف الرمل", ["المديرة العامة لمصرف الرمل"])
    True
    """
    wanted, borne = _stems(asked), list(roles)
    if not wanted or not any(_meet(wanted, _stems_of_all(role)) for role in borne):
        return False
    return _countries(asked) <= frozenset[str]().union(*map(_countries, borne))


def _meet(wanted: frozenset[frozenset[str]], borne: frozenset[str]) -> bool:
    return not any(map(borne.isdisjoint, wanted))


@cache
def _stems_of_all(role: str) -> frozenset[str]:
    return frozenset[str]().union(*_stems(role))


@cache
def _stems(role: str) -> frozenset[frozenset[str]]:
    """Returns the stems that each word of a role may have, its country aside: لمصرف is مصرف."""
    words = [word for word in _words(role) if not country_of(word) and len(word) > 1]
    return frozenset(frozenset(map(stem, bare_forms(word, shortest=3))) for word in words)


def is_title(name: str) -> bool:
    """Says whether somebody is called by what they are alone, and by no name.

    >>> [is_title(name) for name in ("سفيرة زمردان", "المستشارة في الواحة", "the head of Oasis")]
    [True, True, True]
    >>> [is_title(name) for name in ("الوزير زبرقان", "سالم الكندي", "Minister Sam al-Kent")]
    [False, False, False]
    """
    parts = name.replace("'", " ").replace("\u2019", " ").split()
    if not any(letter >= "\u0600" for letter in name):
        return _is_latin_title(parts)
    seen = [look(fold(part)) for part in parts]
    head = seen[0]
    if not (head.role or head.title or head.document or head.unnamed) or head.given:
        return False
    for part, one in zip(parts[1:], seen[1:], strict=True):
        if one.given and part != "باسم":
            return False
        bare = one.unknown and not (one.common or one.definite or country_of(normalised(part)))
        if head.definite and bare and part[0] not in "لب":
            # الرئيس زبرقان: a name behind a title.
            return False
    return True


def _is_latin_title(parts: list[str]) -> bool:
    roles = as_written("offices", "words", "latin_roles")
    at = next((at for at, part in enumerate(parts) if part.lower() in roles), None)
    if at is None:
        return bool(parts) and parts[-1].rpartition("-")[2][:1].islower()
    return at == len(parts) - 1 or parts[at + 1] in _OF


_OF: Final = frozenset(["of", "for", "at", "to", "in", "de", "du", "des", "d", "la", "au", "chez"])


def share(role: str | None, other: str | None) -> bool:
    """Says whether two roles have a word in common that is no country's."""
    return bool(role and other and role_terms(role) & role_terms(other))


def of_one_country(role: str | None, other: str | None) -> bool:
    """Says whether two roles name one country, and no field in which they contradict each other.

    >>> of_one_country("وزير المالية الفرنسي", "وزير الاقتصاد الفرنسي")
    True
    >>> of_one_country("وزير المالية", "وزير الاقتصاد الفرنسي")
    False
    """
    if not role or not other or not _countries(role) & _countries(other):
        return False
    field, other_field = _fields(role), _fields(other)
    return not (field and other_field and not field & other_field)
