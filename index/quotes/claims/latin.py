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
...  for one in LatinClaims(text, split_sentences(text)).quotations for claim in one.claims]
... # doctest: +NORMALIZE_WHITESPACE
[('Erik Dolan', 'verb behind'), ('Erik Dolan', 'same paragraph'), ('Erik Dolan', 'pronoun')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.language.tables import listed
from index.quotes.claims.claim import SIGNATURE, Claim, Named, Quotation
from index.quotes.claims.latin_polarity import DID_NOT_SAY, polarity_of
from index.quotes.claims.latin_turns import LatinTurn, LatinTurns, ReportedWords
from index.quotes.claims.latin_voices import NAME, Who
from index.text.marks import Marked, find_marked
from index.types import Quote, QuoteKind, Sentence, Span, Speaker, SpeakerKind

_SHORTEST: Final = 4
"""Words that a quotation without a cue beside it must have to count as said."""
_NEAREST: Final = 8
"""Reported clauses that can still hold a quotation."""
_NEAR: Final = 160
"""Characters beside a quotation in which its verb is looked for."""

_BREAKS: Final = "|".join(listed("quoting", "latin", "breaks"))
_EN: Final = "|".join(listed("quoting", "latin", "said"))
_FR: Final = "|".join(listed("quoting", "latin", "said_in_french"))
_FR_NOW: Final = "|".join(listed("quoting", "latin", "says_in_french"))
_VERB: Final = re.compile(
    rf"\b(?:(?P<fr>(?:a|ont|avait|avaient)(?P<inverted>-t-(?:il|elle|ils|elles)|-(?:ils|elles))?"
    rf"(?:\s+(?:pas|jamais|\w+ment))?\s+(?:{_FR}))(?:e|s|es)?\b"
    rf"|(?P<frnow>(?:{_FR_NOW})(?P<inverted2>-t?-?(?:il|elle|ils|elles))?)\b"
    rf"|(?P<en>{_EN}|{DID_NOT_SAY})\b)"
)
_SAYING: Final = re.compile(rf"\b(?:{'|'.join(listed('quoting', 'latin', 'saying'))})\b")
_NAME_BEHIND: Final = re.compile(rf",\s+{NAME.pattern}(?=[,.;\n]|$)")
_ACCORDING: Final = re.compile(r"\b(?:[Aa]ccording to|[Ss]elon|[Dd]['’]après)\s+")
# The full stop of a short title, ``said Rep. Jane Roe``, ends nothing.
_BREAK: Final = re.compile(
    r"\s*(?:(?<!\b(?-i:Mr|Ms|Dr|St|Lt))(?<!\b(?-i:Mrs|Sen|Gov|Gen|Rep|Col))\."
    rf"|[,;:!?«»\"“”(\n\u2013\u2014]|\b(?:{_BREAKS})\b)",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(
    r"[ \u00a0]*(?P<dash>[\u2015\u2014\u2013-]{1,2})[ \u00a0]*"
    r"(?P<who>[^\W\d_][^\n\d,;:]{2,60}?)[ .]*(?=\n|$)"
)
"""A line that is a quotation and, behind a dash, whoever signs it: `` — Mira Kost``."""
_NAMED: Final = re.compile(
    r"\b(?:called|dubbed|nicknamed|titled|entitled|named|so-called|known\sas|book|film|movie|song|"
    r"novel|album|series|newspaper|magazine|play|band|operation|project|intitulée?s?|surnommée?|"
    r"baptisée?|dite?|appelée?|livre|roman|film|chanson|série|journal|revue|pièce|opération|projet)"
    r"(?:\sde|\sd['’])?$",
    re.IGNORECASE,
)


class LatinClaims:
    """The claims pass over an English or French article; its state ends with it."""

    named_from: Final = 0.85

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._marks = [mark for mark in find_marked(text) if mark.depth == 0 and mark.closed]
        self._turns = LatinTurns(text, sentences, self._marks)
        self._holding: list[tuple[Span, LatinTurn]] = []
        self._last: tuple[int, LatinTurn] | None = None
        self._found: list[Quotation] = []
        events: list[tuple[int, int, ReportedWords | None]] = [
            *((mark.outer.start, number, None) for number, mark in enumerate(self._marks)),
            *((reported.at, -1, reported) for reported in self._turns.reported),
        ]
        for at, number, reported in sorted(events, key=lambda event: event[:2]):
            if reported is not None:
                self._read_reported(at, reported)
            else:
                self._read_marked(at, number)
        self.quotations = tuple(self._found)

    def named_at(self, pointed: Span) -> Named | None:
        """Returns whom words name, as fully as the article does."""
        who = self._turns.voices.read(pointed.start, pointed.end)
        return None if who is None else _named(who, pointed)

    def _read_reported(self, at: int, reported: ReportedWords) -> None:
        turn = _of_reported(self._turns, reported, self._last)
        if turn is None:
            return
        self._turns.spoken.append(turn)
        self._holding.append((reported.content, turn))
        end = max(reported.content.end, reported.clause.cue.end + reported.offset)
        self._last = (end, turn)
        quote = Quote(reported.content, reported.content, QuoteKind.INDIRECT)
        self._add(at, quote, turn, marked=False)

    def _read_marked(self, at: int, number: int) -> None:
        mark, text, marks = self._marks[number], self._text, self._marks
        words = mark.span.of(text).split()
        whole = len(words) >= _SHORTEST or words[-1][-1] in ".!?…,"
        quote = Quote(mark.span, mark.outer, QuoteKind.DIRECT if whole else QuoteKind.PARTIAL)
        around = next(
            (v for span, v in self._holding[-_NEAREST:] if span.contains(mark.outer)), None
        )
        if around is not None:
            rejected = "name" if _is_name(text, mark) else ""
            self._add(at, replace(quote, kind=QuoteKind.PARTIAL), around, rejected)
            return
        left = marks[number - 1].outer.end if number else 0
        right = marks[number + 1].outer.start if number + 1 < len(marks) else len(text)
        turn, beside = _beside(self._turns, mark, left, right)
        if not whole and (not beside or _is_name(text, mark)):
            self._add(at, quote, turn, "name" if beside else "no cue")
            return
        if turn is None and not beside and self._last is not None and whole:
            turn = _going_on(text, mark, *self._last)
        if turn is None and not beside and len(words) < _SHORTEST * 2:
            self._add(at, quote, None, "no cue")
            return
        if turn is not None:
            self._turns.spoken.append(turn)
        self._last = None if turn is None else (mark.outer.end, turn)
        self._add(at, quote, turn)

    def _add(
        self,
        at: int,
        quote: Quote,
        turn: LatinTurn | None,
        rejected: str = "",
        marked: bool = True,
    ) -> None:
        here = self._turns.places.number(at)
        claim = _claim(turn)
        if claim.cue is not None:
            polarity = polarity_of(self._text, claim.cue, quote.outer.start)
            claim = replace(claim, polarity=polarity)
        self._found.append(Quotation(quote, here, (claim,), rejected, marked))


def _named(who: Who, mention: Span) -> Named:
    by_name = who.kind is not SpeakerKind.UNNAMED
    return Named(Speaker(who.name, who.kind, who.role), mention, by_name)


def _claim(turn: LatinTurn | None) -> Claim:
    if turn is None or turn.who is None:
        cue = turn.cue if turn else None
        return Claim(None, None, cue, (), turn.rule if turn else "no cue", 0.0)
    speaker = Speaker(turn.who.name, turn.who.kind, turn.who.role)
    return Claim(
        speaker, turn.mention, turn.cue, (turn.number,), turn.rule, turn.confidence, turn.inferred
    )


def _going_on(text: str, mark: Marked, end: int, voice: LatinTurn) -> LatinTurn | None:
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
    few = len(words.split()) < _SHORTEST * 2
    opens = words[:1].isupper() and not re.match(r"(?:I|We|J['’]|Je|Nous|On)\b", words)
    return few and opens and not before.endswith((":", ",")) and words[-1:] not in ".!?…,"


def _beside(
    turns: LatinTurns, mark: Marked, left: int, right: int
) -> tuple[LatinTurn | None, bool]:
    """Finds the verb behind a quotation, else the one before it, and whose it is."""
    text = turns.text
    signed = _SIGNED.match(text, mark.outer.end)
    if signed and not text[text.rfind("\n", 0, mark.outer.start) + 1 : mark.outer.start].strip():
        who, dash = Span(*signed.span("who")), Span(*signed.span("dash"))
        return turns.voice(who.start, who.end, dash, SIGNATURE), True
    behind = _line_end(text, mark.outer.end, min(right, mark.outer.end + _NEAR))
    lead = re.compile(r"[\s,]*").match(text, mark.outer.end, behind)
    start = lead.end() if lead else mark.outer.end
    verb = _VERB.search(text, start, behind)
    follows = text[start : start + 1]
    ended = mark.span.of(text)[-1:] in (".", "…") and not follows.islower()
    if verb is not None and not ended and "." not in text[start : verb.start()]:
        found = _around(turns, verb, start, behind, "verb behind")
        # Over paragraphs ``X said: "… "…," she added`` is X's, whoever she could be.
        unsure = found is not None and found.who is None and "\n" in mark.span.of(text)
        if not unsure and (
            found is not None or _pronoun_in(verb) or text[start : verb.start()].strip()
        ):
            return found, True
    source = _ACCORDING.match(text, start, behind)
    if source is not None:
        end = _phrase_end(text, source.end(), behind)
        return turns.voice(source.end(), end, Span(source.start(), source.end()), "source"), True
    before = max(left, mark.outer.start - _NEAR, _line_start(text, mark.outer.start))
    stop = max(text.rfind(sign, before, mark.outer.start) for sign in (". ", "! ", "? "))
    before = max(before, stop + 1)
    verbs = list(_VERB.finditer(text, before, mark.outer.start))
    saying = next(
        _SAYING.finditer(text, verbs[-1].end() if verbs else before, mark.outer.start), None
    )
    if saying is not None and not verbs:
        return _of_sentence(turns, saying, before), True
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
        voice = turns.voice(verb.start() - len(subject), verb.start(), cue, "verb before")
        return voice, True
    return None, False


def _line_start(text: str, at: int) -> int:
    """Returns where the line of a place begins, that of the colon before it where one leads in."""
    start = text.rfind("\n", 0, at) + 1
    if at - start > _NEAR or text[start:at].strip():
        return start
    lead = text[max(0, start - _NEAR) : start].rstrip()
    if not lead.endswith(":"):
        return start
    return start - len(text[max(0, start - _NEAR) : start]) + lead.rfind("\n") + 1


def _of_sentence(turns: LatinTurns, saying: re.Match[str], before: int) -> LatinTurn | None:
    """``X rejected the plan, saying``: the sentence's subject, by name or pronoun."""
    cue = Span(*saying.span())
    found = turns.voice(before, saying.start(), cue, "shared")
    if found is None or found.who is None or found.who.name[:1].isupper():
        return found
    return None


def _around(
    turns: LatinTurns, verb: re.Match[str], start: int, end: int, rule: str
) -> LatinTurn | None:
    """Reads ``he said``, ``said he``, ``a-t-elle dit``: the subject on either side."""
    text = turns.text
    cue = Span(*verb.span())
    inverted = _pronoun_in(verb)
    if inverted:
        return turns.by_pronoun(inverted, cue, cue)
    if text[start : verb.start()].strip(" ,"):
        return turns.voice(start, verb.start(), cue, rule)
    stop = _phrase_end(text, verb.end(), end)
    behind = _NAME_BEHIND.match(text, stop, end)
    if behind and not NAME.search(text, verb.end(), stop):
        # ``said the minister, Jane Roe``
        return turns.voice(stop + 1, behind.end(), cue, rule)
    return turns.voice(verb.end(), stop, cue, rule)


def _pronoun_in(verb: re.Match[str]) -> str:
    inverted = verb["inverted"] or verb["inverted2"] or ""
    return inverted.rsplit("-", 1)[-1]


def _line_end(text: str, start: int, end: int) -> int:
    line = text.find("\n", start, end)
    return line if line >= 0 else end


def _phrase_end(text: str, start: int, end: int) -> int:
    match = _BREAK.search(text, min(start + 1, end), end)
    return match.start() if match else end
