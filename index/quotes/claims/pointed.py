"""Who is meant by the words at which a reader points: entities of the article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from index.quotes.claims.claim import Named
from index.quotes.lexicon import fold
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


def told_before(entity: Entity, mention: Span, written: Written) -> tuple[int, ...]:
    """Returns the sentence that tells who is meant, where the mention itself does not."""
    meant = entity.meant
    if meant.origin is None or mention.of(written.text) == meant.name:
        return ()
    told = written.words[meant.origin].start
    if mention.start <= told < mention.end:
        return ()
    return (written.places.number(told),)


class Pointing:
    """Resolves places of one article; each place once."""

    def __init__(self, written: Written, people: People) -> None:
        self._written = written
        self._people = people
        self._starts = [word.start for word in written.words]
        self._known: dict[int, tuple[Entity, Span] | None] = {}

    def named_at(self, pointed: Span) -> Named | None:
        """Returns whom words name; where they begin counts, where they end is a hint."""
        words = self._written.words
        at = bisect_right(self._starts, pointed.start) - 1
        if at < 0 or pointed.start >= words[at].end:
            # ``وفقا لسالم``: the list has the word without its preposition.
            at += 1
            if at >= len(words) or not pointed.start < words[at].start <= pointed.start + _CLITICS:
                return None
        if words[at].cue is not None and at + 1 < len(words) and words[at].end < pointed.end:
            # ``فرد | سالم``: the verb was taken in.
            at += 1
        inside = pointed.start - words[at].start
        is_clitic = words[at].kind is Kind.WORD and 0 < inside <= _CLITICS
        first = pointed.start if is_clitic else words[at].start
        if first not in self._known:
            self._known[first] = self._read(at, first, pointed.end)
        found = self._known[first]
        # A later place may have told more of the name.
        return None if found is None else self._named(*found)

    def _read(self, at: int, first: int, stop: int) -> tuple[Entity, Span] | None:
        words: Sequence[Word] = self._written.words
        if words[at].kind not in (Kind.WORD, Kind.QUOTE, Kind.NUMBER):
            return None
        unit = next((unit for unit in self._written.units if at < unit[1]), (at, len(words)))
        end = min(unit[1], max(bisect_left(self._starts, stop), at + 1))
        if first > words[at].start:
            words = [*words[:at], self._without_clitic(words[at], first), *words[at + 1 :]]
        phrase = _phrase(words, at, end, unit[1])
        if phrase is None:
            return None
        return self._people.of(phrase, at), span_of(words, phrase.first, phrase.last)

    def _named(self, entity: Entity, mention: Span) -> Named:
        chain = (*told_before(entity, mention, self._written), self._number(mention))
        return Named(entity.speaker(), mention, entity.meant.is_named, tuple(dict.fromkeys(chain)))

    def _number(self, span: Span) -> int:
        return self._written.places.number(span.start)

    def _without_clitic(self, word: Word, first: int) -> Word:
        norm = fold(self._written.text[first : word.end])
        return replace(word, norm=norm, start=first, look=look(norm), cue=None)


def _phrase(words: Sequence[Word], at: int, end: int, unit_end: int) -> Phrase | None:
    """Reads up to where the reader's words end, and further where only that tells a name."""
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
