"""One article on its way through the rules."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.quotes.claims.turns import Turn
from index.quotes.cues.clause import Clause
from index.quotes.mentions.roster import People
from index.quotes.text import Places, Word
from index.types import Quote


@dataclass(slots=True)
class Found:
    """A quote with whose turn it is, and the clause that governs it."""

    quote: Quote
    turn: Turn
    at: int
    clause: Clause | None


@dataclass(slots=True)
class Reading:
    """One article on its way through the rules."""

    text: str
    words: list[Word]
    places: Places
    people: People
    names: frozenset[str]
    units: list[tuple[int, int]]
    found: list[Found] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
