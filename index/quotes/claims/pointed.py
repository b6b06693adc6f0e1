"""Finds which entity of the article is meant by the words at which a reader points."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from index.quotes.claims.claim import Named
from index.quotes.lexicon import AUDIENCE, fold
from index.quotes.looks import look
from index.quotes.mentions.entity import Entity
from index.quotes.mentions.phrase import Phrase, ends_phrase
from index.quotes.mentions.phrases import read_phrase
from index.quotes.mentions.roster import People
from index.quotes.text import Kind, Word, Written, span_of
from index.types import Span

_CLITICS: Final = 2
"""Letters that may stand before a name within its word."""
_LONGEST_NAME: Final = 4


def told_before(meant: Entity, mention: Span, written: Written) -> tuple[int, ...]:
    """Returns the sentence that tells who is meant, where the mention itself does not."""
    if meant.origin is None or mention.of(written.text) == meant.name:
        return ()
    told = written.words[meant.origin].start
    if mention.start <= told < mention.end:
        return ()
    return (written.places.number(told),)


@dataclass(frozen=True, slots=True)
class ArabicNames:
    """The people of an article, and whom each place names at which a reader pointed so far.

    Attributes:
        read: Each place -> the number of the entity that it names, and the words that do.
    """

    written: Written
    people: People
    read: Mapping[int, tuple[int, Span] | None] = field(default_factory=dict)

    def named_at(self, pointed: Span) -> tuple[Named | None, ArabicNames]:
        """Returns whom words name, and the names with what these words tell of them.

        Where they begin counts, where they end is a hint.
        """
        words = self.written.words
        at = bisect_right(words, pointed.start, key=_start) - 1
        if at < 0 or pointed.start >= words[at].end:
            # ``وفقا لسالم``: the list has the word without its preposition.
            at += 1
            if at == len(words) or not 0 < words[at].start - pointed.start <= _CLITICS:
                return None, self
        if words[at].cue is not None and at + 1 < len(words) and words[at].end < pointed.end:
            # ``فرد | سالم``: the verb was taken in.
            at += 1
        inside = pointed.start - words[at].start
        is_clitic = words[at].kind is Kind.WORD and 0 < inside <= _CLITICS
        first = pointed.start if is_clitic else words[at].start
        norm, known = words[at].norm, self.people.tokens
        cue = words[at - 1].cue if at else None
        if norm in AUDIENCE and cue is not None and cue.form in ("perfect", "imperfect"):
            # ``وقالت | لبي بي سي``: to whom.
            return None, self
        if norm[:1] in ("ل", "ب") and norm not in known and norm[1:] in known:
            # ``لسالم``: it is written with his name.
            first = words[at].start + 1
        names = self if first in self.read else self._with(at, first, pointed.end)
        found = names.read[first]
        # A later place may have told more of the name.
        return None if found is None else names._named(*found), names

    def _with(self, at: int, first: int, stop: int) -> ArabicNames:
        """Returns the names with one more place."""
        words: Sequence[Word] = self.written.words
        phrase = None
        if words[at].kind in (Kind.WORD, Kind.QUOTE, Kind.NUMBER):
            unit = next((unit for unit in self.written.units if at < unit[1]), (at, len(words)))
            end = min(unit[1], max(bisect_left(words, stop, key=_start), at + 1))
            if first > words[at].start:
                norm = fold(self.written.text[first : words[at].end])
                bare = replace(words[at], norm=norm, start=first, look=look(norm), cue=None)
                words = [*words[:at], bare, *words[at + 1 :]]
            phrase = _phrase(words, at, end, unit[1])
        if phrase is None:
            return replace(self, read={**self.read, first: None})
        who, people = self.people.of(phrase, at)
        found = who, span_of(words, phrase.first, phrase.last)
        return replace(self, people=people, read={**self.read, first: found})

    def _named(self, who: int, mention: Span) -> Named:
        meant, here = self.people.meant(who), self.written.places.number(mention.start)
        chain = (*told_before(meant, mention, self.written), here)
        first = self.written.words[meant.seen[0]].start if meant.seen else mention.start
        return Named(
            meant.speaker(), mention, meant.is_named, tuple(dict.fromkeys(chain)),
            meant.gender, meant.number, first,
        )  # fmt: skip


def _start(word: Word) -> int:
    return word.start


def _phrase(words: Sequence[Word], at: int, end: int, unit_end: int) -> Phrase | None:
    """Reads to the end of the reader's words, and further where a name follows only there."""
    near, whole = read_phrase(words, at, end), read_phrase(words, at, unit_end)
    if near is None or _has_name(near):
        return near or whole
    near = _with_name(words, near, end)
    if _has_name(near) or whole is None or not _is_name_at_hand(words, whole):
        return near
    return whole


def _is_name_at_hand(words: Sequence[Word], phrase: Phrase) -> bool:
    """Says whether what stands behind the reader's words is a name: ``نائب | انتقادا`` is none."""
    if phrase.quoted is not None:
        return True
    return phrase.name is not None and words[phrase.name[0]].look.given


def _has_name(phrase: Phrase) -> bool:
    return phrase.name is not None or phrase.quoted is not None


def _with_name(words: Sequence[Word], phrase: Phrase, end: int) -> Phrase:
    """``المتحدث | ديلاني تار``: what the reader takes in behind a description is the name."""
    first = phrase.last + 1
    while first < end and words[first].kind is Kind.COMMA:
        first += 1
    given = next((at for at in range(first, end) if words[at].look.given), None)
    between = range(first, given or first)
    if any(ends_phrase(words, at) and words[at].kind is not Kind.COMMA for at in between):
        return phrase
    first = first if given is None else given
    rest = range(first, end)
    fits = 0 < len(rest) <= _LONGEST_NAME and all(
        words[at].kind is Kind.WORD
        and not ends_phrase(words, at)
        and not words[at].look.common
        and (words[at].look.unknown or words[at].look.given)
        for at in rest
    )
    if not fits or (len(rest) == 1 and given is None):
        return phrase
    role = phrase.role or (phrase.first, phrase.last)
    return replace(phrase, name=(first, end - 1), role=role, last=end - 1)
