"""PDF files as articles, by PDFium.

A PDF holds shapes at places, not text. ``layout`` makes lines of them; here lines become
paragraphs, page numbers and running heads go, and letters that make no words are refused.
"""

from __future__ import annotations

import ctypes
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import DEFAULT_LIMITS, Limits, NoteKind, Notes, with_password
from index.reading.decoding import makes_arabic_words
from index.reading.glyphs import Glyph
from index.reading.layout import STRETCH, Line, line_of, turned_ligatures, with_course
from index.reading.plain import read_text
from index.types import Article

_SENTENCE_END: Final = re.compile("[.!?؟:…][\"'»”“’)\\]]*$")
_FORM: Final = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_ARABIC: Final = re.compile("[\u0620-\u064a]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_NO_LETTER: Final = re.compile("[\ue000-\uf8ff\ufffd]")
_OPENS: Final = re.compile(r"(?:^|\s)[«(\[][^\W_]", re.MULTILINE)
_CLOSES: Final = re.compile(r"(?:^|\s)[»)\]][^\W_]", re.MULTILINE)
_OPENS_WRONG: Final = re.compile(r"(?:(?<=[\s])|^)[»)\]](?=[\u0620-\u064a])", re.MULTILINE)
_CLOSES_WRONG: Final = re.compile(r"(?<=[^\W\d_])[«(\[](?=[\s.,،؛:!?؟]|$)", re.MULTILINE)
_MIRRORED: Final = str.maketrans("«»()[]", "»«)(][")
_NUMBER_OF_PAGE: Final = re.compile(
    r"\W*(?:(?:page|صفحة|p\.|ص)\W{0,3})?\d{1,4}(?:\s*(?:/|of|de|sur|من)\s*\d{1,4})?\W*"
    r"|(?:f ?i ?le|https?)://\S+(?:\s+\d{1,4}/\d{1,4})?",
    re.IGNORECASE,
)
# A browser prints the moment above each page.
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}")
_DAY: Final = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_NO_TITLE: Final = re.compile(
    r"microsoft (?:word|powerpoint|excel)\b.*|untitled.*|document\s*\d*|بدون عنوان.*|مستند\s*\d*"
    r"|.*\.(?:docx?|pdf|indd|odt|rtf|html?|pages|pptx?|xlsx?)|(?:https?|file):.*",
    re.IGNORECASE,
)
_STOPS: Final = frozenset(".\u061f!\u060c:")
_FULL_LINE: Final = 0.82
_LARGE: Final = 1.15
_FEW_LARGE: Final = 4
_NO_INK: Final = 0.01
_RAISED: Final = 0.7
"""Of the height of a line: so far above or below it a small figure may stand."""
_BULLET: Final = re.compile("[•◦▪‣∙●○■□–\uf0b7\uf0a7\uf095\uf0d8\uf02d]\\s*(?=\\w)")
_NOTE_NUMBER: Final = re.compile("(\\d{1,3}|[ivx]{1,4})(\\s*)(?=[\u0621-\u064a«])")

# PDFium is not made for several threads.
_LOCK: Final = threading.Lock()


def read_pdf(raw: bytes, name: str, notes: Notes, limits: Limits = DEFAULT_LIMITS) -> Article:
    """Returns the article of a PDF file.

    Raises:
        ReadingError: It is no PDF file, is protected, too long, a picture without text, or its
            letters make no words.
    """
    with _LOCK:
        title, pages = _pages(raw, name, limits, notes)
    lines = _without_note_numbers(_without_furniture(pages, notes))
    headline = _headline(title, lines)
    text = _faced(_paragraphs(_facing(lines)))
    if not any(char.isalnum() for char in text):
        raise ReadingError(
            f"{name} holds pictures and no text; send its text instead", Unreadable.PICTURES
        )
    if len(_NO_LETTER.findall(text)) > len(text) // 50 or not makes_arabic_words(text):
        raise ReadingError(
            f"{name}: its fonts do not tell its letters, so its text cannot be had; send the text"
            " itself",
            Unreadable.LETTERS,
        )
    return read_text(text, headline=headline, name=name)


def _pages(raw: bytes, name: str, limits: Limits, notes: Notes) -> tuple[str, list[list[Line]]]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise with_password(name) from error
        raise ReadingError(
            f"{name} is no PDF file, or a damaged one", Unreadable.DAMAGED
        ) from error
    pages: list[list[Line]] = []
    try:
        if len(document) > limits.pages:
            raise ReadingError(
                f"{name} has {len(document)} pages, more than {limits.pages}",
                Unreadable.PAGES,
                limit=limits.pages,
            )
        title = document.get_metadata_value("Title").strip()
        # Chromium draws each glyph by itself, the spaces too.
        tells_spaces = document.get_metadata_value("Producer").startswith("Skia")
        tagged = bool(pdfium.FPDFCatalog_IsTagged(document.raw))
        for page in document:
            found = _lines(page.get_textpage(), notes, tells_spaces=tells_spaces, tagged=tagged)
            pages.append(list(found))
    except pypdfium2.PdfiumError as error:
        raise ReadingError(
            f"{name}: page {len(pages) + 1} is damaged", Unreadable.DAMAGED
        ) from error
    finally:
        document.close()
    return title, pages


def _lines(
    page: Any, notes: Notes, *, tells_spaces: bool = False, tagged: bool = False
) -> Iterator[Line]:
    """Yields the lines of a page; PDFium cuts some in pieces, at vowels or wide spaces.

    Args:
        tells_spaces: Characters that draw nothing are the spaces, and the only ones.
        tagged: The file says what on a page is no part of the text.
    """
    groups: list[list[Glyph]] = []
    drawn = _drawn(page)
    for whole in _pieces(page, drawn):
        piece = whole
        if tagged:
            piece = [glyph for glyph in whole if glyph.order >= 0]
            if not any(glyph.text.strip() for glyph in piece):
                notes.add(NoteKind.FURNITURE)
                continue
        if groups and _is_beside(groups[-1], piece):
            groups[-1] += piece
        else:
            groups.append(piece)
    rtl = _is_rtl(groups)
    turned = turned_ligatures(groups)
    for glyphs in groups:
        spaces = _spaces(drawn, glyphs) if tells_spaces else None
        line = line_of(glyphs, rtl=rtl, drawn=spaces, turned=turned)
        if line is not None:
            yield line


def _is_rtl(groups: list[list[Glyph]]) -> bool:
    """Says whether a page is set from right to left: by its letters and where its sentences end.

    In a document whose direction was never set, the full stop of an Arabic line is at its right.
    """
    letters = "".join(glyph.text for group in groups for glyph in group)
    if len(_ARABIC.findall(letters)) <= len(_LATIN.findall(letters)):
        return False
    lines = [sorted(_inked(group), key=lambda glyph: glyph.x) for group in groups]
    at_left = sum(line[0].text in _STOPS for line in lines)
    at_right = sum(line[-1].text in _STOPS for line in lines)
    return at_left >= at_right


def _is_beside(glyphs: list[Glyph], piece: list[Glyph]) -> bool:
    """Says whether a piece stands on the same line, right beside what is there."""
    height = max(glyph.size for glyph in (*glyphs, *piece))
    glyphs, piece = _inked(glyphs), _inked(piece)
    figures = all(glyph.text.isdecimal() and glyph.size < 0.6 * height for glyph in piece)
    apart = abs(median(g.y for g in glyphs) - median(g.y for g in piece))
    if apart > (_RAISED if figures else 0.5) * height:
        return False
    left, right = min(g.left for g in glyphs), max(g.right for g in glyphs)
    gap = max(min(g.left for g in piece) - right, left - max(g.right for g in piece))
    return gap < height


def _inked(glyphs: list[Glyph]) -> list[Glyph]:
    return [glyph for glyph in glyphs if glyph.text.strip()]


def _pieces(page: Any, drawn: Mapping[int | None, Drawn]) -> Iterator[list[Glyph]]:
    """Yields the letters of each piece of a line, with their places."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    piece: list[Glyph] = []
    for index in range(page.count_chars()):
        char = _char(pdfium.FPDFText_GetUnicode(page, index))
        if char == "\n":
            if any(glyph.text.strip() for glyph in piece):
                yield with_course(piece)
            piece = []
        elif char == " " and pdfium.FPDFText_IsGenerated(page, index):
            # PDFium's own guess, without a place that could be trusted.
            piece.append(Glyph(" ", 0.0, 0.0, 0.0, 0.0, 1.0))
        elif char:
            pdfium.FPDFText_GetCharOrigin(page, index, x, y)
            pdfium.FPDFText_GetLooseCharBox(page, index, box)
            height = abs(box.top - box.bottom) or 1.0
            place = round(x.value, 2), round(y.value, 2)
            thing = drawn.get(_address(pdfium.FPDFText_GetTextObject(page, index)))
            order = -1 if thing and thing.aside else thing.order if thing else 0
            glyph = Glyph(char, *place, box.left, box.right, height, order)
            piece.append(glyph)
    if any(glyph.text.strip() for glyph in piece):
        yield with_course(piece)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something that a page draws as text.

    Attributes:
        order: When it is drawn.
        aside: The file calls it no part of the text: a running head, a page number.
    """

    order: int
    left: float
    right: float
    y: float
    aside: bool = False


def _drawn(page: Any) -> dict[int | None, Drawn]:
    """Returns what a page draws as text, by its address."""
    import pypdfium2.raw as pdfium

    found: dict[int | None, Drawn] = {}
    for item in page.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        left, bottom, right, _ = item.get_bounds()
        aside = _is_aside(item.raw)
        found.setdefault(_address(item.raw), Drawn(len(found), left, right, bottom, aside))
    return found


def _is_aside(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    name, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    for number in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, number)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(length))
        if bytes(name).startswith("Artifact".encode("utf-16-le")):
            return True
    return False


def _spaces(drawn: Mapping[int | None, Drawn], glyphs: list[Glyph]) -> list[int]:
    """Returns when spaces are drawn on the line of some glyphs: what has no ink."""
    line = median(glyph.y for glyph in _inked(glyphs))
    high = max(glyph.size for glyph in glyphs)
    return [
        thing.order
        for thing in drawn.values()
        if thing.right - thing.left < _NO_INK and abs(thing.y - line) < high / 2
    ]


def _address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def _char(code: int) -> str:
    """Returns the letter of a presentation form, the empty text for other characters."""
    if code in {0, 0x0D, 0xFFFE, 0x02, 0xAD} or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    char = chr(code)
    if unicodedata.category(char) == "Cc" and char not in "\t\n":
        # What stretches a word has no letter of its own; some programs number it.
        return STRETCH
    return unicodedata.normalize("NFKC", char) if _FORM.match(char) else char


def _without_furniture(pages: list[list[Line]], notes: Notes) -> list[Line]:
    """Leaves out page numbers, and the lines that most pages begin or end with."""
    edges = [_edges(page) for page in pages]
    seen = Counter(shape for edge in edges for shape in {_shape(line) for line in edge})
    repeated = {shape for shape, count in seen.items() if count >= 3 or count == len(pages) == 2}
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        body = [line for line in page if line not in edge or not _is_furniture(line, repeated)]
        notes.add(NoteKind.FURNITURE, len(page) - len(body))
        kept += body
    return kept


def _without_note_numbers(lines: list[Line]) -> list[Line]:
    """Leaves out what stands before a note: the number that marks it in the text."""
    marks = frozenset[str]().union(*(line.marks for line in lines))
    usual = median(line.size for line in lines) if lines else 0.0

    def bare(line: Line) -> Line:
        found = _NOTE_NUMBER.match(line.text)
        if found is None or found[1] not in marks or (found[2] and line.size > 0.95 * usual):
            return line
        end = found.end()
        return replace(line, text=line.text[end:], mirrored=line.mirrored[end:])

    return [bare(line) for line in lines]


def _edges(page: list[Line]) -> list[Line]:
    """Returns the two highest and the two lowest lines of a page."""
    by_height = sorted(page, key=lambda line: line.y)
    return [*by_height[:2], *by_height[-2:]]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text)


def _is_furniture(line: Line, repeated: set[str]) -> bool:
    if len(line.text) > 150:
        return False
    stamped = _CLOCK.search(line.text) and _DAY.search(line.text)
    return bool(_NUMBER_OF_PAGE.fullmatch(line.text) or stamped) or _shape(line) in repeated


def _headline(title: str, lines: list[Line]) -> str | None:
    """Returns the lines at the top in larger letters, else the title that the file has."""
    if lines:
        usual = median(line.size for line in lines for _ in line.text)
        top = []
        for line in lines[:_FEW_LARGE]:
            if line.size < _LARGE * usual:
                break
            top.append(line)
        if top and len(top) < len(lines):
            return " ".join(line.text for line in top)
    return title if title and not _NO_TITLE.fullmatch(title) else None


def _facing(lines: list[Line]) -> list[Line]:
    """Turns the brackets of Arabic round where most of them open as a closing one would."""
    text = "\n".join(line.text for line in lines)
    if not _ARABIC.search(text):
        return lines
    turned = "\n".join(line.mirrored for line in lines)
    as_is = len(_OPENS.findall(text)) - len(_CLOSES.findall(text))
    if len(_OPENS.findall(turned)) - len(_CLOSES.findall(turned)) <= as_is:
        return lines
    return [replace(line, text=line.mirrored, mirrored=line.text) for line in lines]


def _faced(text: str) -> str:
    """Turns round a bracket that closes where a word begins, or opens where one ends.

    >>> _faced("قال »لن نفعل« ثم «صمت»."), _faced("ورقة واحدة«.")
    ('قال «لن نفعل» ثم «صمت».', 'ورقة واحدة».')
    """
    text = _OPENS_WRONG.sub(lambda found: found[0].translate(_MIRRORED), text)
    return _CLOSES_WRONG.sub(lambda found: found[0].translate(_MIRRORED), text)


def _paragraphs(lines: list[Line]) -> str:
    """Joins lines that were broken because the page ended: full ones without a sentence's end."""
    widest = max((line.right - line.left for line in lines), default=0.0)
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        bullet = _BULLET.match(line.text)
        if before is not None and not bullet and _goes_on(before, line, widest):
            out[-1] += " " + line.text
        else:
            # The mark of a list is no word.
            out.append(line.text[bullet.end() :] if bullet else line.text)
        before = line
    return "\n".join(out)


def _goes_on(line: Line, after: Line, widest: float) -> bool:
    same = 0.87 < line.size / after.size < _LARGE
    large = min(line.size, after.size) and line.right - line.left < _FULL_LINE * widest
    return same and not large and not _SENTENCE_END.search(line.text)
