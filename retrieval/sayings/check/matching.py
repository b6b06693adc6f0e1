"""Where in one article a claim stands, exactly or nearly, and in whose saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

from index.text.marks import find_marked
from index.text.tokens import FUNCTION_WORDS
from index.types import Analysis, Article, QuoteKind, Saying, Span
from retrieval.sayings.check.difference import Pair, align, find_runs, is_same
from retrieval.sayings.check.words import Words, is_led, turns_round, words_of

_FUNCTION_WEIGHT: Final = 0.3
_SHARE: Final = 0.6
"""Of the claim's weighted words, to tell a quotation that was altered from a foreign one."""

_OUTSIDE: Final = 0.75
"""The same for words of the outlet's own."""

PLACES: Final = 50
"""Of an article in which the same words stand again and again, the first ones."""

_FEWEST: Final = 3
_RUN: Final = 5
_RUN_SHARE: Final = 0.4
LEFT_OUT: Final = re.compile(r"\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.+|…")
"""How a writer marks words that are left out."""

_BEFORE: Final = 2
"""Words before a place that are looked at for one that denies it."""

_CLAUSE: Final = re.compile('[.!?:;,\u060c\u061b\u061f\n\u00ab\u00bb"\u201c\u201d\u2026]')

_KINDS: Final = {QuoteKind.DIRECT: 0, QuoteKind.PARTIAL: 1, QuoteKind.INDIRECT: 2}


@dataclass(frozen=True)
class Read:
    """An article with its words, cut once for all claims that meet it."""

    article: Article
    analysis: Analysis

    @cached_property
    def words(self) -> Words:
        return words_of(self.article.text)

    @cached_property
    def marked(self) -> list[Span]:
        return [mark.span for mark in find_marked(self.article.text)]


@dataclass(frozen=True, slots=True)
class Match:
    """A claim laid beside an article's words.

    Attributes:
        pairs: Positions in the claim's words and in the article's.
        exact: Every word is the same, and nothing is missing between them.
        saying: The saying in which the words stand, None if they stand outside all.
        whole: The words of the article that belong together: the saying, or
            the words between marks; None if there is none.
        gapped: The claim is exact but for words that it says it leaves out.
        similarity: Share of the words of both, from first to last, that are
            the same; function words count less.
    """

    read: Read
    pairs: tuple[Pair, ...]
    exact: bool
    saying: Saying | None
    whole: Span | None
    similarity: float
    gapped: bool = False

    @property
    def span(self) -> Span:
        """From the first word of the article that is matched to the last."""
        positions = [t for _, t in self.pairs if t is not None]
        words = self.read.words
        return Span(words[positions[0]].span.start, words[positions[-1]].span.end)


def matches(claim: Words, pieces: Sequence[Words], read: Read) -> list[Match]:
    """Returns where a claim stands in an article: all exact places, or the nearest one.

    Args:
        pieces: The claim where it marks that it leaves words out (…), in parts.
    """
    if len(pieces) > 1:
        joined = _in_order(pieces, read)
        if joined is not None:
            return [replace(_match(claim, read, joined, exact=False), gapped=True)]
    norms = claim.norms
    found: list[Match] = []
    for at in islice(_runs(norms, read.words.norms), PLACES):
        pairs: list[Pair] = [(number, at + number) for number in range(len(norms))]
        found.append(_match(claim, read, pairs, exact=True))
    if found:
        return found
    near = _nearest(claim, read)
    return [near] if near is not None else []


def _runs(norms: Sequence[str], text: Sequence[str]) -> Iterator[int]:
    """Yields where words stand one after the other; an "and" on the first of them is no change."""
    if len(norms) == 1:
        yield from (at for at, norm in enumerate(text) if norm == norms[0])
        return
    for at in find_runs(norms[1:], text, 1):
        if text[at - 1] == norms[0] or is_led(text[at - 1], norms[0]):
            yield at - 1


def _nearest(claim: Words, read: Read) -> Match | None:
    pairs = align(claim.norms, read.words.norms)
    if not _close(claim, read, pairs):
        return None
    match = _match(claim, read, pairs, exact=False)
    if match.saying is None:
        # In no quotation: turns of phrase that all news shares are nearer than 0.6.
        return match if match.whole or match.similarity >= _OUTSIDE else None
    # Inside the saying alone, a changed last word is not laid beside the next verb of saying.
    inside = read.words.inside(match.saying.quote.span)
    if not inside:
        return match
    again = align(claim.norms, read.words.norms[inside.start : inside.stop])
    moved: list[Pair] = [(c, None if t is None else t + inside.start) for c, t in again]
    if not _close(claim, read, moved) or _same(claim, read, moved) < _same(claim, read, pairs):
        return match
    return _match(claim, read, moved, exact=False)


def _same(claim: Words, read: Read, pairs: Sequence[Pair]) -> int:
    return sum(is_same(claim, read.words, pair) for pair in pairs)


def _weight(norm: str) -> float:
    return _FUNCTION_WEIGHT if norm in FUNCTION_WORDS else 1.0


def _similarity(claim: Words, read: Read, pairs: Sequence[Pair]) -> float:
    total = sum(map(_weight, claim.norms))
    same = sum(
        _weight(claim.norms[pair[0]])
        for pair in pairs
        if pair[0] is not None and is_same(claim, read.words, pair)
    )
    return same / total if total else 0.0


def _close(claim: Words, read: Read, pairs: Sequence[Pair]) -> bool:
    """Says whether a claim is these words, altered, and not other words on the matter."""
    same = [pair for pair in pairs if is_same(claim, read.words, pair)]
    if len(same) < min(_FEWEST, len(claim) - 1) or len(same) < 2:
        return False
    if not any(c is not None and claim.norms[c] not in FUNCTION_WORDS for c, _ in same):
        return False
    if _similarity(claim, read, pairs) >= _SHARE:
        return True
    longest = _longest_run(claim, read, pairs)
    return longest >= _RUN and longest >= _RUN_SHARE * len(claim)


def _longest_run(claim: Words, read: Read, pairs: Sequence[Pair]) -> int:
    longest = length = 0
    for pair in pairs:
        length = length + 1 if is_same(claim, read.words, pair) else 0
        longest = max(longest, length)
    return longest


def _in_order(pieces: Sequence[Words], read: Read) -> list[Pair] | None:
    """Returns pairs where every piece stands in the article, one after the other."""
    pairs: list[Pair] = []
    claim_at, text_at = 0, 0
    for piece in pieces:
        at = next(find_runs(piece.norms, read.words.norms, text_at), None)
        if at is None:
            return None
        if pairs:
            gap = read.article.text[read.words[text_at - 1].span.end : read.words[at].span.start]
            if at == text_at or LEFT_OUT.search(gap):
                # The speaker's own dots, not the dots of somebody who shortens.
                return None
            pairs.extend((None, skipped) for skipped in range(text_at, at))
        pairs.extend((claim_at + n, at + n) for n in range(len(piece)))
        claim_at += len(piece)
        text_at = at + len(piece)
    return pairs


def _match(claim: Words, read: Read, pairs: Sequence[Pair], *, exact: bool) -> Match:
    denied = _denied_by(read, next(t for _, t in pairs if t is not None))
    if denied:
        pairs, exact = [*((None, at) for at in denied), *pairs], False
    spans = [read.words[t].span for c, t in pairs if t is not None and c is not None]
    saying = _holder(read.analysis.sayings, spans)
    whole = saying.quote.span if saying else _marked(read.marked, spans)
    missing = sum(_weight(read.words.norms[t]) for c, t in pairs if c is None and t is not None)
    total = sum(map(_weight, claim.norms))
    similarity = _similarity(claim, read, pairs) * total / (total + missing)
    return Match(read, tuple(pairs), exact, saying, whole, similarity)


def _denied_by(read: Read, first: int) -> range:
    """Returns the words before a place that deny it, and those between, where there are some.

    Quoting "we raise the price" from "we will not raise the price" reverses the meaning.
    """
    words, text = read.words, read.article.text
    start = first
    for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1):
        if _CLAUSE.search(text, words[at].span.end, words[start].span.start):
            break
        start = at
        opens = not at or bool(_CLAUSE.search(text, words[at - 1].span.end, words[at].span.start))
        if turns_round(words.norms[at], opens=opens):
            return range(at, first)
    return range(first, first)


def _holder(sayings: Sequence[Saying], spans: Sequence[Span]) -> Saying | None:
    """Returns the saying that holds most of the words, the narrowest of those that tie.

    It has to hold three in five of them: a claim may bring ``قال الوزير`` with it.
    """
    best: tuple[int, int, int] | None = None
    chosen = None
    for saying in sayings:
        span = saying.quote.span
        held = sum(span.contains(word) for word in spans)
        if held * 5 < len(spans) * 3:
            continue
        rank = (-held, _KINDS[saying.quote.kind], len(span))
        if best is None or rank < best:
            best, chosen = rank, saying
    return chosen


def _marked(marked: Sequence[Span], spans: Sequence[Span]) -> Span | None:
    holding = [mark for mark in marked if all(mark.contains(span) for span in spans)]
    return min(holding, key=len, default=None)
