"""An element of HTML as the lines that a reader sees.

Blocks and breaks end a line, cells of a row stand beside one another, raised and lowered
figures stay apart from the number before them, a quotation element has its marks, and what
is struck out or hidden is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes, nested

if TYPE_CHECKING:
    from lxml import etree, html

DEEPEST: Final = 200
"""Levels of elements; what is nested deeper was made to harm, or by a broken program."""


def parsed_xml(raw: bytes, name: str) -> etree._Element:
    """Returns the root of an XML part.

    Raises:
        ReadingError: It is none, or nested too deeply.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"{name} is damaged: {error}", Unreadable.DAMAGED) from error
    if root is None:
        raise ReadingError(f"{name} is damaged: a part of it is empty", Unreadable.DAMAGED)
    check_depth(root, name)
    return root


def parsed_html(text: str, name: str) -> html.HtmlElement | None:
    """Returns the root of a page as browsers read it, None where there is no element.

    Raises:
        ReadingError: It is nested too deeply.
    """
    from lxml import etree, html

    # A declaration of another encoding must not be heard: the text is decoded.
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    check_depth(root, name)
    return root


def check_depth(root: etree._Element, name: str) -> None:
    """Refuses what is nested too deeply for what walks it.

    Raises:
        ReadingError: It is.
    """
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise nested(name)


BLOCKS: Final = frozenset(
    {
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd"),
        *("blockquote", "section", "article", "header", "footer", "main", "aside", "figure"),
        *("table", "thead", "tbody", "tfoot", "tr", "caption", "pre", "address", "hr", "body"),
        *("details", "summary", "fieldset", "center", "hgroup", "nav", "form", "figcaption"),
        # What trafilatura calls them.
        *("list", "item", "head", "quote", "row", "code"),
    }
)
_SILENT: Final = frozenset(
    {
        *("script", "style", "head", "template", "noscript", "svg", "button", "select", "input"),
        *("textarea", "iframe", "object", "embed", "audio", "video", "canvas", "rt", "rp", "title"),
        *("meta", "link", "datalist", "dialog", "menu", "math"),
        "figcaption",
    }
)
_STRUCK: Final = frozenset({"del", "s", "strike"})
_PICTURES: Final = frozenset({"img", "picture", "image"})
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*0(?:px|r?em|pt|%)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*[01]\D",
    re.IGNORECASE,
)
# For programs that read aloud, or hidden by the usual style sheets whatever the screen.
_UNSEEN: Final = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader"}
)
_MEDIA: Final = re.compile(r"@[\w-]+[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR: Final = re.compile(r"[a-z0-9]*\.([\w-]+)", re.IGNORECASE)
# What books and pages call the marks of notes, the ways back from them, and printed pages' numbers.
_OF_NOTES: Final = re.compile(
    r"\b(?:doc-|epub-)?(?:noteref|backlink|pagebreak)\b|\bfootnote-(?:ref|back)\w*", re.IGNORECASE
)
_ARROWS: Final = re.compile(r"[\s\ufe0e\ufe0f]*[↩⏎↵↑^]+[\s\ufe0e\ufe0f]*")
_NOTE: Final = re.compile(r"\[\s*(?:\d{1,3}|[a-z*†‡])\s*\]|[*†‡]", re.IGNORECASE)
_NOTE_LINK: Final = re.compile(r"[\[(]?(?:\d{1,3}|[a-z*†‡])[\])]?", re.IGNORECASE)
_RAISED: Final = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE: Final = re.compile(r"[0-9+\-−=()n]+")
_KINDS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_MARKS: Final = {"ar": ("«", "»"), "fr": ("« ", " »")}
_BLANKS: Final = re.compile(" {2,}")
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")


def lines_of(
    element: etree._Element,
    notes: Notes,
    *,
    language: str = "ar",
    skipped: frozenset[str] = frozenset(),
    hidden: frozenset[str] = frozenset(),
) -> list[str]:
    """Returns the lines of an element, without empty ones.

    Args:
        notes: Is told what was left out.
        language: Of the page, for the marks of quotation elements.
        skipped: Further elements that hold no text of the article.
        hidden: Classes that style sheets hide.
    """
    walk = _Walk(notes, _MARKS.get(language, ("“", "”")), skipped, hidden)
    walk.element(element)
    text = _BLANKS.sub(" ", "".join(walk.out))
    lines = ("\t".join(map(str.strip, line.split("\t"))) for line in text.split("\n"))
    return [line for line in map(str.strip, lines) if line]


def tag_of(element: etree._Element) -> str:
    """Returns an element's name without its namespace, empty for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_hidden(element: etree._Element, classes: frozenset[str] = frozenset()) -> bool:
    """Says whether a browser does not show an element.

    Args:
        classes: Those that style sheets hide.
    """
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return True
    return not (_UNSEEN | classes).isdisjoint((element.get("class") or "").split())


def hidden_classes(sheets: str) -> frozenset[str]:
    """Returns the classes that style sheets hide on every screen.

    >>> sorted(hidden_classes("p.a, .b { display: none } .c { color: red }"))
    ['a', 'b']
    """
    found = set()
    for selectors, style in _RULE.findall(_MEDIA.sub("", sheets)):
        if _HIDDEN.search(style):
            matches = (_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
            found |= {match[1] for match in matches if match}
    return frozenset(found)


def is_of_note(element: etree._Element) -> bool:
    """Says whether an element is the mark of a note, a way back from one, or a page's number."""
    named = " ".join(
        value
        for key, value in element.attrib.items()
        if key.rpartition("}")[2] in {"type", "epub:type", "role", "class"}
    )
    if _OF_NOTES.search(named):
        return True
    if tag_of(element) != "a":
        return False
    text = "".join(element.itertext())
    raised = all(tag_of(child) == "sup" for child in element) and len(element)
    bare = not (element.text or "").strip()
    marks = bool(raised and bare and _NOTE_LINK.fullmatch(text.strip()))
    return marks or bool(_ARROWS.fullmatch(text))


def shown_raised(text: str, tag: str) -> str:
    """Returns raised or lowered text that stays apart from what it stands behind.

    >>> shown_raised("6", "sup"), shown_raised("er", "sup"), shown_raised("2", "sub")
    ('⁶', 'er', '₂')
    """
    bare = text.strip()
    if tag == "sup" and _NOTE.fullmatch(bare):
        return ""
    if not _RAISABLE.fullmatch(bare):
        return text
    return bare.translate(_RAISED if tag == "sup" else _LOWERED)


class _Walk:
    """Writes elements down in their order."""

    def __init__(
        self,
        notes: Notes,
        marks: tuple[str, str],
        skipped: frozenset[str],
        hidden: frozenset[str],
    ) -> None:
        self._hidden = hidden
        self.out: list[str] = []
        self._notes = notes
        self._marks = marks
        self._silent = _SILENT | skipped

    def element(self, element: etree._Element) -> None:
        tag = tag_of(element)
        if not tag or tag in self._silent or is_of_note(element):
            return
        if tag in _STRUCK or is_hidden(element, self._hidden):
            if any(char.isalnum() for char in "".join(element.itertext())):
                self._notes.add(NoteKind.HIDDEN)
            return
        if tag in _PICTURES:
            self._notes.add(NoteKind.PICTURES)
        elif tag in {"br", "lb"}:
            self.out.append("\n")
        elif tag in {"sup", "sub"}:
            self._raised(element, tag)
        elif tag in {"td", "th", "cell"}:
            self._cell(element)
        else:
            self._plain(element, tag)

    def _plain(self, element: etree._Element, tag: str) -> None:
        edge = "\n" if tag in BLOCKS else ""
        opening, closing = self._marks if tag == "q" else ("", "")
        if tag == "table":
            self._notes.add(NoteKind.TABLES)
        number = list_number(element) if tag == "li" else ""
        self.out.append(edge + opening + number)
        self._inside(element)
        self.out.append(closing + edge)

    def _inside(self, element: etree._Element) -> None:
        self.out.append(_SPACE.sub(" ", element.text or ""))
        for child in element:
            self.element(child)
            self.out.append(_SPACE.sub(" ", child.tail or ""))

    def _raised(self, element: etree._Element, tag: str) -> None:
        text = _SPACE.sub(" ", "".join(element.itertext()))
        # A raised link is the mark of a note, not a power.
        if tag == "sup" and element.find(".//a") is not None:
            return
        self.out.append(shown_raised(text, tag))

    def _cell(self, element: etree._Element) -> None:
        start = len(self.out)
        self._inside(element)
        inside = "".join(self.out[start:])
        del self.out[start:]
        # A table that lays out a page holds blocks, one of figures holds words.
        if inside.strip("\n").count("\n") > 1:
            self.out.append(f"\n{inside}\n")
        else:
            self.out.append(_SPACE.sub(" ", inside).strip() + "\t")


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


SHOWN: Final[dict[str, Callable[[int], str]]] = {
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
"""How the items of a list are numbered, by the names that Word has for it."""


def list_number(item: etree._Element) -> str:
    """Returns the number that an ordered list shows before an item."""
    parent = item.getparent()
    if parent is None or tag_of(parent) != "ol" or parent.get("reversed") is not None:
        return ""
    # The number of a note is its mark.
    if any(is_of_note(link) for link in item.iter("a", "{*}a")):
        return ""
    kind = _KINDS.get(parent.get("type", "1"))
    if "none" in (parent.get("style") or "") or kind is None:
        return ""
    start = parent.get("start") or "1"
    if not re.fullmatch(r"-?\d{1,6}", start):
        return ""
    before = sum(1 for e in item.itersiblings(preceding=True) if tag_of(e) == "li")
    number = int(start) + before
    return f"{SHOWN[kind](number) if kind == 'decimal' else SHOWN[kind](max(1, number))}. "
