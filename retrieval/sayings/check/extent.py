"""How much of what belongs together a place of an article has: all, a part, or a headline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from index.language.tables import words as listed
from index.text.normalise import normalised
from index.types import Analysis, Article
from retrieval.sayings.check.matching import LEFT_OUT, Match, Read, matches
from retrieval.sayings.check.words import Words, words_of

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
