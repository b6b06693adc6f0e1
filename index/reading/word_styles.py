"""What styles and lists of Word say of a paragraph: hidden, struck, and the number before it.

A document names a list's levels once, each with a pattern such as ``%1.%2``, and paragraphs
name their level: https://learn.microsoft.com/dotnet/api/documentformat.openxml.wordprocessing.numbering.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

STRUCK: Final = ("strike", "dstrike")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ALPHABET: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _letter(alphabet: str) -> Callable[[int], str]:
    return lambda n: alphabet[(n - 1) % len(alphabet)] * ((n - 1) // len(alphabet) + 1)


_SHOWN: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "ordinal": str,
    "lowerLetter": _letter(_LETTERS),
    "upperLetter": _letter(_LETTERS.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "arabicAlpha": _letter(_ALPHABET),
    "arabicAbjad": _letter(_ABJAD),
    "hindiNumbers": lambda n: str(n).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    pattern: str


class Numbering:
    """Counts the paragraphs of a document's lists.

    Args:
        root: Of the part that names the lists, None where there is none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        for element in root if root is not None else ():
            levels = {
                int(attribute_of(e, "ilvl") or 0): _level(e)
                for e in element.iter()
                if local_tag(e) == "lvl"
            }
            if local_tag(element) == "abstractNum":
                abstract[attribute_of(element, "abstractNumId")] = levels
            elif local_tag(element) == "num":
                named = child_of(element, "abstractNumId")
                base = abstract.get(value_of(named), {}) if named is not None else {}
                self._lists[attribute_of(element, "numId")] = base | levels
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def next(self, number: str, level: int) -> str:
        """Returns what stands before the next paragraph of a list, empty for a mere mark."""
        levels = self._lists.get(number, {})
        here = levels.get(level)
        if here is None:
            return ""
        counts = self._counts[number]
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if here.kind not in _SHOWN:
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, here)
            return _SHOWN.get(of.kind, str)(max(0, counts.get(at, of.start)))

        return re.sub(r"%([1-9])", shown, here.pattern).strip()


def _level(element: etree._Element) -> _Level:
    def of(tag: str) -> str:
        found = child_of(element, tag)
        return value_of(found) if found is not None else ""

    start = of("start")
    return _Level(int(start) if re.fullmatch(r"\d{1,5}", start) else 1, of("numFmt"), of("lvlText"))


def local_tag(element: etree._Element | None) -> str:
    """Returns an element's name without its namespace, empty for none and for a comment."""
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2]


def child_of(parent: etree._Element | None, tag: str) -> etree._Element | None:
    """Returns the first child of a name, whatever its namespace."""
    return None if parent is None else next((e for e in parent if local_tag(e) == tag), None)


def attribute_of(element: etree._Element, key: str) -> str:
    """Returns an attribute, whatever its namespace, empty where it is not there."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == key), "")


def value_of(element: etree._Element) -> str:
    """Returns what Word's elements keep in their ``val``."""
    return attribute_of(element, "val")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs: its name, whether they are hidden or struck, a list."""

    name: str = ""
    hidden: bool = False
    list: tuple[str, str] = ("", "")


PLAIN: Final = Style()


def style_of(element: etree._Element, elements: Mapping[str, etree._Element]) -> Style:
    """Returns a style, with what it takes over from those that it is based on."""
    name = child_of(element, "name")
    hidden: bool | None = None
    number = level = ""
    seen: set[str] = set()
    place: etree._Element | None = element
    while place is not None and (key := attribute_of(place, "styleId")) not in seen:
        seen.add(key)
        marks = [child_of(child_of(place, "rPr"), tag) for tag in ("vanish", *STRUCK)]
        if hidden is None and any(mark is not None for mark in marks):
            hidden = any(mark is not None and is_on(mark) for mark in marks)
        found = list_of(child_of(place, "pPr"))
        number, level = number or found[0], level or found[1]
        below = child_of(place, "basedOn")
        place = elements.get(value_of(below)) if below is not None else None
    label = value_of(name).casefold() if name is not None else ""
    return Style(label, bool(hidden), (number, level))


def list_of(properties: etree._Element | None) -> tuple[str, str]:
    """Returns the list and the level that properties name, empty where they do not."""
    named = child_of(properties, "numPr")
    number, level = child_of(named, "numId"), child_of(named, "ilvl")
    shown = value_of(level) if level is not None else ""
    return value_of(number) if number is not None else "", shown if shown.isdecimal() else ""


def is_on(element: etree._Element) -> bool:
    """Says whether a property is on, as it is without a value."""
    return value_of(element).lower() not in {"0", "false", "off", "none"}
