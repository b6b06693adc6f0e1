"""A clause of saying: a cue with its subject, and where the words begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from index.quotes.lexicon import WHATS
from index.quotes.looks import PREPOSITIONS, split_joined
from index.quotes.mentions.phrase import Phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import Cue
from index.types import Polarity

_DENYING: Final = frozenset(["عدم", "بعدم", "لعدم", "وعدم", "دون", "بدون"])
_SETTING: Final = frozenset(["بينما", "فيما", "حيث", "اذ", "كما"])


class Relation(StrEnum):
    """The rule that found the subject of a cue."""

    AFTER = "after"
    """``قال الوزير``; adverbs, times, a place and an audience may lie between."""
    BEFORE = "before"
    """``غير أن الوزير قال``, headlines, after كان."""
    RELATIVE = "relative"
    """``الوزير الذي قال``."""
    DROPPED = "dropped"
    """The verb alone: who stands behind مع, ل or عن is not the speaker."""
    SHARED = "shared"
    """A participle has the subject of the clause it hangs on: ``نفى الوزير … قائلا``."""
    MASDAR = "masdar"
    """``نقلت الوكالة عن الوزير قوله``: it is the one behind عن."""
    SOURCE = "source"
    """``بحسب الوزير``, ``وفقا لما ذكرته الشركة``."""
    NOUN = "noun of saying"
    """``رد على قول سلمى «…»``: a noun of saying has a subject of its own."""
    PASSIVE = "passive"
    """``خطوة وصفت بأنها``: the text does not say by whom."""


class How(StrEnum):
    """What brings in the words that are said."""

    CLAUSE = "clause"
    """أن or إن."""
    QUOTE = "quote"
    COLON = "colon"
    BARE = "bare"
    """No mark at all."""
    OPEN = "open"
    """Nothing yet: marked words may follow."""


TOLD: Final = (How.CLAUSE, How.COLON, How.BARE)
"""What brings in words without marks."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One cue with what belongs to it, in positions of the list of words.

    Attributes:
        first: Where the cue begins, a particle before it included.
        at: The cue itself.
        unit: First word and end of the sentence that holds it.
        subject: Who speaks, where the clause says so.
        content: Where the words begin that are said.
        end: Where they end.
        inside: The cue of the clause whose words hold this one.
        changes: Whether ``من جهته`` or the like hands over to somebody else.
        polarity: Whether it tells that the words were said.
    """

    first: int
    at: int
    cue: Cue
    unit: tuple[int, int]
    subject: Phrase | None = None
    relation: Relation = Relation.DROPPED
    content: int | None = None
    how: How = How.OPEN
    end: int = 0
    inside: int | None = None
    changes: bool = False
    polarity: Polarity = Polarity.SAID

    @property
    def is_open(self) -> bool:
        return self.how in (How.OPEN, How.QUOTE)

    @property
    def is_singular_imperfect(self) -> bool:
        return self.cue.form == "imperfect" and self.cue.number == "s"


def relative_before(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].norm in ("الذي", "التي", "الذين")


def is_noun_here(words: Sequence[Word], at: int, start: int) -> bool:
    """Says whether a verb's form is a noun: ``في رد``, ``عدم نشر اسمه``."""
    if at <= start:
        return False
    before = words[at - 1].norm
    if before in _DENYING:
        return True
    if before in WHATS or before in _SETTING:
        return False
    return before in PREPOSITIONS or split_joined(before) in PREPOSITIONS


def quote_before(words: Sequence[Word], clause: Clause) -> int | None:
    """Returns the quotation right before a cue, a comma and a dash aside."""
    at = clause.first - 1
    while at >= clause.unit[0] and (
        words[at].kind in (Kind.COMMA, Kind.DASH) or words[at].norm in ("هكذا", "بهذا")
    ):
        at -= 1
    if at >= clause.unit[0] and words[at].kind is Kind.QUOTE:
        return at
    return None
