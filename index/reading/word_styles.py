"""What styles and lists of Word say of a paragraph: hidden, struck, and the number before it.

A document names a list's levels once, each with a pattern such as ``%1.%2``, and paragraphs
name their level: https://learn.microsoft.com/dotnet/api/documentformat.openxml.wordprocessing.numbering.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from index.reading.dom import SHOWN

if TYPE_CHECKING:
    from lxml import etree

STRUCK: Final = ("strike", "dstrike")


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
        self._counted_as: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        for element in root if root is not None else ():
            levels = {
                _whole(attribute_of(e, "ilvl")): _level(e)
                for e in element.iter()
                if local_tag(e) == "lvl"
            }
            if local_tag(element) == "abstractNum":
                abstract[attribute_of(element, "abstractNumId")] = levels
            elif local_tag(element) == "num":
                named = child_of(element, "abstractNumId")
                of = value_of(named) if named is not None else ""
                number, starts = attribute_of(element, "numId"), _starts(element)
                base = abstract.get(of, {}) | levels
                for level, start in starts.items():
                    if level in base:
                        base[level] = replace(base[level], start=start)
                self._lists[number] = base
                # Lists of one pattern go on counting, unless one says where it starts.
                self._counted_as[number] = number if starts or levels else f"of {of}"

    def next(self, number: str, level: int) -> str:
        """Returns what stands before the next paragraph of a list, empty for a mere mark."""
        levels = self._lists.get(number, {})
        here = levels.get(level)
        if here is None:
            return ""
        counts = self._counts[self._counted_as.get(number, number)]
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if here.kind not in SHOWN:
            return ""

        def shown(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            of = levels.get(at, here)
            return SHOWN.get(of.kind, str)(max(0, counts.get(at, of.start)))

        return re.sub(r"%([1-9])", shown, here.pattern).strip()


def _starts(element: etree._Element) -> dict[int, int]:
    """Returns where a list starts its levels anew."""
    found = {}
    for override in element:
        start = child_of(override, "startOverride")
        if start is not None:
            found[_whole(attribute_of(override, "ilvl"))] = _whole(value_of(start))
    return found


def _level(element: etree._Element) -> _Level:
    def of(tag: str) -> str:
        found = child_of(element, tag)
        return value_of(found) if found is not None else ""

    return _Level(_whole(of("start"), 1), of("numFmt"), of("lvlText"))


def _whole(text: str, usual: int = 0) -> int:
    return int(text) if re.fullmatch(r"\d{1,5}", text) else usual


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
