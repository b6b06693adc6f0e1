"""Claims put together of several sayings: where one ends and the next begins.

A claim may join sayings by dots, a full stop, a comma, an "and" or nothing at all, so the seams
are found in the articles: each piece is the longest run of words that one saying has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from index.language.tables import words as listed_words
from index.text.tokens import FUNCTION_WORDS
from retrieval.sayings.check.matching import Read
from retrieval.sayings.check.words import Words, is_led, words_of

_FEWEST: Final = 3
"""Words of a piece, from which it is surely somebody's."""

_CONTENT: Final = 2
"""Words of these that are more than function words."""

_MOST: Final = 12
_SKIPPED: Final = 2
"""Words between two pieces that only join them: and that."""


def cut_at_seams(text: str, words: Words, reads: Sequence[Read]) -> list[Words]:
    """Returns a claim in pieces that stand each in a saying as it is; none where some do not.

    Args:
        text: The claim.
        words: Its words.
        reads: The articles that may have them.
    """
    runs, behind_and = _longest_runs(words.norms, reads)
    joining = listed_words("grammar", "joining") | listed_words("grammar", "bringing_in")
    pieces: list[Words] = []
    at = skipped = 0
    while at < len(words):
        end = at + runs[at]
        content = sum(norm not in FUNCTION_WORDS for norm in words.norms[at:end])
        if end - at >= _FEWEST and content >= _CONTENT:
            start = words[at].span.start + (at in behind_and)
            pieces.append(words_of(text, start, words[end - 1].span.end))
            at, skipped = end, 0
        elif words.norms[at] in joining and skipped < _SKIPPED:
            at, skipped = at + 1, skipped + 1
        else:
            return []
    return pieces if 1 < len(pieces) <= _MOST and not skipped else []


def _longest_runs(claim: Sequence[str], reads: Sequence[Read]) -> tuple[list[int], set[int]]:
    """Returns how many words from each word of a claim on stand in one saying, one by one.

    With it come the words that stand so only without the "and" that is written on to them.
    """
    codes: dict[str, int] = {}
    there: list[int] = [-1]
    for read in reads:
        for saying in read.analysis.sayings:
            inside = read.words.inside(saying.quote.span)
            norms = read.words.norms[inside.start : inside.stop]
            there.extend(codes.setdefault(norm, len(codes)) for norm in norms)
            there.append(-1)
    held = np.array(there, dtype=np.int64)
    longest = [0] * len(claim)
    behind_and: set[int] = set()
    after: npt.NDArray[np.int64] = np.zeros(len(held) + 1, dtype=np.int64)
    for at in range(len(claim) - 1, -1, -1):
        same = held == codes.get(claim[at], -2)
        led = [code for norm, code in codes.items() if is_led(norm, claim[at])]
        opens = same | np.isin(held, led) if led else same
        longest[at] = int(np.where(opens, after[1:] + 1, 0).max())
        if at and claim[at].startswith("و"):
            bare = held == codes.get(claim[at][1:], -2)
            without = int(np.where(bare, after[1:] + 1, 0).max())
            if without > longest[at]:
                longest[at] = without
                behind_and.add(at)
        after[:-1] = np.where(same, after[1:] + 1, 0)
    return longest, behind_and
