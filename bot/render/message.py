"""Messages as text and entities, with offsets as Telegram counts them: in UTF-16 units.

Nothing here writes HTML or Markdown, so nothing has to be escaped, and words
from an article reach the reader as they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

from bot.actions import Button, Rows
from bot.texts import TO, Words, behind_to
from index.types import Span

FSI: Final = "\u2068"
_ENDS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""What ends a line, and what terminals obey."""

_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
PDI: Final = "\u2069"
RLM: Final = "\u200f"
LRM: Final = "\u200e"

_LEFT_TO_RIGHT: Final = re.compile(r"(?<![\w/])/[a-z]+|https?://|\d{4}-\d\d-\d\d")
"""Commands, addresses and dates in the interface's own sentences.

Among Arabic letters a slash would move to the other end, and a date would turn round.
"""

_PLACES: Final = re.compile(rf"(\{{\w+\}}|\*[^*\n]+\*|{_LEFT_TO_RIGHT.pattern})")


class EntityKind(StrEnum):
    """Entity types, by their names in the Bot API."""

    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    STRIKE = "strikethrough"
    UNDERLINE = "underline"
    BLOCKQUOTE = "blockquote"
    EXPANDABLE = "expandable_blockquote"
    LINK = "text_link"


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a message that is shown in a certain way.

    Attributes:
        offset: In UTF-16 units of the message.
        length: Likewise.
    """

    kind: EntityKind
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a message that claims to be an article's own words.

    Attributes:
        offset: In code points of the message.
        span: Where the same words stand in the article.
    """

    offset: int
    article_id: str
    span: Span

    def within(self, start: int, end: int) -> Quoted | None:
        """Returns what of it a part of the message holds, None where that is nothing."""
        low, high = max(self.offset, start), min(self.offset + len(self.span), end)
        if low >= high:
            return None
        origin = self.span.start - self.offset
        return Quoted(low - start, self.article_id, Span(low + origin, high + origin))


@dataclass(frozen=True, slots=True)
class Message:
    """One message, or what ``split`` makes several of.

    Attributes:
        quoted: What must equal the stored articles when it is sent.
        buttons: Rows of buttons under it.
        awaits: The command that an answer to this message gives its words.
        more: Rows of buttons that one button opens.
    """

    text: str
    entities: tuple[Entity, ...] = ()
    quoted: tuple[Quoted, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    awaits: str = ""
    more: tuple[tuple[Button, ...], ...] = ()

    @property
    def all_buttons(self) -> tuple[tuple[Button, ...], ...]:
        """All of them, those that have to be opened too."""
        return (*self.buttons, *self.more)

    def followed_by(self, text: str) -> Message:
        """Returns the same message with a last paragraph more."""
        return replace(self, text=f"{self.text}\n\n{text}")


@dataclass(frozen=True, slots=True)
class Styled:
    """A part of a line with a style of its own, to be put into a sentence of the interface."""

    text: str
    kind: EntityKind
    url: str | None = None


def bold(text: str) -> Styled:
    return Styled(text, EntityKind.BOLD)


def link(text: str, url: str) -> Styled:
    return Styled(text, EntityKind.LINK, url)


def asked_for(words: Words, command: str) -> str:
    """Returns what a command needs, without the command."""
    return words(f"usage.{command}").partition(" ")[2]


def utf16_places(text: str) -> list[int]:
    """Returns how many UTF-16 units stand before each character of a text, and in all of it."""
    return list(accumulate((1 + (ord(char) > 0xFFFF) for char in text), initial=0))


def utf16_length(text: str) -> int:
    """Returns how many UTF-16 units a text takes."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def isolate(text: str, *, rtl: bool) -> str:
    """Wraps a text whose direction may differ from the line's, so that neither disturbs the other.

    >>> isolate("Reuters", rtl=True) == FSI + "Reuters" + PDI
    True
    >>> isolate("وكالة", rtl=True)
    'وكالة'
    """
    # A stray mark of direction would close the isolate early or leave it open.
    plain = _TURNS.sub("", text)
    classes = {unicodedata.bidirectional(char) for char in plain}
    if rtl:
        # A lone number has no direction to defend; one with signs around it has.
        bare = not classes & {"R", "AL"} and len(plain) > 1 and not plain.isdecimal()
        foreign = "L" in classes or bare
    else:
        foreign = bool(classes & {"R", "AL", "AN"})
    return f"{FSI}{plain}{PDI}" if foreign else plain


def _behind_to(value: str | int | Styled) -> str | Styled:
    if isinstance(value, Styled):
        return replace(value, text=behind_to(value.text))
    return behind_to(str(value))


def contained(text: str) -> tuple[str, str]:
    """Returns what stands around an article's words so that their direction marks end with them.

    >>> contained("plain")
    ('', '')
    >>> contained("\\u202eturned") == (FSI, PDI)
    True
    """
    if not _TURNS.search(text):
        return "", ""
    depth = stray = 0
    for char in text:
        if char in "\u2066\u2067\u2068":
            depth += 1
        elif char == PDI:
            stray += depth == 0
            depth = max(0, depth - 1)
    # A closing mark of the text's own must not close what is around it.
    return FSI * (1 + stray), PDI * (1 + depth)


def starts_rtl(line: str) -> bool:
    """Tells whether the first strong character outside isolates runs right to left (UAX 9, P2)."""
    depth = 0
    for char in line:
        kind = unicodedata.bidirectional(char)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return kind != "L"
    return False


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    kinds: tuple[tuple[EntityKind, str | None, int], ...]
    source: tuple[str, Span] | None = None


@dataclass(slots=True)
class MessageBuilder:
    """Builds a message piece by piece; offsets are counted once, at the end."""

    words: Words
    _pieces: list[_Piece] = field(default_factory=list)
    _open: list[tuple[EntityKind, str | None, int]] = field(default_factory=list)
    _serial: int = 0
    _turned: bool = False

    @property
    def empty(self) -> bool:
        return not self._pieces

    def text(self, text: str) -> MessageBuilder:
        """Adds words of the interface as they are."""
        if text:
            self._pieces.append(_Piece(text, tuple(self._open)))
        return self

    def part(self, value: str | int | Styled) -> MessageBuilder:
        """Adds words from outside, isolated where their direction differs.

        Those without a style of their own stand in one line: another one would look like the bot's.
        """
        if isinstance(value, Styled):
            with self.styled(value.kind, value.url):
                self.text(isolate(value.text, rtl=self.words.rtl))
            return self
        return self.text(isolate(_ENDS.sub(" ", str(value)), rtl=self.words.rtl))

    def say(self, key: str, **parts: str | int | Styled) -> MessageBuilder:
        """Adds a sentence of the interface with its places filled."""
        return self.fill(self.words(key), **parts)

    def fill(self, template: str, **parts: str | int | Styled) -> MessageBuilder:
        """Adds a template, its ``{places}`` filled, its ``*stars*`` in bold."""
        chunks = _PLACES.split(template)
        for number, chunk in enumerate(chunks):
            if chunk.startswith("{") and chunk.endswith("}"):
                self.part(parts[chunk[1:-1]])
            elif chunk.endswith(TO) and number + 1 < len(chunks):
                key = chunks[number + 1][1:-1]
                self.text(chunk.removesuffix(TO))
                parts = parts | {key: _behind_to(parts[key])}
            elif _LEFT_TO_RIGHT.fullmatch(chunk):
                self.part(chunk)
            elif len(chunk) > 2 and chunk.startswith("*") and chunk.endswith("*"):
                with self.styled(EntityKind.BOLD):
                    self.fill(chunk[1:-1], **parts)
            else:
                self.text(chunk)
        return self

    def usage(self, command: str) -> MessageBuilder:
        """Adds how a command is written."""
        return self.fill(self.words("bad.usage", usage=self.words(f"usage.{command}")))

    def ask(self, command: str) -> MessageBuilder:
        """Asks for the words of a command."""
        return self.fill(self.words("bad.awaits", what=asked_for(self.words, command)))

    def line(self, count: int = 1) -> MessageBuilder:
        """Ends the line; leaves ``count - 1`` empty ones."""
        return self.text("\n" * count)

    @contextmanager
    def styled(self, kind: EntityKind, url: str | None = None) -> Iterator[None]:
        """Shows everything added inside in this way."""
        self._serial += 1
        self._open.append((kind, url, self._serial))
        try:
            yield
        finally:
            self._open.pop()

    def verbatim(
        self, text: str, article_id: str, span: Span, highlight: Span | None = None
    ) -> MessageBuilder:
        """Adds an article's own words; ``highlight`` (article offsets) stands in bold.

        Direction marks among them turn nothing outside, and are told.
        """
        before, after = contained(text)
        self._turned = self._turned or bool(before)
        self.text(before)
        marks = [span.start, span.end]
        if highlight is not None and span.contains(highlight):
            # French marks have spaces inside, which Telegram takes into no style.
            words = Span(highlight.start - span.start, highlight.end - span.start).of(text)
            start = highlight.start + len(words) - len(words.lstrip())
            highlight = Span(start, start + len(words.strip()))
            marks = sorted({*marks, highlight.start, highlight.end})
        for start, end in pairwise(marks):
            piece = Span(start, end)
            shown = Span(start - span.start, end - span.start).of(text)
            strong = highlight is not None and highlight.contains(piece)
            with self.styled(EntityKind.BOLD) if strong else nullcontext():
                self._pieces.append(_Piece(shown, tuple(self._open), (article_id, piece)))
        return self.text(after)

    def build(self, buttons: Rows = (), *, awaits: str = "", more: Rows = ()) -> Message:
        """Returns the message, trimmed, with every offset counted."""
        if self._turned:
            self._turned = False
            self.line(2).say("words.turned")
        text, quoted, runs = "", [], []
        for number, piece in enumerate(self._pieces):
            shown = piece.text if piece.source else self._directed(text, number)
            start = len(text)
            text += shown
            if piece.source is not None:
                quoted.append(Quoted(start, *piece.source))
            # A mark of direction stands before what is styled, not in it.
            mark = piece.source is None and shown[:1] in (RLM, LRM) and shown != piece.text
            runs.append((start + mark, len(text), piece.kinds))
        text = text.rstrip()
        left = (piece.within(0, len(text)) for piece in quoted)
        rows, folded = (tuple(tuple(row) for row in some if row) for some in (buttons, more))
        kept = tuple(piece for piece in left if piece is not None)
        return Message(text, _entities(text, runs), kept, rows, awaits, folded)

    def _directed(self, before: str, number: int) -> str:
        """Marks the start of each line that would run against the frame's direction."""
        piece, rtl = self._pieces[number], self.words.rtl
        rest = "".join(p.text for p in self._pieces[number + 1 : number + 13])
        lines = piece.text.split("\n")
        shown = []
        for place, line in enumerate(lines):
            at_start = place > 0 or not before or before.endswith("\n")
            last = place == len(lines) - 1
            whole = line + rest.split("\n", 1)[0] if last else line
            # Not every client skips what is isolated: an Arabic name would turn the line round.
            inside = place > 0 and bool(piece.kinds)
            against = not starts_rtl(whole) if rtl else starts_rtl(line.lstrip(FSI)) and not inside
            mark = (RLM if rtl else LRM) if at_start and line and against else ""
            shown.append(mark + line)
        return "\n".join(shown)


def _entities(
    text: str, runs: Sequence[tuple[int, int, tuple[tuple[EntityKind, str | None, int], ...]]]
) -> tuple[Entity, ...]:
    """Joins the pieces that lie under one opened style into one entity."""
    bounds: dict[tuple[EntityKind, str | None, int], tuple[int, int]] = {}
    for start, end, kinds in runs:
        for style in kinds:
            first = bounds.get(style, (start, end))[0]
            bounds[style] = (first, end)
    units = utf16_places(text)
    found = []
    for (kind, url, _), (start, end) in bounds.items():
        stop = min(end, len(text))
        # Clients drop white space at the edges of an entity; so its length must not count it.
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if stop > start:
            found.append(Entity(kind, units[start], units[stop] - units[start], url))
    return tuple(sorted(found, key=lambda e: (e.offset, -e.length)))
