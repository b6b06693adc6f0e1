"""A line as it stands on a page, turned into the order of reading.

As the Unicode bidirectional algorithm (UAX 9) would have turned it the other way.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINS_NUMBERS: Final = frozenset(",.:/\u060c\u066b\u066c\u00a0")
_ENDS: Final = frozenset(".!?:;,\u060c\u061f")


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
