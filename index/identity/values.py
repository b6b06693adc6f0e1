"""Values: how an article names a speaker, and a person across articles."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from index.types import SpeakerKind


@dataclass(frozen=True, slots=True)
class Naming:
    """One speaker as one article names them.

    Attributes:
        name: The fullest form in the article.
        date: The article's day.
        sayings: How many sayings of the article are this speaker's.
    """

    article_id: str
    name: str
    kind: SpeakerKind
    role: str | None = None
    organisation: str | None = None
    date: dt.date | None = None
    sayings: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """One speaker across articles: a person, an institution or an unnamed source.

    Attributes:
        id: Names exactly the namings that it is made of.
        name: The most frequent full form.
        names: All forms, most frequent first.
        roles: All roles, the latest first.
        articles: Ids of the articles in which they speak.
        sayings: How many sayings there are.
    """

    id: str
    name: str
    kind: SpeakerKind
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()
    sayings: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
