"""Quotations in English and French articles, by plain rules.

A quotation belongs to the verb of saying right behind it (``"…," said Erik Stahlborg``,
``« … », a déclaré l'autrice``), right before it (``Belisar said: "…"``), or to
``according to`` and ``selon``. A second quotation in the same paragraph goes on with the
first one's speaker. A pronoun goes on with the last speaker, unless two people spoke in the
last two paragraphs: then it is unknown, because neither language says which. Reported clauses
(``Stahlborg said that …``, ``selon la ministre``) come from ``latin_reported.py``, the people
from ``latin_voices.py``; few words in marks inside such a clause are its speaker's.

>>> from index.text.sentences import split_sentences
>>> text = '"We wait," said Erik Dolan, an envoy. "It is late." He added: "Very late."'
>>> [(s.attribution.speaker.name, s.attribution.rule)
...  for s in attribute_latin("a", text, split_sentences(text))]
... # doctest: +NORMALIZE_WHITESPACE
[('Erik Dolan', 'verb behind'), ('Erik Dolan', 'same paragraph'), ('Erik Dolan', 'pronoun')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.claims.latin_reported import Clause, find_reported
from index.quotes.claims.latin_voices import NAME, Voices, Who
from index.quotes.lexicon.latin_table import BREAKS, PRESENT_FR, SAID_EN, SAID_FR
from index.quotes.text import Places
from index.text.marks import Marked, find_marked
from index.types import (
    Attribution,
    AttributionStatus,
    Quote,
    QuoteKind,
    Saying,
    Sentence,
    Span,
    Speaker,
    SpeakerKind,
)

_SHORTEST: Final = 4
"""Words that a quotation without a cue beside it must have to count as said."""
_NEAR: Final = 160
"""Characters beside a quotation in which its verb is looked for."""

_EN: Final = "|".join(SAID_EN.split())
_FR: Final = "|".join(SAID_FR.split())
_FR_NOW: Final = "|".join(PRESENT_FR.split())
_VERB: Final = re.compile(
    rf"\b(?:(?P<fr>(?:a|ont|avait|avaient)(?P<inverted>-t-(?:il|elle|ils|elles)|-(?:ils|elles))?"
    rf"(?:\s+\w+ment)?\s+(?:{_FR}))(?:e|s|es)?\b"
    rf"|(?P<frnow>(?:{_FR_NOW})(?P<inverted2>-t?-?(?:il|elle|ils|elles))?)\b"
    rf"|(?P<en>{_EN})\b)"
)
_ACCORDING: Final = re.compile(r"\b(?:[Aa]ccording to|[Ss]elon|[Dd]['’]après)\s+")
_PRONOUN: Final = re.compile(r"(?:he|him|she|they|il|lui|elle|ils|elles)\b", re.IGNORECASE)
_BREAK: Final = re.compile(
    rf"\s*(?:[,.;:!?«»\"“”(\n\u2013\u2014]|\b(?:{'|'.join(BREAKS.split())})\b)", re.IGNORECASE
)
_GENDERS: Final = {"he": "m", "him": "m", "il": "m", "lui": "m", "she": "f", "elle": "f"}
_BACK: Final = 4
"""Sentences that a pronoun reaches back."""
_MASK: Final = "\u00b7"
_NAMED: Final = re.compile(
    r"\b(?:called|dubbed|nicknamed|titled|entitled|named|so-called|known\sas|book|film|movie|song|"
    r"novel|album|series|newspaper|magazine|play|band|operation|project|intitulée?s?|surnommée?|"
    r"baptisée?|dite?|appelée?|livre|roman|film|chanson|série|journal|revue|pièce|opération|projet)"
    r"(?:\sde|\sd['’])?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker with the words that name them, and the verb; nobody where ``who`` is none."""

    who: Who | None
    mention: Span
    cue: Span | None
    number: int
    rule: str
    confidence: float
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class _Reported:
    clause: Clause
    offset: int
    content: Span

    @property
    def at(self) -> int:
        return min(self.clause.cue.start + self.offset, self.content.start)


class _Reader:
    def __init__(self, text: str, sentences: Sequence[Sentence], marks: list[Marked]) -> None:
        self.text = text
        ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
        self.places = Places([s.span.start for s in ordered], [s.number for s in ordered])
        self.voices = Voices(text)
        self.spoken: list[_Voice] = []
        masked = text
        for mark in marks:
            filler = _MASK * len(mark.outer)
            masked = masked[: mark.outer.start] + filler + masked[mark.outer.end :]
        self.reported = list(self._reported(masked, ordered, marks))

    def _reported(
        self, masked: str, sentences: Sequence[Sentence], marks: list[Marked]
    ) -> Iterator[_Reported]:
        done = 0
        for sentence in sentences:
            start, end = max(done, sentence.span.start), sentence.span.end
            if start >= end or sentence.number == 0:
                continue
            for mark in marks:
                # A full stop inside the marks ends no sentence that goes on behind them.
                if mark.outer.start < end < mark.outer.end:
                    end = mark.outer.end
            done = end
            while start < end and masked[start].isspace():
                start += 1
            for clause in find_reported(masked[start:end]):
                content = Span(clause.content.start + start, clause.content.end + start)
                if masked[content.start : content.end].strip(_MASK + " ,.\"'"):
                    yield _Reported(clause, start, content)

    def voice(self, start: int, end: int, cue: Span | None, rule: str) -> _Voice | None:
        """Reads who stands in a stretch of text next to a verb."""
        while start < end and self.text[start] in " ,\n\t\u00a0":
            start += 1
        if start >= end:
            return None
        pronoun = _PRONOUN.match(self.text, start, end)
        if pronoun is not None:
            return self.by_pronoun(pronoun[0].lower(), Span(*pronoun.span()), cue)
        who = self.voices.read(start, end)
        if who is None:
            return None
        sure = 0.75 if who.resolved else 0.93 if who.name[:1].isupper() else 0.8
        number = self.places.number(who.mention.start)
        return _Voice(who, who.mention, cue, number, rule, sure, who.resolved)

    def by_pronoun(self, pronoun: str, mention: Span, cue: Span | None) -> _Voice:
        """Resolves a pronoun where one person alone can be meant."""
        here = self.places.number(mention.start)
        nobody = _Voice(None, mention, cue, here, "pronoun", 0.0)
        gender = _GENDERS.get(pronoun)
        if gender is None:
            return nobody
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
            return _Voice(who, at, cue, self.places.number(at.start), "pronoun", 0.7, True)
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

    def _named_in_paragraph(self, at: int, gender: str) -> dict[str, Span]:
        """The people of a gender whom the paragraph names before, and where last."""
        start = self.text.rfind("\n", 0, at) + 1
        if _PRONOUN.match(self.text, start):
            # A paragraph that opens with a pronoun goes on with who spoke before.
            return {}
        spoken = {voice.who.name for voice in self.spoken if voice.who}
        found: dict[str, Span] = {}
        for match in NAME.finditer(self.text, start, at):
            who = self.voices.read(*match.span())
            if who is None or who.kind is not SpeakerKind.PERSON:
                continue
            if (" " in who.name or who.name in spoken) and _agrees(who.gender, gender):
                found[who.name] = who.mention
        return found


def _agrees(known: str, gender: str) -> bool:
    return known in ("", gender)


def attribute_latin(
    article_id: str, text: str, sentences: Sequence[Sentence]
) -> tuple[Saying, ...]:
    """Returns what is said in an English or French article, with the speakers."""
    marks = [mark for mark in find_marked(text) if mark.depth == 0 and mark.closed]
    reader = _Reader(text, sentences, marks)
    sayings: list[Saying] = []
    holding: list[tuple[Span, _Voice]] = []
    last: tuple[int, _Voice] | None = None
    events: list[tuple[int, int, _Reported | None]] = [
        *((mark.outer.start, number, None) for number, mark in enumerate(marks)),
        *((reported.at, -1, reported) for reported in reader.reported),
    ]
    for at, number, reported in sorted(events, key=lambda event: event[:2]):
        if reported is not None:
            voice = _of_reported(reader, reported, last)
            if voice is None:
                continue
            reader.spoken.append(voice)
            holding.append((reported.content, voice))
            last = (max(reported.content.end, reported.clause.cue.end + reported.offset), voice)
            quote = Quote(reported.content, reported.content, QuoteKind.INDIRECT)
            sayings.append(Saying(article_id, quote, _attribution(reader, at, voice)))
            continue
        mark = marks[number]
        words = mark.span.of(text).split()
        around = next((v for span, v in holding if span.contains(mark.outer)), None)
        if around is not None:
            if not _is_name(text, mark):
                quote = Quote(mark.span, mark.outer, QuoteKind.PARTIAL)
                sayings.append(Saying(article_id, quote, _attribution(reader, at, around)))
            continue
        left = marks[number - 1].outer.end if number else 0
        right = marks[number + 1].outer.start if number + 1 < len(marks) else len(text)
        voice, beside = _beside(reader, mark, left, right)
        whole = len(words) >= _SHORTEST or words[-1][-1] in ".!?…,"
        if not whole and (not beside or _is_name(text, mark)):
            continue
        if voice is None and not beside and last is not None and whole:
            voice = _going_on(text, mark, *last)
        if voice is None and not beside and len(words) < _SHORTEST * 2:
            continue
        if voice is not None:
            reader.spoken.append(voice)
            last = (mark.outer.end, voice)
        else:
            last = None
        kind = QuoteKind.DIRECT if whole else QuoteKind.PARTIAL
        quote = Quote(mark.span, mark.outer, kind)
        sayings.append(Saying(article_id, quote, _attribution(reader, at, voice)))
    return tuple(sorted(sayings, key=lambda saying: saying.quote.span))


def _going_on(text: str, mark: Marked, end: int, voice: _Voice) -> _Voice | None:
    """Goes on with the last speaker: in the paragraph, or in the next where all is quoted."""
    between = text[end : mark.outer.start]
    if "\n" not in between:
        return replace(voice, rule="same paragraph", inferred=True, confidence=0.8)
    behind = text[mark.outer.end : _line_end(text, mark.outer.end, len(text))]
    first, _, rest = between.partition("\n")
    if rest.strip() or behind.strip(" .\u00a0") or len(first) > _NEAR:
        return None
    return replace(voice, rule="quotation goes on", inferred=True, confidence=0.7)


def _of_reported(
    reader: _Reader, reported: _Reported, last: tuple[int, _Voice] | None
) -> _Voice | None:
    """Reads whose a reported clause is; ``None`` where it is no saying at all."""
    clause, offset = reported.clause, reported.offset
    cue = Span(clause.cue.start + offset, clause.cue.end + offset)
    if not clause.who:
        if last is None or not offset <= last[0] <= cue.start:
            return None
        return replace(last[1], cue=cue, rule="shared", inferred=True)
    start = clause.who.start + offset
    if clause.rule == "shared" and reader.spoken:
        return replace(reader.spoken[-1], cue=cue, rule="shared", inferred=True)
    voice = reader.voice(start, clause.who.end + offset, cue, clause.rule)
    if voice is not None and clause.rule == "for":
        # ``Pour Noël, …``: only a person has a view.
        who = voice.who
        if who is None or who.kind is not SpeakerKind.PERSON or " " not in who.name:
            return None
    return voice


def _is_name(text: str, mark: Marked) -> bool:
    """Tells titles, nicknames and names in marks from a speaker's few words.

    Few quoted words inside a clause go on with it in lower case; a capital opens a name.
    """
    before = text[max(0, mark.outer.start - 40) : mark.outer.start].rstrip(" \u00a0")
    if _NAMED.search(before):
        return True
    words = mark.span.of(text)
    few = len(words.split()) < _SHORTEST * 2
    opens = words[:1].isupper() and not re.match(r"(?:I|We|J['’]|Je|Nous|On)\b", words)
    return few and opens and not before.endswith((":", ",")) and words[-1:] not in ".!?…,"


def _beside(reader: _Reader, mark: Marked, left: int, right: int) -> tuple[_Voice | None, bool]:
    """Finds the verb behind a quotation, else the one before it, and whose it is."""
    text = reader.text
    behind = _line_end(text, mark.outer.end, min(right, mark.outer.end + _NEAR))
    lead = re.compile(r"[\s,]*").match(text, mark.outer.end, behind)
    start = lead.end() if lead else mark.outer.end
    verb = _VERB.search(text, start, behind)
    follows = text[start : start + 1]
    ended = mark.span.of(text)[-1:] in (".", "…") and not follows.islower()
    if verb is not None and not ended and "." not in text[start : verb.start()]:
        found = _around(reader, verb, start, behind, "verb behind")
        if found is not None or _pronoun_in(verb) or text[start : verb.start()].strip():
            return found, True
    source = _ACCORDING.match(text, start, behind)
    if source is not None:
        end = _phrase_end(text, source.end(), behind)
        return reader.voice(source.end(), end, Span(source.start(), source.end()), "source"), True
    before = max(left, mark.outer.start - _NEAR, text.rfind("\n", 0, mark.outer.start) + 1)
    stop = max(text.rfind(sign, before, mark.outer.start) for sign in (". ", "! ", "? "))
    before = max(before, stop + 1)
    verbs = list(_VERB.finditer(text, before, mark.outer.start))
    if verbs:
        verb = verbs[-1]
        if not text[before : verb.start()].strip(" ,\u00a0"):
            # ``« … », a promis Jean Ravel, « … »``: the verb is the quotation's before.
            return None, False
        between = text[verb.end() : mark.outer.start].rstrip(" \u00a0")
        quoted = mark.span.of(text)
        few = len(quoted.split()) < _SHORTEST and quoted[-1] not in ".!?…"
        leads = not between or between.endswith((":", ",", "that", "que"))
        if not leads and (few or len(between) > 60):
            # ``announced the "Green Valley" plan``: what is announced is named, not said.
            return None, False
        subject = re.split(r"[;:]|, (?:and|but|et|mais) ", text[before : verb.start()])[-1]
        if not subject.rstrip().endswith(","):
            # ``Interrogée sur le prix, la romancière a répondu``: what the comma cuts off.
            subject = subject.rsplit(", ", 1)[-1]
        cue = Span(*verb.span())
        voice = reader.voice(verb.start() - len(subject), verb.start(), cue, "verb before")
        return voice, True
    return None, False


def _around(reader: _Reader, verb: re.Match[str], start: int, end: int, rule: str) -> _Voice | None:
    """Reads ``he said``, ``said he``, ``a-t-elle dit``: the subject on either side."""
    text = reader.text
    cue = Span(*verb.span())
    inverted = _pronoun_in(verb)
    if inverted:
        return reader.by_pronoun(inverted, cue, cue)
    if text[start : verb.start()].strip(" ,"):
        return reader.voice(start, verb.start(), cue, rule)
    return reader.voice(verb.end(), _phrase_end(text, verb.end(), end), cue, rule)


def _pronoun_in(verb: re.Match[str]) -> str:
    inverted = verb["inverted"] or verb["inverted2"] or ""
    return inverted.rsplit("-", 1)[-1]


def _line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end


def _phrase_end(text: str, start: int, end: int) -> int:
    match = _BREAK.search(text, min(start + 1, end), end)
    return match.start() if match else end


def _attribution(reader: _Reader, at: int, voice: _Voice | None) -> Attribution:
    here = reader.places.number(at)
    if voice is None or voice.who is None:
        rule = voice.rule if voice else "no cue"
        cue = voice.cue if voice else None
        return Attribution(AttributionStatus.UNKNOWN, None, None, cue, (here,), rule, 0.0)
    status = AttributionStatus.INFERRED if voice.inferred else AttributionStatus.EXPLICIT
    chain = tuple(dict.fromkeys((voice.number, here)))
    speaker = Speaker(voice.who.name, voice.who.kind, voice.who.role)
    return Attribution(
        status, speaker, voice.mention, voice.cue, chain, voice.rule, voice.confidence
    )
