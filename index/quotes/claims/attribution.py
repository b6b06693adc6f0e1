"""Puts it together: every quotation of an article with its speaker.

The clauses of saying are read in the order of the article. One with a subject names its
speaker; one without goes on with somebody named before, if gender and number let it.
The quotations then belong to the clause that governs them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.quotes.claims.alone import named_colon, without_clause
from index.quotes.claims.reading import Found, Reading
from index.quotes.claims.turns import Chain, Turn
from index.quotes.cues.clause import Clause, How, Relation, quote_before
from index.quotes.cues.clauses import find_clauses
from index.quotes.lexicon.closed import COMPLEMENTIZERS
from index.quotes.marked import is_name, is_wordy, repeated_names, words_in
from index.quotes.mentions.roster import People
from index.quotes.text import Kind, Places, Word, read_words, span_of, units_of
from index.text.marks import Marked, find_marked
from index.types import (
    Attribution,
    AttributionStatus,
    Quote,
    QuoteKind,
    Saying,
    Sentence,
    Span,
)

_SHORTEST_CLAUSE: Final = 2
_DIRECT_WORDS: Final = 3
_NAVIGATION: Final = frozenset(
    ["اقرا", "اقراوا", "شاهد", "شاهدوا", "اقرءوا", "تابعوا", "طالع", "ايضا", "للمزيد"]
)
"""Lines that lead to other articles: ``اقرأ أيضا: …``."""


def attribute(article_id: str, text: str, sentences: Sequence[Sentence]) -> tuple[Saying, ...]:
    """Returns the sayings of an Arabic article, in its order."""
    marks = find_marked(text)
    words = read_words(text, marks)
    ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
    places = Places([s.span.start for s in ordered], [s.number for s in ordered])
    people = People(text, words)
    names = repeated_names(text, words) | frozenset(people.tokens)
    reading = Reading(text, words, places, people, names, units_of(words))
    chain = Chain(reading.people, places, words, text)
    pending: Turn | None = None
    for unit in reading.units:
        clauses = find_clauses(words, unit, reading.people.tokens)
        turns = [chain.turn(clause, clauses) for clause in clauses]
        pending = _read_unit(reading, unit, clauses, turns, chain, pending)
    return _sayings(article_id, reading)


def _read_unit(
    reading: Reading,
    unit: tuple[int, int],
    clauses: Sequence[Clause],
    turns: list[Turn],
    chain: Chain,
    pending: Turn | None,
) -> Turn | None:
    """Reads one sentence; returns the speaker whom a colon at its end announces."""
    words = reading.words
    if words[unit[0]].norm in _NAVIGATION:
        return None
    for at in range(*unit):
        if words[at].kind is not Kind.QUOTE:
            continue
        if is_name(reading.text, words, at, reading.names):
            continue
        if any(c.subject is not None and c.subject.first <= at <= c.subject.last for c in clauses):
            continue
        if any(_names_subject(words, at, c) for c in clauses):
            continue
        owner = _governing(reading, at, clauses, unit)
        if owner is not None:
            _take(reading, at, clauses[owner], turns[owner])
            continue
        turn = without_clause(reading, at, unit, chain, pending)
        if turn is not None:
            _take(reading, at, None, turn)
            chain.note(turn)
    for clause, turn in zip(clauses, turns, strict=True):
        _clause_of(reading, clause, turn)
    if not clauses:
        named_colon(reading, unit, chain)
        chain.topic(unit)
    last = unit[1]
    colon = words[last - 1].kind is Kind.COLON
    if colon and turns:
        return turns[-1]
    return None


def _governing(
    reading: Reading, at: int, clauses: Sequence[Clause], unit: tuple[int, int]
) -> int | None:
    """Returns which clause a quotation belongs to: the nearest before it, else one after it."""
    words = reading.words
    for number in reversed(range(len(clauses))):
        clause = clauses[number]
        if clause.at > at:
            continue
        if number and _is_subordinate(words, clause) and clauses[number - 1].content is None:
            # ``وأضاف بعد أن اعترفت الشركة بالخطأ: "…"``: he who added goes on.
            continue
        if clause.relation == Relation.SOURCE:
            if _fronted(words, clause, unit) and _long(reading, at, 3):
                return number
            continue
        reported = clause.inside is not None and clause.relation in (
            Relation.AFTER,
            Relation.BEFORE,
        )
        if reported and clause.is_open and clause.cue.kind == "ask":
            # ``قال إن الحكومة تعهدت "بسداد كل شيء"``: it is he who gives her words.
            continue
        if (
            clause.inside is not None
            and clause.content is None
            and is_wordy(reading.text, words[at])
        ):
            # ``قال إن الحكومة تعهدت بسحبه "نحن بالفعل …"``: the outer one speaks.
            continue
        if clause.content is None and clause.how == How.OPEN and not clause.cue.strong:
            continue
        if clause.end and at >= clause.end and clause.content is not None:
            continue
        if (
            clause.how == How.OPEN
            and clause.cue.form == "imperfect"
            and _comma_between(words, clause.at, at)
        ):
            continue
        if clause.is_open and not _long(reading, at, 3) and _relative_between(words, clause.at, at):
            continue
        if not clause.cue.strong and clause.how == How.QUOTE:
            near = clause.content == at
            if not _long(reading, at, 3) or not (near or is_wordy(reading.text, words[at])):
                continue
        return number
    for number, clause in enumerate(clauses):
        if clause.at < at:
            continue
        back = quote_before(words, clause)
        if back == at and (clause.how == How.OPEN or clause.relation == Relation.SOURCE):
            return number
        if clause.relation == Relation.SOURCE and _long(reading, at, 4):
            return number
    return None


def _is_subordinate(words: Sequence[Word], clause: Clause) -> bool:
    """Says whether a verb only tells when or although: ``بعد أن اعترفت``, ``عندما قالت``."""
    before, earlier = words[clause.at - 1].norm, words[clause.at - 2].norm
    if before in ("بعدما", "عندما", "حين", "حينما"):
        # ``في حين`` sets two against each other.
        return earlier != "في"
    return before == "ان" and earlier in ("بعد", "قبل", "منذ", "رغم")


def _names_subject(words: Sequence[Word], at: int, clause: Clause) -> bool:
    """``قالت قيادة القوات "نسر" إنها``: a short name between the subject and إن."""
    quote = words[at].quote
    if quote is None or clause.subject is None or clause.subject.next != at:
        return False
    follows = words[at + 1].norm if at + 1 < clause.unit[1] else ""
    return (
        len(quote.span) <= 25 and follows in COMPLEMENTIZERS and clause.relation == Relation.AFTER
    )


def _comma_between(words: Sequence[Word], first: int, last: int) -> bool:
    return any(words[at].kind is Kind.COMMA for at in range(first + 1, last))


def _relative_between(words: Sequence[Word], first: int, last: int) -> bool:
    """``أشاد بالحس الذي يتمتع به "خليفته"``: the relative clause is the reporter's."""
    for at in range(last - 1, first, -1):
        if words[at].kind is Kind.COMMA:
            return False
        if words[at].norm in ("الذي", "التي", "الذين"):
            return True
    return False


def _long(reading: Reading, at: int, count: int) -> bool:
    """Says whether a source far away can be meant: names have fewer words."""
    word = reading.words[at]
    return word.quote is not None and len(words_in(word.quote.span.of(reading.text))) >= count


def _fronted(words: Sequence[Word], clause: Clause, unit: tuple[int, int]) -> bool:
    return clause.first - unit[0] <= 1


def _take(reading: Reading, at: int, clause: Clause | None, turn: Turn) -> None:
    word = reading.words[at]
    mark = word.quote
    if mark is None:
        return
    quote = Quote(mark.span, mark.outer, _kind(reading, at, mark, clause))
    reading.found.append(Found(quote, turn, at, clause))
    reading.taken.add(at)


def _kind(reading: Reading, at: int, mark: Marked, clause: Clause | None) -> QuoteKind:
    """Whole clauses are direct, a few words inside a reported clause are partial."""
    body = mark.span.of(reading.text)
    count = len(words_in(body))
    if count < _DIRECT_WORDS:
        return QuoteKind.PARTIAL
    before = reading.words[at - 1] if at else None
    if before is None or before.kind in (Kind.COLON, Kind.STOP, Kind.BREAK, Kind.DASH):
        return QuoteKind.DIRECT
    if before.norm in COMPLEMENTIZERS or before.cue is not None:
        return QuoteKind.DIRECT
    if before.look.preposition and clause is not None and clause.at < at:
        # ``عبر عن عزمه على "إكمال السد"``: the reporter's clause, ended in his words.
        return QuoteKind.PARTIAL
    if (
        clause is not None
        and clause.content == at
        and clause.cue.kind in ("say", "add", "confirm", "ask", "write", "claim")
    ):
        return QuoteKind.DIRECT if count > 4 else QuoteKind.PARTIAL
    if clause is None or clause.at > at:
        return QuoteKind.DIRECT if count > 4 else QuoteKind.PARTIAL
    return QuoteKind.PARTIAL


def _clause_of(reading: Reading, clause: Clause, turn: Turn) -> None:
    """Emits the reported clause, or unmarked words after a colon, that a clause holds."""
    words = reading.words
    start = clause.content
    if clause.relation == Relation.SOURCE and start is None:
        _sourced(reading, clause, turn)
        return
    if start is None or clause.how not in (How.CLAUSE, How.COLON, How.BARE):
        return
    last = clause.end - 1
    while last > start and words[last].kind in (Kind.COMMA, Kind.DASH, Kind.COLON, Kind.SIGN):
        last -= 1
    while last > start and words[last].norm in (
        "و",
        "كما",
        "فيما",
        "بينما",
        "لكنه",
        "لكنها",
        "وقد",
        "قد",
        "حيث",
    ):
        last -= 1
        while last > start and words[last].kind is Kind.COMMA:
            last -= 1
    inside = range(start, last + 1)
    if len(inside) < _SHORTEST_CLAUSE:
        return
    if clause.how in (How.COLON, How.BARE):
        if any(at in reading.taken for at in inside) or any(
            words[at].kind is Kind.QUOTE for at in range(start, min(start + 1, last + 1))
        ):
            return
        span = span_of(words, start, last)
        reading.found.append(Found(Quote(span, span, QuoteKind.DIRECT), turn, start, clause))
        return
    quoted = [at for at in inside if at in reading.taken]
    if quoted and quoted[0] == start + 1 and _rest(words, quoted[0] + 1, last) <= 3:
        return
    span = span_of(words, start, last)
    reading.found.append(Found(Quote(span, span, QuoteKind.INDIRECT), turn, start, clause))


def _rest(words: Sequence[Word], start: int, last: int) -> int:
    return sum(1 for at in range(start, last + 1) if words[at].kind is Kind.WORD)


def _sourced(reading: Reading, clause: Clause, turn: Turn) -> None:
    """``…، بحسب الوزير``: the sentence that the source stands in is what it says."""
    words = reading.words
    start, end = clause.unit
    if any(item.clause is not None and item.clause.unit == clause.unit for item in reading.found):
        return
    if _fronted(words, clause, clause.unit) and clause.subject is not None:
        first = clause.subject.next
        if first < end and words[first].kind is Kind.COMMA:
            first += 1
        last = end - 1
    else:
        first, last = start, clause.first - 1
        while last > first and words[last].kind in (Kind.COMMA, Kind.DASH):
            last -= 1
    if last - first < 3 or any(at in reading.taken for at in range(first, last + 1)):
        return
    span = span_of(words, first, last)
    reading.found.append(Found(Quote(span, span, QuoteKind.INDIRECT), turn, first, clause))


def _sayings(article_id: str, reading: Reading) -> tuple[Saying, ...]:
    ordered = sorted(
        reading.found, key=lambda item: (item.quote.outer.start, -item.quote.outer.end)
    )
    sayings: list[Saying] = []
    seen: set[Span] = set()
    for item in ordered:
        if item.quote.span in seen or not len(item.quote.span):
            continue
        seen.add(item.quote.span)
        sayings.append(Saying(article_id, item.quote, _attribution(reading, item)))
    return tuple(sayings)


def _attribution(reading: Reading, item: Found) -> Attribution:
    turn = item.turn
    here = reading.places.number(item.quote.span.start)
    cue = turn.cue
    if turn.entity is None:
        return Attribution(AttributionStatus.UNKNOWN, None, None, cue, (here,), turn.rule, 0.0)
    chain = tuple(dict.fromkeys((*turn.chain, here)))
    status = AttributionStatus.INFERRED if turn.inferred else AttributionStatus.EXPLICIT
    return Attribution(
        status,
        turn.entity.speaker(),
        turn.mention,
        cue,
        chain,
        turn.rule,
        round(max(turn.confidence, 0.05), 2),
    )
