"""Who is named in an article: short names, titles and descriptions brought together.

``ماكجورك``, ``المبعوث`` and ``المبعوث الخاص`` are one person when the article names him in
full once, before or after. What is not resolved stays as it stands: ``مسؤول أمريكي`` is
somebody whom the article doesn't name, and ``الوزير`` with two ministers is the nearer one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from index.quotes.lexicon import fold
from index.quotes.looks import (
    BELONGING,
    GIVEN,
    OCCASIONS,
    PARTICLES,
    PREPOSITIONS,
    TITLES,
    look,
    split_joined,
)
from index.quotes.mentions.alike import (
    SHORTEST_ALIKE,
    described_alike,
    root,
    same_name,
    similar,
    skeleton,
)
from index.quotes.mentions.bearers import Told, presides_elsewhere, told_of
from index.quotes.mentions.entity import Entity, nearest, of_namesakes
from index.quotes.mentions.joint import joins_name
from index.quotes.mentions.name_ends import name_goes_on
from index.quotes.mentions.names import is_body_name
from index.quotes.mentions.phrase import Phrase, ends_phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.settle import drop_verbs, settle
from index.quotes.mentions.statements import Statements, owner_in, statement_at
from index.quotes.mentions.usage import Usage
from index.quotes.text import Kind, Word
from index.quotes.verbs import ASKING, CUES
from index.types import SpeakerKind

_OWNER_WITHIN: Final = 10


class People:
    """The entities of one article."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self._text = text
        self._words = words
        self.entities: list[Entity] = []
        self._by_token: dict[str, list[Entity]] = {}
        self._usage = Usage(words)
        self._by_skeleton: dict[str, list[Entity]] = defaultdict(list)
        self._by_head: dict[str, list[Entity]] = defaultdict(list)
        self._by_text: dict[str, Entity] = {}
        self.statements = Statements()
        self._collect()

    def _collect(self) -> None:
        """Takes up every full name of the article, wherever it stands."""
        words = self._words
        at = 0
        while at < len(words):
            word = words[at]
            if _is_asked_behind(words, at):
                at += 1
                continue
            if word.kind is Kind.WORD and word.norm and _begins(words, at):
                phrase = read_phrase(words, at, min(len(words), at + 30), apposed=True)
                if phrase is not None and phrase.name is not None and phrase.quoted is None:
                    phrase = self._usage.trimmed(phrase, {})
                    tokens = self._tokens(phrase.name or (at, at))
                    if self._is_sure(phrase, tokens):
                        self._named(phrase, tokens, at)
                    at = max(phrase.last, at) + 1
                    continue
            if word.kind is Kind.WORD and word.look.body and not word.cue:
                at = self._collect_body(at)
                continue
            at += 1
        drop_verbs(self.entities, self._by_token)

    def _collect_body(self, at: int) -> int:
        """Takes up a body whose name is told: ``منظمة الفجر``, ``اللجنة الدولية للصليب``."""
        phrase = read_phrase(self._words, at, min(len(self._words), at + 30), apposed=False)
        if phrase is None or phrase.first != at or phrase.last == at:
            return at + 1
        if phrase.name is not None and phrase.quoted is None:
            return at + 1
        if not is_body_name(self._words, at, phrase.last):
            return phrase.last + 1
        self.of(phrase, at)
        return phrase.last + 1

    def _is_sure(self, phrase: Phrase, tokens: tuple[str, ...]) -> bool:
        """Says whether a name met outside a clause of saying is a name beyond doubt."""
        if not tokens or phrase.name is None or (phrase.number == "p" and phrase.role is not None):
            return False
        head = self._words[phrase.first].look
        if tokens[0] in GIVEN or head.given:
            return len(tokens) > 1 or phrase.role is not None
        if phrase.role is None or not (head.role or head.title) or head.number != "s":
            return False
        repeated = any(self._usage.counts[token] > 1 for token in tokens)
        return repeated or (2 <= len(tokens) <= 3 and phrase.role[1] > phrase.role[0])

    def _tokens(self, pair: tuple[int, int]) -> tuple[str, ...]:
        found = []
        for at in range(pair[0], pair[1] + 1):
            word = self._words[at]
            if word.kind is Kind.WORD and word.norm not in PARTICLES:
                found.append(word.norm)
            elif word.quote is not None:
                found.extend(word.quote.span.of(self._text).split())
        return tuple(found)

    def _cut(self, pair: tuple[int, int]) -> str:
        first = self._words[pair[0]]
        text = self._text[first.start : self._words[pair[1]].end]
        text = text.replace("#", "").replace("_", " ")
        # للشركة is ل and الشركة, written with one alef less.
        return "ا" + text if first.norm.startswith("ال") and text.startswith("ل") else text

    def of(self, phrase: Phrase, at: int) -> Entity:
        """Returns the entity that a phrase names, a new one where it is not known yet.

        Args:
            phrase: The noun phrase.
            at: Where it stands; the nearest mention before it is preferred.
        """
        phrase = self._usage.trimmed(self._by_known_name(phrase), self._by_token)
        if phrase.name is not None and self._is_no_name(phrase.name[0]):
            phrase = replace(phrase, name=None, role=phrase.name)
        if phrase.name is not None:
            tokens = self._tokens(phrase.name)
            if tokens and self._is_anothers_name(phrase, tokens, at):
                phrase = replace(phrase, name=None, role=(phrase.first, phrase.last))
            elif tokens:
                return self._named(phrase, tokens, at)
        issuer = self._issuer(phrase)
        return self._described(phrase, at) if issuer is None else issuer

    def _is_no_name(self, at: int) -> bool:
        """``الأخير`` and ``التصريح`` stand for somebody and are nobody's name."""
        word = self._words[at]
        stated = word.look.definite and bool(statement_at(self._words, at))
        return stated or word.norm in ("الاخير", "الاخيرة")

    def _by_known_name(self, phrase: Phrase) -> Phrase:
        """``وخطف القندسي | الأنظار``: a word that is somebody's last name here is read as one."""
        word = self._words[phrase.first]
        if phrase.name is not None or phrase.quoted is not None or word.look.somebody:
            return phrase
        known = self._by_token.get(word.norm, ())
        if not any(one.tokens[-1] == word.norm and len(one.tokens) > 1 for one in known):
            return phrase
        here = (phrase.first, phrase.first)
        return replace(phrase, last=phrase.first, name=here, role=None, number="s")

    def _issuer(self, phrase: Phrase) -> Entity | None:
        """``البيان``, ``بيان للوزارة``: a statement speaks for the one who gave it out."""
        noun = statement_at(self._words, phrase.first)
        if not noun or phrase.quoted is not None:
            return None
        owner = self.owner(phrase.first, min(phrase.last + _OWNER_WITHIN, len(self._words)))
        definite = self._words[phrase.first].look.definite
        if owner is None and definite and phrase.last <= phrase.first + 1:
            owner = self.statements.issuer(noun, phrase.first)
        return owner

    def owner(self, at: int, end: int) -> Entity | None:
        """Returns whose the statement there is, by the words behind it."""
        phrase = owner_in(self._words, at, end)
        entity = None if phrase is None else self.of(phrase, phrase.first)
        return entity if entity is not None and entity.is_named else None

    def pair(self, phrase: Phrase) -> Entity | None:
        """``سالم الكندي وسلمى الريحاني``: two who say it together are named together."""
        if phrase.name is None or phrase.quoted is not None:
            return None
        words, (first, last) = self._words, phrase.name
        joint = range(first + 1, min(last + 2, len(words)))
        at = next((at for at in joint if joins_name(words[at].norm)), None)
        if at is None:
            return None
        while at + 1 < len(words) and words[at + 1].kind is Kind.WORD:
            if ends_phrase(words, at + 1) or not name_goes_on(
                words, at + 1, at, words[at + 1].look
            ):
                break
            at += 1
        name, tokens = self._cut((first, max(last, at))), self._tokens((first, max(last, at)))
        both = Entity(name, tokens, None, SpeakerKind.PERSON, "?", "d")
        both.saw(phrase.first)
        return both

    def _is_anothers_name(self, phrase: Phrase, tokens: tuple[str, ...], at: int) -> bool:
        """``المتحدثة باسم الرئيس دونالد ترامب``: the name is his, as the article shows."""
        if phrase.role is None or phrase.name is None:
            return False
        inner = {
            root(self._words[k].norm)
            for k in range(phrase.role[0] + 1, phrase.role[1] + 1)
            if {self._words[k].norm, "ال" + self._words[k].norm[2:]} & TITLES
        }
        head = root(self._words[phrase.role[0]].norm)
        known = self._find(tokens, at)
        return known is not None and head not in known.heads and bool(inner & known.heads)

    def settle(self) -> None:
        """Brings descriptions to those who bear them, now that the whole article was read."""
        settle(self.entities, self._words, self._by_token)

    @property
    def tokens(self) -> Mapping[str, Sequence[Entity]]:
        """The words of everybody's names."""
        return self._by_token

    def _named(self, phrase: Phrase, tokens: tuple[str, ...], at: int) -> Entity:
        words = self._words
        head_of_role = root(words[phrase.role[0]].norm) if phrase.role else ""
        entity = self._find(tokens, at, head_of_role)
        name = self._cut(phrase.name) if phrase.name else ""
        head = words[phrase.first].look
        if entity is None:
            kind = SpeakerKind.PERSON
            if phrase.quoted is not None or head.body:
                kind = SpeakerKind.INSTITUTION
            gender = phrase.gender
            if phrase.quoted is not None and phrase.role is None:
                gender = "?"
            entity = Entity(name, tokens, None, kind, gender, phrase.number)
            self.entities.append(entity)
            self._by_skeleton[skeleton(tokens[-1])].append(entity)
        elif len(tokens) > len(entity.tokens):
            entity.name, entity.tokens = name, tokens
            alike = self._by_skeleton[skeleton(tokens[-1])]
            if entity not in alike:
                alike.append(entity)
        for token in tokens:
            known = self._by_token.setdefault(token, [])
            if entity not in known:
                known.append(entity)
        for role in (phrase.role, phrase.also):
            if role is not None:
                self._describe(entity, role)
        entity.saw(at)
        return entity

    def _describe(self, entity: Entity, pair: tuple[int, int]) -> None:
        described, head = self._description(pair)
        self._note(entity, pair, described, head)
        text = self._cut(pair)
        if entity.role is None or (described - {head} and len(text) > len(entity.role)):
            entity.role = text

    def _note(self, entity: Entity, pair: tuple[int, int], described: set[str], head: str) -> None:
        entity.roles.append(self._told(pair, described, head))
        entity.described |= described
        if head not in entity.heads:
            entity.heads.add(head)
            self._by_head[head[:SHORTEST_ALIKE]].append(entity)

    def _told(self, pair: tuple[int, int], described: set[str], head: str) -> Told:
        norms = [self._words[at].norm for at in range(pair[0], pair[1] + 1)]
        return told_of(norms, [head, *described])

    def _description(self, pair: tuple[int, int]) -> tuple[set[str], str]:
        found: list[str] = []
        for at in range(pair[0], pair[1] + 1):
            word = self._words[at]
            if word.quote is not None:
                # One paper is not another: ``صحيفة "الضحى"``.
                found.extend(fold(word.quote.span.of(self._text)).split())
                continue
            if word.kind is not Kind.WORD or word.norm in PREPOSITIONS or word.norm == "باسم":
                continue
            found.append(root(split_joined(word.norm)))
        return set(found), (found[0] if found else "")

    def _find(self, tokens: tuple[str, ...], at: int, head: str = "") -> Entity | None:
        known: list[Entity] = []
        for token in tokens:
            known.extend(self._by_token.get(token, ()))
        matching = [entity for entity in known if same_name(tokens, entity.tokens)]
        if not matching and len(tokens) <= 2:
            alike = self._by_skeleton[skeleton(tokens[-1])]
            matching = [entity for entity in alike if similar(tokens, entity.tokens)]
        alone = next((entity for entity in matching if entity.tokens == tokens), None)
        full = [entity for entity in matching if len(entity.tokens) > 1 and entity.bearer is None]
        if len(tokens) == 1:
            # whose last name it is, before what began with it once: ``القندسي دعوى``
            full = [one for one in full if one.tokens[-1] == tokens[0]] or full
            matching = full or matching
        if len(tokens) > 1 or len(full) < 2:
            return nearest(matching, at)
        return of_namesakes(full, head, at) or alone

    def _described(self, phrase: Phrase, at: int) -> Entity:
        pair = phrase.role or (phrase.first, phrase.last)
        described, head = self._description(pair)
        first = self._words[pair[0]]
        seen = first.look
        if head in ("اخير", "اخيرة") and seen.definite:
            # ``وقال هذا الأخير``: who was named last.
            near = [entity for entity in self.entities if entity.kind is SpeakerKind.PERSON]
            latter = nearest([entity for entity in near if entity.seen], at)
            if latter is not None:
                return latter
        definite = (
            seen.definite
            or not seen.unnamed
            or phrase.first < pair[0]
            or any(
                self._words[k].look.definite
                for k in range(pair[0] + 1, min(pair[0] + 2, pair[1] + 1))
            )
        )
        text = self._cut((phrase.first, phrase.last))
        single = phrase.first == phrase.last and first.norm == seen.base
        definite = definite and not (single and seen.body)
        # ``لاعبو الفريق`` are several, and never the one player named.
        several = seen.role and (phrase.number != "s" or first.norm.endswith("و"))
        told = self._told(pair, described, head)
        if definite and head:
            candidates = [
                entity
                for entity in self._by_head[head[:SHORTEST_ALIKE]]
                if described_alike(head, described, entity)
                and not presides_elsewhere(told, entity.roles)
                and (phrase.number != "s" or entity.number == "s" or not seen.role)
                and not (several and entity.tokens and entity.number == "s")
            ]
            found = nearest(candidates, at)
            if found is not None:
                found.saw(at)
                return found
        else:
            known = self._by_text.get(text)
            if known is not None:
                known.saw(at)
                return known
        kind = SpeakerKind.PERSON
        if (split_joined(first.norm) in BELONGING and phrase.last > phrase.first) or (
            seen.unnamed
            and not (seen.body and seen.definite)
            and not (definite and seen.definite and len(described) > 1)
        ):
            kind = SpeakerKind.UNNAMED
        elif seen.body or seen.document or seen.place or first.kind is Kind.NUMBER or not seen.role:
            kind = SpeakerKind.INSTITUTION
        entity = Entity(text, (), text if seen.role else None, kind, phrase.gender, phrase.number)
        if kind is SpeakerKind.INSTITUTION:
            entity.proper = is_body_name(self._words, phrase.first, phrase.last)
        self._note(entity, pair, described, head)
        self._by_text.setdefault(text, entity)
        entity.saw(at)
        self.entities.append(entity)
        return entity


def _begins(words: Sequence[Word], at: int) -> bool:
    """Says whether a person's name can begin at a word, so that reading on is worth it."""
    norm = words[at].norm
    if norm in CUES:
        return False
    if norm == "باسم" and not (at and (words[at - 1].cue or words[at - 1].look.title)):
        # ``متحدثة باسم القندسي``, ``عقد باسم القندسي``: in his name.
        return False
    seen = look(norm)
    if seen.base in ("صحفي", "صحافي") and at and words[at - 1].look.base in OCCASIONS:
        return False
    if seen.given or seen.title or seen.role:
        return True
    rest = split_joined(norm)
    if rest != norm:
        return False
    return bool(at and words[at - 1].cue and not seen.preposition)


def _is_asked_behind(words: Sequence[Word], at: int) -> bool:
    """``سأل | المذيع | الوزير سالم``: who asks, and behind him whom he asked."""
    if not 0 < at < len(words) - 1 or not (words[at].look.role and words[at].look.definite):
        return False
    cue, behind = words[at - 1].cue, words[at + 1].look
    return cue is not None and cue.lemma in ASKING and behind.title and behind.definite
