"""Quotation marks of a text, in pairs.

Newsrooms write «…», "…", “…” and, as agencies do in Arabic, the reversed ”…“; they mix
them, nest them and lose some. A mark opens or closes by what stands around it, its glyph
is only a hint: an opening mark follows a space, a bracket or a clitic (و ب ل ك ف), a
closing one follows a word or a full stop. Each paragraph starts anew, so that a lost
mark costs one quotation and never the article:

>>> text = 'قال "نعم ثم خرج. وقال سالم «لا» و"كلا".'
>>> [(m.span.of(text), m.closed) for m in find_marked(text)]
[('نعم ثم خرج.', False), ('لا', True), ('كلا', True)]

A quotation may run over paragraphs, with a new opening mark at each or with none. An
apostrophe and a mark of inches are no quotation marks:

>>> find_marked("It's a 24\\" screen, the players' choice.")
()
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from index.types import Span

PARAGRAPHS_CARRIED: Final = 3
"""How many paragraphs without any mark an open quotation may run over."""
_DEEPEST: Final = 6

_INVISIBLE: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_TOKEN: Final = re.compile(
    "(?P<line>[\n\r\v\f\x85\u2028\u2029]+)"
    "|(?P<angle>[«»‹›])"
    "|(?P<double>''|‘‘|’’|``|[\"“”„‟″ˮ〝〞\uff02])"
    "|(?P<single>[‘’‚‛'])"
    r"|(?P<round>\(\(|\)\))"
)
_IN_PAIRS: Final = frozenset(["single", "round"])
"""They count only where both are there: an apostrophe or a bracket is often alone."""
_MARKS: Final = "«»‹›\"“”„‟″ˮ〝〞\uff02‘’‚‛'`"
_RUN: Final = re.compile(f"[{_MARKS}{''.join(sorted(_INVISIBLE))}]+")
_LEAD: Final = re.compile(f"[{''.join(sorted(_INVISIBLE))} \t\u00a0\u2013\u2014-]*")
_OPENING_GLYPHS: Final = frozenset("«‹„‚〝")
_CLOSING_GLYPHS: Final = frozenset("»›〞")
_BRACKETS: Final = frozenset("([{<")
# A colon or a dash leads a quotation in; it never ends one.
_LEADING: Final = frozenset(":/-\u2013\u2014\u2015_=|")
_CLITIC: Final = re.compile("(?<!\\w)(?:[وف]?(?:ال|لل|[بكل](?:ال)?)|[وف])\u0640*$")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between quotation marks.

    Attributes:
        span: The words, without the marks and the space beside them.
        outer: The words with their marks.
        closed: False where the closing mark is missing; ``span`` then ends where the
            paragraph does, or before the next mark.
        depth: 0 for an outermost quotation, 1 for one inside it.
    """

    span: Span
    outer: Span
    closed: bool
    depth: int


class _Role(Enum):
    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    family: str
    role: _Role
    glyph: str
    leads: bool
    """Whether it is the first of its paragraph."""


def find_marked(text: str) -> tuple[Marked, ...]:
    """Returns what stands between marks in a text, in its order, an outer one before inner ones.

    Single marks count only where both are there.
    """
    pairing, surroundings = _Pairing(), _Surroundings(text)
    positions: list[int] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "line":
            pairing.end_paragraph(match.start())
            surroundings.begin_line(match.end())
        elif (mark := _read(text, match, surroundings)) is not None:
            positions.append(mark.start)
            pairing.add(mark)
    pairing.end_paragraph(len(text), last=True)
    return _as_marked(text, pairing.pairs, pairing.lost, positions)


class _Surroundings:
    """What stands around marks, found in one pass however long their runs are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs = _RUN.finditer(text)
        self._run = (0, 0)
        self.begin_line(0)

    def begin_line(self, start: int) -> None:
        lead = _LEAD.match(self._text, start)
        self._lead_end = lead.end() if lead else start

    def leads(self, start: int) -> bool:
        """Says whether nothing but space stands before a place in its line."""
        return start <= self._lead_end

    def around(self, start: int) -> tuple[str, str]:
        """Returns the characters on both sides of the run of marks that holds a place."""
        while self._run[1] <= start:
            self._run = next(self._runs).span()
        left, right = self._run
        before = self._text[left - 1] if left else " "
        return before, self._text[right] if right < len(self._text) else " "

    @property
    def run(self) -> tuple[int, int]:
        """The run that was looked at last."""
        return self._run


def _read(text: str, match: re.Match[str], surroundings: _Surroundings) -> _Mark | None:
    start, end = match.span()
    family = match.lastgroup or ""
    glyph = text[start]
    if family == "round":
        role = _Role.OPEN if glyph == "(" else _Role.CLOSE
        return _Mark(start, end, family, role, glyph, surroundings.leads(start))
    before, after = start - 1, end
    while before >= 0 and text[before] in _INVISIBLE:
        before -= 1
    if family == "single" and before >= 0 and text[before].isalnum():
        while after < len(text) and text[after] in _INVISIBLE:
            after += 1
        if after < len(text) and text[after].isalnum():
            return None
    role = _role(text, start, surroundings)
    if family == "single":
        follower = text[end : end + 1]
        if role is _Role.EITHER or (role is _Role.OPEN and follower.isdigit()):
            return None
    return _Mark(start, end, family, role, glyph, surroundings.leads(start))


def _role(text: str, start: int, surroundings: _Surroundings) -> _Role:
    """Returns what a mark does, from the characters on its two sides."""
    glyph = text[start]
    left, right = surroundings.around(start)
    first, after = surroundings.run
    role = _Role.EITHER
    word_after = right.isalnum() or right in _BRACKETS or right in "#@$+%"
    if left.isspace() or left in _BRACKETS or left in _LEADING:
        if word_after or text[after : after + 2] in ("..", "--") or right in "…-\u2013\u2014":
            role = _Role.OPEN
        elif right in ".،,؛;!?؟)" and not left.isspace():
            role = _Role.CLOSE
    elif left.isalnum() or "\u064b" <= left <= "\u0670" or left == "\u0640":
        if not word_after:
            role = _Role.CLOSE
        elif _CLITIC.search(text, max(0, first - 7), first):
            role = _Role.OPEN
    elif not word_after:
        role = _Role.CLOSE
    if glyph == "„" and role is _Role.EITHER:
        return _Role.OPEN
    return role


class _Pairing:
    """Pairs marks as they come, paragraph by paragraph.

    Attributes:
        pairs: Opening and closing marks that belong together.
        lost: Opening marks without a partner, each with where its words end at most.
    """

    def __init__(self) -> None:
        self.pairs: Final[list[tuple[_Mark, _Mark]]] = []
        self.lost: Final[list[tuple[_Mark, int]]] = []
        # Marks of the paragraph being read that wait for their partner.
        self._open: list[_Mark] = []
        self._stray: list[_Mark] = []
        self._untouched = True
        # What an earlier paragraph left open, since how many, and where that one ends.
        self._carried: _Mark | None = None
        self._carried_over = 0
        self._carried_end = 0

    def add(self, mark: _Mark) -> None:
        """Takes in the next mark of the paragraph."""
        self._untouched = False
        opener = self._carried
        if opener is not None and mark.family == opener.family:
            self._carried = None
            if mark.leads and mark.role is not _Role.CLOSE:
                # A paragraph that opens anew goes on with what the last one left open.
                self._open.append(opener)
                return
            by_glyph = mark.role is _Role.EITHER and mark.glyph in _CLOSING_GLYPHS
            if mark.role is _Role.CLOSE or by_glyph:
                self.pairs.append((opener, mark))
                return
            self.lost.append((opener, self._carried_end))
        self._place(mark)

    def end_paragraph(self, end: int, *, last: bool = False) -> None:
        """Mends what one misplaced mark broke; what is left open is carried to the next one."""
        self._mend()
        left = [mark for mark in self._open if mark.family not in _IN_PAIRS]
        untouched, self._untouched = self._untouched, True
        self._open, self._stray = [], []
        if self._carried and untouched and self._carried_over < PARAGRAPHS_CARRIED:
            self._carried_over += 1
        else:
            if self._carried:
                self.lost.append((self._carried, self._carried_end))
            self.lost.extend((mark, end) for mark in left[:-1])
            self._carried = left[-1] if left else None
            self._carried_over, self._carried_end = 0, end
        if last and self._carried:
            self.lost.append((self._carried, self._carried_end))

    def _place(self, mark: _Mark) -> None:
        """Pushes an opening mark, or pairs a closing one with the nearest of its family."""
        places = reversed(range(len(self._open)))
        partner = next((at for at in places if _fits(self._open[at], mark)), None)
        if _opens(mark, partner is not None):
            self._open.append(mark)
            if len(self._open) > _DEEPEST:
                self.lost.append((self._open.pop(0), mark.start))
        elif partner is None:
            self._stray.append(mark)
        else:
            self.pairs.append((self._open[partner], mark))
            self.lost.extend((left, mark.start) for left in self._open[partner + 1 :])
            del self._open[partner:]

    def _mend(self) -> None:
        """Pairs marks left over two by two: one bad space is likelier than two lost marks."""
        taken = sorted((opener.start, closer.end) for opener, closer in self.pairs[-64:])

        def crosses(left: _Mark, right: _Mark) -> bool:
            return any(
                (start < left.start < end < right.end) or (left.start < start < right.start < end)
                for start, end in taken
            )

        for opener in [mark for mark in self._open if mark.family not in _IN_PAIRS]:
            for closer in self._stray:
                if closer.start > opener.end and not crosses(opener, closer):
                    self.pairs.append((opener, closer))
                    self._open.remove(opener)
                    self._stray.remove(closer)
                    break
        for left in (self._open, self._stray):
            doubles = [mark for mark in left if mark.family == "double"]
            if len(doubles) == 2 and doubles[1].start > doubles[0].end:
                first, second = doubles
                if not second.leads and not crosses(first, second):
                    self.pairs.append((first, second))
                    left.remove(first)
                    left.remove(second)


def _fits(opener: _Mark, closer: _Mark) -> bool:
    if opener.family != closer.family:
        return False
    return opener.family != "angle" or (opener.glyph in "«»") == (closer.glyph in "«»")


def _opens(mark: _Mark, has_partner: bool) -> bool:
    if mark.glyph in _OPENING_GLYPHS:
        return not (mark.role is _Role.CLOSE and has_partner)
    if mark.glyph in _CLOSING_GLYPHS:
        return mark.role is _Role.OPEN and not has_partner
    if mark.role is _Role.EITHER:
        return not has_partner
    return mark.role is _Role.OPEN


def _as_marked(
    text: str,
    pairs: list[tuple[_Mark, _Mark]],
    lost: list[tuple[_Mark, int]],
    positions: list[int],
) -> tuple[Marked, ...]:
    found: list[tuple[int, int, int, int, bool]] = []
    for opener, closer in pairs:
        if opener.family == "single" and closer.start - opener.end < 2:
            # rock 'n' roll
            continue
        found.append((opener.start, closer.end, opener.end, closer.start, True))
    following = dict(itertools.pairwise(positions))
    for mark, end in lost:
        if mark.family in _IN_PAIRS:
            continue
        stop = min(end, following.get(mark.start, end))
        if stop < end:
            cut = max(text.rfind(sign, mark.end, stop) for sign in ".!?؟،")
            stop = cut + 1 if cut >= 0 else stop
        found.append((mark.start, stop, mark.end, stop, False))
    found.sort(key=lambda item: (item[0], -item[1]))
    marked: list[Marked] = []
    around: list[Marked] = []
    for outer_start, outer_end, start, end, closed in found:
        while start < end and (text[start].isspace() or text[start] in _INVISIBLE):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
            end -= 1
        if start >= end:
            continue
        outer = Span(outer_start, outer_end if closed else end)
        while around and around[-1].outer.end <= outer_start:
            around.pop()
        one = Marked(Span(start, end), outer, closed, len(around))
        if around and outer.end > around[-1].outer.end:
            # Two pairs that cross: one of them is wrong, the later one goes.
            continue
        if around and around[-1].span == outer and around[-1].closed:
            # Doubled marks, ""…"", are one quotation.
            wide = around.pop()
            one = Marked(one.span, wide.outer, True, wide.depth)
            marked[-1] = one
            around.append(one)
            continue
        marked.append(one)
        around.append(one)
    return tuple(marked)
