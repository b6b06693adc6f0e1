"""Finds the speaker in an English or French article: beside the verb, or behind a pronoun.

A pronoun goes on with the last speaker, unless two people spoke in the last two paragraphs:
then it is unknown, because neither language says which.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.claims.latin_names import NAME, SHORT
from index.quotes.claims.latin_reported import MASK, Clause, find_reported
from index.quotes.claims.latin_voices import Voices, Who
from index.quotes.text import Places
from index.text.marks import Marked
from index.types import Sentence, Span, SpeakerKind

_PRONOUN: Final = re.compile(r"(?:he|him|she|they|il|lui|elle|ils|elles)\b", re.IGNORECASE)
_GENDERS: Final = {"he": "m", "him": "m", "il": "m", "lui": "m", "she": "f", "elle": "f"}
_BACK: Final = 4
"""Sentences that a pronoun reaches back."""
_REMEMBERED: Final = 200
_LONGEST_SENTENCE: Final = 1200
_LONGEST_PARAGRAPH: Final = 4000
"""Characters; no newsroom writes longer ones, and what is looked over stays bounded."""


_INTRO: Final = re.compile(
    r"\s*(?:(?:But|And|Yet|Then|So|Still|Mais|Et|Puis)\s)?(?:(?:In|On|At|After|Before|During|Since|With|"
    r"Without|From|For|By|Under|Over|As|When|While|Despite|Unlike|Like|To|Dans|Lors|Après|Avant|À|Au|Aux|Sur|"
    r"Pour|En|[A-ZÀ-Þ][a-zà-ÿ]+(?:ing|ed|ly|ée?s?|ment)|Earlier|Later|However|Meanwhile|Instead|Also|"
    r"Pourtant|Cependant|Ensuite)\b[^,]{0,120},\s|(?:[\w-]+\s){1,4}(?:later|earlier|before|ago|plus\stard),\s)?",
)
_TITLED: Final = re.compile(rf"(?:\s[a-z][\w-]+){{1,2}}\s(?=(?:{SHORT})\.\s[A-Z])")
"""``Green Party hopeful Sen. Jane Roe``: the name stands behind the title."""
_LED_TO: Final = re.compile(
    r"\s*(?:(?!(?:for|of|from|with|at|in|on|to|by|and|or|de|du|des|et|à|pour|dans)\s)"
    rf"(?:(?:{SHORT})\.|[\w’'-]+)\s+){{0,6}}"
)
_DATELINE: Final = re.compile(r"\s*[A-ZÀ-Þ]{3}[\w ,()/.-]{0,60}?\s[\u2013\u2014-]+\s(?=[A-ZÀ-Þ])")
_SENTENCE_END: Final = re.compile(
    r"(?<!\b[A-Z])"
    + "".join(rf"(?<!\b{title})" for title in SHORT.split("|"))
    + rf"[.!?]+(?=\s)|(?<={MASK})\s(?=[A-ZÀ-Þ])"
)
_LATTER: Final = re.compile(
    r"(?:this (?:person|man|woman)|the (?:latter|former)|ce dernier|cette dernière|"
    r"celui-ci|celle-ci|l['’]une?|l['’]autre|other|others|everyone|someone|nobody)\b",
    re.IGNORECASE,
)
"""They mean somebody whom the sentence before names; which one is not told."""
_AND: Final = re.compile(r" (?:and|et) ")


@dataclass(frozen=True, slots=True)
class LatinTurn:
    """A speaker with the words that name them, and the verb; without a speaker ``who`` is None."""

    who: Who | None
    mention: Span
    cue: Span | None
    number: int
    rule: str
    confidence: float
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class ReportedWords:
    """A reported clause, with where its sentence begins and where its words stand."""

    clause: Clause
    offset: int
    content: Span

    @property
    def at(self) -> int:
        return min(self.clause.cue.start + self.offset, self.content.start)


@dataclass(frozen=True, slots=True)
class LatinTurns:
    """Who spoke so far, and whom a phrase or a pronoun means; each saying makes the next value.

    Attributes:
        masked: The text with every quotation blotted out.
        places: The sentences of the article.
        voices: Everybody whom it names.
        reported: Its reported clauses.
        spoken: The last turns, in their order.
    """

    text: str
    masked: str
    places: Places
    voices: Voices
    reported: tuple[ReportedWords, ...]
    spoken: tuple[LatinTurn, ...] = ()

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence], marks: Sequence[Marked]) -> LatinTurns:
        """Reads an article in which nobody has spoken yet."""
        ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
        masked = _masked(text, marks)
        reported = tuple(_reported(masked, ordered, marks))
        return cls(text, masked, Places.of(sentences), Voices(text), reported)

    def noting(self, turn: LatinTurn) -> LatinTurns:
        """Returns the turns with another one behind them."""
        return replace(self, spoken=(*self.spoken, turn)[-_REMEMBERED:])

    def voice(self, start: int, end: int, cue: Span | None, rule: str) -> LatinTurn | None:
        """Reads who stands in a stretch of text next to a verb."""
        while start < end and self.text[start] in " ,\n\t\u00a0":
            start += 1
        if start >= end:
            return None
        pronoun = _PRONOUN.match(self.text, start, end)
        if pronoun is not None:
            return self.by_pronoun(pronoun[0].lower(), Span(*pronoun.span()), cue)
        latter = _LATTER.match(self.text, start, end)
        if latter is not None:
            return self.by_pronoun("they", Span(*latter.span()), cue)
        who = self.voices.read(start, end)
        if who is None:
            return None
        who = self._with_second(who, end)
        sure = 0.75 if who.resolved else 0.93 if who.name[:1].isupper() else 0.8
        number = self.places.number(who.mention.start)
        return LatinTurn(who, who.mention, cue, number, rule, sure, who.resolved)

    def opening(self, start: int, end: int, cue: Span | None, rule: str) -> LatinTurn | None:
        """Reads who opens a clause whose later verb is told: ``Jane Roe left and said``."""
        for ahead in (_DATELINE, _INTRO):
            intro = ahead.match(self.masked, start, end)
            start = intro.end() if intro else start
        pronoun = _PRONOUN.match(self.text, start, end)
        if pronoun is not None:
            return self.by_pronoun(pronoun[0].lower(), Span(*pronoun.span()), cue)
        name = self.voices.first_name(start, end)
        titled = _TITLED.match(self.text, name.end, end) if name else None
        if titled is not None:
            start = titled.end()
            name = self.voices.first_name(start, end)
        stop = self.voices.noun_end(start, name.start if name else end)
        if name is not None and _LED_TO.fullmatch(self.text, start, name.start):
            # ``The water minister Jane Roe``, but ``Two groups sued Jane Roe``
            between = self.text[stop or start : name.start].split()
            if stop is None or all(self.voices.leads(word) for word in between):
                return self.voice(start, name.end, cue, rule)
        stop = stop or self.voices.noun_end(start, end)
        return None if stop is None else self.voice(start, stop, cue, rule)

    def _with_second(self, who: Who, end: int) -> Who:
        """``Jane Roe and John Roe said``: two who say it together are named together."""
        joint = _AND.match(self.text, who.mention.end, end)
        if joint is None or who.kind is not SpeakerKind.PERSON:
            return who
        other = self.voices.read(joint.end(), end)
        if other is None or other.kind is not SpeakerKind.PERSON or not other.name[:1].isupper():
            return who
        span = Span(who.mention.start, other.mention.end)
        return Who(f"{who.name}{joint[0]}{other.name}", SpeakerKind.PERSON, span)

    def by_pronoun(self, pronoun: str, mention: Span, cue: Span | None) -> LatinTurn:
        """Resolves a pronoun where one person alone can be meant."""
        here = self.places.number(mention.start)
        nobody = LatinTurn(None, mention, cue, here, "pronoun", 0.0)
        gender = _GENDERS.get(pronoun)
        if gender is None:
            return nobody
        subject = self._subject_in_paragraph(mention.start, gender)
        if subject is not None:
            return replace(subject, cue=cue, rule="pronoun", confidence=0.75, inferred=True)
        named = self._named_in_paragraph(mention.start, gender)
        if len(named) > 1:
            return nobody
        near = [voice for voice in self.spoken if here - voice.number <= _BACK]
        if named:
            name, at = next(iter(named.items()))
            told = next((v for v in reversed(near) if v.who and v.who.name == name), None)
            if told is not None:
                return replace(told, cue=cue, rule="pronoun", confidence=0.7, inferred=True)
            who = self.voices.read(at.start, at.end)
            if who is None:
                return nobody
            return LatinTurn(who, at, cue, self.places.number(at.start), "pronoun", 0.7, True)
        last = near[-1] if near else None
        if last is None or last.who is None or last.who.kind is SpeakerKind.INSTITUTION:
            return nobody
        fits = {
            voice.who.name if voice.who else ""
            for voice in near[-3:]
            if voice.who is None or _agrees(voice.who.gender, gender)
        }
        if not _agrees(last.who.gender, gender) or len(fits) != 1:
            return nobody
        who = replace(last.who, gender=gender)
        return replace(last, who=who, cue=cue, rule="pronoun", confidence=0.7, inferred=True)

    def narrated(self, start: int, end: int) -> list[Span]:
        """Returns the sentences between two places, quotations left out."""
        found, at = list[Span](), start
        for stop in _SENTENCE_END.finditer(self.masked, start, end):
            found.append(Span(at, stop.end()))
            at = stop.end()
        return [*found, Span(at, end)]

    def _subject_in_paragraph(self, at: int, gender: str) -> LatinTurn | None:
        """``A clerk shrugged. "No," she said``: the subject of the narrator's last sentence."""
        start = max(self.text.rfind("\n", 0, at) + 1, at - _LONGEST_PARAGRAPH)
        here = [voice for voice in self.spoken if voice.mention.start >= start]
        sentences = self.narrated(start, at)
        last = _last_in(sentences, here)
        for sentence in reversed(sentences):
            number = self.places.number(sentence.end - 1)
            words = self.masked[sentence.start : sentence.end].strip(f" {MASK}.,!?:;\n\u00a0")
            told = last.get(sentence)
            if told is not None and told.who is not None:
                near = [voice.who for voice in here if voice.who]
                rivals = {who.name for who in near if _agrees(who.gender, gender)}
                return told if len(rivals) == 1 and _fits(told.who, gender) else None
            if len(words.split()) < 2 or _PRONOUN.match(words):
                continue
            subject = self.opening(sentence.start, sentence.end, None, "pronoun")
            if subject is None or subject.who is None or not _fits(subject.who, gender):
                return None
            others = self._named_between(subject.mention.end, sentence.end, gender)
            return None if others.keys() - {subject.who.name} else replace(subject, number=number)
        return None

    def _named_in_paragraph(self, at: int, gender: str) -> dict[str, Span]:
        """The people of a gender whom the paragraph names before, and where last."""
        start = max(self.text.rfind("\n", 0, at) + 1, at - _LONGEST_PARAGRAPH)
        if _PRONOUN.match(self.text, start):
            # A paragraph that opens with a pronoun goes on with who spoke before.
            return {}
        return self._named_between(start, at, gender)

    def _named_between(self, start: int, end: int, gender: str) -> dict[str, Span]:
        spoken = {voice.who.name for voice in self.spoken if voice.who}
        found: dict[str, Span] = {}
        for match in NAME.finditer(self.text, start, end):
            who = self.voices.read(*match.span())
            if who is None or who.kind is not SpeakerKind.PERSON:
                continue
            if (" " in who.name or who.name in spoken) and _agrees(who.gender, gender):
                found[who.name] = who.mention
        return found


def _last_in(sentences: Sequence[Span], spoken: Sequence[LatinTurn]) -> dict[Span, LatinTurn]:
    """Returns who spoke last in each sentence, in one pass: there may be thousands."""
    ends = [sentence.end for sentence in sentences]
    found: dict[Span, LatinTurn] = {}
    for voice in spoken:
        at = bisect_left(ends, voice.mention.end)
        if at < len(ends) and sentences[at].contains(voice.mention):
            found[sentences[at]] = voice
    return found


def _fits(who: Who, gender: str) -> bool:
    """Says whether he or she can be somebody; a short name of no known gender may be no name."""
    if who.kind is SpeakerKind.INSTITUTION:
        return False
    return who.gender == gender or (not who.gender and (" " in who.name))


def _agrees(known: str, gender: str) -> bool:
    return known in ("", gender)


def _reported(
    masked: str, sentences: Sequence[Sentence], marks: Sequence[Marked]
) -> Iterator[ReportedWords]:
    done = 0
    starts = [mark.outer.start for mark in marks]
    for sentence in sentences:
        start, end = max(done, sentence.span.start), sentence.span.end
        if start >= end or sentence.number == 0:
            continue
        at = bisect_left(starts, end) - 1
        if at >= 0 and end < marks[at].outer.end:
            # A full stop inside the marks ends no sentence that goes on behind them.
            end = marks[at].outer.end
        done = end
        while start < end and masked[start].isspace():
            start += 1
        for clause in find_reported(masked[start : min(end, start + _LONGEST_SENTENCE)]):
            content = Span(clause.content.start + start, clause.content.end + start)
            if masked[content.start : content.end].strip(MASK + " ,.\"'"):
                yield ReportedWords(clause, start, content)


def _masked(text: str, marks: Sequence[Marked]) -> str:
    pieces, at = [], 0
    for mark in marks:
        pieces += [text[at : mark.outer.start], MASK * len(mark.outer)]
        at = mark.outer.end
    return "".join([*pieces, text[at:]])
