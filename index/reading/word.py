"""Word documents (.docx) as articles, by python-docx."""

from __future__ import annotations

import io
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.archives import open_archive
from index.reading.plain import read_text
from index.types import Article

_TITLE_STYLES: Final = ("Title", "Heading 1")
# What Word and python-docx write where nobody wrote a title.
_NO_TITLE: Final = frozenset({"", "word document", "document"})


def read_docx(raw: bytes, name: str) -> Article:
    """Returns the article of a Word document: its paragraphs, one a line, tables left out.

    The headline is a paragraph in a title style at its top, else the document's title, else
    a first line that looks like one. The date of a document is when it was written, not when
    it was published, and is not taken.

    Raises:
        ReadingError: It is no Word document, or holds no words.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    open_archive(raw, name, "Word (.docx)").close()
    try:
        document = Document(io.BytesIO(raw))
        paragraphs = [
            (p.text.strip(), p.style.name if p.style else "") for p in document.paragraphs
        ]
        title = (document.core_properties.title or "").strip()
    except (PackageNotFoundError, KeyError, ValueError, OSError, AttributeError) as error:
        raise ReadingError(
            f"{name} is no Word (.docx) file, or a damaged one", Unreadable.DAMAGED
        ) from error
    paragraphs = [(text, style) for text, style in paragraphs if text]
    text = "\n".join(text for text, _ in paragraphs)
    headline: str | None = None
    if paragraphs and paragraphs[0][1].startswith(_TITLE_STYLES):
        headline = paragraphs[0][0]
    elif title.casefold() not in _NO_TITLE:
        headline = title
    return read_text(text, headline=headline, name=name)
