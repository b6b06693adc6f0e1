"""A clause of saying: a cue with its subject, and where the words begin and end.

Its polarity says whether it tells that they were said. ``نفى أنه قال «…»`` and ``لم يقل «…»`` tell
that they were not; ``لو قال «…»`` and ``هل قال «…»؟`` tell neither. ``نفى ذلك، قائلا «…»`` brings
in his own words: a participle is never denied by the verb it hangs on, a noun of saying (``نفى
قوله «…»``) always is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from index.quotes.lexicon import WHATS, folded
from index.quotes.looks import PREPOSITIONS, split_joined
from index.quotes.mentions.phrase import Phrase
from index.quotes.text import Kind, Word
from index.quotes.verbs import Cue
from index.types import Polarity

_DENYING: Final = frozenset(["عدم", "بعدم", "لعدم", "وعدم", "دون", "بدون"])
_SETTING: Final = frozenset(["بينما", "فيما", "حيث", "اذ", "كما"])
NOT: Final = folded("quoting", "polarity", "not")
"""Before a verb of saying they deny it."""
DENIABLE: Final = frozenset(["قال", "صرح"])
"""Verbs whose negation denies words; ``لم يعلن عن المشروع`` only says that nothing happened."""
_UNREAL: Final = folded("quoting", "polarity", "unreal")
_REPORTS: Final = folded("quoting", "polarity", "reports")
_FALSE: Final = folded("quoting", "polarity", "false")
_ASKING_BACK: Final = 3
"""Words before a verb in which a condition or a question can stand."""


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


def with_polarity(words: Sequence[Word], clauses: Sequence[Clause]) -> list[Clause]:
    """Returns the clauses of one sentence, each with its polarity."""
    read: list[Clause] = []
    for clause in clauses:
        read.append(replace(clause, polarity=_polarity(words, clause, read)))
    return read


def _polarity(words: Sequence[Word], clause: Clause, earlier: Sequence[Clause]) -> Polarity:
    if clause.relation is Relation.SOURCE and clause.first == clause.at:
        return Polarity.SAID
    if clause.cue.form in ("perfect", "imperfect") and clause.cue.kind != "deny":
        if is_denial(words, clause):
            return Polarity.DENIED
        if _is_asked(words, clause):
            return Polarity.UNREAL
    outer = next((one for one in earlier if one.at == clause.inside), None)
    if clause.cue.form == "masdar" and outer is None and earlier:
        near = earlier[-1]
        outer = near if near.content in (None, clause.content) else None
    own = clause.cue.form == "participle" or clause.cue.kind == "deny"
    if outer is not None and outer.cue.kind == "deny" and not own:
        return Polarity.DENIED
    if outer is not None and outer.polarity is not Polarity.SAID:
        return outer.polarity
    if clause.cue.kind == "deny" and clause.how is How.CLAUSE:
        return Polarity.DENIED
    return Polarity.DENIED if _is_false_report(words, clause) else Polarity.SAID


def is_denial(words: Sequence[Word], clause: Clause) -> bool:
    """``ما قال «…»`` denies; ``أول ما قال`` and ``كل ما قاله`` do not: there ما is what he said."""
    if clause.at == clause.unit[0] or words[clause.at - 1].norm not in NOT:
        return False
    if words[clause.at - 1].norm not in ("ما", "وما"):
        return True
    opens = clause.at - 1 == clause.unit[0]
    return opens and clause.cue.form == "perfect" and not words[clause.at].norm.endswith("ه")


def _is_asked(words: Sequence[Word], clause: Clause) -> bool:
    """``لو قال``, ``هل سبق أن قال``: a condition or a question right before the verb."""
    for at in range(clause.at - 1, max(clause.unit[0], clause.at - _ASKING_BACK) - 1, -1):
        word = words[at]
        if word.kind is not Kind.WORD or word.cue is not None:
            return False
        if word.norm in _UNREAL:
            return True
    return False


def _is_false_report(words: Sequence[Word], clause: Clause) -> bool:
    """``خبر كاذب: قال …``, ``كذب خبرا مفاده أنه قال …``: what the report told is taken back."""
    for at in range(clause.unit[0], min(clause.at, clause.unit[0] + 8)):
        if words[at].norm in _REPORTS and words[at + 1].norm in _FALSE:
            return True
    return False
