"""The words of a sentence that name whom, where or when a question asks for.

Arabic says who did something in the words after the verb, who somebody is before the
name or after هو, where after في. Where a sentence is not built so, nothing is named: no
words in bold are better than the wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from index.language.quantities import times
from index.language.tables import words
from index.text.stemming import alternatives, skeleton, stem
from index.text.tokens import FUNCTION_WORDS, Token
from index.types import Span
from retrieval.question.patterns import VERBS
from retrieval.search.facts import is_role

_NAME_WORDS: Final = 4
_PLACE_WORDS: Final = 3

_NEAR: Final = 5
"""Words that may stand between a word of the question and the place that belongs to it."""

_BREAK: Final = re.compile('[\u060c,;\u061b.!\u061f?:\n\u00ab\u00bb"\u201c\u201d()\\[\\]]')
_LONGER: Final = 4
"""A role goes on where its next word stands nearer than so many words."""

_SHORTEST_VERB: Final = 3
_FUTURE: Final = re.compile("س[يتنا]\\w{2}")
_SAYS: Final = re.compile(VERBS)
_COMMA: Final = re.compile("\\s*[\u060c,]\\s*")
_INSIDE_NAMES: Final = words("facts", "words", "inside_names")
_COPULAS: Final = words("facts", "words", "copulas")
_PREPOSITIONS: Final = ("بال", "لل", "كال")
_IN: Final = words("facts", "words", "into_places")
_TIMES: Final = times() | words("facts", "words", "times")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, and which of its words are words of the question.

    Attributes:
        asked: Whether each token is.
        head: Whether each token is the word that the question is built on.
        words: How many words the question has.
    """

    text: str
    tokens: Sequence[Token]
    asked: Sequence[bool]
    head: Sequence[bool]
    words: int

    def breaks(self, at: int) -> bool:
        """Says whether a clause ends before the token at a position."""
        if at <= 0 or at >= len(self.tokens):
            return True
        before, after = self.tokens[at - 1].span.end, self.tokens[at].span.start
        return bool(_BREAK.search(self.text, before, after))

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def run(self, first: int, most: int, *, joined: bool = True) -> Span | None:
        """Returns the words of a name from a position on, None where none begins there.

        Args:
            most: Words that it may have.
            joined: Whether it may go on with و.
        """
        last = first
        while last < len(self.tokens) and last - first < most and self._is_name(last):
            if last > first and (self.breaks(last) or (not joined and self._goes_on(last))):
                break
            last += 1
        while last > first and self.tokens[last - 1].norm in _INSIDE_NAMES:
            last -= 1
        return self.span(first, last - 1) if last > first else None

    def goes_on_asked(self, span: Span) -> bool:
        """Says whether a word of the question follows a name at once."""
        after = next((i for i, t in enumerate(self.tokens) if t.span.start >= span.end), None)
        return after is not None and self.asked[after] and not self.breaks(after)

    def _goes_on(self, at: int) -> bool:
        return self.tokens[at].norm.startswith("و")

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        norm = token.norm
        if norm in _INSIDE_NAMES:
            return True
        bare = norm[1:] if norm[0] in "وف" and len(norm) > _SHORTEST_VERB else norm
        return not (
            self.asked[at]
            or norm[0].isdigit()
            or norm in FUNCTION_WORDS
            or bare in FUNCTION_WORDS
            or bare in _TIMES
            or bare.startswith(_PREPOSITIONS)
            or _SAYS.fullmatch(bare)
        )


def read(text: str, tokens: Sequence[Token], content: Sequence[Token]) -> Reading:
    """Returns a sentence as a question sees it.

    Args:
        content: The words of the question that carry meaning.
    """
    wanted = frozenset(form for word in content for form in forms_of(word))
    first = frozenset(_stems(content[0])) if content else frozenset[str]()
    asked = [not wanted.isdisjoint(forms_of(token)) for token in tokens]
    return Reading(
        text, tokens, asked, [not first.isdisjoint(_stems(t)) for t in tokens], len(content)
    )


def doer(reading: Reading) -> Span | None:
    """Returns who did it: what follows the verb of the question.

    In ``دشن الوزير سليم الحموي السد`` it ends where the question's own words begin.
    """
    heads = [at for at, head in enumerate(reading.head) if head and not reading.breaks(at + 1)]
    found = [span for at in heads if (span := reading.run(at + 1, _NAME_WORDS)) is not None]
    if len(found) == 1:
        return found[0]
    # Where several did something alike, it is the one after whom the question's words go on.
    going_on = [span for span in found if reading.goes_on_asked(span)]
    return going_on[0] if len(going_on) == 1 else None


def holder(reading: Reading) -> Span | None:
    """Returns who it is: the name that a role stands before, or that هو leads to.

    ``وزير الخارجية والتعاون ناصر بوريطة``, ``مؤسس النادي هو سليم الحموي``.
    """
    return _first(_after_role(reading, at) for at, head in enumerate(reading.head) if head)


def _after_role(reading: Reading, at: int) -> Span | None:
    last = at
    # The role may be told at greater length: وزير الخارجية والتعاون المغربي.
    while reach := next((n for n in range(1, _LONGER) if _asks(reading, last, n)), 0):
        last += reach
    # المبعوث الخاص للرئيس فلان: the name is the president's.
    other = any(is_role(token.norm) for token in reading.tokens[at + 1 : last + 1])
    after = last + 1
    if other or after >= len(reading.tokens) or 2 * _covered(reading, at, last) < reading.words:
        return None
    if reading.breaks(after):
        return _apposition(reading, after)
    while not reading.breaks(after + 1) and reading.tokens[after].norm.startswith("وال"):
        after += 1
    leads = reading.tokens[after].norm in _COPULAS
    if leads:
        after += 1
    found = None if reading.breaks(after) else reading.run(after, _NAME_WORDS)
    # A single word after a role is as often a verb, and after a name no name follows.
    if leads or found is None:
        return found
    named = is_role(reading.tokens[at].norm) and " " in found.of(reading.text)
    return found if named else None


def _covered(reading: Reading, first: int, last: int) -> int:
    """Returns how many words of the question a stretch of the sentence has."""
    return sum(reading.asked[first : last + 1])


def _asks(reading: Reading, last: int, words: int) -> bool:
    """Says whether a word of the question stands so many words further on, in the same clause."""
    to = last + words
    return (
        to < len(reading.tokens)
        and reading.asked[to]
        and not any(map(reading.breaks, range(last + 1, to + 1)))
    )


def _apposition(reading: Reading, first: int) -> Span | None:
    """Returns a name between two commas: ``وزير المياه، رائد القندسي، …``."""
    before = reading.tokens[first - 1].span.end
    if not _COMMA.fullmatch(reading.text, before, reading.tokens[first].span.start):
        return None
    found = reading.run(first, _NAME_WORDS)
    if found is None or " " not in found.of(reading.text):
        return None
    return found if _BREAK.match(reading.text, found.end) else None


def place(reading: Reading) -> Span | None:
    """Returns where it is: what follows في soon after a word of the question."""
    return _first(_places(reading))


def _places(reading: Reading) -> Iterator[Span | None]:
    since = _NEAR + 1
    anchors = reading.head if any(reading.head) else reading.asked
    for at, token in enumerate(reading.tokens):
        if reading.breaks(at):
            since = _NEAR + 1
        since = 0 if anchors[at] else since + 1
        if token.norm in _IN and since <= _NEAR and not reading.breaks(at + 1):
            yield reading.run(at + 1, _PLACE_WORDS, joined=False)


def dated(reading: Reading, dates: Sequence[Span]) -> Span | None:
    """Returns the day that the question's verb or noun is followed by, or else the nearest one.

    In ``أعلن الثلاثاء أن السد سيفتتح في خريف 2027`` the opening is not on Tuesday.
    """
    if not dates:
        return None
    heads = [t.span for t, head in zip(reading.tokens, reading.head, strict=True) if head]
    if heads:
        after = [date for date in dates if date.start >= heads[0].end]
        return min(after or dates, key=lambda date: _gap(date, heads))
    return nearest(reading, dates)


def nearest(reading: Reading, spans: Sequence[Span]) -> Span:
    """Returns the one that is nearest to the words of the question, on average."""
    anchors = [t.span for t, asked in zip(reading.tokens, reading.asked, strict=True) if asked]
    return min(spans, key=lambda span: (sum(_gap(span, [a]) for a in anchors), span.start))


def _gap(span: Span, others: Sequence[Span]) -> int:
    return min(max(0, other.start - span.end, span.start - other.end) for other in others)


def _first(spans: Iterable[Span | None]) -> Span | None:
    return next((span for span in spans if span is not None), None)


@cache
def _bones(word: str) -> str:
    return skeleton(word) or word


def _stems(token: Token) -> tuple[str, ...]:
    """Returns what a word and another one of the same form share."""
    norm = token.norm
    if norm in FUNCTION_WORDS:
        return ()
    stems = (token.stem, *alternatives(norm))
    words = [norm, norm[1:]] if norm[0] in "وف" and len(norm) > _SHORTEST_VERB else [norm]
    verbs = list[str]()
    for word in words:
        # سيبدأ, يبدأ, تبدأ, بدأت: the future, and the person.
        bare = word[1:] if _FUTURE.match(word) else word
        verbs.append(bare)
        if bare[0] in "يتن" and len(bare) > _SHORTEST_VERB:
            verbs.append(bare[1:])
        if bare[-1] == "ت" and len(bare) > _SHORTEST_VERB + 1:
            verbs.append(bare[:-1])
    return (*stems, *map(stem, verbs))


def forms_of(token: Token) -> tuple[str, ...]:
    """Returns what a word and another one of the same root share as well."""
    stems = _stems(token)
    return (*stems, *(f"x{_bones(one)}" for one in stems if len(_bones(one)) > 2))
