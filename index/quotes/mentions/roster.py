"""Who is named in an article: short names, titles and descriptions brought together.

``ماكجورك``, ``المبعوث`` and ``المبعوث الخاص`` are one person when the article names him in
full once, before or after. What is not resolved stays as it stands: ``مسؤول أمريكي`` is
somebody whom the article doesn't name, and ``الوزير`` with two ministers is the nearer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.quotes.lexicon import fold
from index.quotes.looks import (
    BELONGING,
    GIVEN,
    PARTICLES,
    PREPOSITIONS,
    TITLES,
    split_joined,
)
from index.quotes.mentions.alike import (
    SHORTEST_ALIKE,
    root,
    same_name,
    similar,
    skeleton,
)
from index.quotes.mentions.bearers import Told, presides_elsewhere, told_alike, told_of
from index.quotes.mentions.entity import Entity, Index, indexed, nearest, of_namesakes
from index.quotes.mentions.joined import Unjoined, without_joined
from index.quotes.mentions.joint import joint_end
from index.quotes.mentions.names import is_asked_behind, is_body_name, may_begin
from index.quotes.mentions.phrase import Phrase, has_another_subject, is_of_office
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.settle import settled, without_verbs
from index.quotes.mentions.statements import (
    Statements,
    addressed,
    issued_before,
    noun_of,
    owner_of,
    statement_at,
)
from index.quotes.mentions.usage import Usage
from index.quotes.text import Kind, Word, tidy
from index.types import SpeakerKind

_OWNER_WITHIN: Final = 10


@dataclass(frozen=True, slots=True)
class People:
    """The entities of one article: each mention that tells something new makes the next value.

    Attributes:
        entities: By number, in the order in which they were met.
        tokens: The words of everybody's names.
        skeletons: The last word of each name, as ``skeleton`` writes it.
        heads: The first letters of each description.
        texts: The words of each description -> the first entity that was called so.
    """

    text: str
    words: Sequence[Word]
    usage: Usage
    entities: Mapping[int, Entity] = field(default_factory=dict)
    tokens: Index = field(default_factory=dict)
    skeletons: Index = field(default_factory=dict)
    heads: Index = field(default_factory=dict)
    texts: Mapping[str, int] = field(default_factory=dict)
    statements: Statements = field(default_factory=dict)

    @classmethod
    def named_in(cls, text: str, words: Sequence[Word]) -> People:
        """Takes up every full name of an article, wherever it stands."""
        people, at = cls(text, words, Usage.of(words)), 0
        while at < len(words):
            people, at = people._collected(at)
        return replace(people, entities=without_verbs(people.entities, people.tokens))

    def _collected(self, at: int) -> tuple[People, int]:
        """Returns the people with the one who is named at a word, and where reading goes on."""
        words = self.words
        word = words[at]
        if word.kind is not Kind.WORD or is_asked_behind(words, at):
            return self, at + 1
        bare = without_joined(self.text, word)
        if bare is not None:
            seen = Unjoined(words, at, bare)
            people = replace(self, words=seen, usage=replace(self.usage, words=seen))
            people, behind = people._collected(at)
            return replace(people, words=words, usage=self.usage), behind
        if word.norm and may_begin(words, at):
            phrase = read_phrase(words, at, min(len(words), at + 30), apposed=True)
            if phrase is not None and phrase.name is not None and phrase.quoted is None:
                phrase = self.usage.trimmed(phrase, {})
                tokens = self._tokens(phrase.name or (at, at))
                sure = self._is_sure(phrase, tokens)
                people = self._named(phrase, tokens, at)[1] if sure else self
                return people, max(phrase.last, at) + 1
        if word.look.body and not word.cue and not is_of_office(words, at):
            return self._with_body(at)
        return self, at + 1

    def _with_body(self, at: int) -> tuple[People, int]:
        """Returns the people with a named body: ``منظمة الفجر``, ``اللجنة الدولية للصليب``."""
        phrase = read_phrase(self.words, at, min(len(self.words), at + 30), apposed=False)
        if phrase is None or phrase.first != at or phrase.last == at:
            return self, at + 1
        if phrase.name is not None and phrase.quoted is None:
            return self, at + 1
        if not is_body_name(self.words, at, phrase.last):
            return self, phrase.last + 1
        return self.of(phrase, at)[1], phrase.last + 1

    def _is_sure(self, phrase: Phrase, tokens: tuple[str, ...]) -> bool:
        """Says whether a name met outside a clause of saying is a name beyond doubt."""
        if not tokens or phrase.name is None or (phrase.number == "p" and phrase.role is not None):
            return False
        head = self.words[phrase.first].look
        if tokens[0] in GIVEN or head.given:
            return len(tokens) > 1 or phrase.role is not None
        if phrase.role is None or not (head.role or head.title) or head.number != "s":
            return False
        repeated = any(self.usage.counts[token] > 1 for token in tokens)
        return repeated or (2 <= len(tokens) <= 3 and phrase.role[1] > phrase.role[0])

    def _tokens(self, pair: tuple[int, int]) -> tuple[str, ...]:
        found = []
        for at in range(pair[0], pair[1] + 1):
            word = self.words[at]
            if word.kind is Kind.WORD and word.norm not in PARTICLES:
                found.append(word.norm)
            elif word.quote is not None:
                found.extend(word.quote.span.of(self.text).split())
        return tuple(found)

    def _cut(self, pair: tuple[int, int]) -> str:
        first = self.words[pair[0]]
        text = tidy(self.text, self.words, *pair).replace("#", "").replace("_", " ")
        # للشركة is ل and الشركة, written with one alef less.
        return "ا" + text if first.norm.startswith("ال") and text.startswith("ل") else text

    def of(self, phrase: Phrase, at: int) -> tuple[int, People]:
        """Returns the number of the entity that a phrase names, and the people with this mention.

        Args:
            phrase: The noun phrase.
            at: Where it stands; the nearest mention before it is preferred.
        """
        phrase = self.usage.trimmed(self._by_known_name(phrase), self.tokens)
        if phrase.name is not None and self._is_no_name(phrase.name[0]):
            last = phrase.role[1] if phrase.role is not None else phrase.last
            phrase = replace(phrase, name=None, role=phrase.role or phrase.name, last=last)
        if phrase.name is not None:
            tokens = self._tokens(phrase.name)
            if tokens and self._is_anothers_name(phrase, tokens, at):
                phrase = replace(phrase, name=None, role=(phrase.first, phrase.last))
            elif tokens:
                return self._named(phrase, tokens, at)
        issuer, people = self._issuer(phrase)
        return people._described(phrase, at) if issuer is None else (issuer, people)

    def _is_no_name(self, at: int) -> bool:
        """``الأخير`` and ``التصريح`` stand for somebody and are nobody's name."""
        word = self.words[at]
        stated = not word.look.given and bool(statement_at(self.words, at))
        return stated or word.norm in ("الاخير", "الاخيرة")

    def _by_known_name(self, phrase: Phrase) -> Phrase:
        """``وخطف القندسي | الأنظار``: a word that is somebody's last name here is read as one."""
        word = self.words[phrase.first]
        if phrase.name is not None or phrase.quoted is not None or word.look.somebody:
            return phrase
        known = (self.entities[one].tokens for one in self.tokens.get(word.norm, ()))
        if not any(tokens[-1] == word.norm and len(tokens) > 1 for tokens in known):
            return phrase
        here = (phrase.first, phrase.first)
        return replace(phrase, last=phrase.first, name=here, role=None, number="s")

    def _issuer(self, phrase: Phrase) -> tuple[int | None, People]:
        """``البيان``, ``بيان للوزارة``: a statement speaks for the one who gave it out."""
        at = noun_of(self.words, phrase)
        if at is None or phrase.quoted is not None:
            return None, self
        owner, people = self.owner(at, min(phrase.last + _OWNER_WITHIN, len(self.words)))
        issued = None if owner is not None else self.issued(phrase)
        if issued is not None:
            owner = people.statements[statement_at(self.words, at), issued]
        return owner, people

    def issued(self, phrase: Phrase) -> int | None:
        """Returns where the statement was brought up that a phrase means: ``البيان``."""
        at = noun_of(self.words, phrase)
        if at is None or not self.words[at].look.definite or phrase.last > at + 1:
            return None
        return issued_before(self.words, self.statements, at)

    def owner(self, at: int, end: int) -> tuple[int | None, People]:
        """Returns whose the statement there is, by the words behind it."""
        name = addressed(self.words, at, self.tokens)
        if name:
            return self._find((name,), at), self
        first = owner_of(self.words, at, end, self.tokens)
        phrase = None if first is None else read_phrase(self.words, first, end, apposed=False)
        if phrase is None:
            return None, self
        owner, people = self.of(phrase, phrase.first)
        described = people.entities[owner].kind is SpeakerKind.UNNAMED
        return None if described else owner, people

    def issuing(self, issuer: int, noun: str, at: int) -> People:
        """Returns the people with the one who gives out a statement there."""
        return replace(self, statements={**self.statements, (noun, at): issuer})

    def pair(self, phrase: Phrase) -> tuple[int, People] | None:
        """``سالم الكندي وسلمى الريحاني``: two who say it together are named together."""
        if phrase.name is None or phrase.quoted is not None:
            return None
        last = joint_end(self.words, *phrase.name)
        if last is None:
            return None
        pair, at = (phrase.name[0], last), phrase.first
        name, tokens = self._cut(pair), self._tokens(pair)
        both = Entity(name, tokens, None, SpeakerKind.PERSON, "?", "d", (), (at,), at)
        return self._with(len(self.entities), both)

    def _is_anothers_name(self, phrase: Phrase, tokens: tuple[str, ...], at: int) -> bool:
        """``المتحدثة باسم الرئيس دونالد ترامب``: the name is his, as the article shows."""
        if phrase.role is None or phrase.name is None:
            return False
        inner = {
            root(self.words[k].norm)
            for k in range(phrase.role[0] + 1, phrase.role[1] + 1)
            if {self.words[k].norm, "ال" + self.words[k].norm[2:]} & TITLES
        }
        head = root(self.words[phrase.role[0]].norm)
        known = self._find(tokens, at)
        heads = self.entities[known].heads if known is not None else frozenset[str]()
        return head not in heads and bool(inner & heads)

    def settled(self) -> People:
        """Returns the people of a whole article, descriptions brought to those who bear them."""
        return replace(self, entities=settled(self.entities, self.words, self.tokens))

    def meant(self, number: int) -> Entity:
        """Returns who an entity is, as fully as the article tells."""
        one = self.entities[number]
        return one if one.bearer is None else self.entities[one.bearer]

    def borne(self) -> Iterator[str]:
        """Yields a line for each description: who bears it, and why."""
        for number, one in self.entities.items():
            if one.bearer is not None:
                yield f"{one.name} is {self.meant(number).name}: {one.because}"

    def showing(self, number: int, gender: str) -> People:
        """Returns the people with the gender that a verb tells, where it was not known."""
        one = self.entities[number]
        if one.gender != "?" or gender == "?":
            return self
        return self._with(number, replace(one, gender=gender))[1]

    def _with(self, number: int, entity: Entity, tokens: Sequence[str] = ()) -> tuple[int, People]:
        """Returns the people with an entity as it is known now, found by all that it is called."""
        borne = indexed(self.tokens, tokens, number)
        if entity is self.entities.get(number) and borne is self.tokens:
            return number, self
        spelled = [skeleton(entity.tokens[-1])] if tokens else []
        heads = [role.head[:SHORTEST_ALIKE] for role in entity.roles]
        known = bool(entity.tokens) or entity.name in self.texts
        return number, replace(
            self,
            entities={**self.entities, number: entity},
            tokens=borne,
            skeletons=indexed(self.skeletons, spelled, number),
            heads=indexed(self.heads, heads, number),
            texts=self.texts if known else {**self.texts, entity.name: number},
        )

    def _named(self, phrase: Phrase, tokens: tuple[str, ...], at: int) -> tuple[int, People]:
        words = self.words
        name = self._cut(phrase.name) if phrase.name else ""
        found = self._find(tokens, at, root(words[phrase.role[0]].norm) if phrase.role else "")
        if found is None:
            body = phrase.quoted is not None or words[phrase.first].look.body
            alone = len(tokens) == 1 and phrase.role is None
            body = body or (alone and self.usage.is_body(tokens[0]))
            kind = SpeakerKind.INSTITUTION if body else SpeakerKind.PERSON
            gender = "?" if phrase.quoted is not None and phrase.role is None else phrase.gender
            entity = Entity(name, tokens, None, kind, gender, phrase.number, (), (at,), at)
        else:
            entity = self.entities[found].saw(at)
            if len(tokens) > len(entity.tokens):
                entity = replace(entity, name=name, tokens=tokens)
        for role in (phrase.role, phrase.also):
            if role is not None:
                entity = entity.called(self._description(role), self._cut(role))
        return self._with(len(self.entities) if found is None else found, entity, tokens)

    def _description(self, pair: tuple[int, int]) -> Told:
        found: list[str] = []
        for at in range(pair[0], pair[1] + 1):
            word = self.words[at]
            if word.quote is not None:
                # One paper is not another: ``صحيفة "الضحى"``.
                found.extend(fold(word.quote.span.of(self.text)).split())
                continue
            if word.kind is not Kind.WORD or word.norm in PREPOSITIONS or word.norm == "باسم":
                continue
            found.append(root(split_joined(word.norm)))
        return told_of([self.words[at].norm for at in range(pair[0], pair[1] + 1)], found)

    def _find(self, tokens: tuple[str, ...], at: int, head: str = "") -> int | None:
        entities = self.entities
        known = [one for token in tokens for one in self.tokens.get(token, ())]
        matching = [one for one in known if same_name(tokens, entities[one].tokens)]
        if not matching and len(tokens) <= 2:
            spelled = self.skeletons.get(skeleton(tokens[-1]), ())
            matching = [one for one in spelled if similar(tokens, entities[one].tokens)]
        alone = next((one for one in matching if entities[one].tokens == tokens), None)
        named = [one for one in matching if entities[one].bearer is None]
        full = [one for one in named if len(entities[one].tokens) > 1]
        if len(tokens) == 1:
            # Whose last name it is comes before what began with it once: ``القندسي دعوى``.
            full = [one for one in full if entities[one].tokens[-1] == tokens[0]] or full
            matching = full or matching
        if len(tokens) > 1 or len(full) < 2:
            return nearest(entities, matching, at)
        namesake = of_namesakes(entities, full, head, at)
        return alone if namesake is None else namesake

    def _described(self, phrase: Phrase, at: int) -> tuple[int, People]:
        pair = phrase.role or (phrase.first, phrase.last)
        told, entities = self._description(pair), self.entities
        head = told.head
        first = self.words[pair[0]]
        seen = first.look
        if head in ("اخير", "اخيرة") and seen.definite:
            # ``وقال هذا الأخير``: who was named last.
            near = (n for n, one in entities.items() if one.kind is SpeakerKind.PERSON)
            latter = nearest(entities, (n for n in near if entities[n].number != "d"), at)
            if latter is not None:
                return latter, self
        definite = (
            seen.definite
            or not seen.unnamed
            or phrase.first < pair[0]
            or any(
                self.words[k].look.definite
                for k in range(pair[0] + 1, min(pair[0] + 2, pair[1] + 1))
            )
        )
        text = self._cut((phrase.first, phrase.last))
        single = phrase.first == phrase.last and first.norm == seen.base
        definite = definite and not (single and seen.body)
        # ``لاعبو الفريق`` are several, and never the one player named.
        several = seen.role and (phrase.number != "s" or first.norm.endswith("و"))
        if definite and head:
            candidates = [
                number
                for number in self.heads.get(head[:SHORTEST_ALIKE], ())
                for one in [entities[number]]
                if told_alike(told, one.tokens, one.roles)
                and not presides_elsewhere(told, one.roles)
                and (phrase.number != "s" or one.number == "s" or not seen.role)
                and not (several and one.tokens and one.number == "s")
            ]
            found = nearest(entities, candidates, at)
            later = found is not None and entities[found].seen[:1] >= (at,)
            alone = seen.body and pair[0] == pair[1]
            if later and alone and has_another_subject(self.words, pair[0]):
                found = None
        else:
            found = self.texts.get(text)
        if found is not None:
            return self._with(found, entities[found].saw(at))
        kind = SpeakerKind.PERSON
        if (
            (split_joined(first.norm) in BELONGING and phrase.last > phrase.first)
            or (
                seen.unnamed
                and not (seen.body and seen.definite)
                and not (definite and seen.definite and len(told.words) > 1)
            )
            or (seen.given and not seen.role)
        ):
            # ``شريف مقاطعة الوادي``: an office that is a given name elsewhere.
            kind = SpeakerKind.UNNAMED
        elif seen.body or seen.document or seen.place or first.kind is Kind.NUMBER or not seen.role:
            kind = SpeakerKind.INSTITUTION
        body = kind is SpeakerKind.INSTITUTION
        proper = body and is_body_name(self.words, phrase.first, phrase.last)
        role = text if seen.role else None
        entity = Entity(
            text, (), role, kind, phrase.gender, phrase.number, (told,), (at,), at, proper
        )
        return self._with(len(entities), entity)
