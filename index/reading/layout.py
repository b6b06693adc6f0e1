"""Glyphs at places on a page, put into lines in reading order.

PDFium gives letters with their places, and an order that is right for Latin. In Arabic lines it
turns Latin names round word by word, puts vowels beside the wrong letter, and turns the two
letters of a ligature round. So the order is made anew here, line by line: from left to right as
the glyphs stand, then turned, as the Unicode bidirectional algorithm (UAX 9) would have turned it
the other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

from index.reading.glyphs import (
    ALEFS,
    ARABIC,
    LAM,
    Glyph,
    is_mark,
    ordered_marks,
    reading_order,
    with_marks,
)

_GAP: Final = 0.13
"""Of the height of the letters: a wider gap is a space."""
_PLAIN_GAP: Final = 0.085
"""The same between letters without vowels, whose places are sure."""
_HINTED_GAP: Final = 0.11
"""The same, where the file has a space there, which often has no width or stands elsewhere."""

_WIDE: Final = 0.4
"""The same where the file draws its spaces: the next cell of a table."""

_CELL: Final = 0.2
"""The same, where a line has no space at all: a word alone, or cells of a table."""
_BARE_CELL: Final = 0.25
"""The same between letters without vowels."""

_EDGE: Final = 0.02
"""Of the height of the letters: so far a space may lie within the letter beside it."""

_RAISED: Final = 0.2
"""Of the height of a figure: so far above the line it is raised."""
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUBSCRIPTS: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LOWERED: Final = 0.12
_SMALL: Final = 0.9
"""Of the height of the line: so small are raised and lowered figures at most."""
_NOTE: Final = re.compile(r"\d|[ivx*†‡]")
_MEASURES: Final = frozenset({"م", "كم", "سم", "مم", "ملم"})

STRETCH: Final = "\u200d"
"""Stands for a glyph that stretches a word: ink, and no letter."""

_MIRRORED: Final = str.maketrans("«»()[]{}<>‹›", "»«)(][}{><›‹")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes:
        text: In reading order; brackets of Arabic as the file has them.
        mirrored: The same with the brackets of Arabic turned round.
        y: Of the base line, upwards.
        marks: Of notes, which stood there and are left out.
    """

    text: str
    mirrored: str
    left: float
    right: float
    y: float
    size: float
    marks: frozenset[str] = frozenset()


def line_of(
    letters: Sequence[Glyph],
    *,
    rtl: bool,
    drawn: Sequence[int] | None = None,
    turned: bool = False,
) -> Line | None:
    """Returns the line that letters make, None where they are blank.

    Args:
        letters: In the order of the file.
        rtl: Whether the page is Arabic's, and a line with Latin words in it too.
        drawn: When the file draws a space; None where that is not known to tell all of them.
        turned: Whether ligatures come with their letters turned round.
    """
    if not any(letter.text.strip() for letter in letters):
        return None
    hints = _hints(letters)
    glyphs, notes = _without_note_marks(
        _whole_glyphs([letter for letter in letters if letter.text.strip()], turned)
    )
    bases = [glyph for glyph in glyphs if not is_mark(glyph.text)]
    if not bases:
        return None
    bases = _from_left(bases, by_order=drawn is not None)
    clusters = with_marks(bases, [g for g in glyphs if is_mark(g.text)], glyphs)
    pens = {glyph.x for glyph in glyphs}
    # A space at the pen of a letter ends a line that was broken there.
    spaces = [g.x for g in letters if g.text.isspace() and g.right > g.left and g.x not in pens]
    if drawn is None:
        parts = _spaced(clusters, hints, spaces)
    else:
        parts = _spaced(clusters, set(), spaces, drawn)
    read = reading_order(*parts, rtl=rtl)
    if not _joined(text for text, _ in read):
        return None
    return Line(
        _joined(text for text, _ in read),
        _joined(t.translate(_MIRRORED) if rtl else t for t, rtl in read),
        min(g.left for g in bases),
        max(g.right for g in bases),
        median(g.y for g in bases),
        max(g.size for g in bases),
        notes,
    )


def with_course(piece: list[Glyph]) -> list[Glyph]:
    """Tells of each letter whether letters go from left to right there."""
    found: list[Glyph] = []
    places = [glyph.x if glyph.text.strip() else None for glyph in piece]
    before: float | None = None
    rising = False
    for n, glyph in enumerate(piece):
        here = places[n]
        if here is not None and here != before:
            others = (x for x in places[n:] if x is not None and x != here)
            after = next(others, None)
            rising = before < here if before is not None else after is not None and here < after
            before = here
        found.append(replace(glyph, rising=rising))
    return found


def turned_ligatures(lines: Iterable[Sequence[Glyph]]) -> bool:
    """Says whether ligatures have their letters turned round.

    They have where the file draws Arabic from left to right: PDFium turns whole runs round then,
    and the letters of a ligature with them.
    """
    balance = 0
    for letters in lines:
        drawn = {g.order: g.x for g in letters if g.order > 0 and ARABIC.match(g.text)}
        places = [drawn[order] for order in sorted(drawn)]
        balance += sum(1 if one < other else -1 for one, other in pairwise(places))
    return balance > 0


def _hints(letters: Sequence[Glyph]) -> set[frozenset[tuple[float, float]]]:
    """Returns between which glyphs the file has a space.

    One that lies within a letter belongs to a drawing and not to a word's end.
    """
    found = set()
    before: Glyph | None = None
    blanks: list[Glyph] = []
    for letter in letters:
        if not letter.text.strip():
            blanks.append(letter)
            continue
        if before is not None and any(_lies_between(blank, before, letter) for blank in blanks):
            found.add(frozenset({(before.x, before.y), (letter.x, letter.y)}))
        before, blanks = letter, []
    return found


def _lies_between(blank: Glyph, one: Glyph, other: Glyph) -> bool:
    if not blank.x and not blank.y:
        # Its place is not known.
        return True
    edge = _EDGE * max(one.size, other.size)
    start, end = min(one.right, other.right) - edge, max(one.left, other.left) + edge
    return start <= (blank.left + blank.right) / 2 <= end


def _whole_glyphs(letters: list[Glyph], turned: bool) -> list[Glyph]:
    """Puts together what belongs to one glyph: letters that share the place of the pen.

    Args:
        turned: Whether ligatures come with their letters turned round.
    """
    groups: dict[tuple[float, float], list[Glyph]] = {}
    for letter in letters:
        groups.setdefault((letter.x, letter.y), []).append(letter)
    found: list[Glyph] = []
    for (x, y), group in groups.items():
        group.sort(key=lambda g: (is_mark(g.text), g.left))
        bases = [g.text for g in group if not is_mark(g.text)]
        if (
            turned
            and not group[0].rising
            and len(bases) > 1
            and all(unicodedata.bidirectional(t[0]) == "AL" for t in bases)
        ):
            bases.reverse()
        marks = [g.text for g in group if is_mark(g.text)]
        text = _ligature("".join(bases) + ordered_marks(marks))
        left, right = min(g.left for g in group), max(g.right for g in group)
        size = max(g.size for g in group)
        # Some files name a letter with its vowels twice: at the letter and at each vowel.
        order = min(g.order for g in group)
        glyph = Glyph(text, x, y, left, right, size, order, group[0].rising)
        if not any(_is_twin(glyph, other) for other in found):
            found.append(glyph)
    return found


def _is_twin(one: Glyph, other: Glyph) -> bool:
    """Says whether two glyphs of the same text lie upon one another, or are drawn at once.

    A letter and its hamza or its vowels may be drawn apart, each under the name of both.
    """
    if one.text != other.text or not ARABIC.search(one.text):
        return False
    shared = min(one.right, other.right) - max(one.left, other.left)
    narrower = min(one.right - one.left, other.right - other.left)
    near = abs(one.x - other.x) < one.size and abs(one.order - other.order) == 1
    parts = len(unicodedata.normalize("NFD", one.text)) > 1
    vowelled = len(one.text) > 1 and is_mark(one.text[-1])
    return (vowelled and near) or (parts and one.order != other.order and shared > narrower / 2)


def _without_note_marks(glyphs: list[Glyph]) -> tuple[list[Glyph], frozenset[str]]:
    """Writes raised and lowered figures as such; leaves out those that are marks of notes.

    A power stands behind a figure, a Latin letter or a measure, the mark of a note behind a word
    or a full stop, or before the note. Its room stays.

    Returns:
        What is left, and the marks.
    """
    base, high = median(glyph.y for glyph in glyphs), max(glyph.size for glyph in glyphs)
    raised = [g for g in glyphs if _NOTE.fullmatch(g.text) and g.y > base + _RAISED * g.size]
    lowered = [
        g
        for g in glyphs
        if g.text.isdecimal() and g.y < base - _LOWERED * g.size and g.size < _SMALL * high
    ]
    if len(raised) + len(lowered) > len(glyphs) // 2:
        return glyphs, frozenset()
    kept, marks = [], []
    for glyph in glyphs:
        if glyph in raised or glyph in lowered:
            figures = _SUPERSCRIPTS if glyph in raised else _SUBSCRIPTS
            beside = [
                g
                for g in glyphs
                if g not in raised and g not in lowered and 0 <= glyph.x - g.x <= 2 * g.size
            ]
            before = max(beside, key=lambda g: g.x, default=None)
            if before is not None and before.text.isascii() and before.text.isalnum():
                glyph = replace(glyph, text=glyph.text.translate(figures))
            elif glyph.text in "23" and _word_at_right(glyph, glyphs) in _MEASURES:
                glyph = replace(glyph, text=glyph.text.translate(_SUPERSCRIPTS))
            elif glyph in raised and not (
                glyph.text.isalpha() and before and before.text.isascii()
            ):
                marks.append(glyph)
                glyph = replace(glyph, text=STRETCH)
        kept.append(glyph)
    shown = "".join(g.text for g in sorted(marks, key=lambda g: g.x))
    return kept, frozenset({shown} if shown else ())


def _word_at_right(glyph: Glyph, glyphs: list[Glyph]) -> str:
    """Returns the letters of the word that a raised figure stands at the left of."""
    word, edge = "", glyph.right
    for other in sorted(glyphs, key=lambda g: g.x):
        if other.x <= glyph.x or is_mark(other.text):
            continue
        if other.left - edge > _GAP * other.size:
            break
        word, edge = other.text + word, other.right
    return word


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).replace(STRETCH, "").split())


def _from_left(glyphs: list[Glyph], *, by_order: bool) -> list[Glyph]:
    """Returns letters from left to right.

    Where a letter is named at its vowel, its place is the vowel's, and the order of drawing is
    better: where the letters without vowels show that it goes from left to right.
    """
    found = sorted(glyphs, key=lambda g: (g.x, g.left))
    bare = [glyph.order for glyph in found if len(glyph.text) == 1]
    if by_order and bare == sorted(bare):
        return sorted(glyphs, key=lambda g: (g.order, g.x, g.left))
    return found


def _ligature(text: str) -> str:
    """Returns the letters of one glyph in their order.

    There is a ligature of lam with alef and none of alef with lam: turned round, it is the former.

    >>> _ligature("\\u0627\\u0644") == "\\u0644\\u0627"
    True
    """
    if len(text) >= 2 and text[0] in ALEFS and text[1] == LAM:
        return text[1] + text[0] + text[2:]
    return text


def _spaced(
    clusters: list[tuple[Glyph, str]],
    hints: set[frozenset[tuple[float, float]]],
    spaces: list[float],
    drawn: Sequence[int] | None = None,
) -> tuple[list[str], list[int]]:
    """Returns the texts from left to right, with the spaces that the places tell of.

    Beside them, when the file draws each.

    Args:
        drawn: When spaces are drawn, where that tells all of them but the widest.
    """
    out: list[str] = []
    orders: list[int] = []
    before: Glyph | None = None
    height = max(glyph.size for glyph, _ in clusters)
    for glyph, text in clusters:
        if before is not None:
            # Some fonts leave room beside a letter that joins on one side: the pen tells of it.
            gap = (min(glyph.left, glyph.x) - before.right) / height
            hinted = frozenset({(before.x, before.y), (glyph.x, glyph.y)}) in hints
            wide = _WIDE if drawn else _CELL
            if not any(map(_is_doubtful, out[-1] + text)):
                wide = min(wide, _BARE_CELL)
                gap += _HINTED_GAP if hinted else _GAP - _PLAIN_GAP
            written = any(before.x < space < glyph.x for space in spaces) or any(
                before.order < space < glyph.order for space in drawn or ()
            )
            if written or gap > (wide if drawn is not None else _HINTED_GAP if hinted else _GAP):
                out.append(" ")
                orders.append(glyph.order)
        out.append(text)
        orders.append(glyph.order)
        before = glyph
    return out, orders


def _is_doubtful(char: str) -> bool:
    """Says whether a space beside a letter may be a wrong guess: at vowels and brackets."""
    return unicodedata.category(char) in {"Mn", "Ps", "Pe", "Pi", "Pf"}
