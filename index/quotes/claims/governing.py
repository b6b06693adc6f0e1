"""Which clause governs a quotation: named rules that speak against one, in their order.

The nearest clause before the quotation is tried first, then the one before it, and so on;
what stands behind the quotation comes last. The first clause that no rule speaks against
governs. The name of the rule that spoke against another goes along with its claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from index.quotes.cues.clause import Clause, How, Relation, quote_before
from index.quotes.lexicon import word_set
from index.quotes.marked import is_wordy, words_in
from index.quotes.text import Kind, Written

_WHEN: Final = word_set("بعدما عندما حين حينما")
_BEFORE_THAT: Final = word_set("بعد قبل منذ رغم")
_WAS: Final = word_set("كان كانت ليس ليست")
_RELATIVE: Final = word_set("الذي التي الذين")


@dataclass(frozen=True, slots=True)
class Case:
    """A clause that could govern a quotation.

    Attributes:
        at: The quotation.
        previous: The clause before this one in the sentence.
        comma: Where the last comma before the quotation stands, -1 without one.
        relative: Where the last relative pronoun stands behind that comma, -1 without one.
    """

    written: Written
    at: int
    clause: Clause
    previous: Clause | None
    comma: int = -1
    relative: int = -1

    def has_words(self, count: int) -> bool:
        """Says whether a source far away can be meant: names have fewer words."""
        quote = self.written.words[self.at].quote
        return quote is not None and len(words_in(quote.span.of(self.written.text))) >= count

    @property
    def is_wordy(self) -> bool:
        return is_wordy(self.written.text, self.written.words[self.at])


def tells_when(case: Case) -> bool:
    """``وأضاف بعد أن اعترفت الشركة بالخطأ: "…"``: the words are his who added."""
    if case.previous is None or case.previous.content is not None:
        return False
    at, words = case.clause.at, case.written.words
    before, earlier = words[at - 1].norm, words[at - 2].norm
    if before in _WHEN:
        # ``في حين`` contrasts two clauses, and tells no time.
        return earlier != "في"
    return before == "ان" and earlier in _BEFORE_THAT


def source_far_away(case: Case) -> bool:
    """``بحسب الوزير … "الخط الأزرق"``: a source in front governs long quotations only."""
    if case.clause.relation is not Relation.SOURCE:
        return False
    return not (case.clause.first - case.clause.unit[0] <= 1 and case.has_words(3))


def promise_told(case: Case) -> bool:
    """``قال إن الحكومة تعهدت "بسداد كل شيء"``: he gives the words, not the government."""
    clause = case.clause
    named = clause.relation in (Relation.AFTER, Relation.BEFORE)
    return clause.inside is not None and named and clause.is_open and clause.cue.kind == "ask"


def outer_speaks(case: Case) -> bool:
    """``قال إن الحكومة تعهدت بسحبه "نحن بالفعل …"``: the outer one speaks."""
    return case.clause.inside is not None and case.clause.content is None and case.is_wordy


def weak_and_open(case: Case) -> bool:
    """A verb that has another everyday sense, and nothing behind it introduces words."""
    clause = case.clause
    return clause.content is None and clause.how is How.OPEN and not clause.cue.strong


def behind_its_end(case: Case) -> bool:
    """What the clause tells has ended before the quotation."""
    clause = case.clause
    return bool(clause.end) and case.at >= clause.end and clause.content is not None


def comma_after_imperfect(case: Case) -> bool:
    """``يقول ذلك، "…"``: an imperfect that governs nothing does not reach over a comma."""
    clause = case.clause
    imperfect = clause.how is How.OPEN and clause.cue.form == "imperfect"
    return imperfect and case.comma > clause.at


def in_relative_clause(case: Case) -> bool:
    """``أشاد بالحس الذي يتمتع به "خليفته"``: the relative clause is the reporter's."""
    return case.relative > case.clause.at and case.clause.is_open and not case.has_words(3)


def few_words_far_off(case: Case) -> bool:
    """A weak verb gives a few marked words only right behind it, unless they are many."""
    clause = case.clause
    if clause.cue.strong or clause.how is not How.QUOTE:
        return False
    return not case.has_words(3) or not (clause.content == case.at or case.is_wordy)


def noun_has_told(case: Case) -> bool:
    """``قال إن ادعاءات الشركة أنها «تحمي الجميع» كانت «سخيفة»``: the second words are his."""
    clause, words = case.clause, case.written.words
    if clause.relation is not Relation.NOUN or clause.content is None:
        return False
    told = (at for at in range(clause.content, case.at) if words[at].kind is Kind.QUOTE)
    first = next(told, None)
    return first is not None and words[first + 1].norm in _WAS


def nothing_leads_back(case: Case) -> bool:
    """A verb behind a quotation governs it only right there, a source from farther off too."""
    clause = case.clause
    source = clause.relation is Relation.SOURCE
    if quote_before(case.written.words, clause) == case.at:
        # ``«أ»، يقول سالم، «ب»``: both are his; ``«أ»، وأضاف «ب»`` gives the second alone.
        both = clause.how is How.QUOTE and not clause.cue.joined
        if clause.how is How.OPEN or source or (both and clause.relation is Relation.AFTER):
            return False
    return not (source and case.has_words(4))


Rule = Callable[[Case], bool]
BEFORE: Final[tuple[Rule, ...]] = (
    tells_when, promise_told, outer_speaks, weak_and_open, behind_its_end,
    comma_after_imperfect, in_relative_clause, few_words_far_off, noun_has_told,
)  # fmt: skip
"""What can speak against a verb before a quotation."""
SOURCES: Final[tuple[Rule, ...]] = (tells_when, source_far_away)
"""What can speak against a source before a quotation."""
BEHIND: Final[tuple[Rule, ...]] = (nothing_leads_back,)
"""What can speak against a clause behind a quotation."""


def governing(written: Written, at: int, clauses: Sequence[Clause]) -> Iterator[tuple[int, str]]:
    """Returns each clause of a sentence with the rule against it, the preferred one first."""
    before = [number for number, clause in enumerate(clauses) if clause.at <= at]
    start = clauses[0].at if before else at
    comma, relative = _comma_and_relative(written, at, start)
    for number in reversed(before):
        clause = clauses[number]
        rules = SOURCES if clause.relation is Relation.SOURCE else BEFORE
        previous = clauses[number - 1] if number else None
        case = Case(written, at, clause, previous, comma, relative)
        yield number, _against(case, rules)
    for number in range(len(before), len(clauses)):
        yield number, _against(Case(written, at, clauses[number], None), BEHIND)


def _against(case: Case, rules: Sequence[Rule]) -> str:
    return next((rule.__name__.replace("_", " ") for rule in rules if rule(case)), "")


def _comma_and_relative(written: Written, at: int, start: int) -> tuple[int, int]:
    """Looks back from a quotation, once for all clauses that stand before it."""
    relative = -1
    for before in range(at - 1, start, -1):
        word = written.words[before]
        if word.kind is Kind.COMMA:
            return before, relative
        if relative < 0 and word.norm in _RELATIVE:
            relative = before
    return -1, relative
