"""Where the words begin that are said, and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.quotes.cues.circumstances import skip_circumstances
from index.quotes.cues.clause import Clause, How, Relation, is_noun_here
from index.quotes.cues.remarks import contrast_before, contrast_ends, remark_in
from index.quotes.cues.sources import read_noun
from index.quotes.lexicon import (
    CLAUSE_OPENERS,
    COMPLEMENTIZERS,
    NO_COMPLEMENT_AFTER,
    RELATIVE_PRONOUNS,
    folded,
)
from index.quotes.looks import NAMING
from index.quotes.text import Kind, Word

_FARTHEST_CONTENT: Final = 45
"""Words between a verb of saying and what is said."""
_BACK_TO_REPORT: Final = folded("quoting", "contents", "back_to_report")


def find_content(words: Sequence[Word], clause: Clause, position: int) -> tuple[int | None, How]:
    """Finds where the words said begin behind the subject, and what introduces them."""
    end = clause.unit[1]
    nothing = (None, How.OPEN)
    if clause.relation is Relation.SOURCE:
        return nothing
    here, _ = skip_circumstances(words, position, end)
    adds = clause.cue.kind == "add" and clause.subject is None
    if here < end and words[here].norm in CLAUSE_OPENERS and adds:
        return here, How.BARE
    limit = min(end, clause.at + _FARTHEST_CONTENT)
    relative = contrasted = False
    for at in range(position, limit):
        word, norm, before = words[at], words[at].norm, words[at - 1]
        if word.kind is Kind.COLON:
            return at + 1, How.COLON
        if word.kind is Kind.QUOTE:
            if _is_beside(words, at) or _stands_before_clause(words, at, limit):
                continue
            near = at - position <= 8 or clause.cue.strong
            return (at, How.QUOTE) if near else nothing
        if at > clause.at and read_noun(words, at, clause.unit) is not None:
            # ``نفى اتهامات سلمى بأن``: what follows is hers.
            return nothing
        if norm in COMPLEMENTIZERS and at > clause.at:
            inner = at - 1 != clause.at
            if inner and (contrasted or contrast_ends(words, at - 1) == at + 1):
                # ``رجح فوزه، إلا أنه من غير المؤكد أنه``: behind a contrast nothing of his follows.
                return nothing
            if inner and (_takes_its_own(before.norm) or (relative and before.cue is not None)):
                continue
            return at, How.CLAUSE
        contrasted = word.kind is not Kind.COMMA and (
            contrasted or (before.kind is Kind.COMMA and contrast_ends(words, at) > 0)
        )
        if norm in ("وان", "وانه", "وانها") and at > position + 3:
            return nothing
        if norm in RELATIVE_PRONOUNS and at <= position + 1:
            relative = True
        cue = word.cue
        if cue is None:
            continue
        if _inserted(words, at, limit):
            relative = True
            continue
        if at > position and cue.form in ("perfect", "imperfect"):
            passed = relative and not _opens_content(words, at, limit)
            passed = passed or is_noun_here(words, at, clause.unit[0])
            if passed or norm == "عبر" or before.norm in ("كان", "كانت", "وهو"):
                continue
            return nothing
        if at > position and cue.form == "participle" and before.kind is Kind.COMMA:
            return nothing
    return nothing


def _takes_its_own(norm: str) -> bool:
    """``ورغم أن``, ``ويمكنني أن``: the clause behind is governed by this word."""
    bare = norm[1:] if norm.startswith(("و", "ف")) else norm
    forms = (norm, bare, bare.removesuffix("ني"), bare.removesuffix("نا"), bare.removesuffix("ه"))
    return any(one in NO_COMPLEMENT_AFTER for one in forms)


def _opens_content(words: Sequence[Word], at: int, limit: int) -> bool:
    """Says whether a joined verb in a relative clause brings in words of its own."""
    cue = words[at].cue
    if cue is None or not cue.joined or at + 1 >= limit:
        return False
    after = words[at + 1]
    return after.norm in COMPLEMENTIZERS or after.kind in (Kind.COLON, Kind.QUOTE)


def _inserted(words: Sequence[Word], at: int, limit: int) -> bool:
    """``مسؤول، رفض الكشف عن اسمه، أن``: a relative clause between commas."""
    cue = words[at].cue
    if words[at - 1].kind is not Kind.COMMA or cue is None or cue.joined:
        return False
    for position in range(at + 1, min(at + 9, limit - 1)):
        if words[position].kind is Kind.COMMA:
            return words[position + 1].norm in COMPLEMENTIZERS
    return False


def _stands_before_clause(words: Sequence[Word], at: int, limit: int) -> bool:
    """``رئيس جبهة القوى "جاد" أن``: a short name right before أن belongs to the subject."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 25 or at + 1 >= limit:
        return False
    return words[at + 1].norm in COMPLEMENTIZERS


def _is_beside(words: Sequence[Word], at: int) -> bool:
    """Says whether words in marks name a paper, a place, an audience: not what is said."""
    quote = words[at].quote
    if quote is None or len(quote.span) > 40:
        return False
    before = words[at - 1].norm if at else ""
    if before in ("اسمه", "اسمها"):
        return False
    bare = before.lstrip("وبلك") if len(before) > 4 else before
    return (
        before in NAMING
        or bare in NAMING
        or before.removeprefix("ل") in NAMING
        or before in ("ل", "مع", "وموقع", "قناتي", "وكالتي")
    )


def settle(words: Sequence[Word], clauses: Sequence[Clause], unit: tuple[int, int]) -> list[Clause]:
    """Finds where what is said ends, and which clause stands inside another's words."""
    ends: list[int] = []
    inside = [clause.inside for clause in clauses]
    for number, clause in enumerate(clauses):
        ends.append(unit[1])
        if clause.content is None:
            continue
        held: list[int] = []
        for later in range(number + 1, len(clauses)):
            if clauses[later].first <= clause.content:
                continue
            if (opener := _contrast_of(words, clauses[later], clause.content)) > 0:
                ends[-1] = opener
                break
            if _leaves(words, clauses[later], clause):
                ends[-1] = clauses[later].first
                break
            if inside[later] is None:
                held.append(later)
        ends[-1] = remark_in(words, clause.content, ends[-1], clause.cue)
        for later in held:
            if clauses[later].first < ends[-1]:
                inside[later] = clause.at
    return [
        replace(clause, end=end, inside=outer)
        for clause, end, outer in zip(clauses, ends, inside, strict=True)
    ]


def _contrast_of(words: Sequence[Word], later: Clause, content: int) -> int:
    """``…، لكن خبراء قالوا إن``: where the contrast begins that brings in somebody else's words."""
    if later.subject is None or later.relation not in (Relation.BEFORE, Relation.AFTER):
        return -1
    return contrast_before(words, min(later.first, later.subject.first), content)


def _leaves(words: Sequence[Word], later: Clause, clause: Clause) -> bool:
    """Says whether a later cue is the reporter's again, and not a part of the words said."""
    before = words[later.first - 1] if later.first else None
    comma = before is not None and before.kind in (Kind.COMMA, Kind.QUOTE, Kind.DASH)
    if later.relation == Relation.SOURCE:
        return comma
    if later.cue.form == "participle":
        return True
    if later.cue.form in ("masdar", "noun"):
        return False
    if before is not None and before.norm in _BACK_TO_REPORT:
        return True
    if later.cue.joined:
        if later.relation == Relation.DROPPED:
            clash = (
                later.cue.gender != clause.cue.gender
                and clause.cue.number == "s"
                and later.cue.number == "s"
            )
            return not clash or comma
        return True
    return comma and later.relation == Relation.AFTER and later.content is None
