"""The claims of an Arabic article: every quotation and reported clause, and who is claimed.

The sentences are read in order. A clause with a subject names its speaker; one without goes
on with somebody named before, if gender and number let it. Each quotation then gets a claim
of every clause of its sentence, with the rule that speaks against it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from index.language.tables import as_written
from index.quotes.claims.alone import named_colon, without_clause
from index.quotes.claims.claim import Claim, Named, Quotation
from index.quotes.claims.governing import governing
from index.quotes.claims.openings import main_subject
from index.quotes.claims.pointed import Pointing, told_before
from index.quotes.claims.reported import kind_of, reported_words, sourced_words
from index.quotes.claims.turns import Chain, Turn
from index.quotes.cues.clause import Clause, Relation
from index.quotes.cues.clauses import find_clauses
from index.quotes.lexicon import COMPLEMENTIZERS
from index.quotes.marked import is_name, repeated_names
from index.quotes.mentions.entity import Entity
from index.quotes.mentions.roster import People
from index.quotes.mentions.statements import statement_at
from index.quotes.text import Kind, read_text
from index.types import Polarity, Quote, Sentence, Span

_NAVIGATION: Final = as_written("quoting", "arabic", "navigation")
"""Lines that lead to other articles: ``اقرأ أيضا: …``."""

_NEAR: Final = 40
"""How far back the sayings of the same sentence are looked for."""

Unit = tuple[int, int]
Candidates = tuple[tuple[Turn, str, Polarity], ...]


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


class ArabicClaims:
    """The claims pass over one article; its state ends with it."""

    named_from: Final = 0.0

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._written = read_text(text, sentences)
        self._people = People(text, self._written.words)
        self._names = repeated_names(text, self._written.words) | set(self._people.tokens)
        read = _Read(Chain(self._people, self._written))
        found: list[_Found] = []
        for unit in self._written.units:
            read = self._read_unit(unit, read)
            found.extend(read.found)
        self._people.settle()
        self.quotations = tuple(map(self._quotation, found))
        self._pointing = Pointing(self._written, self._people)

    def named_at(self, pointed: Span) -> Named | None:
        """Returns whom words name, as fully as the article does."""
        return self._pointing.named_at(pointed)

    @property
    def borne(self) -> tuple[str, ...]:
        """Who bears each description, and why."""
        told = (one for one in self._people.entities if one.bearer is not None)
        return tuple(f"{one.name} is {one.meant.name}: {one.because}" for one in told)

    def _read_unit(self, unit: Unit, before: _Read) -> _Read:
        """Reads one sentence behind another."""
        words = self._written.words
        marked = [at for at in range(*unit) if words[at].kind is Kind.QUOTE]
        if words[unit[0]].norm in _NAVIGATION:
            lines = tuple(self._marked(at, None, (), "navigation") for at in marked)
            return _Read(before.chain, lines)
        clauses = find_clauses(words, unit, self._people.tokens)
        turns, chain = before.chain.read(clauses)
        sentence = _Sentence(unit, clauses, turns, before.pending)
        self._note_statements(unit, clauses, turns)
        found: list[_Found] = []
        taken: set[int] = set()
        for at in marked:
            one, chain = self._read_marked(at, sentence, chain)
            found.append(one)
            if not one.rejected:
                taken.add(at)
        for clause, turn in zip(clauses, turns, strict=True):
            quote = self._reported(clause, found, taken)
            if quote is not None:
                found.append(_Found(quote, ((turn, "", clause.polarity),), clause))
        if not clauses:
            named = named_colon(self._written, self._people, unit, chain)
            if named is not None:
                quote, turn = named
                found.append(_Found(quote, ((turn, "", Polarity.SAID),), None))
                chain = chain.noting(turn)
            chain = chain.topic(unit)
        announces = turns and words[unit[1] - 1].kind is Kind.COLON
        return _Read(chain, tuple(found), turns[-1] if announces else None)

    def _note_statements(
        self, unit: Unit, clauses: Sequence[Clause], turns: Sequence[Turn]
    ) -> None:
        """``قالت الوزارة في بيان``: a later ``البيان`` is the ministry's."""
        words = self._written.words
        for at in range(*unit):
            noun = statement_at(words, at)
            if not noun or words[at].look.definite:
                continue
            issuer = self._people.owner(at, unit[1]) or self._subject(unit, at, clauses, turns)
            if issuer is not None and issuer.is_named:
                self._people.statements.note(noun, at, issuer)

    def _subject(
        self, unit: Unit, at: int, clauses: Sequence[Clause], turns: Sequence[Turn]
    ) -> Entity | None:
        """Returns who speaks or acts where a statement is brought up."""
        told = (turn.entity for turn, one in zip(turns, clauses, strict=True) if one.inside is None)
        speaker = next((entity for entity in told if entity is not None), None)
        if speaker is not None:
            return speaker
        phrase, _ = main_subject(self._written.words, self._people, unit[0], at)
        return None if phrase is None else self._people.of(phrase, phrase.first)

    def _read_marked(self, at: int, sentence: _Sentence, chain: Chain) -> tuple[_Found, Chain]:
        """Finds who could have said marked words, or why nobody did, and who goes on then."""
        clauses, written = sentence.clauses, self._written
        candidates = tuple(governing(written, at, clauses))
        told: Candidates = tuple(
            (sentence.turns[number], against, clauses[number].polarity)
            for number, against in candidates
        )
        if is_name(written.text, written.words, at, self._names):
            return self._marked(at, None, told, "name"), chain
        if any(self._is_in_subject(at, clause) for clause in clauses):
            return self._marked(at, None, told, "part of a subject"), chain
        owner = next((number for number, against in candidates if not against), None)
        if owner is not None:
            return self._marked(at, clauses[owner], told), chain
        turn = without_clause(written, self._people, at, sentence.unit, chain, sentence.pending)
        if turn is None:
            return self._marked(at, None, told, "no cue"), chain
        return self._marked(at, None, (*told, (turn, "", Polarity.SAID))), chain.noting(turn)

    def _is_in_subject(self, at: int, clause: Clause) -> bool:
        """``قالت قيادة القوات "نسر" إنها``: a short name in the subject, or between it and إن."""
        subject, words = clause.subject, self._written.words
        if subject is None:
            return False
        if subject.first <= at <= subject.last:
            return True
        quote = words[at].quote
        if quote is None or subject.next != at or clause.relation is not Relation.AFTER:
            return False
        follows = words[at + 1].norm if at + 1 < clause.unit[1] else ""
        return len(quote.span) <= 25 and follows in COMPLEMENTIZERS

    def _marked(
        self, at: int, clause: Clause | None, turns: Candidates, rejected: str = ""
    ) -> _Found:
        mark = self._written.words[at].quote
        assert mark is not None
        quote = Quote(mark.span, mark.outer, kind_of(self._written, at, mark, clause))
        return _Found(quote, turns, clause, rejected, True)

    def _reported(
        self, clause: Clause, found: Sequence[_Found], taken: Container[int]
    ) -> Quote | None:
        """Returns a reported clause, or unmarked words behind a colon."""
        if clause.relation is Relation.SOURCE and clause.content is None:
            if any(one.clause is not None for one in found[-_NEAR:]):
                return None
            return sourced_words(self._written, clause, taken)
        return reported_words(self._written, clause, taken)

    def _quotation(self, found: _Found) -> Quotation:
        claims = tuple(self._claim(*candidate) for candidate in found.turns)
        number = self._written.places.number(found.quote.span.start)
        return Quotation(found.quote, number, claims, found.rejected, found.marked)

    def _claim(self, turn: Turn, against: str, polarity: Polarity) -> Claim:
        entity, chain, inferred = turn.entity, turn.chain, turn.inferred
        if entity is not None and entity.bearer is not None and turn.mention is not None:
            told = told_before(entity, turn.mention, self._written)
            chain, inferred = tuple(dict.fromkeys((*told, *chain))), True
        speaker = None if entity is None else entity.speaker()
        score = 0.0 if speaker is None else turn.confidence
        return Claim(
            speaker, turn.mention, turn.cue, chain, turn.rule, score, inferred, polarity, against
        )
