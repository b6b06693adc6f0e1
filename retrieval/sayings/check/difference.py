"""The comparison of a claim with an article, told stretch by stretch."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Span
from retrieval.sayings.check.words import Words, is_led, is_negation, weights_of
from retrieval.sayings.values import Difference, Operation

_SUBSTITUTE: Final = 16
_ADD: Final = 16
_LEAVE_OUT: Final = 7
"""Two words left out cost less than one changed: that a word stands in both is the better story."""

_CELLS: Final = 4_000_000
"""Of the table that compares a claim with a text; no claim on a news article comes near."""

Pair = tuple[int | None, int | None]
"""A word of the claim and the word of the article it stands for; None on one side."""


def align(claim: Sequence[str], text: Sequence[str]) -> list[Pair]:
    """Returns the pairs of the cheapest alignment, in reading order.

    It is semi-global (Needleman and Wunsch 1970, with free ends on the article's side as in
    Sellers 1980): every word of the claim is accounted for, and the article's words before the
    first and after the last of them cost nothing.

    >>> align("لن ينسحب الجيش".split(), "قال لن ينسحب جيش البلاد غدا".split())
    [(0, 1), (1, 2), (2, 3)]
    >>> align("a x b".split(), "a b".split())
    [(0, 0), (1, None), (2, 1)]

    Of a text for which the table would be too large, the stretch that shares most words with
    the claim is aligned.
    """
    near = _near(claim, text)
    pairs = _aligned(claim, text[near.start : near.end])
    return [(c, None if t is None else t + near.start) for c, t in pairs]


def _near(claim: Sequence[str], text: Sequence[str]) -> Span:
    """Returns where a claim is looked for: all of a text, the likeliest stretch of a long one."""
    width = max(_CELLS // max(len(claim), 1), 2 * len(claim))
    if len(text) <= width:
        return Span(0, len(text))
    wanted = set(claim)
    shared = np.cumsum([0, *(word in wanted for word in text)])
    start = int(np.argmax(shared[width:] - shared[:-width]))
    return Span(start, start + width)


def _aligned(claim: Sequence[str], text: Sequence[str]) -> list[Pair]:
    costs = _costs(claim, text)
    # The first of the cheapest ends; one that runs on over changed words is as cheap.
    row = costs[-1]
    column = int(np.argmin(row))
    while column < len(text) and row[column + 1] == row[column]:
        column += 1
    return _traced(costs, claim, text, column)


def _costs(claim: Sequence[str], text: Sequence[str]) -> npt.NDArray[np.int32]:
    """Returns the table of costs, shape ``[len(claim) + 1, len(text) + 1]``."""
    codes: dict[str, int] = {}
    other = np.array([codes.setdefault(word, len(codes)) for word in text], dtype=np.int32)
    steps = np.arange(len(text) + 1, dtype=np.int32) * _LEAVE_OUT
    costs = np.zeros((len(claim) + 1, len(text) + 1), dtype=np.int32)
    for row, word in enumerate(claim, start=1):
        above = costs[row - 1]
        changed = np.where(other == codes.get(word, -1), 0, _SUBSTITUTE)
        best = above + _ADD
        best[1:] = np.minimum(best[1:], above[:-1] + changed)
        # min over k <= j of best[k] + (j - k) * LEAVE_OUT, without a loop over j.
        costs[row] = np.minimum.accumulate(best - steps) + steps
    return costs


def _traced(
    costs: npt.NDArray[np.int32], claim: Sequence[str], text: Sequence[str], column: int
) -> list[Pair]:
    pairs: list[Pair] = []
    row = len(claim)
    while row:
        here = costs[row, column]
        change = 0 if column and claim[row - 1] == text[column - 1] else _SUBSTITUTE
        if column and here == costs[row - 1, column - 1] + change:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif here == costs[row - 1, column] + _ADD:
            row -= 1
            pairs.append((row, None))
        else:
            column -= 1
            pairs.append((None, column))
    pairs.reverse()
    return pairs


def find_runs(needle: Sequence[str], text: Sequence[str], start: int = 0) -> Iterator[int]:
    """Yields where words stand in a text, one after the other, from a word on.

    Each word becomes a letter, so that the search is that of strings, whose time grows with the
    text alone, however often the words repeat.

    >>> list(find_runs("a b".split(), "b a b a b".split()))
    [1, 3]
    """
    letters: dict[str, str] = {}
    for word in text:
        letters.setdefault(word, chr(len(letters) + (len(letters) >= 0xD800) * 0x800))
    if not needle or not all(word in letters for word in needle):
        return
    wanted, there = ("".join(map(letters.__getitem__, words)) for words in (needle, text))
    at = there.find(wanted, start)
    while at >= 0:
        yield at
        at = there.find(wanted, at + 1)


_PAIRED: Final = ("«»", "“”", "()", '""')
_CLOSES: Final = re.compile(r"[.,،؛!?؟]*[\"»”)]+")
_OPENED: Final = re.compile(r"(?<=\s)[\"«“(]+$")
_NOTHING: Final = Span(0, 0)
_CLAUSE: Final = 4
"""Words from which what stands apart is a clause."""

_CLOSING: Final = " \n.!?؟\"'»”“)"
_ENDED: Final = re.compile(r"[.!?؟،,;؛:\n…][\s\"'«»”“)]*$")
_OPENS: Final = re.compile(r"[\"'»”“)]*[.!?؟،,;؛:\n…]")


def differences(
    claim: str,
    claim_words: Words,
    text: str,
    text_words: Words,
    pairs: Sequence[Pair],
    names: frozenset[str],
) -> tuple[Difference, ...]:
    """Returns the aligned words as stretches of equal, changed, added and missing words.

    Every word of the claim is in exactly one stretch, and each stretch's words are
    slices of the claim and of the article.
    """
    told: list[Difference] = []
    claim_at, text_at = _NOTHING, _NOTHING
    for same, run in _runs(claim_words, text_words, _with_negated(text, text_words, pairs)):
        left = [claim_words[c].span for c, _ in run if c is not None]
        right = [text_words[t].span for _, t in run if t is not None]
        claim_span = Span(left[0].start, left[-1].end) if left else Span(claim_at.end, claim_at.end)
        text_span = Span(right[0].start, right[-1].end) if right else Span(text_at.end, text_at.end)
        claim_at, text_at = claim_span, text_span
        if same:
            operation = Operation.SAME
        elif left and right:
            operation = Operation.REPLACED
        else:
            operation = Operation.ADDED if left else Operation.LEFT_OUT
        claimed, original = claim_span.of(claim), text_span.of(text)
        # What only one side has stands there as a clause of its own: it turns nothing round.
        apart = _is_clause(claim, claim_span) if left else _is_clause(text, text_span)
        weights = (
            ()
            if same or (apart and not (left and right))
            else weights_of(
                _changed(claim_words, text_words, run),
                names,
                f"{claimed} {original}" if told else "",
            )
        )
        told.append(Difference(operation, claimed, original, claim_span, text_span, weights))
    return tuple(_with_marks(told, text))


def _with_marks(told: Sequence[Difference], text: str) -> Iterator[Difference]:
    """Yields stretches with the marks of quotation that stand at their ends.

    >>> claim, text = "his deeds 'end'", 'said that his deeds "end" here'
    >>> one, other = Words(claim), Words(text)
    >>> found = differences(claim, one, text, other, align(one.norms, other.norms), frozenset())
    >>> [part.original for part in found]
    ['his deeds "end"']
    """
    published = [part.original_span for part in told if part.original]
    whole = Span(published[0].start, published[-1].end) if published else _NOTHING
    opens, closes = _lone_marks(whole.of(text))
    ends = {text[whole.end : whole.end + 1]} & closes
    starts = {text[: whole.start][-1:]} & opens
    following = {one.end: other.start for one, other in pairwise(published)}
    preceding = {start: end for end, start in following.items()}
    for part in told:
        span = part.original_span
        if part.original:
            gap = text[span.end : following.get(span.end, span.end)]
            before = text[preceding.get(span.start, span.start) : span.start]
            closing, opening = _CLOSES.match(gap), _OPENED.search(before)
            end = closing.end() if closing else len(ends) * (span.end == whole.end)
            start = len(opening[0]) if opening else len(starts) * (span.start == whole.start)
            span = Span(span.start - start, span.end + end)
        yield replace(part, original=span.of(text), original_span=span)


def _lone_marks(words: str) -> tuple[set[str], set[str]]:
    """Returns which marks have to stand before words, and which behind, so that all are paired."""
    before: set[str] = set()
    behind: set[str] = set()
    for opening, closing in _PAIRED:
        # A straight mark opens where a blank or nothing stands before it.
        opened = len(re.findall(rf"(?<!\S){opening}", words)) if opening == closing else None
        first = words.count(opening) if opened is None else opened
        last = words.count(closing) - (opened or 0)
        if first > last:
            behind.add(closing)
        elif first < last:
            before.add(opening)
    return before, behind


def _is_clause(text: str, span: Span) -> bool:
    """Says whether some words are a clause or more, set apart from those before and behind.

    >>> _is_clause("we stay, and they will not pay twice", Span(9, 36))
    True
    >>> _is_clause("we will not ever go", Span(8, 16))
    False
    """
    words = span.of(text).split()
    joined = words and (words[0][0] == "و" or words[0].lower() in ("and", "et"))
    opens = joined or not text[: span.start].strip() or _ENDED.search(text[: span.start])
    closes = not text[span.end :].strip(_CLOSING) or _OPENS.match(text[span.end :])
    return len(words) >= _CLAUSE and bool(opens and closes)


def _with_negated(text: str, text_words: Words, pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Returns the pairs with the word that a negation at their end denies, in its sentence.

    Where ``بدأت`` is claimed and ``لم تبدأ بعد`` stands there, ``لم`` alone says nothing.
    """
    last = pairs[-1][1] if pairs else None
    if last is None or last + 1 >= len(text_words) or not is_negation(text_words[last].norm):
        return pairs
    between = text[text_words[last].span.end : text_words[last + 1].span.start]
    return pairs if between.strip() else [*pairs, (None, last + 1)]


def _runs(
    claim_words: Words, text_words: Words, pairs: Sequence[Pair]
) -> list[tuple[bool, list[Pair]]]:
    runs: list[tuple[bool, list[Pair]]] = []
    for pair in pairs:
        same = is_same(claim_words, text_words, pair)
        if runs and runs[-1][0] == same:
            runs[-1][1].append(pair)
        else:
            runs.append((same, [pair]))
    return runs


def is_same(claim_words: Words, text_words: Words, pair: Pair) -> bool:
    """Says whether two aligned words are the same word."""
    left, right = pair
    if left is None or right is None:
        return False
    one, other = claim_words.norms[left], text_words.norms[right]
    # An "and" in front of the first word claimed changes nothing.
    return one == other or (not left and is_led(one, other))


def _changed(claim_words: Words, text_words: Words, run: Sequence[Pair]) -> list[str]:
    """Returns the words that stand on one side only: one that moved turns nothing round."""
    left = [claim_words.norms[c] for c, _ in run if c is not None]
    right = [text_words.norms[t] for _, t in run if t is not None]
    return [w for w in left if w not in right] + [w for w in right if w not in left]
