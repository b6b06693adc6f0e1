"""The glyphs of a line, put in order: each vowel to its letter, then the letters as they are read.

A page tells where each of them stands, and no more. The order of reading is made as the Unicode
bidirectional algorithm (UAX 9) would have turned it the other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

LAM: Final = "\u0644"
ALEFS: Final = frozenset("\u0622\u0623\u0625\u0627\u0671")
ARABIC: Final = re.compile("[\u0620-\u0652]")
_ALEF: Final = "\u0627"
_SHADDA: Final = "\u0651"
_TANWIN: Final = re.compile("[\u064b-\u064d\u0653-\u0655\u0670]")
_JOINS_NUMBERS: Final = frozenset(",.:/\u060c\u066b\u066c\u00a0")
_ENDS: Final = frozenset(".!?:;,\u060c\u061f")
_CANDIDATES: Final = 4
"""Letters that a vowel may belong to."""
_BEHIND: Final = 0.1
"""Of the height of a letter: so much nearer it counts to the vowel that is written behind it."""
_DEAR: Final = 0.5
"""Of the height of a letter: so much farther a vowel may stand from a letter that can have it."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: mostly one letter, several for a ligature or a letter with its vowels.

    Attributes:
        x: Where the pen was set down; letters of one glyph share it.
        size: The height of the letters.
        order: When the file draws it, among what it draws on the page. Many programs write the
            words of a line in the order of reading.
        rising: Whether the letters of the file go from left to right there.
    """

    text: str
    x: float
    y: float
    left: float
    right: float
    size: float
    order: int = 0
    rising: bool = False


def is_mark(text: str) -> bool:
    """Says whether a text is vowels alone."""
    return bool(text) and all(unicodedata.combining(char) for char in text)


def with_marks(
    bases: list[Glyph], marks: list[Glyph], written: list[Glyph]
) -> list[tuple[Glyph, str]]:
    """Gives each vowel to the letter that it stands above or below.

    Fonts set vowels beside their letters to keep them apart. So the nearest letter is not always
    the right one; but a letter has one vowel, an alef none, and vowels stand in their letters'
    order. The cheapest way to give them out so is taken.

    Args:
        written: All of them in the order of the file: a vowel mostly behind its letter.
    """
    owned: dict[int, list[Glyph]] = {}
    for n, mark in _given_out(bases, sorted(marks, key=lambda g: g.left + g.right), written):
        owned.setdefault(n, []).append(mark)
    return [(base, _vowelled(base, owned.get(n, ()))) for n, base in enumerate(bases)]


def _given_out(
    bases: list[Glyph], marks: list[Glyph], written: list[Glyph]
) -> list[tuple[int, Glyph]]:
    """Returns which letter each mark belongs to, both from left to right."""
    behind: dict[Glyph, Glyph] = {}
    before: Glyph | None = None
    for glyph in written:
        if not is_mark(glyph.text):
            before = glyph
        elif before is not None and not glyph.rising:
            behind[glyph] = before
    # For each last owner with the kinds of marks that it has: the cost, and the owners so far.
    ways: dict[tuple[int, str], tuple[float, tuple[int, ...]]] = {(-1, ""): (0.0, ())}
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        near = sorted(range(len(bases)), key=lambda n: _distance(bases[n], middle))[:_CANDIDATES]
        kinds = "".join("s" if char == _SHADDA else "v" for char in mark.text)
        grown: dict[tuple[int, str], tuple[float, tuple[int, ...]]] = {}
        for (last, held), (cost, owners) in ways.items():
            for n in near:
                price = cost + sum(_distance(bases[n], middle))
                if n == last:
                    taken = set(held) & set(kinds) and len(bases[n].text) == 1
                    price += _DEAR * bases[n].size if taken else 0.0
                elif n < last:
                    price += _DEAR * bases[n].size
                if bases[n] == behind.get(mark):
                    price -= _BEHIND * bases[n].size
                silent = bases[n].text == _ALEF and not _TANWIN.search(mark.text)
                if silent or not ARABIC.match(bases[n].text):
                    price += _DEAR * bases[n].size
                key = (max(n, last), (held if n == last else "") + kinds)
                if key not in grown or price < grown[key][0]:
                    grown[key] = (price, (*owners, n))
        ways = grown
    _, owners = min(ways.values())
    return list(zip(owners, marks, strict=True))


def _distance(base: Glyph, middle: float) -> tuple[float, float]:
    outside = max(base.left - middle, middle - base.right, 0.0)
    return outside, abs((base.left + base.right) / 2 - middle) / 4


def _vowelled(base: Glyph, marks: Sequence[Glyph]) -> str:
    """Returns a glyph's letters with its vowels; in a ligature each letter has its own."""
    text = "".join(char for char in base.text if not is_mark(char))
    own = [replace(base, text=char) for char in base.text if is_mark(char)]
    marks = [*own, *marks]
    if len(text) == 2 and text[0] == LAM and text[1] in ALEFS:
        middle = (base.left + base.right) / 2
        alone = text[1] == _ALEF or len([m for m in marks if _SHADDA not in m.text]) == 1
        of_lam = [m.text for m in marks if alone or m.left + m.right > 2 * middle]
        others = [m.text for m in marks if m.text not in of_lam]
        return text[0] + ordered_marks(of_lam) + text[1] + ordered_marks(others)
    if len(text) < 2:
        return text + ordered_marks(mark.text for mark in marks)
    shares: list[list[str]] = [[] for _ in text]
    wide = (base.right - base.left) / len(text) or 1.0
    for mark in marks:
        place = int((base.right - (mark.left + mark.right) / 2) / wide)
        shares[min(max(place, 0), len(text) - 1)].append(mark.text)
    return "".join(c + ordered_marks(held) for c, held in zip(text, shares, strict=True))


def ordered_marks(marks: Iterable[str]) -> str:
    """Returns the vowels of one letter in their order: the doubling before the vowel."""
    letters = dict.fromkeys("".join(marks))
    return "".join(sorted(letters, key=lambda text: text != _SHADDA))


def reading_order(parts: list[str], orders: list[int], *, rtl: bool) -> list[tuple[str, bool]]:
    """Turns a line as it stands into the order of reading.

    Returns:
        Each part, and whether it is Arabic's.
    """
    kinds = [_direction(part) for part in parts]
    if rtl and "R" in kinds:
        return _turned(parts, kinds, orders)
    return _latin_line(parts, kinds, orders)


def _direction(text: str) -> str:
    """Returns L, R, N (number) or blank for what has no direction of its own."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return "L"
        if kind in {"R", "AL"}:
            return "R"
        if kind in {"EN", "AN"}:
            return "N"
    return ""


def _turned(parts: list[str], kinds: list[str], orders: list[int]) -> list[tuple[str, bool]]:
    """Reads from right to left, Latin words and numbers from left to right."""
    out: list[tuple[str, bool]] = []
    place = len(parts) - 1
    while place >= 0:
        start = _start_of_run(parts, kinds, orders, place)
        if start is None:
            out.append((parts[place], True))
            place -= 1
        else:
            out.extend((part, False) for part in parts[start : place + 1])
            place = start - 1
    return out


def _start_of_run(parts: list[str], kinds: list[str], orders: list[int], end: int) -> int | None:
    """Returns where the Latin words or the number that end at a place begin, None for neither."""
    if kinds[end] not in {"L", "N"}:
        return None
    start = place = end
    while place > 0:
        place -= 1
        if kinds[place] == "R":
            break
        if kinds[place] == "L":
            if kinds[end] == "N" and orders[place] > orders[end]:
                # The number was written before the Latin words: it is not theirs.
                break
            start = place
        elif kinds[place] == "N":
            # Digits of one number. Behind Latin letters a number is theirs, before them not.
            between = parts[place + 1 : start]
            if not between or (len(between) == 1 and between[0] in _JOINS_NUMBERS):
                start = place
            elif kinds[start] == "L" and not _latin_before(kinds, place):
                break
        elif (
            kinds[start] == "N"
            and parts[place] not in _JOINS_NUMBERS
            and not _latin_before(kinds, place)
        ):
            break
    return start


def _latin_before(kinds: list[str], place: int) -> bool:
    """Says whether the next letter to the left is a Latin one."""
    for kind in reversed(kinds[:place]):
        if kind in {"L", "R"}:
            return kind == "L"
    return False


def _latin_line(parts: list[str], kinds: list[str], orders: list[int]) -> list[tuple[str, bool]]:
    """Turns the Arabic runs of a Latin line round."""
    # In an Arabic text the mark that ends a Latin line stands at its left.
    if len(parts) > 2 and parts[0] in _ENDS and kinds[1] == "L":
        parts, kinds = [*parts[1:], parts[0]], [*kinds[1:], kinds[0]]
        orders = [*orders[1:], orders[0]]
    out: list[tuple[str, bool]] = []
    place = 0
    latin = False
    while place < len(parts):
        end = _end_of_arabic(kinds, place)
        if end is not None and latin and kinds[place] == "N":
            # A number behind Latin words is theirs, unless it was written after the Arabic ones.
            first = kinds.index("R", place)
            end = end if orders[place] > orders[first] else None
        if end is None:
            latin = kinds[place] == "L" or (latin and kinds[place] != "R")
            out.append((parts[place], False))
            place += 1
        else:
            some = slice(place, end + 1)
            out += _turned(parts[some], kinds[some], orders[some])
            place, latin = end + 1, False
    return out


def _end_of_arabic(kinds: list[str], start: int) -> int | None:
    """Returns where the Arabic words and numbers that begin at a place end, None for none."""
    if kinds[start] not in {"R", "N"}:
        return None
    end = None
    for place in range(start, len(kinds)):
        if kinds[place] == "L":
            break
        if kinds[place] == "R":
            end = place
    return end
