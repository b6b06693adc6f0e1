"""The number of a sentence that a question asks for, with what it counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from index.text.dates import find_dates
from index.text.numbers import FoundNumber, find_numbers
from index.text.tokens import Token
from index.types import Span
from retrieval.tell.naming import Reading, forms_of, nearest

_SOON: Final = 4
"""Words within which a number follows what it measures."""
_ROUGHLY: Final = re.compile(
    r"(?:^|\s)((?:(?:أكثر|أزيد|أقل|ما\s+يقرب|ما\s+يقارب|ما\s+لا\s+يقل)\s+(?:من|عن)|ما\s+يزيد\s+(?:على|عن)"
    r"|(?:ما\s+)?بين|نحو|حوالي|زهاء|قرابة|(?:more|less|fewer)\s+than|about|nearly|around|plus\s+de|moins\s+de|environ)\s+)$"
)
_AND: Final = re.compile(r"\s+و\s?")
_FROM: Final = re.compile(r"(?:^|\s)من\s+$")
_TO: Final = re.compile(r"(?:^|\s)إلى\s+$")
_PERCENT: Final = re.compile(r"\s*(?:[%٪]|(?:في\s+|ب)?الم[ائ]\w*|per\s?cent|pour\s+cent)?")


def counted(
    reading: Reading,
    noun: Token | None,
    *,
    percent: bool,
    other_script: bool,
    named: Collection[str] = (),
) -> Span | None:
    """Returns the number of what is asked for, None where several could be it.

    What makes it a rough one belongs to it: ``أكثر من 42 دولة`` is not 42.

    Args:
        noun: What is counted: ``دولة`` of ``كم دولة``; None where something is measured.
        percent: Whether a share in a hundred is asked for.
        other_script: Whether the question is in another script, so that no word meets.
        named: Numbers that the question names itself: ``سينما 16`` is no count.
    """
    numbers = [
        n
        for n in _numbers(reading.text)
        if (n.percent or not percent) and f"{n.value:g}" not in named
    ]
    if noun is not None and not other_script:
        forms = frozenset(forms_of(noun))
        fitting = [n for n in numbers if not forms.isdisjoint(_counts(n, reading.tokens))]
        numbers = fitting or [n for n in numbers if n.noun is None]
        if not fitting and len(numbers) != 1:
            return None
    spans = [n.span for n in numbers]
    # From 5 to 6: which of them is asked for, the words do not tell.
    if any(_FROM.search(reading.text[: span.start]) for span in spans) and any(
        _TO.search(reading.text[: number.span.start]) for number in numbers
    ):
        return None
    if len(spans) > 1 and noun is None:
        spans = list(_after_asked(reading, spans))
    if not spans:
        return None
    found = nearest(reading, spans)
    roughly = _ROUGHLY.search(reading.text[: found.start])
    return Span(roughly.start(1), found.end) if roughly else found


def _numbers(text: str) -> list[FoundNumber]:
    """Returns the numbers of a text with what they count, days and bare ones aside.

    ``بين 50 و85 مليون قتيل`` is one number here.
    """
    dates = [date.span for date in find_dates(text, None)]
    found: list[FoundNumber] = []
    for number in find_numbers(text):
        span = number.span
        lone = number.value == 1 and number.noun is None
        if lone or any(span.overlaps(date) for date in dates):
            continue
        end = number.noun.end if number.noun else span.end
        if number.percent and (sign := _PERCENT.match(text, span.end)):
            end = sign.end()
        start = span.start
        if found and found[-1].noun is None and _AND.fullmatch(text, found[-1].span.end, start):
            start = found.pop().span.start
        found.append(replace(number, span=Span(start, end)))
    return found


def _counts(number: FoundNumber, tokens: Sequence[Token]) -> frozenset[str]:
    inside = (token for token in tokens if number.span.contains(token.span))
    return frozenset(form for token in inside for form in forms_of(token))


def _after_asked(reading: Reading, numbers: Sequence[Span]) -> Iterator[Span]:
    """Yields the numbers that stand soon after a word of the question, in its clause."""
    for span in numbers:
        first = next(i for i, t in enumerate(reading.tokens) if t.span.end > span.start)
        before = range(max(0, first - _SOON), first)
        clause = [at for at in before if not any(map(reading.breaks, range(at + 1, first + 1)))]
        if any(reading.asked[at] for at in clause):
            yield span
