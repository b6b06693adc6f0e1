"""The claims of an Arabic article: every quotation and reported clause, and who is claimed.

The sentences are read in order. A clause with a subject names its speaker; one without goes
on with somebody named before, if gender and number let it. Each quotation then gets a claim
of every clause of its sentence, with the rule that speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class ArabicClaims:
    """The claims pass over one article; its state ends with it."""

    named_from: Final = 0.0

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._written = read_text(text, sentences)
        self._people = People(text, self._written.words)
        self._names = repeated_names(text, self._written.words) | set(self._people.tokens)
        self._chain = Chain(self._people, self._written)
        self._found: list[_Found] = []
        self._taken: set[int] = set()
        pending: Turn | None = None
        for unit in self._written.units:
            pending = self._read_unit(unit, pending)
        self._people.settle()
        self.quotations = tuple(map(self._quotation, self._found))
        self._pointing = Pointing(self._written, self._people)

    def named_at(self, pointed: Span) -> Named | None:
        """Returns whom words name, as fully as the article does."""
        return self._pointing.named_at(pointed)

    @property
    def borne(self) -> tuple[str, ...]:
        """Who bears each description, and why."""
        told = (one for one in self._people.entities if one.bearer is not None)
        return tuple(f"{one.name} is {one.meant.name}: {one.because}" for one in told)

    def _read_unit(self, unit: Unit, pending: Turn | None) -> Turn | None:
        """Reads one sentence; returns the speaker whom a colon at its end announces."""
        words = self._written.words
        marked = [at for at in range(*unit) if words[at].kind is Kind.QUOTE]
        if words[unit[0]].norm in _NAVIGATION:
            for at in marked:
                self._add_marked(at, None, (), "navigation")
            return None
        clauses = find_clauses(words, unit, self._people.tokens)
        turns = [self._chain.turn(clause, clauses) for clause in clauses]
        self._note_statements(unit, clauses, turns)
        for at in marked:
            self._read_marked(at, unit, clauses, turns, pending)
        for clause, turn in zip(clauses, turns, strict=True):
            self._read_reported(clause, turn)
        if not clauses:
            named = named_colon(self._written, self._people, unit, self._chain)
            if named is not None:
                quote, turn = named
                self._found.append(_Found(quote, ((turn, "", Polarity.SAID),), None))
                self._chain.note(turn)
            self._chain.topic(unit)
        return turns[-1] if turns and words[unit[1] - 1].kind is Kind.COLON else None

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

    def _read_marked(
        self,
        at: int,
        unit: Unit,
        clauses: Sequence[Clause],
        turns: Sequence[Turn],
        pending: Turn | None,
    ) -> None:
        """Finds who could have said marked words, or why nobody did."""
        candidates = [
            (number, turns[number], against)
            for number, against in governing(self._written, at, clauses)
        ]
        told: Candidates = tuple(
            (turn, against, clauses[number].polarity) for number, turn, against in candidates
        )
        if is_name(self._written.text, self._written.words, at, self._names):
            self._add_marked(at, None, told, "name")
            return
        if any(self._is_in_subject(at, clause) for clause in clauses):
            self._add_marked(at, None, told, "part of a subject")
            return
        owner = next((number for number, _, against in candidates if not against), None)
        if owner is not None:
            self._add_marked(at, clauses[owner], told)
            return
        turn = without_clause(self._written, self._people, at, unit, self._chain, pending)
        if turn is None:
            self._add_marked(at, None, told, "no cue")
            return
        self._add_marked(at, None, (*told, (turn, "", Polarity.SAID)))
        self._chain.note(turn)

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

    def _add_marked(
        self, at: int, clause: Clause | None, turns: Candidates, rejected: str = ""
    ) -> None:
        mark = self._written.words[at].quote
        if mark is None:
            return
        quote = Quote(mark.span, mark.outer, kind_of(self._written, at, mark, clause))
        self._found.append(_Found(quote, turns, clause, rejected, True))
        if not rejected:
            self._taken.add(at)

    def _read_reported(self, clause: Clause, turn: Turn) -> None:
        """Takes up a reported clause, or unmarked words behind a colon."""
        if clause.relation is Relation.SOURCE and clause.content is None:
            if clause.unit in {item.clause.unit for item in self._found[-_NEAR:] if item.clause}:
                return
            found = sourced_words(self._written, clause, self._taken)
        else:
            found = reported_words(self._written, clause, self._taken)
        if found is not None:
            self._found.append(_Found(found, ((turn, "", clause.polarity),), clause))

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
