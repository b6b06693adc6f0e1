"""Who goes on speaking: the dropped subject, over sentences and paragraphs.

Arabic leaves the subject out as long as it stays the same: ``وقال … وأضاف … وتابع``. The
verb still tells gender and number, and that is the evidence: after a minister and a
spokeswoman ``وأضافت`` is hers. ``من جهته`` and ``بدوره`` hand over to somebody else, who is
named; whoever is only spoken of (مع, إلى, عن) doesn't take the word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.quotes.claims.called_anew import called_anew
from index.quotes.claims.openings import main_subject
from index.quotes.cues.clause import Clause, Relation
from index.quotes.cues.objects import has_object
from index.quotes.cues.subjects_before import subject_before
from index.quotes.looks import look
from index.quotes.mentions.entity import Entity
from index.quotes.mentions.phrase import Phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.roster import People
from index.quotes.mentions.statements import statement_at
from index.quotes.text import Kind, Written, span_of
from index.quotes.verbs import Cue
from index.types import Span, SpeakerKind

_REMEMBERED: Final = 6
_FARTHEST: Final = 12
"""Sentences after which a speaker does not go on."""
_NEXT: Final = 2
"""Sentences within which a verb of going on goes on."""
_OPENING: Final = 8
"""Words within which a participle can still stand for the verb: ``واختتم حديثه قائلا``."""
_DOUBTFUL: Final = 0.45
"""Below this no speaker is named: a wrong speaker is worse than none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn.

    Attributes:
        who: The number of the entity that speaks; None where it is unknown.
        mention: The words that name them for this turn.
        chain: Numbers of the sentences from the naming to here.
        inferred: Whether the subject was carried over.
    """

    who: int | None
    mention: Span | None
    cue: Span | None
    chain: tuple[int, ...]
    rule: str
    confidence: float
    inferred: bool
    at: int
    gender: str = "?"
    number: str = "s"


@dataclass(frozen=True, slots=True)
class Chain:
    """Who spoke so far: each sentence makes the next value of it.

    Attributes:
        people: Everybody who is known by then.
        turns: The last turns that name somebody, in their order.
        nested: The last speaker who is only quoted by somebody else.
        sentence: The turns of the sentence that is read, by the place of their cue.
    """

    people: People
    written: Written
    turns: tuple[Turn, ...] = ()
    nested: Turn | None = None
    sentence: Mapping[int, Turn] = field(default_factory=dict)

    def read(self, clauses: Sequence[Clause]) -> tuple[tuple[Turn, ...], Chain]:
        """Returns whose turn each clause of a sentence is, and who spoke by its end."""
        chain, told = replace(self, sentence={}), []
        for clause in clauses:
            turn, chain = chain._turn(clause, clauses)
            chain = chain._after(clause, turn)
            told.append(turn)
        return tuple(told), chain

    def knowing(self, people: People) -> Chain:
        """Returns the chain with the people as they are known now."""
        return self if people is self.people else replace(self, people=people)

    def noting(self, turn: Turn) -> Chain:
        """Returns the chain with a turn as the one that goes on."""
        if turn.who is None:
            return self
        return replace(self, turns=(*self.turns, turn)[-_REMEMBERED:])

    def _after(self, clause: Clause, turn: Turn) -> Chain:
        chain = replace(self, sentence={**self.sentence, clause.at: turn})
        if clause.inside is None:
            return chain.noting(turn)
        return chain if clause.subject is None else replace(chain, nested=turn)

    def _turn(self, clause: Clause, clauses: Sequence[Clause]) -> tuple[Turn, Chain]:
        if clause.subject is not None:
            return self._explicit(clause, clause.subject)
        if clause.relation in (Relation.SHARED, Relation.MASDAR):
            return self._shared(clause, clauses)
        if clause.relation == Relation.RELATIVE:
            return self._relative(clause)
        if clause.relation == Relation.PASSIVE:
            # ``وصفت بأنها``: the text does not say by whom.
            return self._nobody("passive", clause), self
        return self._dropped(clause, clauses)

    def unknown(self, rule: str, at: int, cue: Span | None = None) -> Turn:
        return Turn(None, None, cue, (), rule, 0.0, False, at)

    def _nobody(self, rule: str, clause: Clause) -> Turn:
        return self.unknown(rule, clause.at, self._cue_span(clause))

    def named(
        self, phrase: Phrase, at: int, rule: str, confidence: float, cue: Span | None = None
    ) -> tuple[Turn, Chain]:
        """Returns the turn of the one whom a phrase names, and the chain that knows of it."""
        who, people = self.people.of(phrase, phrase.first)
        entity = people.entities[who]
        mention = span_of(self.written.words, phrase.first, phrase.last)
        number = self.written.places.number(mention.start)
        turn = Turn(
            who, mention, cue, (number,), rule, confidence, False, at, entity.gender, entity.number
        )  # fmt: skip
        return turn, self.knowing(people)

    def goes_on(self, at: int) -> Turn | None:
        """A paragraph that is one quotation goes on with the last speaker."""
        if not self.turns:
            return None
        last = self.turns[-1]
        here = self.written.places.number(self.written.words[at].start)
        if here - (last.chain[-1] if last.chain else here) > 2:
            return None
        return replace(
            last,
            chain=(*last.chain, here),
            rule="quotation goes on",
            inferred=True,
            confidence=min(0.6, last.confidence - 0.1),
            at=at,
        )

    def topic(self, unit: tuple[int, int]) -> Chain:
        """A sentence that reports no saying can still change who is spoken of.

        ``ووصل القندسي إلى المدينة. وقال …``: the subject of the verb before is the one.
        """
        phrase, verb = main_subject(self.written.words, self.people.tokens, unit[0], unit[1])
        if phrase is None:
            return self
        turn, chain = self.named(phrase, unit[0], "subject of the sentence before", 0.7)
        entity = chain._speaker(turn)
        if entity is None or entity.kind is not SpeakerKind.PERSON or not entity.tokens:
            return chain
        return chain.noting(replace(turn, gender=verb))

    def _explicit(self, clause: Clause, phrase: Phrase) -> tuple[Turn, Chain]:
        if self._is_doubtful(clause, phrase):
            return self._nobody("doubtful subject", clause), self
        who, people = self.people.pair(phrase) or self.people.of(phrase, phrase.first)
        entity = people.entities[who]
        gender = self._gender(clause, phrase, entity)
        people = people.showing(who, gender)
        number = self.written.places.number(self.written.words[phrase.first].start)
        last = self.turns[-1] if self.turns else None
        if last and last.who is not None and last.chain and number - last.chain[-1] <= _NEXT:
            people = called_anew(people, clause, phrase, who, last.who)
        mention = span_of(self.written.words, phrase.first, phrase.last)
        told = mention.of(self.written.text) in (entity.name, entity.role)
        resolved = phrase.name is None and (bool(entity.tokens) or (not told and entity.is_named))
        confidence = 0.97 if not resolved else 0.9
        if clause.relation in (Relation.BEFORE, Relation.SOURCE, Relation.NOUN):
            confidence -= 0.05
        chain: tuple[int, ...] = (number,)
        if resolved and entity.origin is not None:
            origin = self.written.places.number(self.written.words[entity.origin].start)
            chain = (origin, number) if origin < number else (number,)
        if (issued := people.issued(phrase)) is not None:
            # The sentence that brings the statement up tells whose it is.
            told_in = self.written.places.number(self.written.words[issued].start)
            chain, resolved = tuple(sorted({*chain, told_in})), True
            confidence = min(confidence, 0.9)
        turn = Turn(
            who, mention, self._cue_span(clause), chain, clause.relation, confidence,
            resolved, clause.at, gender, phrase.number,
        )  # fmt: skip
        return turn, self.knowing(people)

    def _is_doubtful(self, clause: Clause, phrase: Phrase) -> bool:
        """Says whether the subject is rather a thing: ``وتعيد الطمأنينة``, ``الخرق كشف``.

        The verb has another everyday sense, and nothing shows that the noun is somebody.
        """
        if clause.cue.strong or clause.relation not in (Relation.AFTER, Relation.BEFORE):
            return False
        norm = self.written.words[phrase.first].norm
        seen = look(norm)
        stated = bool(statement_at(self.written.words, phrase.first))
        return seen.definite and seen.unknown and not stated and norm not in self.people.tokens

    def _cue_span(self, clause: Clause) -> Span:
        word = self.written.words[clause.at]
        start = word.start
        if clause.cue.joined and word.end - word.start > 2:
            start += 1
            while start < word.end and not self.written.text[start].isalpha():
                start += 1
        return Span(start, word.end)

    def _gender(self, clause: Clause, phrase: Phrase, entity: Entity) -> str:
        """Returns the verb's gender, which tells more than the name does: ``قالت هيذر``."""
        if clause.cue.form in ("perfect", "imperfect") and clause.relation in (
            Relation.AFTER,
            Relation.BEFORE,
        ):
            return clause.cue.gender
        return phrase.gender if phrase.gender != "?" else entity.gender

    def _acting(self, clause: Clause, confidence: float) -> tuple[Turn | None, Chain]:
        """Returns the turn of the sentence's first subject, if gender and number agree."""
        start, words = clause.unit[0], self.written.words
        phrase, verb = main_subject(words, self.people.tokens, start, clause.at)
        if phrase is None:
            return None, self
        cue = self._cue_span(clause)
        turn, chain = self.named(phrase, clause.at, "subject of the sentence", confidence, cue)
        gender = verb if verb != "?" else turn.gender
        turn = replace(turn, gender=gender, number=phrase.number)
        return turn if chain._fits(clause, turn) else None, chain

    def _fits(self, clause: Clause, turn: Turn) -> bool:
        speaker, gender = self._speaker(turn), turn.gender
        if gender == "?" and speaker is not None:
            gender = speaker.gender
        return fits(clause.cue, gender, turn.number)

    def _speaker(self, turn: Turn) -> Entity | None:
        return None if turn.who is None else self.people.entities[turn.who]

    def _shared(self, clause: Clause, clauses: Sequence[Clause]) -> tuple[Turn, Chain]:
        """A participle speaks for the subject of its sentence, if gender and number agree."""
        earlier = [c for c in clauses if c.at < clause.at and c.at in self.sentence]
        ordered = [c for c in reversed(earlier) if c.inside is None] + [
            c for c in reversed(earlier) if c.inside
        ]
        for other in ordered:
            told = self.sentence[other.at]
            if told.who is None or (
                other.relation == Relation.SOURCE and clause.cue.form != Relation.MASDAR
            ):
                continue
            if self._fits(clause, told):
                carried = self._carried(told, clause, "shared", told.confidence - 0.02, same=True)
                return carried, self
        turn, chain = self._acting(clause, 0.85)
        if turn is not None:
            return turn, chain
        before = subject_before(self.written.words, clause)
        if before is not None:
            cue = self._cue_span(clause)
            return chain.named(before, clause.at, "subject of the sentence", 0.75, cue)
        return chain._otherwise(clause, ordered, clauses)

    def _otherwise(
        self, clause: Clause, ordered: Sequence[Clause], clauses: Sequence[Clause]
    ) -> tuple[Turn, Chain]:
        """A participle that agrees with no subject of its sentence.

        In number newsrooms are careless (``وقال مسؤولون … مضيفا``), in gender they are not:
        a feminine then goes on with her who spoke in the sentence before.
        """
        if not ordered:
            if clause.cue.form == "participle" and clause.at - clause.unit[0] > _OPENING:
                # Its subject stands in its own sentence: ``وظهر قائد الخلية …، قائلا``.
                return self._nobody("shared", clause), self
            return self._dropped(clause, clauses)
        here = self.written.places.number(self.written.words[clause.at].start)
        for other in ordered:
            turn = self.sentence[other.at]
            if turn.who is not None and turn.number != "s" and turn.gender == clause.cue.gender:
                return self._carried(turn, clause, "shared", 0.7, same=True), self
        for turn in reversed(self.turns):
            near = turn.chain and here - turn.chain[-1] <= 2
            if near and self._fits(clause, turn) and turn.gender != "?":
                return self._carried(turn, clause, "dropped subject", 0.5), self
        return self._nobody("shared", clause), self

    def _relative(self, clause: Clause) -> tuple[Turn, Chain]:
        """``الوزير الذي قال``: the noun right before the relative pronoun."""
        words = self.written.words
        relative = clause.at - 1
        if has_object(words, clause):
            # ``الذي وصفه بأنه``: the noun is spoken of, and who speaks stands elsewhere.
            return self._nobody("relative", clause), self
        for begin in range(max(clause.unit[0], relative - 10), relative):
            seen = words[begin].look
            if words[begin].kind is not Kind.WORD or not (
                seen.role
                or seen.given
                or seen.title
                or seen.body
                or seen.document
                or words[begin].norm in self.people.tokens
            ):
                continue
            phrase = read_phrase(words, begin, relative, apposed=False)
            if (
                phrase is not None
                and phrase.next in (relative, relative - 1)
                and (phrase.gender in ("?", clause.cue.gender) or phrase.number == "p")
            ):
                cue = self._cue_span(clause)
                turn, chain = self.named(phrase, clause.at, "relative", 0.8, cue)
                return replace(turn, gender=clause.cue.gender), chain
        # Who spoke before is never the subject of a relative clause, and
        # ``التي اعتبرت "متساهلة"`` has none at all.
        return self._nobody("relative", clause), self

    def _dropped(self, clause: Clause, clauses: Sequence[Clause]) -> tuple[Turn, Chain]:
        if clause.changes and clause.cue.form != "masdar":
            # ``من جهته`` without a subject names no sure speaker.
            return self._nobody("change of speaker without a name", clause), self
        earlier = [c for c in clauses if c.at < clause.at and c.at in self.sentence]
        chain = self
        if not earlier:
            acting, chain = self._acting(clause, 0.8)
            if acting is not None:
                return replace(acting, inferred=True), chain
        return chain._going_on(clause, earlier), chain

    def _going_on(self, clause: Clause, earlier: Sequence[Clause]) -> Turn:
        """Returns the turn of the last speaker whom the verb fits."""
        candidates: list[Turn] = []
        if clause.inside is not None:
            outer = self.sentence.get(clause.inside)
            if outer is not None:
                candidates.append(outer)
        for other in reversed(earlier):
            candidates.append(self.sentence[other.at])
        candidates.extend(reversed(self.turns))
        here = self.written.places.number(self.written.words[clause.at].start)
        passed = 0
        for turn in candidates:
            if turn.who is None:
                continue
            if turn.chain and here - turn.chain[-1] > _FARTHEST:
                break
            if self._fits(clause, turn):
                confidence = min(turn.confidence, 0.92) - 0.04 - 0.12 * passed
                if confidence < _DOUBTFUL:
                    break
                return self._carried(turn, clause, "dropped subject", confidence)
            passed += 1
        nested = self.nested
        if nested is not None and self._fits(clause, nested) and here - nested.chain[-1] <= 1:
            # Who was only quoted by somebody else can still go on: ``إلا أن هيفاء تحدثت … وقالت``.
            return self._carried(nested, clause, "dropped subject", 0.5)
        return self._nobody("dropped subject", clause)

    def _carried(
        self, turn: Turn, clause: Clause, rule: str, confidence: float, same: bool = False
    ) -> Turn:
        here = self.written.places.number(self.written.words[clause.at].start)
        chain = turn.chain if turn.chain and turn.chain[-1] == here else (*turn.chain, here)
        return replace(
            turn, cue=self._cue_span(clause), chain=chain, rule=rule,
            confidence=max(confidence, 0.3), inferred=turn.inferred if same else True, at=clause.at,
        )  # fmt: skip


def fits(cue: Cue, gender: str, number: str) -> bool:
    """Says whether a verb without a subject can be somebody's.

    >>> from index.quotes.verbs import CUES
    >>> [fits(CUES[verb], "f", "s") for verb in ("واضافت", "واضاف", "قائلة")]
    [True, False, True]
    """
    if cue.gender == "?":
        return True
    if number == "p":
        # People in the plural go on in the plural, things in the feminine singular.
        return cue.number == "p" or (cue.gender == "f" and cue.number == "s" and gender != "m")
    if number == "d":
        return cue.number == "d"
    if cue.number != "s":
        return False
    return gender in ("?", cue.gender)
