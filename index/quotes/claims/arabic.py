"""The claims of an Arabic article: every quotation and reported clause, and who is claimed.

The sentences are read in order. A clause with a subject names its speaker; one without goes
on with somebody named before, if gender and number let it. Each quotation then gets a claim
of every clause of its sentence, with the rule that speaks against it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.language.tables import as_written
from index.quotes.claims.alone import named_colon, without_clause
from index.quotes.claims.claim import INSIDE, OF_NOUN, Claim, Found, Quotation
from index.quotes.claims.governing import governing
from index.quotes.claims.openings import main_subject
from index.quotes.claims.pointed import ArabicNames, told_before
from index.quotes.claims.reported import kind_of, reported_words, sourced_words
from index.quotes.claims.turns import Chain, Turn
from index.quotes.cues.clause import Clause, How, Relation
from index.quotes.cues.clauses import find_clauses
from index.quotes.cues.sources import ACCUSATION
from index.quotes.lexicon import COMPLEMENTIZERS
from index.quotes.marked import is_name, repeated_names
from index.quotes.mentions.roster import People
from index.quotes.mentions.statements import is_anothers_statement, may_issue, statement_at
from index.quotes.text import Kind, Word, Written, read_text
from index.types import Polarity, Quote, Sentence

_NAVIGATION: Final = as_written("quoting", "arabic", "navigation")
"""Lines that lead to other articles: ``اقرأ أيضا: …``."""

_NEAR: Final = 40
"""How far back the sayings of the same sentence are looked for."""

Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A turn that could have words, with what its clause tells.

    Attributes:
        against: The rule by which the clause cannot govern them.
        gender: That its verb tells.
    """

    turn: Turn
    against: str = ""
    polarity: Polarity = Polarity.SAID
    gender: str = "?"

    @classmethod
    def of(cls, turn: Turn, clause: Clause, against: str = "") -> _Candidate:
        cue = clause.cue
        verb = cue.form in ("perfect", "imperfect", "participle") and cue.number == "s"
        return cls(turn, against, clause.polarity, cue.gender if verb else "?")


Candidates = tuple[_Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Words with the turns that could be theirs, until everybody's full name is known."""

    quote: Quote
    turns: Candidates
    clause: Clause | None
    rejected: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its clauses, whose turns they are, and whom a colon before it announces."""

    unit: Unit
    clauses: Sequence[Clause]
    turns: Sequence[Turn]
    pending: Turn | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What a sentence adds, who spoke by its end, and whom a colon at its end announces."""

    chain: Chain
    found: tuple[_Found, ...] = ()
    pending: Turn | None = None


def arabic_claims(text: str, sentences: Sequence[Sentence]) -> Found:
    """Returns every quotation of an Arabic article with all that the rules claim of it."""
    written = read_text(text, sentences)
    people = People.named_in(text, written.words)
    names = repeated_names(text, written.words) | set(people.tokens)
    read, found = _Read(Chain(people, written)), list[_Found]()
    for unit in written.units:
        read = _read_unit(unit, read, names)
        found.extend(read.found)
    people = read.chain.people.settled()
    return Found(
        tuple(_quotation(one, people, written) for one in found),
        ArabicNames(written, people),
        borne=tuple(people.borne()),
    )


def _read_unit(unit: Unit, before: _Read, names: frozenset[str]) -> _Read:
    """Reads one sentence behind another."""
    written, chain = before.chain.written, before.chain
    words = written.words
    marked = [at for at in range(*unit) if words[at].kind is Kind.QUOTE]
    if words[unit[0]].norm in _NAVIGATION:
        lines = tuple(_marked(written, at, None, (), "navigation") for at in marked)
        return _Read(chain, lines)
    clauses = find_clauses(words, unit, chain.people.tokens)
    turns, after = chain.read(clauses)
    sentence = _Sentence(unit, clauses, turns, before.pending)
    people = _with_statements(sentence, after.people)
    subjects = (clause.subject for clause in clauses if clause.subject is not None)
    if people is not after.people and any(people.issued(one) is not None for one in subjects):
        # ``قالت الوزارة في بيان …، وأضاف البيان``: both in one sentence.
        turns, after = chain.knowing(people).read(clauses)
        sentence, people = replace(sentence, turns=turns), after.people
    chain = after.knowing(people)
    found: list[_Found] = []
    taken: set[int] = set()
    for at in marked:
        one, chain = _read_marked(at, sentence, chain, names)
        found.append(one)
        if not one.rejected:
            taken.add(at)
    for clause, turn in zip(clauses, turns, strict=True):
        quote = _reported(written, clause, found, taken)
        if quote is not None:
            found.append(_Found(quote, (_Candidate.of(turn, clause),), clause))
    if not clauses:
        headed, named, chain = named_colon(unit, chain)
        if headed is not None and named is not None:
            found.append(_Found(headed, (_Candidate(named),), None))
            chain = chain.noting(named)
        chain = chain.topic(unit)
    announces = turns and words[unit[1] - 1].kind is Kind.COLON
    return _Read(chain, tuple(found), turns[-1] if announces else None)


def _with_statements(sentence: _Sentence, people: People) -> People:
    """``قالت الوزارة في بيان``: a later ``البيان`` is the ministry's."""
    for at in range(*sentence.unit):
        noun = statement_at(people.words, at)
        if not noun or people.words[at].look.definite:
            continue
        issuer, people = people.owner(at, sentence.unit[1])
        if issuer is None:
            issuer, people = _subject(sentence, at, people)
        if issuer is not None and may_issue(people.entities[issuer].name, noun):
            people = people.issuing(issuer, noun, at)
    return people


def _subject(sentence: _Sentence, at: int, people: People) -> tuple[int | None, People]:
    """Returns who speaks or acts where a statement is brought up, not who tells of it."""
    if is_anothers_statement(people.words, at):
        return None, people
    both = zip(sentence.turns, sentence.clauses, strict=True)
    told = [(turn, one) for turn, one in both if one.cue.form != "source"]
    holding = [one for _, one in told if one.content is not None and one.content <= at < one.end]
    near = [(turn, one) for turn, one in told if one not in holding]
    before = [turn.who for turn, one in near if one.at < at]
    behind = [turn.who for turn, one in near if one.at > at]
    if before or behind:
        return (before[-1] if before else behind[0]), people
    phrase, _ = main_subject(people.words, people.tokens, sentence.unit[0], at)
    if holding or phrase is None or people.words[phrase.first].look.place:
        return None, people
    return people.of(phrase, phrase.first)


def _read_marked(
    at: int, sentence: _Sentence, chain: Chain, names: frozenset[str]
) -> tuple[_Found, Chain]:
    """Finds who could have said marked words, or why nobody did, and who goes on then."""
    clauses, written = sentence.clauses, chain.written
    candidates = tuple(governing(written, at, clauses))
    told = tuple(
        _Candidate.of(
            _inside(sentence.turns[number], clauses[number], at, written.words),
            clauses[number],
            against,
        )
        for number, against in candidates
    )
    if is_name(written.text, written.words, at, names):
        return _marked(written, at, None, told, "name"), chain
    if any(_is_in_subject(written.words, at, clause) for clause in clauses):
        return _marked(written, at, None, told, "part of a subject"), chain
    owner = next((number for number, against in candidates if not against), None)
    if owner is not None:
        return _marked(written, at, clauses[owner], told), chain
    turn, chain = without_clause(at, sentence.unit, chain, sentence.pending)
    if turn is None:
        return _marked(written, at, None, told, "no cue"), chain
    return _marked(written, at, None, (*told, _Candidate(turn))), chain.noting(turn)


def _inside(turn: Turn, clause: Clause, at: int, words: Sequence[Word]) -> Turn:
    """``وتقول سلمى إن أفعاله «…»``: marked words in a clause whose verb has its own subject."""
    if clause.content is None or clause.subject is None or turn.who is None:
        return turn
    if clause.relation is Relation.NOUN:
        # ``ادعاءات سلمى أن السد «…»``: as far as her clause goes without a break.
        led = clause.how is How.CLAUSE or clause.cue is ACCUSATION
        broken = any(words[k].kind is not Kind.WORD for k in range(clause.content, at))
        return replace(turn, rule=OF_NOUN) if led and not broken else turn
    if clause.how is not How.CLAUSE:
        return turn
    told = clause.relation in (Relation.AFTER, Relation.BEFORE)
    return replace(turn, rule=INSIDE) if told and clause.content < at < clause.end else turn


def _is_in_subject(words: Sequence[Word], at: int, clause: Clause) -> bool:
    """``قالت قيادة القوات "نسر" إنها``: a short name in the subject, or between it and إن."""
    subject, quote = clause.subject, words[at].quote
    if subject is None:
        return False
    if subject.first <= at <= subject.last:
        return True
    if quote is None or subject.next != at or clause.relation is not Relation.AFTER:
        return False
    follows = words[at + 1].norm if at + 1 < clause.unit[1] else ""
    return len(quote.span) <= 25 and follows in COMPLEMENTIZERS


def _marked(
    written: Written,
    at: int,
    clause: Clause | None,
    turns: Candidates,
    rejected: str = "",
) -> _Found:
    mark = written.words[at].quote
    assert mark is not None
    quote = Quote(mark.span, mark.outer, kind_of(written, at, mark, clause))
    return _Found(quote, turns, clause, rejected, True)


def _reported(
    written: Written, clause: Clause, found: Sequence[_Found], taken: Container[int]
) -> Quote | None:
    """Returns a reported clause, or unmarked words behind a colon."""
    if clause.relation is Relation.SOURCE and clause.content is None:
        if any(one.clause is not None for one in found[-_NEAR:]):
            return None
        return sourced_words(written, clause, taken)
    return reported_words(written, clause, taken)


def _quotation(found: _Found, people: People, written: Written) -> Quotation:
    claims = tuple(_claim(candidate, people, written) for candidate in found.turns)
    number = written.places.number(found.quote.span.start)
    return Quotation(found.quote, number, claims, found.rejected, found.marked)


def _claim(candidate: _Candidate, people: People, written: Written) -> Claim:
    turn = candidate.turn
    speaker, chain, inferred = None, turn.chain, turn.inferred
    if turn.who is not None:
        meant = people.meant(turn.who)
        speaker = meant.speaker()
        if people.entities[turn.who].bearer is not None and turn.mention is not None:
            told = told_before(meant, turn.mention, written)
            chain, inferred = tuple(dict.fromkeys((*told, *chain))), True
    score = 0.0 if speaker is None else turn.confidence
    return Claim(
        speaker, turn.mention, turn.cue, chain, turn.rule, score, inferred, candidate.polarity,
        candidate.against, candidate.gender,
    )  # fmt: skip
