"""Whether a clause of saying tells that the words were said.

``نفى أنه قال «…»`` and ``لم يقل «…»`` tell that they were not; ``لو قال «…»`` and
``هل قال «…»؟`` tell neither. ``نفى ذلك، قائلا «…»`` brings in his own words: a participle is never
denied by the verb it hangs on, a noun of saying (``نفى قوله «…»``) always is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.quotes.cues.clause import Clause, How, Relation
from index.quotes.lexicon import folded
from index.quotes.text import Kind, Word
from index.types import Polarity

NOT: Final = folded("quoting", "polarity", "not")
"""Before a verb of saying they deny it."""
DENIABLE: Final = frozenset(["قال", "صرح"])
"""Verbs whose negation denies words; ``لم يعلن عن المشروع`` only says that nothing happened."""
_UNREAL: Final = folded("quoting", "polarity", "unreal")
_REPORTS: Final = folded("quoting", "polarity", "reports")
_FALSE: Final = folded("quoting", "polarity", "false")
_ASKING_BACK: Final = 3
"""Words before a verb in which a condition or a question can stand."""


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
