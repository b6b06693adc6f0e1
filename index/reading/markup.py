"""XML and HTML parsed without entities, without the network, and leniently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from index.errors import ReadingError, Unreadable

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
            raise ReadingError(f"{name} is nested too deeply to be read", Unreadable.NESTED)
