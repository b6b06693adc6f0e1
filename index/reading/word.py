"""Word documents (.docx) as articles: the whole tree of the body, as a reader sees it.

python-docx gives the plain paragraphs of a body. What is wrapped (tracked changes, content
controls, links, fields) or stands beside them (text boxes, footnotes, tables) it leaves out,
and deleted or hidden text it gives. So the elements of the standard (ISO/IEC 29500) are
walked here: https://learn.microsoft.com/office/open-xml/word/structure-of-a-wordprocessingml-document.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.reading.dom import parsed_xml, shown_raised
from index.reading.packing import open_archive, read_member
from index.reading.plain import read_text
from index.reading.word_styles import (
    PLAIN,
    STRUCK,
    Numbering,
    Style,
    attribute_of,
    child_of,
    is_on,
    list_of,
    local_tag,
    style_of,
    value_of,
)
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_DOCUMENT_TYPE: Final = "officeDocument/2006/relationships/officeDocument"
_STRICT_TYPE: Final = "officeDocument/relationships/officeDocument"
_TITLE_STYLES: Final = ("title", "heading 1")
# What Word and python-docx write where nobody wrote a title.
_NO_TITLE: Final = frozenset({"", "word document", "document", "untitled"})
_FILE_NAME: Final = re.compile(r"\.(?:docx?|odt|rtf|pages|pdf|indd)$", re.IGNORECASE)

# Elements whose children are read as if they stood in their place.
_WRAPPERS: Final = frozenset(
    {
        *("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple"),
        *("bdo", "dir", "ruby", "rubyBase", "body", "p", "r", "AlternateContent", "Choice"),
        *("oMath", "oMathPara", "t", "e", "num", "den", "sup", "sub", "f", "sSup", "sSub", "rad"),
        *("deg", "d", "fName", "func", "sSubSup", "nary", "limLow", "lim", "bar", "acc", "eqArr"),
    }
)
# Elements that hold no words: properties, places, what was taken away, what a field computes.
_SILENT: Final = frozenset(
    {
        *("pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "sdtPr", "sdtEndPr"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "fldChar"),
        *("instrText", "delInstrText", "lastRenderedPageBreak", "softHyphen", "annotationRef"),
        *("footnoteRef", "endnoteRef", "separator", "continuationSeparator", "smartTagPr"),
        *("commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd"),
        *("moveToRangeStart", "moveToRangeEnd", "customXmlPr", "rubyPr", "rt", "rubyAlign"),
        *("customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart"),
        *("customXmlDelRangeEnd", "pgNum", "dayLong", "dayShort", "monthLong", "monthShort"),
        *("yearLong", "yearShort", "fPr", "radPr", "ctrlPr", "sSupPr", "sSubPr", "oMathParaPr"),
        *("dPr", "naryPr", "funcPr", "barPr", "accPr", "eqArrPr", "sSubSupPr", "limLowPr"),
        *("tblPrEx", "cellIns", "cellDel", "cellMerge", "contentPart", "Fallback"),
    }
)
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_PICTURES: Final = frozenset({"pic", "chart", "imagedata", "relIds"})
_DRAWN: Final = frozenset({"drawing", "pict", "object"})


def read_docx(raw: bytes, name: str, notes: Notes) -> Article:
    """Returns the article of a Word document, one paragraph a line, one row of a table a line.

    Tracked changes are read as if all were accepted, text boxes and footnotes behind the
    paragraph that they belong to; headers, footers, comments, deleted and hidden text are
    left out. The headline is a paragraph in a title style at its top, else the document's
    title, else a first line that looks like one. The date of a document is when it was
    written, not when it was published, and is not taken.

    Raises:
        ReadingError: It is no Word document, or holds no words.
    """
    archive = open_archive(raw, name, "Word (.docx)")
    try:
        document = _Document(archive, name, notes)
        lines = [
            ("\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip(), style)
            for text, style in document.paragraphs()
            for line in text.split("\n")
        ]
        title = document.title()
    finally:
        archive.close()
    lines = [(text, style) for text, style in lines if text]
    headline: str | None = None
    if lines and lines[0][1].startswith(_TITLE_STYLES):
        headline = lines[0][0]
    elif title.casefold() not in _NO_TITLE and not _FILE_NAME.search(title):
        headline = title
    return read_text("\n".join(text for text, _ in lines), headline=headline, name=name)


@dataclass(slots=True)
class _Paragraph:
    """What a paragraph holds: its own words, and what is read behind it."""

    words: list[str] = field(default_factory=list)
    behind: list[tuple[str, str]] = field(default_factory=list)


class _Document:
    """The parts of one document."""

    def __init__(self, archive: zipfile.ZipFile, name: str, notes: Notes) -> None:
        self._archive = archive
        self._name = name
        self._notes = notes
        self._names = set(archive.namelist())
        self._main = self._main_part()
        self._styles = self._read_styles()
        self._numbering = Numbering(self._beside("numbering"))
        self._notes_by_id = {kind: self._read_notes(f"{kind}s") for kind in ("footnote", "endnote")}
        # Of each open field, whether its code is being read; behind a separator comes its result.
        self._fields: list[bool] = []

    def _main_part(self) -> str:
        relations = parsed_xml(read_member(self._archive, "_rels/.rels", self._name), self._name)
        for relation in relations:
            if (relation.get("Type") or "").endswith((_DOCUMENT_TYPE, _STRICT_TYPE)):
                part = (relation.get("Target") or "").lstrip("/")
                if part in self._names:
                    return part
        raise ReadingError(
            f"{self._name} is no Word (.docx) file, or a damaged one", Unreadable.DAMAGED
        )

    def _beside(self, part: str) -> etree._Element | None:
        place = posixpath.join(posixpath.dirname(self._main), f"{part}.xml")
        if place not in self._names:
            return None
        return parsed_xml(read_member(self._archive, place, self._name), self._name)

    def _read_styles(self) -> dict[str, Style]:
        """Returns each style by its id, with what it takes over from the one below it."""
        part = self._beside("styles")
        elements = {
            attribute_of(e, "styleId"): e
            for e in (part if part is not None else ())
            if local_tag(e) == "style"
        }
        return {key: style_of(element, elements) for key, element in elements.items()}

    def _read_notes(self, part: str) -> dict[str, etree._Element]:
        notes = self._beside(part)
        return {
            attribute_of(note, "id"): note
            for note in (notes if notes is not None else ())
            # Separators are notes of a type of their own.
            if attribute_of(note, "type") in ("", "normal")
        }

    def title(self) -> str:
        if "docProps/core.xml" not in self._names:
            return ""
        core = parsed_xml(read_member(self._archive, "docProps/core.xml", self._name), self._name)
        return next(((e.text or "").strip() for e in core if local_tag(e) == "title"), "")

    def paragraphs(self) -> Iterator[tuple[str, str]]:
        """Yields each paragraph with the name of its style."""
        root = parsed_xml(read_member(self._archive, self._main, self._name), self._name)
        body = next((e for e in root if local_tag(e) == "body"), None)
        if body is None:
            raise ReadingError(
                f"{self._name} is no Word (.docx) file, or a damaged one", Unreadable.DAMAGED
            )
        self._tell_of_the_rest(root)
        yield from self._blocks(body)

    def _tell_of_the_rest(self, root: etree._Element) -> None:
        tags = {"ins": 0, "del": 0, "moveFrom": 0, "moveTo": 0}
        comments = 0
        for element in root.iter():
            tag = local_tag(element)
            if tag in tags:
                tags[tag] += 1
            comments += tag == "commentReference"
        self._notes.add(NoteKind.TRACKED, sum(tags.values()))
        self._notes.add(NoteKind.COMMENTS, comments)

    def _blocks(self, parent: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
        joined: _Paragraph | None = None
        for element in parent:
            tag = local_tag(element)
            if tag == "p":
                paragraph = joined or _Paragraph()
                style = self._style_of(element)
                if style.hidden:
                    self._notes.add(NoteKind.HIDDEN)
                    continue
                self._inline(element, paragraph)
                # A deleted paragraph mark joins a paragraph with the next one.
                if _mark_is_deleted(element):
                    joined = paragraph
                    continue
                joined = None
                number, words = self._number(element, style), "".join(paragraph.words)
                yield f"{number} {words}" if number and words.strip() else words, style.name
                yield from paragraph.behind
            elif tag == "tbl":
                self._notes.add(NoteKind.TABLES)
                yield from self._rows(element)
            elif tag in {"altChunk", "subDoc"}:
                self._notes.add(NoteKind.UNREAD)
            elif tag in _WRAPPERS:
                yield from self._blocks(self._chosen(element))
        if joined is not None:
            yield "".join(joined.words), ""
            yield from joined.behind

    def _rows(self, table: etree._Element) -> Iterator[tuple[str, str]]:
        for row in _within(table, "tr"):
            properties = child_of(row, "trPr")
            if properties is not None and child_of(properties, "del") is not None:
                continue
            cells = []
            for cell in _within(row, "tc"):
                lines = [(" ".join(text.split()), style) for text, style in self._blocks(cell)]
                cells.append([line for line in lines if line[0]])
            cells = [lines for lines in cells if lines]
            # A table that lays out a page holds paragraphs, one of figures holds words.
            if len(cells) == 1 or any(len(lines) > 2 for lines in cells):
                yield from (line for lines in cells for line in lines)
            else:
                yield "\t".join(" ".join(text for text, _ in lines) for lines in cells), ""

    def _inline(self, parent: Iterable[etree._Element], paragraph: _Paragraph) -> None:
        for element in parent:
            tag = local_tag(element)
            if tag == "fldChar":
                self._field(attribute_of(element, "fldCharType"))
            elif tag == "r" and self._is_hidden(element):
                self._notes.add(NoteKind.HIDDEN)
            elif tag in {"del", "moveFrom"}:
                continue
            elif tag == "r" and _raised(element) and not any(self._fields):
                apart = _Paragraph()
                for child in element:
                    self._inline([child], apart)
                paragraph.words.append(shown_raised("".join(apart.words), _raised(element)))
                paragraph.behind.extend(apart.behind)
            elif any(self._fields):
                # Within a field's code only its end matters.
                if tag == "r":
                    self._inline(element, paragraph)
            elif tag == "t" and not len(element):
                paragraph.words.append(element.text or "")
            elif tag in _BREAKS:
                paragraph.words.append(_BREAKS[tag])
            elif tag == "sym":
                paragraph.words.append(_symbol(element))
            elif tag in {"footnoteReference", "endnoteReference"}:
                self._note(tag.removesuffix("Reference"), attribute_of(element, "id"), paragraph)
            elif tag in _DRAWN:
                self._drawn(element, paragraph)
            elif tag in _WRAPPERS:
                self._inline(self._chosen(element), paragraph)
            elif tag and tag not in _SILENT and tag != "commentReference":
                self._notes.add(NoteKind.UNREAD)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, kind: str, number: str, paragraph: _Paragraph) -> None:
        note = self._notes_by_id[kind].pop(number, None)
        if note is not None:
            self._notes.add(NoteKind.FOOTNOTES)
            paragraph.behind.extend(self._blocks(note))

    def _drawn(self, element: etree._Element, paragraph: _Paragraph) -> None:
        for child in element:
            tag = local_tag(child)
            if tag == "txbxContent":
                self._notes.add(NoteKind.TEXT_BOXES)
                paragraph.behind.extend(self._blocks(child))
            elif tag in _PICTURES:
                self._notes.add(NoteKind.PICTURES)
            elif tag != "Fallback":
                self._drawn(child, paragraph)

    @staticmethod
    def _chosen(element: etree._Element) -> Iterable[etree._Element]:
        """Returns what is read of alternatives: the first, which the newest programs show.

        A control that is not filled in has no words: it shows what is to be written there.
        """
        chosen: Iterable[etree._Element] = element
        if child_of(child_of(element, "sdtPr"), "showingPlcHdr") is not None:
            chosen = ()
        elif local_tag(element) == "AlternateContent":
            chosen = next(iter(element), element)
        return chosen

    def _style_of(self, paragraph: etree._Element) -> Style:
        style = child_of(child_of(paragraph, "pPr"), "pStyle")
        return self._styles.get(value_of(style), PLAIN) if style is not None else PLAIN

    def _number(self, paragraph: etree._Element, style: Style) -> str:
        """Returns the number that Word shows before a paragraph of a list."""
        own = list_of(child_of(paragraph, "pPr"))
        number, level = own[0] or style.list[0], own[1] or style.list[1]
        return self._numbering.next(number, int(level or 0)) if number else ""

    def _is_hidden(self, run: etree._Element) -> bool:
        properties = child_of(run, "rPr")
        if any(is_on(e) for e in (child_of(properties, t) for t in STRUCK) if e is not None):
            return True
        vanish = child_of(properties, "vanish")
        if vanish is None:
            vanish = child_of(properties, "webHidden")
        if vanish is not None:
            return is_on(vanish)
        style = child_of(properties, "rStyle")
        return style is not None and self._styles.get(value_of(style), PLAIN).hidden


def _raised(run: etree._Element) -> str:
    """Returns ``sup`` or ``sub`` for a run above or below the line, else nothing."""
    place = child_of(child_of(run, "rPr"), "vertAlign")
    value = value_of(place) if place is not None else ""
    return {"superscript": "sup", "subscript": "sub"}.get(value, "")


def _mark_is_deleted(paragraph: etree._Element) -> bool:
    mark = child_of(child_of(paragraph, "pPr"), "rPr")
    return child_of(mark, "del") is not None or child_of(mark, "moveFrom") is not None


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yields children of a tag, those in content controls and tracked changes too."""
    for element in parent:
        if local_tag(element) == tag:
            yield element
        elif local_tag(element) in {"sdt", "sdtContent", "ins", "moveTo", "customXml"}:
            yield from _within(element, tag)


def _symbol(element: etree._Element) -> str:
    """Returns a character of a symbol font; what has no letter of its own is a blank."""
    try:
        code = int(attribute_of(element, "char"), 16)
    except ValueError:
        return " "
    return chr(code) if 0x20 <= code < 0xD800 else " "
