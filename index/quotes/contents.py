"""Where the words begin that are said, and where they end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.circumstances import skip_circumstances
from index.quotes.clause import Clause, is_noun_here
from index.quotes.cues import CUES
from index.quotes.lexicon.closed import (
    CLAUSE_OPENERS,
    COMPLEMENTIZERS,
    NO_COMPLEMENT_AFTER,
    RELATIVE_PRONOUNS,
)
from index.quotes.nouns import NAMING
from index.quotes.words import Kind, Word

_FARTHEST_CONTENT: Final = 45
"""Words between a verb of saying and what is said."""


def find_content(words: Sequence[Word], clause: Clause, position: int) -> None:
    """Finds where the words begin that are said, after the subject."""
    end = clause.unit[1]
    if clause.relation == "source":
        return
    here, _ = skip_circumstances(words, position, end, direct=False)
    if (
        here < end
        and words[here].norm in CLAUSE_OPENERS
        and clause.cue.kind == "add"
        and clause.subject is None
    ):
        clause.content, clause.how = here, "bare"
        return
    limit = min(end, clause.at + _FARTHEST_CONTENT)
    relative = False
    for at in range(position, limit):
        word = words[at]
        if word.kind is Kind.COLON:
            clause.content, clause.how = at + 1, "colon"
            return
        if word.kind is Kind.QUOTE:
            if _is_beside(words, at) or _stands_before_clause(words, at, limit):
                continue
            if at - position <= 8 or clause.cue.strong:
                clause.content, clause.how = at, "quote"
            return
        norm = word.norm
        if norm in COMPLEMENTIZERS and at > clause.at:
            before = words[at - 1].norm
            if before in NO_COMPLEMENT_AFTER and at - 1 != clause.at:
                continue
            if relative and before in CUES and at - 1 != clause.at:
                continue
            clause.content, clause.how = at, "clause"
            return
        if norm in ("وان", "وانه", "وانها") and at > position + 3:
            return
        if norm in RELATIVE_PRONOUNS and at <= position + 1:
            relative = True
        if norm in CUES and _inserted(words, at, limit):
            relative = True
            continue
        cue = CUES.get(norm)
        if cue is not None and at > position and cue.form in ("perfect", "imperfect"):
            passed = relative and not _opens_content(words, at, limit)
            passed = passed or is_noun_here(words, at, clause.unit[0])
            if passed or norm == "عبر" or words[at - 1].norm in ("كان", "كانت", "وهو"):
                continue
            return
        if (
            cue is not None
            and at > position
            and cue.form == "participle"
            and words[at - 1].kind is Kind.COMMA
        ):
            return


def _opens_content(words: Sequence[Word], at: int, limit: int) -> bool:
    """Says whether a joined verb in a relative clause brings in words of its own."""
    if not CUES[words[at].norm].joined or at + 1 >= limit:
        return False
    after = words[at + 1]
    return after.norm in COMPLEMENTIZERS or after.kind in (Kind.COLON, Kind.QUOTE)


def _inserted(words: Sequence[Word], at: int, limit: int) -> bool:
    """``مسؤول، رفض الكشف عن اسمه، أن``: a relative clause between commas."""
    if words[at - 1].kind is not Kind.COMMA or CUES[words[at].norm].joined:
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


def settle(words: Sequence[Word], clauses: list[Clause], unit: tuple[int, int]) -> None:
    """Finds where what is said ends, and which clause stands inside another's words."""
    for number, clause in enumerate(clauses):
        clause.end = unit[1]
        if clause.content is None:
            continue
        for later in clauses[number + 1 :]:
            if later.first <= clause.content:
                continue
            if _leaves(words, later, clause):
                clause.end = later.first
                break
            if later.inside is None or later.inside.content is None:
                later.inside = clause
        for later in clauses[number + 1 :]:
            if later.first >= clause.end and later.inside is clause:
                later.inside = None


def _leaves(words: Sequence[Word], later: Clause, clause: Clause) -> bool:
    """Says whether a later cue goes back from the words said to the reporter's own."""
    before = words[later.first - 1] if later.first else None
    comma = before is not None and before.kind in (Kind.COMMA, Kind.QUOTE, Kind.DASH)
    if later.relation == "source":
        return comma
    if later.cue.form == "participle":
        return True
    if later.cue.form == "masdar":
        return False
    if before is not None and before.norm in (
        "لكنه",
        "لكنها",
        "ولكنه",
        "ولكنها",
        "لكنهم",
        "فيما",
        "بينما",
        "كما",
        "وهو",
        "وهي",
    ):
        return True
    if later.cue.joined:
        if later.relation == "dropped":
            clash = (
                later.cue.gender != clause.cue.gender
                and clause.cue.number == "s"
                and later.cue.number == "s"
            )
            return not clash or comma
        return True
    return comma and later.relation == "after" and later.content is None
