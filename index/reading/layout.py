"""Glyphs at places on a page, put into lines in reading order.

PDFium gives letters with their places, and an order that is right for Latin. In Arabic lines it
turns Latin names round word by word, puts vowels beside the wrong letter, and turns the two
letters of a ligature round. So the order is made anew here, line by line: from left to right as
the glyphs stand, then turned, as the Unicode bidirectional algorithm (UAX 9) would have turned it
the other way.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from index.reading.turning import reading_order

_GAP: Final = 0.13
"""Of the height of the letters: a wider gap is a space."""
_PLAIN_GAP: Final = 0.085
"""The same between letters without vowels, whose places are sure."""
_HINTED_GAP: Final = 0.11
"""The same, where the file has a space there, which often has no width or stands elsewhere."""

_WIDE: Final = 0.4
"""The same where the file draws its spaces: the next cell of a table."""

_EDGE: Final = 0.02
"""Of the height of the letters: so far a space may lie within the letter beside it."""

_RAISED: Final = 0.2
"""Of the height of a figure: so far above the line it is raised."""
_SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

STRETCH: Final = "\u200d"
"""Stands for a glyph that stretches a word: ink, and no letter."""

_LAM: Final = "\u0644"
_ALEFS: Final = frozenset("\u0622\u0623\u0625\u0627\u0671")
_MIRRORED: Final = str.maketrans("«»()[]{}<>‹›", "»«)(][}{><›‹")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: mostly one letter, several for a ligature or a letter with its vowels.

    Attributes:
        x: Where the pen was set down; letters of one glyph share it.
        size: The height of the letters.
        order: When the file draws it, among what it draws on the page. Many programs write the
            words of a line in the order of reading.
    """

    text: str
    x: float
    y: float
    left: float
    right: float
    size: float
    order: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page.

    Attributes:
        text: In reading order; brackets of Arabic as the file has them.
        mirrored: The same with the brackets of Arabic turned round.
        y: Of the base line, upwards.
    """

    text: str
    mirrored: str
    left: float
    right: float
    y: float
    size: float


def line_of(
    letters: Sequence[Glyph], *, rtl: bool, drawn: Sequence[int] | None = None
) -> Line | None:
    """Returns the line that letters make, None where they are blank.

    Args:
        letters: In the order of the file.
        rtl: Whether the page is Arabic's, and a line with Latin words in it too.
        drawn: When the file draws a space; None where that is not known to tell all of them.
    """
    if not any(letter.text.strip() for letter in letters):
        return None
    hints = _hints(letters)
    glyphs = _without_note_marks(
        _whole_glyphs([letter for letter in letters if letter.text.strip()])
    )
    bases = [glyph for glyph in glyphs if not _is_mark(glyph.text)]
    if not bases:
        return None
    bases = _from_left(bases, by_order=drawn is not None)
    clusters = _with_marks(bases, [g for g in glyphs if _is_mark(g.text)])
    pens = {glyph.x for glyph in glyphs}
    # A space at the pen of a letter ends a line that was broken there.
    spaces = [g.x for g in letters if g.text.isspace() and g.right > g.left and g.x not in pens]
    if drawn is None:
        parts = _spaced(clusters, hints, spaces)
    else:
        parts = _spaced(clusters, set(), spaces, drawn)
    turned = reading_order(*parts, rtl=rtl)
    return Line(
        _joined(text for text, _ in turned),
        _joined(t.translate(_MIRRORED) if rtl else t for t, rtl in turned),
        min(g.left for g in bases),
        max(g.right for g in bases),
        median(g.y for g in bases),
        max(g.size for g in bases),
    )


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


def _whole_glyphs(letters: list[Glyph]) -> list[Glyph]:
    """Puts together what belongs to one glyph: letters that share the place of the pen."""
    groups: dict[tuple[float, float], list[Glyph]] = {}
    for letter in letters:
        groups.setdefault((letter.x, letter.y), []).append(letter)
    found: list[Glyph] = []
    for (x, y), group in groups.items():
        group.sort(key=lambda g: (_is_mark(g.text), g.left))
        text = _ligature("".join(g.text for g in group))
        left, right = min(g.left for g in group), max(g.right for g in group)
        size = max(g.size for g in group)
        # Some files name a letter with its vowels twice: at the letter and at each vowel.
        order = min(g.order for g in group)
        glyph = Glyph(text, x, y, left, right, size, order)
        twin = len(text) > 1 and _is_mark(text[-1]) and any(_is_twin(glyph, o) for o in found)
        if not twin:
            found.append(glyph)
    return found


def _is_twin(one: Glyph, other: Glyph) -> bool:
    """Says whether two glyphs of the same text lie upon one another, or are drawn at once."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    narrower = min(one.right - one.left, other.right - other.left)
    near = abs(one.x - other.x) < one.size and abs(one.order - other.order) == 1
    return one.text == other.text and (near or shared > narrower / 2)


def _without_note_marks(glyphs: list[Glyph]) -> list[Glyph]:
    """Writes raised figures as such, and leaves out those that are marks of notes.

    A power stands behind a figure or a Latin letter, the mark of a note behind a word or a
    full stop, or before the note.
    """
    base = median(glyph.y for glyph in glyphs)
    raised = [g for g in glyphs if g.text.isdecimal() and g.y > base + _RAISED * g.size]
    if not raised or len(raised) > len(glyphs) // 2:
        return glyphs
    kept = []
    for glyph in glyphs:
        if glyph in raised:
            beside = [g for g in glyphs if g not in raised and 0 <= glyph.x - g.x <= 2 * g.size]
            before = max(beside, key=lambda g: g.x, default=None)
            if before is None or not (before.text.isascii() and before.text.isalnum()):
                continue
            glyph = replace(glyph, text=glyph.text.translate(_SUPERSCRIPTS))
        kept.append(glyph)
    return kept


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).replace(STRETCH, "").split())


def _is_mark(text: str) -> bool:
    return bool(text) and all(unicodedata.combining(char) for char in text)


def _with_marks(bases: list[Glyph], marks: list[Glyph]) -> list[tuple[Glyph, str]]:
    """Gives each vowel to the letter that it stands above or below."""
    owned: dict[int, list[str]] = {}
    for mark in marks:
        middle = (mark.left + mark.right) / 2

        def distance(n: int, middle: float = middle) -> tuple[float, float]:
            base = bases[n]
            outside = max(base.left - middle, middle - base.right, 0.0)
            return outside, abs((base.left + base.right) / 2 - middle)

        owned.setdefault(min(range(len(bases)), key=distance), []).append(mark.text)
    found = []
    for n, base in enumerate(bases):
        # The doubling is written before the vowel.
        vowels = sorted(set(owned.get(n, ())), key=lambda text: text != "\u0651")
        found.append((base, base.text + "".join(vowels)))
    return found


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
    if len(text) >= 2 and text[0] in _ALEFS and text[1] == _LAM:
        return text[1] + text[0] + text[2:]
    return text


def _spaced(
    clusters: list[tuple[Glyph, str]],
    hints: set[frozenset[tuple[float, float]]],
    spaces: list[float],
    drawn: Sequence[int] = (),
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
            if not any(map(_is_doubtful, out[-1] + text)):
                gap += _HINTED_GAP if hinted else _GAP - _PLAIN_GAP
            written = any(before.x < space < glyph.x for space in spaces) or any(
                before.order < space < glyph.order for space in drawn
            )
            if written or gap > (_WIDE if drawn else _HINTED_GAP if hinted else _GAP):
                out.append(" ")
                orders.append(glyph.order)
        out.append(text)
        orders.append(glyph.order)
        before = glyph
    return out, orders


def _is_doubtful(char: str) -> bool:
    """Says whether a space beside a letter may be a wrong guess: at vowels and brackets."""
    return unicodedata.category(char) in {"Mn", "Ps", "Pe", "Pi", "Pf"}
