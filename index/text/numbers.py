"""Numbers in a text, in digits and in Arabic words, and what they count.

>>> text = "شاركت أكثر من اثنتين وأربعين دولة، وقتل 3.5 ألف شخص وعشرات الجنود"
>>> for number in find_numbers(text):
...     print(number.value, number.vague, number.noun and number.noun.of(text))
42 False دولة
3500 False شخص
10 True الجنود
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import Final

from index.language.clitics import ARTICLE, particles
from index.language.quantities import number_words, teen_units
from index.language.tables import numbered, words
from index.text.tokens import FUNCTION_WORDS, Token, tokenise
from index.types import Span

_values: Final = partial(numbered, "numbers")
_teen: Final = partial(words, "numbers", "words", "teen")
_ROOM: Final = {"hundreds": 1000, "tens": 100, "units": 10}
"""Words of which values, and what such a value stays below."""

_MOST_DIGITS: Final = 30
_HALF: Final = "نصف"
_AND_ONE: Final = "واحد"
_GAP: Final = re.compile("[\\s\u0640\u200e\u200f\u202a-\u202c]*")
_PERCENT_SIGN: Final = re.compile("[\\s\u200e\u200f]*[%٪]")


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number that a text gives.

    Attributes:
        span: The digits or the words of the number.
        value: Its value; for a vague one the least that it can mean.
        vague: ``عشرات``, ``ملايين``: an order of magnitude, not a number.
        percent: Whether it is a share in a hundred.
        noun: The word that it counts, where one follows.
    """

    span: Span
    value: float
    vague: bool = False
    percent: bool = False
    noun: Span | None = None


def find_numbers(text: str) -> tuple[FoundNumber, ...]:
    """Finds the numbers of a text in its order; those of dates are among them."""
    tokens = tokenise(text)
    found: list[FoundNumber] = []
    at = 0
    while at < len(tokens):
        reader = _Reader(text, tokens, at)
        if not reader.read():
            at += 1
            continue
        last = tokens[reader.at - 1]
        start = tokens[at].span.start + reader.skipped
        span = Span(start, last.span.end)
        percent = _is_percent(text, tokens, reader.at)
        noun = None if percent else _noun(text, tokens, reader.at)
        found.append(FoundNumber(span, reader.value, reader.vague, percent, noun))
        at = reader.at
    return tuple(found)


class _Reader:
    """Reads one number from a place on: parts grow or shrink, as the language says them.

    ثلاثة آلاف ومئتان وخمسة وأربعون: a scale multiplies what stands before it, and every
    other part is added with و.
    """

    def __init__(self, text: str, tokens: list[Token], at: int) -> None:
        self._text, self._tokens = text, tokens
        self.at = at
        self.value: float = 0
        self.vague = False
        self.skipped = 0

    def read(self) -> bool:
        """Reads as far as the number goes; says whether there is one."""
        total: float = 0
        group: float | None = None
        floor: float = float("inf")
        first = True
        while self.at < len(self._tokens):
            word, joined = self._word(first)
            if word is None:
                break
            scale = _values("scales").get(word)
            if scale is not None and not joined and group is not None and scale < floor:
                total, group, floor = total + group * scale, None, scale
            elif first and word in _values("vague"):
                return self._accept_vague(word)
            elif word == _HALF and not first:
                if not joined or floor == float("inf") or group is not None:
                    break
                total += floor / 2
            elif (first or joined) and (scale or word in _values("dual_scales")):
                # ألفا before a noun is the dual; after a number it is an accusative.
                value = _values("dual_scales").get(word) or _values("scales")[word]
                if value >= floor or group is not None:
                    break
                total, floor = total + value, value
            else:
                part = self._part(word, group, joined or first, floor)
                if part is None:
                    break
                group = part
            self.at += 1
            first = False
        self.value = total + (group or 0)
        if self.value == int(self.value):
            self.value = int(self.value)
        return not first

    def _word(self, first: bool) -> tuple[str | None, bool]:
        """Returns the word that stands here without its و, and whether it had one."""
        token = self._tokens[self.at]
        if not first and not self._adjacent():
            return None, False
        norm = token.norm
        if norm[0].isdigit():
            return (norm, False) if first and len(norm) <= _MOST_DIGITS else (None, False)
        following = self._tokens[self.at + 1 : self.at + 2]
        if norm == _AND_ONE and following and following[0].norm in _teen():
            # وأحد عشر is written as واحد once its hamza is gone.
            self.skipped = 1 if first else 0
            return norm[1:], True
        if norm in number_words() or (norm == _HALF and first and self._scale_follows()):
            return norm, False
        if norm == "و" + _HALF and not first:
            return _HALF, True
        if norm[0] in particles() and norm[1:] in number_words() and (norm[0] == "و" or first):
            if first:
                self.skipped = 1
            return norm[1:], norm[0] == "و"
        return None, False

    def _part(self, word: str, group: float | None, may_add: bool, floor: float) -> float | None:
        """Returns the group below the next scale with this word added, None if it ends here."""
        if word[0].isdigit():
            return float(word) if group is None else None
        if word == _HALF:
            return 0.5
        following = self._tokens[self.at + 1].norm if self.at + 1 < len(self._tokens) else ""
        if following in _teen() and word in teen_units():
            value, room = teen_units()[word] + 10, 100
        elif word in _teen() and group is not None and not may_add and 10 < group % 100 < 20:
            return group
        else:
            section = next((name for name in _ROOM if word in _values(name)), None)
            if section is None:
                return None
            value, room = _values(section)[word], _ROOM[section]
            if group is not None and not may_add and value == 100 and 3 <= group <= 9:
                return group * 100
            # Units come first: خمسة وأربعون.
            if section == "tens" and group is not None and may_add and 0 < group % 100 < 10:
                return group + value
        if group is None:
            return value if may_add and value < floor else None
        return group + value if may_add and group % room == 0 and group >= room else None

    def _accept_vague(self, word: str) -> bool:
        self.at += 1
        self.value, self.vague = _values("vague")[word], True
        # مئات الآلاف and عشرات الملايين.
        if self.at < len(self._tokens):
            scale = _values("scales").get(self._tokens[self.at].norm.removeprefix(ARTICLE))
            if scale is not None and self._adjacent():
                self.value *= scale
                self.at += 1
        return True

    def _scale_follows(self) -> bool:
        following = self._tokens[self.at + 1 : self.at + 2]
        return bool(following) and following[0].norm in _values("scales")

    def _adjacent(self) -> bool:
        before, here = self._tokens[self.at - 1].span.end, self._tokens[self.at].span.start
        return _GAP.fullmatch(self._text, before, here) is not None


def _is_percent(text: str, tokens: list[Token], at: int) -> bool:
    if at and _PERCENT_SIGN.match(text, tokens[at - 1].span.end):
        return True
    following = [token.norm for token in tokens[at : at + 2]]
    if following[:1] and following[0] in words("numbers", "words", "percent"):
        return following[0] != "cent"
    return following in (["في", "المءه"], ["في", "الماءه"], ["per", "cent"], ["pour", "cent"])


def _noun(text: str, tokens: list[Token], at: int) -> Span | None:
    """Returns the counted word: دولة of 42 دولة, الجنود of عشرات من الجنود."""
    for token in tokens[at : at + 2]:
        before = tokens[at - 1].span.end if token is tokens[at] else tokens[at].span.end
        if not _GAP.fullmatch(text, before, token.span.start) or token.norm[0].isdigit():
            return None
        if token.norm.removeprefix(ARTICLE) in _values("scales"):
            # ونصف المليون: the scale is said again, and counts nothing.
            continue
        if token.norm not in FUNCTION_WORDS:
            joined = token.norm[0] == "و" and (
                token.norm[1:] in number_words() or token.norm[1:] == _HALF
            )
            return None if joined else token.span
        if token.norm not in {"من", "of", "de", "d"}:
            return None
    return None
