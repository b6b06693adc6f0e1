"""PDF files as articles, by PDFium.

A PDF holds shapes at places, not text. PDFium gives Arabic back in reading order and as
letters; what it cannot know is mended here: lines that were broken to fit the page, and
brackets and quotation marks that a right-to-left line shows mirrored.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import Notes
from index.reading.limits import DEFAULT_LIMITS, Limits
from index.reading.plain import read_text
from index.types import Article

_MIRRORED: Final = str.maketrans("«»()[]", "»«)(][")
_SENTENCE_END: Final = re.compile("[.!?؟:…][\"'»”“’)\\]]*$")
_FORM: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_ARABIC: Final = re.compile("[\u0620-\u064a]")
_FULL_LINE: Final = 0.8

# PDFium is not made for several threads.
_LOCK: Final = threading.Lock()


def read_pdf(raw: bytes, name: str, notes: Notes, limits: Limits = DEFAULT_LIMITS) -> Article:
    """Returns the article of a PDF file.

    Raises:
        ReadingError: It is no PDF file, is protected, too long, or a picture without text.
    """
    import pypdfium2

    pages: list[str] = []
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise ReadingError(
                    f"{name} has a password; save it without", Unreadable.PROTECTED
                ) from error
            raise ReadingError(
                f"{name} is no PDF file, or a damaged one", Unreadable.DAMAGED
            ) from error
        try:
            if len(document) > limits.pages:
                raise ReadingError(
                    f"{name} has {len(document)} pages, more than {limits.pages}",
                    Unreadable.PAGES,
                    limit=limits.pages,
                )
            title = document.get_metadata_value("Title").strip()
            for page in document:
                pages.append(page.get_textpage().get_text_range())
        except pypdfium2.PdfiumError as error:
            raise ReadingError(
                f"{name}: page {len(pages) + 1} is damaged", Unreadable.DAMAGED
            ) from error
        finally:
            document.close()
    text = "\n".join(_paragraphs(_letters(page)) for page in pages).strip()
    if not any(char.isalnum() for char in text):
        raise ReadingError(
            f"{name} holds pictures and no text; send its text instead", Unreadable.PICTURES
        )
    return read_text(_unmirrored(text), headline=title or None, name=name)


def _letters(page: str) -> str:
    """Puts letters in the place of presentation forms, and drops what ends a line's hyphen."""
    page = page.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\0", "")
    return _FORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), page)


def _paragraphs(page: str) -> str:
    """Joins lines that were broken because the page ended: full ones without a sentence's end."""
    lines = [" ".join(line.split()) for line in page.split("\n")]
    widest = max(map(len, lines), default=0)
    out: list[str] = []
    joins = False
    for line in lines:
        if not line:
            joins = False
            continue
        if joins:
            out[-1] += " " + line
        else:
            out.append(line)
        joins = len(line) >= _FULL_LINE * widest and not _SENTENCE_END.search(line)
    return "\n".join(out)


def _unmirrored(text: str) -> str:
    """Turns marks round where most of them open as a closing mark would: »قال«."""
    if not _ARABIC.search(text):
        return text
    wrong = len(re.findall(r"(?:^|\s)[»)\]]\w", text))
    right = len(re.findall(r"(?:^|\s)[«(\[]\w", text))
    return text.translate(_MIRRORED) if wrong > right else text
