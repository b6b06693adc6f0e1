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
>>> [(claim.speaker.name, claim.rule)
...  for one in latin_claims(text, split_sentences(text)).quotations for claim in one.claims]
... # doctest: +NORMALIZE_WHITESPACE
[('Erik Dolan', 'verb behind'), ('Erik Dolan', 'same paragraph'), ('Erik Dolan', 'pronoun')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.quotes.claims.claim import Claim, Found, Named, Quotation
from index.quotes.claims.latin_beside import NEAR, SAYING, SHORTEST, beside_marks, line_end
from index.quotes.claims.latin_polarity import polarity_of
from index.quotes.claims.latin_turns import LatinTurn, LatinTurns, ReportedWords
from index.quotes.claims.latin_voices import Voices
from index.text.marks import Marked, find_marked
from index.types import Quote, QuoteKind, Sentence, Span, Speaker, SpeakerKind

_NEAREST: Final = 8
"""Reported clauses that can still hold a quotation."""

_NAMED_FROM: Final = 0.85
"""The probability from which a speaker is named, chosen on articles that no reader was taught."""

_BEGINS: Final = re.compile(r"(?:^|[.!?…,:;\u2013\u2014-])[\s\u00a0\u00b7]*$")
"""What stands before a quotation that begins a sentence, or a clause, of its own."""

_NAMED: Final = re.compile(
    r"\b(?:called|dubbed|nicknamed|titled|entitled|named|so-called|known\sas|book|film|movie|song|"
    r"novel|album|series|newspaper|magazine|play|band|operation|project|intitulée?s?|surnommée?|"
    r"baptisée?|dite?|appelée?|livre|roman|film|chanson|série|journal|revue|pièce|opération|projet)"
    r"(?:\sde|\sd['’])?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Heard:
    """Who spoke so far; each saying makes the next value.

    Attributes:
        holding: The last reported clauses with their speakers.
        last: Where the last saying ends, and whose it is.
    """

    turns: LatinTurns
    holding: tuple[tuple[Span, LatinTurn], ...] = ()
    last: tuple[int, LatinTurn] | None = None

    def with_reported(self, reported: ReportedWords, turn: LatinTurn) -> _Heard:
        """Returns what was heard by the end of a reported clause."""
        end = max(reported.content.end, reported.clause.cue.end + reported.offset)
        holding = (*self.holding, (reported.content, turn))[-_NEAREST:]
        return _Heard(self.turns.noting(turn), holding, (end, turn))


def latin_claims(text: str, sentences: Sequence[Sentence]) -> Found:
    """Returns every quotation of an English or French article with what the rules claim of it."""
    marks = [mark for mark in find_marked(text) if mark.depth == 0 and mark.closed]
    turns = LatinTurns.of(text, sentences, marks)
    events: list[tuple[int, int, ReportedWords | None]] = [
        *((mark.outer.start, number, None) for number, mark in enumerate(marks)),
        *((reported.at, -1, reported) for reported in turns.reported),
    ]
    heard, found = _Heard(turns), list[Quotation]()
    for at, number, reported in sorted(events, key=lambda event: event[:2]):
        if reported is None:
            quotation, heard = _read_marked(at, marks, number, heard)
            found.append(quotation)
            continue
        turn = _of_reported(heard.turns, reported, heard.last)
        if turn is not None:
            quote = Quote(reported.content, reported.content, QuoteKind.INDIRECT)
            found.append(_quotation(turns, at, quote, turn, marked=False))
            heard = heard.with_reported(reported, turn)
    return Found(tuple(found), _LatinNames(turns.voices), named_from=_NAMED_FROM)


@dataclass(frozen=True, slots=True)
class _LatinNames:
    voices: Voices

    def named_at(self, pointed: Span) -> tuple[Named | None, _LatinNames]:
        who = self.voices.read(pointed.start, pointed.end)
        if who is None:
            return None, self
        by_name = who.kind is not SpeakerKind.UNNAMED
        return Named(Speaker(who.name, who.kind, who.role), pointed, by_name), self


def _read_marked(
    at: int, marks: Sequence[Marked], number: int, heard: _Heard
) -> tuple[Quotation, _Heard]:
    mark, turns = marks[number], heard.turns
    text = turns.text
    words = mark.span.of(text).split()
    whole = len(words) >= SHORTEST or words[-1][-1] in ".!?…,"
    quote = Quote(mark.span, mark.outer, QuoteKind.DIRECT if whole else QuoteKind.PARTIAL)
    left = marks[number - 1].outer.end if number else 0
    right = marks[number + 1].outer.start if number + 1 < len(marks) else len(text)
    turn, beside = beside_marks(turns, mark, left, right)
    around = next((turn for span, turn in heard.holding if span.contains(mark.outer)), None)
    if around is not None and not (turn and turn.who and turn.rule == "verb behind"):
        rejected = "name" if _is_name(text, mark) else ""
        part = replace(quote, kind=QuoteKind.PARTIAL)
        return _quotation(turns, at, part, around, rejected), heard
    if not whole and (not beside or _is_name(text, mark)):
        return _quotation(turns, at, quote, turn, "name" if beside else "no cue"), heard
    if turn is None and not beside and heard.last is not None and whole:
        turn = _going_on(turns, mark, *heard.last)
    if turn is None and not beside and len(words) < SHORTEST * 2:
        return _quotation(turns, at, quote, None, "no cue"), heard
    quotation = _quotation(turns, at, quote, turn)
    if turn is None:
        return quotation, replace(heard, last=None)
    return quotation, replace(heard, turns=turns.noting(turn), last=(mark.outer.end, turn))


def _quotation(
    turns: LatinTurns,
    at: int,
    quote: Quote,
    turn: LatinTurn | None,
    rejected: str = "",
    marked: bool = True,
) -> Quotation:
    claim = _claim(turn)
    if claim.cue is not None:
        polarity = polarity_of(turns.text, claim.cue, quote.outer.start)
        claim = replace(claim, polarity=polarity)
    return Quotation(quote, turns.places.number(at), (claim,), rejected, marked)


def _claim(turn: LatinTurn | None) -> Claim:
    if turn is None or turn.who is None:
        cue = turn.cue if turn else None
        return Claim(None, None, cue, (), turn.rule if turn else "no cue", 0.0)
    speaker = Speaker(turn.who.name, turn.who.kind, turn.who.role)
    return Claim(
        speaker, turn.mention, turn.cue, (turn.number,), turn.rule, turn.confidence, turn.inferred
    )


def _going_on(turns: LatinTurns, mark: Marked, end: int, voice: LatinTurn) -> LatinTurn | None:
    """Goes on with the last speaker: in the paragraph, or in the next where all is quoted."""
    text = turns.text
    between = text[end : mark.outer.start]
    if "\n" not in between:
        return _in_paragraph(turns, Span(end, mark.outer.start), voice)
    behind = text[mark.outer.end : line_end(text, mark.outer.end, len(text))]
    first, _, rest = between.partition("\n")
    if rest.strip() or behind.strip(" .\u00a0") or len(first) > NEAR:
        return None
    return replace(voice, rule="quotation goes on", inferred=True, confidence=0.7)


def _in_paragraph(turns: LatinTurns, between: Span, voice: LatinTurn) -> LatinTurn | None:
    words = between.of(turns.text)
    if SAYING.match(words.lstrip(" ,\u00a0")):
        # ``"…", adding that "…"``
        return replace(voice, rule="shared", inferred=True, confidence=0.8)
    if not _BEGINS.search(words):
        # ``… he said. Her rivals describe it as "…"``
        return None
    for told in reversed(turns.narrated(between.start + 1, between.end)[1:]):
        if len(told.of(turns.text).split()) > 1:
            # ``… he said. His sister shrugged. "…"``
            return _of_subject(turns.opening(told.start, told.end, None, "same paragraph"))
    return replace(voice, rule="same paragraph", inferred=True, confidence=0.8)


def _of_subject(subject: LatinTurn | None) -> LatinTurn | None:
    if subject is None or subject.who is None or subject.who.kind is SpeakerKind.INSTITUTION:
        return None
    return replace(subject, inferred=True, confidence=0.6)


def _of_reported(
    turns: LatinTurns, reported: ReportedWords, last: tuple[int, LatinTurn] | None
) -> LatinTurn | None:
    """Reads whose a reported clause is; ``None`` where it is no saying at all."""
    clause, offset = reported.clause, reported.offset
    cue = Span(clause.cue.start + offset, clause.cue.end + offset)
    if not clause.who:
        if last is None or not offset <= last[0] <= cue.start:
            return None
        return replace(last[1], cue=cue, rule="shared", inferred=True)
    start = clause.who.start + offset
    if clause.rule == "shared" and turns.spoken:
        return replace(turns.spoken[-1], cue=cue, rule="shared", inferred=True)
    voice = turns.voice(start, clause.who.end + offset, cue, clause.rule)
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
    few = len(words.split()) < SHORTEST * 2
    opens = words[:1].isupper() and not re.match(r"(?:I|We|J['’]|Je|Nous|On)\b", words)
    inside = bool(before) and before[-1] not in ":,.!?…\n»”"
    return few and opens and inside and words[-1:] not in ".!?…,"
