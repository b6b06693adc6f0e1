"""The noun phrase that names a speaker, as positions of the list of words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase, in positions of the list of words, all of them included.

    Attributes:
        name: The words of a proper name in it.
        role: The words that describe.
        head: Form of the word that counts for gender, number and kind.
        next: Where reading goes on, an apposition after a comma included.
        also: A role or a name that an apposition adds.
    """

    first: int
    last: int
    name: tuple[int, int] | None
    role: tuple[int, int] | None
    head: str
    gender: str
    number: str
    next: int
    quoted: int | None = None
    also: tuple[int, int] | None = None
