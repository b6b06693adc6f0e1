"""Web pages as articles: the text between menus and advertisements, by trafilatura.

trafilatura finds where the article is; what a reader sees of it is decided here: before, by
taking out what is struck or hidden and writing raised figures and quotation elements as
letters; after, by taking out the lines that speak of the site.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.reading.decoding import decode_labelled
from index.reading.dom import (
    hidden_classes,
    is_hidden,
    is_of_note,
    lines_of,
    list_number,
    parsed_html,
    shown_raised,
    tag_of,
)
from index.reading.fields import day_of
from index.reading.plain import read_text, without_furniture
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_SHORTEST_ARTICLE: Final = 80
"""Characters; what is shorter is a menu or a notice about cookies."""

_OPENING: Final = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)
_CLOSING: Final = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)

_SLASHED: Final = re.compile(r"(?<![\d/])([0-3]?\d)/([0-3]?\d)/((?:19|20)\d\d)(?!\d)")
# Domains of small countries that are sold to everybody.
_ANYWHERE: Final = frozenset(
    {"ai", "cc", "co", "eu", "fm", "gg", "im", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "ws"}
)
_STRUCK: Final = frozenset({"del", "s", "strike", "template", "noscript", "dialog"})


def read_html(
    raw: bytes,
    name: str,
    notes: Notes,
    *,
    url: str | None = None,
    charset: str | None = None,
    zone: str | None = None,
) -> Article:
    """Returns the article of a web page, with title, outlet, date and link as far as it tells.

    Args:
        name: What to call it in an error.
        url: Where it came from; the page's own canonical link is preferred on the same host.
        charset: The encoding that the server named.
        zone: The outlet's time zone, where the page gives its moment in UTC.

    Raises:
        ReadingError: The page holds no article.
    """
    # Costs most of a second to import, which only those pay who read a page.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    note_cut(raw, notes)
    tree = parsed_html(decode_labelled(raw, name, charset, notes), name)
    page: object = None
    if tree is not None:
        language = (tree.get("lang") or "").strip()
        written = _published(tree)
        _show_as_read(tree, language[:2].lower(), notes)
        _mark_the_article(tree)
        try:
            page = bare_extraction(
                tree,
                url=url,
                with_metadata=True,
                include_comments=False,
                include_tables=True,
                include_formatting=False,
                favor_precision=True,
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
        except (ValueError, TypeError, AssertionError, RecursionError) as error:
            raise ReadingError(
                f"{name}: the page cannot be read: {error}", Unreadable.NO_ARTICLE
            ) from error
    body = ""
    if isinstance(page, Document) and page.body is not None:
        headline = _headline(page.title or "", page.sitename or "")
        lines = lines_of(
            _with_headings(page.body, headline), Notes(), language=language[:2].lower()
        )
        body = "\n".join(without_furniture(lines, notes))
    if not isinstance(page, Document) or len(body) < _SHORTEST_ARTICLE:
        raise ReadingError(
            f"{name}: no article was found on the page; send its text instead",
            Unreadable.NO_ARTICLE,
        )
    link = _canonical(page.url, url)
    return read_text(
        body,
        headline=headline,
        outlet=page.sitename or page.hostname or (urlsplit(link).hostname if link else "") or "",
        date=_date(written, page.date, tree, _with_country(language, tree, link), zone, notes),
        url=link,
        language=language.split("-")[0].lower()
        if re.match("[A-Za-z]{2,3}(-|$)", language)
        else None,
        name=name,
    )


def note_cut(raw: bytes, notes: Notes) -> None:
    """Notes that a page which opens as a whole one does not close."""
    if _OPENING.search(raw[:5_000]) and not _CLOSING.search(raw[-20_000:]):
        notes.add(NoteKind.CUT)


def _show_as_read(tree: etree._Element, language: str, notes: Notes) -> None:
    """Makes of the page's elements what a reader sees of them."""
    marks = {"ar": ("«", "»"), "fr": ("« ", " »")}.get(language, ("“", "”"))
    hidden = hidden_classes("".join(e.text or "" for e in tree.iter("style")))
    for element in list(tree.iter()):
        tag = tag_of(element)
        if not tag or tag in {"html", "body"}:
            continue
        if is_of_note(element):
            _drop(element)
        elif tag in _STRUCK or is_hidden(element, hidden):
            if tag != "noscript" and any(map(str.isalnum, "".join(element.itertext()))):
                notes.add(NoteKind.HIDDEN)
            _drop(element)
        elif tag in {"sup", "sub"}:
            raised = shown_raised("".join(element.itertext()), tag)
            if tag == "sup" and element.find(".//a") is not None:
                raised = ""
            _replace(element, raised)
        elif tag == "li":
            element.text = list_number(element) + (element.text or "")
        elif tag == "q":
            element.text = marks[0] + (element.text or "")
            last = element[-1] if len(element) else None
            if last is None:
                element.text += marks[1]
            else:
                last.tail = (last.tail or "") + marks[1]
            # Left as it is, it would be taken for a block.
            element.tag = "span"


def _mark_the_article(tree: etree._Element) -> None:
    """Makes an article of what holds most paragraphs, where nothing says where the article is.

    trafilatura would gather the paragraphs alone there, and leave lists and headings behind.
    """
    from trafilatura.xpaths import BODY_XPATH

    if any(found is not None for expression in BODY_XPATH for found in expression(tree)):
        return
    size: Counter[etree._Element] = Counter()
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None:
            size[parent] += len("".join(paragraph.itertext()))
    if not size:
        return
    [(holder, _)] = size.most_common(1)
    article = holder.makeelement("article")
    article.text, holder.text = holder.text, None
    article.extend(list(holder))
    holder.append(article)


def _with_headings(body: etree._Element, headline: str) -> etree._Element:
    """Names headings as HTML does; the headline stands apart."""
    for heading in list(body.iter("head")):
        if " ".join("".join(heading.itertext()).split()) == headline:
            _drop(heading)
        else:
            heading.tag = "h2"
    return body


def _drop(element: etree._Element) -> None:
    _replace(element, "")


def _replace(element: etree._Element, text: str) -> None:
    """Puts a text in the place of an element."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(element)


def _published(tree: etree._Element) -> str:
    """Returns the moment of publication as the page's own data write it."""
    for element in tree.iter("meta"):
        kind = (
            element.get("property") or element.get("name") or element.get("itemprop") or ""
        ).lower()
        if kind in {"article:published_time", "datepublished", "og:published_time", "pubdate"}:
            return (element.get("content") or "").strip()
    return ""


def _with_country(language: str, tree: etree._Element, link: str | None) -> str:
    """Returns a page's language with its country: 3/12/2024 is read as people write it there.

    The country is the language's own, else that of the page's ``og:locale``, else that of its
    address, else what another date of the page shows, one with a day over 12.
    """
    if not language.lower().startswith("en") or len(language) > 2:
        return language
    for element in tree.iter("meta"):
        locale = (element.get("content") or "").strip().replace("_", "-")
        named = (element.get("property") or element.get("http-equiv") or "").lower()
        if named in {"og:locale", "content-language"} and re.fullmatch("[a-z]{2}-[A-Z]{2}", locale):
            return f"en{locale[2:]}"
    host = urlsplit(link or "").hostname or ""
    top = host.rpartition(".")[2]
    if len(top) == 2 and top not in _ANYWHERE:
        return f"en-{'gb' if top == 'uk' else top}"
    orders = {
        "en-us" if int(second) > 12 else "en-gb"
        for first, second, _ in _SLASHED.findall(" ".join(tree.itertext()))
        if (int(first) > 12) != (int(second) > 12)
    }
    return orders.pop() if len(orders) == 1 else language


def _date(
    written: str,
    found: str | None,
    tree: etree._Element,
    language: str,
    zone: str | None,
    notes: Notes,
) -> dt.date | None:
    day = day_of(written, zone=zone, language=language)
    guess = day_of(found or "") if day is None else None
    if guess is not None:
        # trafilatura reads every day of this form in one way.
        forms = _SLASHED.findall(f"{written} {' '.join(tree.itertext())}")
        same = {(guess.day, guess.month), (guess.month, guess.day)}
        shown = {
            day_of(f"{one}/{two}/{year}", language=language)
            for one, two, year in forms
            if (int(one), int(two)) in same and int(year) == guess.year
        }
        day = shown.pop() if len(shown) == 1 else None if shown else guess
        written = written or found or ""
    if written and day is None:
        notes.add(NoteKind.DATE)
    return day


def _headline(title: str, outlet: str) -> str:
    """Takes the outlet's name off a title: «العنوان | الموقع»."""
    title = " ".join(title.split())
    for separator in (" | ", " - ", " – ", " — "):
        head, found, tail = title.rpartition(separator)
        if found and head and outlet and tail.casefold() == outlet.casefold():
            return head
    return title


def _canonical(found: str | None, asked: str | None) -> str | None:
    if not found:
        return asked
    try:
        link = urljoin(asked, found) if asked else found
        parts = urlsplit(link)
    except ValueError:
        return asked
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return asked
    # A page must not pass itself off as another outlet's.
    if asked and parts.hostname != urlsplit(asked).hostname:
        return asked
    return link
