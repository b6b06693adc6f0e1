"""One clause of saying, and the sentences in which clauses are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from index.quotes.cues import Cue
from index.quotes.lexicon.closed import WHATS
from index.quotes.nouns import PREPOSITIONS, split_joined
from index.quotes.phrase import Phrase
from index.quotes.words import Kind, Word

_DENYING: Final = frozenset(["عدم", "بعدم", "لعدم", "وعدم", "دون", "بدون"])


@dataclass(slots=True)
class Clause:
    """One cue with what belongs to it, in positions of the list of words.

    Attributes:
        first: Where the cue begins, a particle before it included.
        at: The cue itself.
        unit: First word and end of the sentence that holds it.
        subject: Who speaks, where the clause says so.
        relation: The rule that found the subject, as in this module's docstring.
        content: Where the words begin that are said.
        how: ``clause`` after أن, ``quote``, ``colon``, ``bare`` (no mark at all), ``back``
            for what stands before the cue, ``open`` where marked words may follow.
        end: Where the words end.
        inside: The clause whose content holds this one.
    """

    first: int
    at: int
    cue: Cue
    unit: tuple[int, int]
    subject: Phrase | None = None
    relation: str = "dropped"
    content: int | None = None
    how: str = "open"
    end: int = 0
    inside: Clause | None = None
    changes: bool = False
    negated: bool = False


def units_of(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Returns the sentences as ranges of the list: they end at a stop or a line's end."""
    units: list[tuple[int, int]] = []
    start = 0
    for at, word in enumerate(words):
        if word.kind in (Kind.STOP, Kind.BREAK):
            if at > start:
                units.append((_past_dateline(words, start, at), at))
            start = at + 1
    if start < len(words):
        units.append((_past_dateline(words, start, len(words)), len(words)))
    return units


def _past_dateline(words: Sequence[Word], start: int, end: int) -> int:
    """``دبي، الإمارات (CNN) -- قال``: the report begins behind the dash."""
    for at in range(start, min(start + 14, end - 2)):
        dash = words[at + 1]
        if words[at].kind is Kind.ASIDE and (
            dash.kind is Kind.DASH or (dash.kind is Kind.COMMA and dash.end - dash.start > 1)
        ):
            return at + 2
    return start


def relative_before(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].norm in ("الذي", "التي", "الذين")


def is_noun_here(words: Sequence[Word], at: int, start: int) -> bool:
    """Says whether a verb's form is a noun: ``في رد``, ``عدم نشر اسمه``."""
    if at <= start:
        return False
    before = words[at - 1].norm
    if before in _DENYING:
        return True
    if before in WHATS or before in ("بينما", "فيما", "حيث", "اذ", "كما"):
        return False
    return before in PREPOSITIONS or split_joined(before) in PREPOSITIONS


def quote_before(words: Sequence[Word], clause: Clause) -> int | None:
    """Returns the quotation right before a cue, a comma and a dash aside."""
    at = clause.first - 1
    while at >= clause.unit[0] and words[at].kind in (Kind.COMMA, Kind.DASH):
        at -= 1
    if at >= clause.unit[0] and words[at].kind is Kind.QUOTE:
        return at
    return None
