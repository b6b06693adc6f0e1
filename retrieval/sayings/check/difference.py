"""The comparison of a claim with an article, told stretch by stretch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from index.types import Span
from retrieval.sayings.check.align import Pair
from retrieval.sayings.check.words import Words, is_led, weights_of
from retrieval.sayings.values import Difference, Operation

_NOTHING: Final = Span(0, 0)


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
    for same, run in _runs(claim_words, text_words, pairs):
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
        weights = (
            ()
            if same
            else weights_of(
                _changed(claim_words, text_words, run),
                names,
                f"{claimed} {original}" if told else "",
            )
        )
        told.append(Difference(operation, claimed, original, claim_span, text_span, weights))
    return tuple(told)


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
