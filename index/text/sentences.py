"""Sentences of an article, as spans that cover it.

A sentence ends at ``. ! ? ؟ …`` and, always, where its line ends; never at ``،`` or ``؛``.
It does not end inside a quotation that goes on, nor after an abbreviation, an initial,
the number of a list or an ellipsis in its midst. Closing marks go with it.

>>> text = "قال د. سالم «نعم. سنعود غدا» ثم خرج. هل عاد؟"
>>> [sentence.span.of(text) for sentence in split_sentences(text)]
['قال د. سالم «نعم. سنعود غدا» ثم خرج.', 'هل عاد؟']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from index.language.tables import as_written
from index.text.marks import find_marked
from index.text.normalise import strip_diacritics
from index.types import Sentence, Span

LONGEST_QUOTATION: Final = 400
"""A quotation up to this long is kept whole; a longer one is split like other text."""
_LONGEST_PARENTHESIS: Final = 200
_NEAR: Final = 80
"""Characters before a full stop among which an abbreviation or the number of a list stands."""
_FAR: Final = 400
"""Characters on either side of a pause that tell how long the clauses there are."""
_SENTENCE_WORDS: Final = 8
_CLAUSE_WORDS: Final = 4

_NO_WIDTH: Final = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c"
_ARABIC: Final = "\u0620-\u064a\u066e-\u06d3"

_LINE: Final = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_TERMINATOR: Final = re.compile("[.!?؟۔…‼⁇⁈⁉]+")
_ELLIPSIS: Final = re.compile(r"\.\.+|…+")
_CLOSERS: Final = re.compile(rf"[{_NO_WIDTH}]*(?:[)\]}}﴾]|\[\d{{1,3}}\])")
_OPENING: Final = re.compile(f"[«»“”„\"'‘’(\\[{{\\s{_NO_WIDTH}-]+")
_PARENTHESIS: Final = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_INITIAL: Final = re.compile(r"(?:^|[\W_])[^\W\d_]$")
_LIST_NUMBER: Final = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NAMED_BODY: Final = re.compile(rf"(?<![{_ARABIC}])([{_ARABIC}]{{3,}})\s+[{_ARABIC}]{{3,}}$")
_LONGEST_ENDING: Final = 5
_SHORTEST_JOINED: Final = 3
"""Letters of a word behind a stop without a space: an ending of a name, and و before a verb."""

_SOLID: Final = re.compile(r"\S")
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_ARABIC_LETTER: Final = re.compile(f"[{_ARABIC}]")
_JOINED: Final = re.compile(f"[{_ARABIC}\u064b-\u0652]{{3,}}$")
_NEXT_ARABIC_WORD: Final = re.compile(f"[{_ARABIC}]{{3}}")


def split_sentences(text: str, headline_span: Span | None = None) -> tuple[Sentence, ...]:
    """Returns the sentences of an article in its order.

    Args:
        text: The whole text, as published.
        headline_span: Where the headline stands in it; sentence number 0 is exactly this.

    Returns:
        Sentences that together hold every character but the white space between them,
        numbered from 1, the headline aside.
    """
    guarded = _guarded(text)
    spans: list[Span] = []
    for start, end in _pieces(text, headline_span):
        for line in _LINE.finditer(text, start, end):
            spans.extend(_split_line(text, line.start(), line.end(), guarded))
    sentences = [Sentence(number, span) for number, span in enumerate(spans, start=1)]
    if headline_span is not None and len(headline_span):
        sentences.append(Sentence(0, headline_span))
        sentences.sort(key=lambda sentence: sentence.span.start)
    return tuple(sentences)


def _pieces(text: str, headline: Span | None) -> Iterator[tuple[int, int]]:
    if headline is None:
        yield 0, len(text)
        return
    if headline.end > len(text):
        raise ValueError(f"the headline ends at {headline.end}, the text at {len(text)}")
    yield 0, headline.start
    yield headline.end, len(text)


class _Guarded:
    """Stretches that no sentence ends inside of, disjoint and in order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._spans = merged
        self._starts = [start for start, _ in merged]

    def around(self, at: int) -> tuple[int, int] | None:
        """Returns the stretch that position ``at`` lies inside of, strictly."""
        number = bisect_right(self._starts, at - 1) - 1
        if number >= 0 and at < self._spans[number][1]:
            return self._spans[number]
        return None


def _guarded(text: str) -> _Guarded:
    spans = [
        (marked.outer.start, marked.outer.end)
        for marked in find_marked(text)
        if marked.closed and len(marked.outer) <= LONGEST_QUOTATION
    ]
    spans += [
        match.span()
        for match in _PARENTHESIS.finditer(text)
        if len(match[0]) <= _LONGEST_PARENTHESIS
    ]
    return _Guarded(spans)


def _split_line(text: str, start: int, end: int, guarded: _Guarded) -> list[Span]:
    bounds = [start]
    for match in _TERMINATOR.finditer(text, start, end):
        if match.start() < bounds[-1]:
            continue
        bound = _bound(text, match, bounds[-1], end, guarded)
        if bound is not None and bound > bounds[-1]:
            bounds.append(bound)
    bounds.append(end)
    spans: list[Span] = []
    for left, right in pairwise(bounds):
        while left < right and text[left].isspace():
            left += 1
        while left < right and text[right - 1].isspace():
            right -= 1
        if left == right:
            continue
        # A mark left over behind a sentence belongs to it.
        if spans and not any(char.isalnum() for char in text[left:right]):
            spans[-1] = Span(spans[-1].start, right)
        else:
            spans.append(Span(left, right))
    return spans


def _bound(
    text: str, match: re.Match[str], sentence_start: int, line_end: int, guarded: _Guarded
) -> int | None:
    """Returns where the sentence ends that these terminators end, if they do."""
    at = match.end()
    inside = guarded.around(at)
    if inside is not None:
        # Only the terminator that a quotation closes with can end the sentence around it.
        closing = inside[1]
        if any(map(str.isalnum, text[at : min(closing, at + _FAR)])):
            return None
        # An aside that asks or cries out does not end the sentence that it stands in.
        begun = _SOLID.search(text, sentence_start, inside[0])
        # So does the last initial of (ر. ك.).
        initial = _INITIAL.search(text, max(0, match.start() - 2), match.start())
        if text[inside[0]] in "([" and begun and (match[0] != "." or initial):
            return None
        at = closing
    while closer := _CLOSERS.match(text, at, line_end):
        at = closer.end()
    if at >= line_end:
        return line_end
    following = text[at]
    if not following.isspace():
        untouched = inside is None and at == match.end()
        if untouched and _space_was_left_out(text, match, sentence_start):
            return at
        return None
    rest = _SOLID.search(text, at, line_end)
    if rest is None:
        return line_end
    opening = _OPENING.match(text, rest.start(), line_end)
    start = opening.end() if opening else rest.start()
    following = text[start : min(line_end, start + _FAR)]
    if _goes_on(text, match, sentence_start, following, quoted=inside is not None):
        return None
    return at


def _space_was_left_out(text: str, match: re.Match[str], sentence_start: int) -> bool:
    """Says whether ``انتهى.وقال`` ends a sentence although no space follows.

    Both neighbours must be longer Arabic words: أ.ف.ب and ق.م go on.
    """
    before = _JOINED.search(text, max(sentence_start, match.start() - 12), match.start())
    return (
        before is not None
        and _NEXT_ARABIC_WORD.match(text, match.end()) is not None
        and not names_go_on(text, match.start(), match.end())
    )


def names_go_on(text: str, stop: int, after: int) -> bool:
    """Says whether a full stop stands inside a body's name: ``شركة رمل.كوم``, ``موقع الواحة.نت``.

    What follows may open with و only where too little is left of it for a word of its own.
    """
    found = _NAMED_BODY.search(text, max(0, stop - _NEAR), stop)
    following = _WORD.match(text, after)
    if found is None or following is None or len(following[0]) > _LONGEST_ENDING:
        return False
    joined = following[0][0] in "وف" and len(following[0]) > _SHORTEST_JOINED
    nouns = as_written("quoting", "nouns", "organisations", "naming")
    return not joined and any(form in nouns for form in (found[1], found[1][1:]))


def _goes_on(
    text: str, match: re.Match[str], sentence_start: int, following: str, *, quoted: bool
) -> bool:
    """Says whether the sentence goes on after terminators that white space follows."""
    mark = match[0]
    if following[:1].islower():
        return True
    if _ELLIPSIS.fullmatch(mark):
        before = text[max(sentence_start, match.start() - _FAR) : match.start()]
        return _is_pause(before, following)
    if quoted and mark[-1] in "؟?!":
        # In «لماذا؟» ثم خرج the question is the quotation's, not the sentence's.
        return _first_word(following) in as_written("grammar", "connectives")
    if mark != "." or quoted:
        return False
    near = max(sentence_start, match.start() - _NEAR)
    return _abbreviates(text[near : match.start()], following, whole=near == sentence_start)


def _is_pause(before: str, following: str) -> bool:
    """Says whether dots are a pause or a dash, as newsrooms write them: النار.. رصاص.

    A capital after them tells of a new sentence. Arabic has none: there both sides must be
    long enough to be sentences, and the second must not open with a connective.
    """
    first = following[:1]
    if not first or not _ARABIC_LETTER.match(first):
        return not first.isupper()
    if first in "وف" or _first_word(following) in as_written("grammar", "connectives", "clauses"):
        return True
    clause = _TERMINATOR.split(following, maxsplit=1)[0]
    return len(before.split()) < _SENTENCE_WORDS or len(clause.split()) < _CLAUSE_WORDS


def _abbreviates(before: str, following: str, *, whole: bool) -> bool:
    """Says whether a full stop belongs to the word before it.

    Args:
        whole: Whether the sentence begins where ``before`` does.
    """
    lead = before.lstrip()
    if whole and _LIST_NUMBER.fullmatch(lead):
        return True
    found = _WORD_BEFORE.search(lead)
    if found is None:
        return False
    word = found[0].casefold()
    parts = word.split(".")
    references = as_written("grammar", "abbreviations", "references")
    if following[:1].isdecimal() and not references.isdisjoint((word, parts[-1])):
        return True
    dotted = len(parts) > 1 and all(len(part) == 1 for part in parts)
    ending = word in as_written("grammar", "abbreviations", "endings")
    if word.isascii() and _ARABIC_LETTER.match(following) and (dotted or ending):
        # ABC Inc. أعلنت: Latin letters in an Arabic sentence.
        return True
    if len(parts) > 1 or ending:
        return dotted and not ending
    if lead[: found.start()].rstrip()[-1:].isdecimal():
        # A unit after its number: 1440 هـ. and 500 م., but not 579 ق.م.
        return False
    # A single letter is an initial: J. F. Kennedy, د. سالم.
    titles = as_written("grammar", "abbreviations", "titles")
    return word in titles or (len(word) == 1 and not found[0].islower())


def _first_word(text: str) -> str:
    found = _WORD.search(strip_diacritics(text[:40]))
    return found[0] if found else ""
