"""How a claim lies in what belongs together: all of it, a part, several sayings, a headline.

A claim may join sayings by dots, a full stop, a comma, an "and" or nothing at all, so the seams
are found in the articles: each piece is the longest run of words that one saying has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from index.language.tables import words as listed
from index.text.normalise import normalised
from index.text.tokens import FUNCTION_WORDS
from index.types import Analysis, Article
from retrieval.sayings.check.matching import LEFT_OUT, Match, Read, matches
from retrieval.sayings.check.words import Words, is_led, words_of

_MOST_PIECES: Final = 12
"""Pieces of a claim with words left out; one of more is taken as it stands."""
_SENTENCE_END: Final = re.compile(r"[.!?؟۔\n]|[.!?؟]['\"»”“]")
_MEANT: Final = "?!؟"
_TURNS: Final = frozenset(
    normalised(
        "لكن ولكن لكنه لكنها لكنهم لكنني لكننا ولكنه ولكنها غير بيد إلا سوى شرط بشرط إذا إن لو ما"
        " but however unless if except provided mais cependant sauf si toutefois"
    ).split()
)


def pieces_of(text: str) -> list[Words]:
    """Returns the words of a claim, apart where it says that words are left out."""
    pieces: list[Words] = []
    start = 0
    for gap in [*LEFT_OUT.finditer(text), None]:
        end = gap.start() if gap else len(text)
        words = words_of(text, start, end)
        if words:
            pieces.append(words)
        start = gap.end() if gap else end
    return pieces if len(pieces) <= _MOST_PIECES else [words_of(text)]


def rest_of(match: Match, text: str) -> tuple[str, str, bool]:
    """Returns the rest of the quotation around the words, and whether they were cut short.

    Whole sentences of a quotation stand for themselves, unless what follows takes
    something back; anything less may have lost what gave it its sense.
    """
    whole, span = match.whole, match.span
    if whole is None:
        return "", "", False
    words = match.read.words
    inside = words.inside(whole)
    first = [at for at in inside if words[at].span.start < span.start]
    last = [at for at in inside if words[at].span.end > span.end]
    before = text[whole.start : span.start] if first else ""
    after = text[span.end : whole.end] if last else ""
    cut = False
    if any(words.norms[at] not in listed("grammar", "bringing_in") for at in first):
        cut = not _SENTENCE_END.search(text, words[first[-1]].span.end, span.start)
    if last:
        ends = bool(_SENTENCE_END.search(text, span.end, words[last[0]].span.start))
        cut = cut or not ends or words.norms[last[0]] in _TURNS
    return before, after, cut


def to_the_letter(claim: str, words: Words, match: Match, text: str) -> bool:
    """Says whether claim and article are equal from first word to last, letter by letter.

    Runs of white space count as one space and invisible characters not at all:
    messengers put them in. A question mark after the last word is part of the words.
    """
    span = match.span
    here = _visible(claim[words[0].span.start : words[-1].span.end])
    there = _visible(span.of(text))
    asked = {c for c in claim[words[-1].span.end :] if c in _MEANT}
    stands = {c for c in text[span.end : span.end + 3].split("\n")[0] if c in _MEANT}
    return here == there and (not asked or asked == stands)


def _visible(text: str) -> str:
    kept = (c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(kept).split())


def is_whole_in_one(match: Match) -> bool:
    """Says whether one saying has all words of a claim, and more between them."""
    if match.saying is None:
        return False
    texts = match.read.words
    held = [texts[t].span for c, t in match.pairs if c is not None and t is not None]
    return all(t is not None for _, t in match.pairs) and all(
        match.saying.quote.span.contains(span) for span in held
    )


def is_one_saying(places: Sequence[Sequence[Match]]) -> bool:
    """Says whether one saying has all pieces: then words of it were changed or left out."""
    keys = [{(m.read.article.id, m.whole) for m in matched} for matched in places]
    return bool(set.intersection(*keys))


def is_in_headline(match: Match) -> bool:
    title = match.read.article.headline_span
    return title is not None and title.contains(match.span)


def headline_has(words: Words, read: Read) -> bool:
    """Says whether a headline that stands apart from its text has words as they are."""
    title = Article(read.article.headline)
    alone = Read(title, Analysis(title.id, (), (), ()))
    return any(match.exact for match in matches(words, [words], alone))


_FEWEST: Final = 3
"""Words of a piece, from which it is surely somebody's."""

_CONTENT: Final = 2
"""Words of these that are more than function words."""

_MOST_JOINED: Final = 12
_SKIPPED: Final = 2
"""Words between two pieces that only join them: and that."""


def cut_at_seams(text: str, words: Words, reads: Sequence[Read]) -> list[Words]:
    """Returns a claim in pieces that stand each in a saying as it is; none where some do not.

    Args:
        reads: The articles that may have them.
    """
    runs, behind_and = _longest_runs(words.norms, reads)
    joining = listed("grammar", "joining") | listed("grammar", "bringing_in")
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
    return pieces if 1 < len(pieces) <= _MOST_JOINED and not skipped else []


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
