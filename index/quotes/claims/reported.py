"""The words that a clause of saying holds, and how they are given."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from index.quotes.cues.clause import TOLD, Clause, How
from index.quotes.cues.remarks import remark_in
from index.quotes.lexicon import COMPLEMENTIZERS, folded
from index.quotes.marked import words_in
from index.quotes.text import Kind, Word, Written, span_of
from index.text.marks import Marked
from index.types import Quote, QuoteKind, Span

_SHORTEST_CLAUSE: Final = 2
_SHORTEST_SOURCED: Final = 3
_DIRECT_WORDS: Final = 3
_TELLING: Final = frozenset(["say", "add", "confirm", "ask", "write", "claim"])
_HANGING: Final = folded("quoting", "reported", "hanging")
"""Words that belong to what follows a reported clause."""
_AFTER_SOURCE: Final = COMPLEMENTIZERS | {"قد"}
"""``بحسب الوزارة فإن``, ``فقد``: the ف joins them to the source and is nobody's."""
_ENDING: Final = (Kind.COMMA, Kind.DASH, Kind.COLON, Kind.SIGN)


def kind_of(written: Written, at: int, mark: Marked, clause: Clause | None) -> QuoteKind:
    """Whole clauses are direct, a few words inside a reported clause are partial."""
    count = len(words_in(mark.span.of(written.text)))
    if count < _DIRECT_WORDS:
        return QuoteKind.PARTIAL
    before = written.words[at - 1] if at else None
    if before is None or before.kind in (Kind.COLON, Kind.STOP, Kind.BREAK, Kind.DASH):
        return QuoteKind.DIRECT
    if before.norm in COMPLEMENTIZERS or before.cue is not None:
        return QuoteKind.DIRECT
    if before.look.preposition and clause is not None and clause.at < at:
        # ``عبر عن عزمه على "إكمال السد"``: the reporter's clause, ended in his words.
        return QuoteKind.PARTIAL
    told = clause is not None and clause.content == at and clause.cue.kind in _TELLING
    if (told or clause is None or clause.at > at) and count > _DIRECT_WORDS + 1:
        return QuoteKind.DIRECT
    return QuoteKind.PARTIAL


def reported_words(written: Written, clause: Clause, taken: Container[int]) -> Quote | None:
    """Returns the reported clause, or the unmarked words behind a colon, of a clause.

    Args:
        written: The article.
        clause: Its clause of saying.
        taken: The quotations that are sayings of their own.
    """
    words, start = written.words, clause.content
    if start is None or clause.how not in TOLD:
        return None
    last = clause.end - 1
    while last > start and words[last].kind in _ENDING:
        last -= 1
    while last > start and words[last].norm in _HANGING:
        last -= 1
        while last > start and words[last].kind is Kind.COMMA:
            last -= 1
    if last + 1 - start < _SHORTEST_CLAUSE:
        return None
    quoted = next((at for at in range(start, last + 1) if at in taken), None)
    span = span_of(words, start, last)
    if clause.how is not How.CLAUSE:
        own = quoted is not None or words[start].kind is Kind.QUOTE
        return None if own else Quote(span, span, QuoteKind.DIRECT)
    if quoted == start + 1 and _words_between(written, quoted + 1, last) <= _DIRECT_WORDS:
        return None
    return Quote(span, span, QuoteKind.INDIRECT)


def sourced_words(written: Written, clause: Clause, taken: Container[int]) -> Quote | None:
    """``…، بحسب الوزير``: the sentence that the source stands in is what it says."""
    words = written.words
    start, end = clause.unit
    if clause.first - start <= 1 and clause.subject is not None:
        first = clause.subject.next
        if first < end and words[first].kind is Kind.COMMA:
            first += 1
        last = _next_saying(words, first, remark_in(words, first, end)) - 1
        while last > first and words[last].kind in _ENDING:
            last -= 1
    else:
        first, last = start, clause.first - 1
        while last > first and words[last].kind in (Kind.COMMA, Kind.DASH):
            last -= 1
    if last + 1 - first < _SHORTEST_SOURCED or any(at in taken for at in range(first, last + 1)):
        return None
    span: Span = span_of(words, first, last)
    norm = words[first].norm
    if clause.first - start <= 1 and norm[:1] == "ف" and norm[1:] in _AFTER_SOURCE:
        span = Span(span.start + 1, span.end)
    return Quote(span, span, QuoteKind.INDIRECT)


def _next_saying(words: Sequence[Word], start: int, end: int) -> int:
    """``بحسب الوزير فإن السد جاهز، موضحا أن``: where the next one begins."""
    for at in range(start + 1, end - 1):
        cue = words[at].cue
        opens = cue is not None and (cue.joined or words[at - 1].kind is Kind.COMMA)
        if opens and words[at + 1].norm in COMPLEMENTIZERS:
            return at
    return end


def _words_between(written: Written, start: int, last: int) -> int:
    return sum(written.words[at].kind is Kind.WORD for at in range(start, last + 1))
