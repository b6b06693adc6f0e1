"""Quotations in English and French articles, by plain rules.

A quotation belongs to the verb of saying right behind it (``"…," said Erik Stahlborg``,
``« … », a déclaré l'autrice``), right before it (``Belisar said: "…"``), or to
``according to`` and ``selon``. A second quotation in the same paragraph goes on with the
first one's speaker. A pronoun goes on with the last speaker, unless two people spoke in the
last two paragraphs: then it is unknown, because neither language says which.

>>> from index.text.sentences import split_sentences
>>> text = '"We wait," said Erik Dolan, an envoy. "It is late." He added: "Very late."'
>>> [(s.attribution.speaker.name, s.attribution.rule)
...  for s in attribute_latin("a", text, split_sentences(text))]
... # doctest: +NORMALIZE_WHITESPACE
[('Erik Dolan', 'verb behind'), ('Erik Dolan', 'same paragraph'), ('Erik Dolan', 'pronoun')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.lexicon.latin_table import BREAKS, PRESENT_FR, SAID_EN, SAID_FR
from index.quotes.words import Places
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
_NAME_WORD: Final = r"(?:(?:al|el|bin|ben|de|van|von|du|la|le)[- ])?[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_NAME: Final = re.compile(rf"(?<![\w’'-]){_NAME_WORD}(?:\s+{_NAME_WORD})*")
_ACCORDING: Final = re.compile(r"\b(?:[Aa]ccording to|[Ss]elon|[Dd]['’]après)\s+")
_PRONOUN: Final = re.compile(r"(?:he|she|they|il|elle|ils|elles)\b", re.IGNORECASE)
_BREAK: Final = re.compile(
    rf"\s*(?:[,.;:!?«»\"“”(\n\u2013\u2014]|\b(?:{'|'.join(BREAKS.split())})\b)", re.IGNORECASE
)
_ARTICLES: Final = frozenset(
    """The A An He She They It In On But And Le La Les Un Une Il Elle""".split()  # noqa: SIM905
)
_INDEFINITE: Final = re.compile(r"^(?:an?|un|une|des|some|one)\s", re.IGNORECASE)
_BODIES: Final = re.compile(
    r"\b(?:ministry|government|company|police|army|party|court|council|agency|ministère|"
    r"gouvernement|société|parti|tribunal|conseil|agence|statement|communiqué)\b",
    re.IGNORECASE,
)
_FEMININE: Final = frozenset(["she", "elle"])


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker with the words that name them, and the verb."""

    name: str
    kind: SpeakerKind
    mention: Span
    cue: Span | None
    number: int
    rule: str
    confidence: float
    inferred: bool = False
    pronoun: str = ""


class _Reader:
    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = text
        ordered = sorted(sentences, key=lambda sentence: sentence.span.start)
        self.places = Places([s.span.start for s in ordered], [s.number for s in ordered])
        self.names = [
            (match.start(), match[0]) for match in _NAME.finditer(text) if " " in match[0]
        ]
        self.spoken: list[_Voice] = []

    def full_name(self, short: str) -> str:
        """Returns the longest name of the article that holds all words of a short one."""
        words = set(short.split())
        fits = [name for _, name in self.names if words <= set(name.split())]
        fits = [name for name in fits if name.split()[0] not in _ARTICLES]
        return max([short, *fits], key=lambda name: (len(name.split()), name == short))

    def voice(self, start: int, end: int, cue: Span | None, rule: str) -> _Voice | None:
        """Reads who stands in a stretch of text next to a verb."""
        while start < end and self.text[start] in " ,\n\t\u00a0":
            start += 1
        while end > start and self.text[end - 1] in " ,\n\t\u00a0":
            end -= 1
        phrase = self.text[start:end]
        if not phrase:
            return None
        pronoun = _PRONOUN.match(phrase)
        if pronoun is not None:
            return self.by_pronoun(pronoun[0].lower(), Span(start, start + pronoun.end()), cue)
        names = [m for m in _NAME.finditer(phrase) if m[0] not in _ARTICLES]
        if names:
            found = max(names, key=lambda match: (len(match[0].split()), match.start()))
            name = found[0]
            first = name.split()[0]
            offset = found.start()
            if first in _ARTICLES and " " in name:
                offset += len(first) + 1
                name = name[len(first) + 1 :]
            mention = Span(start + offset, start + offset + len(name))
            kind = SpeakerKind.INSTITUTION if _BODIES.search(phrase) else SpeakerKind.PERSON
            return self._made(self.full_name(name.rstrip(".")), kind, mention, cue, rule, 0.93)
        if len(phrase.split()) > 8:
            return None
        kind = SpeakerKind.PERSON
        if _INDEFINITE.match(phrase):
            kind = SpeakerKind.UNNAMED
        elif _BODIES.search(phrase):
            kind = SpeakerKind.INSTITUTION
        return self._made(phrase, kind, Span(start, end), cue, rule, 0.8)

    def _made(
        self, name: str, kind: SpeakerKind, mention: Span, cue: Span | None, rule: str, sure: float
    ) -> _Voice:
        return _Voice(name, kind, mention, cue, self.places.number(mention.start), rule, sure)

    def by_pronoun(self, pronoun: str, mention: Span, cue: Span | None) -> _Voice | None:
        here = self.places.number(mention.start)
        named = self._named_in_paragraph(mention.start)
        if len(named) > 1:
            return None
        if named:
            name, at = next(iter(named.items()))
            voice = self._made(
                name, SpeakerKind.PERSON, Span(at, at + len(name)), cue, "pronoun", 0.7
            )
            return replace(voice, inferred=True, pronoun=pronoun)
        near = [v for v in self.spoken if here - v.number <= 4 and v.kind is SpeakerKind.PERSON]
        near = [v for v in near if not v.pronoun or v.pronoun == pronoun]
        if not near or len({v.name for v in near[-3:]}) > 1:
            return None
        return replace(
            near[-1], cue=cue, rule="pronoun", confidence=0.7, inferred=True, pronoun=pronoun
        )

    def _named_in_paragraph(self, at: int) -> dict[str, int]:
        """The people whom the paragraph names in full, or by a speaker's last name, before."""
        start = self.text.rfind("\n", 0, at) + 1
        if _PRONOUN.match(self.text, start):
            # A paragraph that opens with a pronoun goes on with who spoke before.
            return {}
        known = {voice.name for voice in self.spoken}
        found: dict[str, int] = {}
        for match in _NAME.finditer(self.text, start, at):
            full = self.full_name(match[0])
            if (" " in match[0] and match[0].split()[0] not in _ARTICLES) or full in known:
                found[full] = match.start()
        return found


def attribute_latin(
    article_id: str, text: str, sentences: Sequence[Sentence]
) -> tuple[Saying, ...]:
    """Returns the quotations of an English or French article with their speakers."""
    reader = _Reader(text, sentences)
    marks = [mark for mark in find_marked(text) if mark.depth == 0 and mark.closed]
    sayings: list[Saying] = []
    last: tuple[int, _Voice] | None = None
    for number, mark in enumerate(marks):
        left = marks[number - 1].outer.end if number else 0
        right = marks[number + 1].outer.start if number + 1 < len(marks) else len(text)
        voice, beside = _beside(reader, mark, left, right)
        words = len(mark.span.of(text).split())
        same = last is not None and "\n" not in text[last[0] : mark.outer.start]
        whole = words >= _SHORTEST or mark.span.of(text)[-1:] in (".", "!", "?", "…")
        if voice is None and not beside and same and last is not None and whole:
            voice = replace(last[1], rule="same paragraph", inferred=True, confidence=0.8)
        if voice is None and not beside and words < _SHORTEST * 2:
            continue
        if voice is not None:
            reader.spoken.append(voice)
            last = (mark.outer.end, voice)
        kind = QuoteKind.DIRECT if words >= _SHORTEST else QuoteKind.PARTIAL
        quote = Quote(mark.span, mark.outer, kind)
        sayings.append(Saying(article_id, quote, _attribution(reader, mark, voice)))
    return tuple(sayings)


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


def _attribution(reader: _Reader, mark: Marked, voice: _Voice | None) -> Attribution:
    here = reader.places.number(mark.span.start)
    if voice is None:
        return Attribution(AttributionStatus.UNKNOWN, None, None, None, (here,), "no cue", 0.0)
    status = AttributionStatus.INFERRED if voice.inferred else AttributionStatus.EXPLICIT
    chain = tuple(dict.fromkeys((voice.number, here)))
    return Attribution(
        status, Speaker(voice.name, voice.kind), voice.mention, voice.cue, chain, voice.rule,
        voice.confidence,
    )  # fmt: skip
