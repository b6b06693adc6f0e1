"""Exports that people have: Telegram Desktop (JSON, HTML), WordPress and other feeds, JSON."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.reading.decoding import decode, decode_labelled
from index.reading.dom import lines_of, parsed_html, parsed_xml, tag_of
from index.reading.entries import plain_title
from index.reading.fields import article_with, day_of
from index.reading.html import note_cut
from index.reading.plain import read_text, without_furniture
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

_TELEGRAM_DAY: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_SHORTCODE: Final = re.compile(
    r"\[(caption|gallery|audio|video|playlist|embed)\b[^\]\n]*\](?:.*?\[/\1\])?"
    r"|\[/?[a-z][\w-]*(?:\s+[\w-]+=[^\]\n]*|\s+https?://[^\]\s]+)\]|\[/[a-z][\w-]*\]",
    re.S,
)


def read_json(raw: bytes, name: str, notes: Notes) -> Iterator[Article]:
    """Yields the articles of a JSON file: a Telegram export, an article, or a list of them.

    Raises:
        ReadingError: It is none of these.
    """
    try:
        value = json.loads(decode(raw, name))
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{name}: no valid JSON: {error}"[:300], Unreadable.DAMAGED) from error
    if isinstance(value, dict) and isinstance(value.get("messages"), list):
        yield from _chat(value, name, notes)
    elif isinstance(value, dict) and isinstance(value.get("chats"), dict):
        for chat in value["chats"].get("list") or ():
            if isinstance(chat, dict):
                yield from _chat(chat, name, notes)
    else:
        rows = value if isinstance(value, list) else [value]
        for number, row in enumerate(rows, 1):
            where = f"{name}, article {number}"
            with notes.keeping(where):
                yield _row(row, where)


def _row(row: object, where: str) -> Article:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ReadingError(
            f"{where}: an object with 'text' is needed, or an export of Telegram Desktop",
            Unreadable.KIND,
        )
    return article_with(row, row["text"], where, None)


def _chat(chat: Mapping[str, Any], name: str, notes: Notes) -> Iterator[Article]:
    title = chat.get("name") if isinstance(chat.get("name"), str) else ""
    for message in chat.get("messages") or ():
        if not isinstance(message, dict):
            continue
        text = _text_of(message.get("text"), notes)
        if message.get("type") != "message" or not any(map(str.isalnum, text)):
            notes.add(NoteKind.SERVICE)
            continue
        source = message.get("forwarded_from") or title or message.get("from")
        where = f"{name}, message {message.get('id')}"[:200]
        with notes.keeping(where):
            yield read_text(
                text,
                outlet=source if isinstance(source, str) else "",
                date=day_of(str(message.get("date") or "")),
                name=where,
            )


def _text_of(text: object, notes: Notes) -> str:
    """Returns a message's words: Telegram cuts them where their look changes."""
    if isinstance(text, str):
        return text.strip()
    words = []
    for part in text if isinstance(text, list) else ():
        if isinstance(part, dict) and part.get("type") == "strikethrough":
            notes.add(NoteKind.HIDDEN)
        elif isinstance(part, dict):
            words.append(str(part.get("text", "")))
        elif isinstance(part, str):
            words.append(part)
    return "".join(words).strip()


def is_telegram_page(raw: bytes) -> bool:
    """Says whether a page is one of a Telegram Desktop export."""
    return b'class="page_wrap' in raw[:20_000] and b'class="message ' in raw


def read_telegram_page(raw: bytes, name: str, notes: Notes) -> Iterator[Article]:
    """Yields the messages of a page of a Telegram Desktop export."""
    note_cut(raw, notes)
    root = parsed_html(decode_labelled(raw, name, None, notes), name)
    if root is None:
        return
    title = ""
    for element in root.iter("div"):
        kinds = (element.get("class") or "").split()
        if "page_header" in kinds:
            title = " ".join(lines_of(element, Notes()))
        if "message" not in kinds:
            continue
        texts = _of_class(element, "text") if "service" not in kinds else []
        lines = [line for text in texts for line in lines_of(text, notes)]
        if not any(map(str.isalnum, "".join(lines))):
            notes.add(NoteKind.SERVICE)
            continue
        forwarded = _of_class(element, "forwarded")
        names = _of_class(forwarded[0], "from_name") if forwarded else []
        outlet = (
            re.sub(r"\s+\d{2}\.\d{2}\.\d{4}.*", "", " ".join(lines_of(names[0], Notes())))
            if names
            else title
        )
        where = f"{name}, {element.get('id') or 'a message'}"[:200]
        with notes.keeping(where):
            yield read_text(
                "\n".join(lines), outlet=outlet, date=_telegram_day(element), name=where
            )


def _of_class(element: etree._Element, kind: str) -> list[etree._Element]:
    return [e for e in element.iter("div") if kind in (e.get("class") or "").split()]


def _telegram_day(message: etree._Element) -> dt.date | None:
    for element in _of_class(message, "date"):
        if found := _TELEGRAM_DAY.search(element.get("title") or ""):
            return day_of(f"{found[3]}-{found[2]}-{found[1]}")
    return None


def read_feed_file(raw: bytes, name: str, notes: Notes) -> Iterator[Article]:
    """Yields the articles of a WordPress export, or of a feed that holds whole texts.

    Drafts, menus and attachments are left out; an entry with a summary alone is too.

    Raises:
        ReadingError: It is no feed, or none of its entries holds a text.
    """
    root = parsed_xml(raw, name)
    # What is cut off has its last entry in the middle.
    cut = not re.search(rb"</[\w:]+>\s*$", raw) or tag_of(root).encode() not in raw[-60:].lower()
    if cut:
        notes.add(NoteKind.CUT)
    channel = next((e for e in root.iter() if tag_of(e) in {"channel", "feed"}), None)
    if channel is None:
        raise ReadingError(f"{name} is no feed (RSS or Atom)", Unreadable.NO_FEED)
    outlet = plain_title(_child_text(channel, "title"))
    language = _LANGUAGE.match(_child_text(channel, "language"))
    found = False
    entries = [item for item in root.iter() if tag_of(item) in {"item", "entry"}]
    for item in entries[:-1] if cut else entries:
        where = f"{name}: {plain_title(_child_text(item, 'title'))[:80]}"
        with notes.keeping(where):
            article = _entry(item, outlet, language[0].lower() if language else None, where, notes)
            if article is None:
                notes.add(NoteKind.SERVICE)
                continue
            found = True
            yield article
    if not found:
        reason = Unreadable.DAMAGED if cut else Unreadable.EMPTY
        told = "is cut off" if cut else "holds no entry with a whole text"
        empty = ReadingError(f"{name} {told}", reason)
        raise next(iter(notes.failed.values()), empty)


def _entry(
    item: etree._Element, outlet: str, language: str | None, name: str, notes: Notes
) -> Article | None:
    if _child_text(item, "post_type") not in {"", "post", "page"}:
        return None
    if _child_text(item, "status") not in {"", "publish"}:
        return None
    content = _without_shortcodes(_child_text(item, "encoded"), notes) or _content(item)
    root = parsed_html(_with_paragraphs(content), name) if content.strip() else None
    lines = lines_of(root, notes, language=language or "ar") if root is not None else []
    text = "\n".join(without_furniture(lines, notes))
    if not any(map(str.isalnum, text)):
        return None
    written = _child_text(item, "pubdate") or _child_text(item, "published")
    local = _child_text(item, "post_date")
    link = _child_text(item, "link") or _attribute_of(item, "link", "href")
    return read_text(
        text,
        headline=plain_title(_child_text(item, "title")) or None,
        outlet=outlet,
        date=day_of(local) or day_of(written, language=language or ""),
        url=link if re.match(r"https?://\S+$", link) else None,
        language=language,
        name=name,
    )


def _content(item: etree._Element) -> str:
    """Returns an entry's content as HTML; Atom says of which kind it is."""
    element = next((child for child in item if tag_of(child) == "content"), None)
    if element is None:
        return ""
    if len(element):
        return _markup_of(element)
    text = (element.text or "").strip()
    return html.escape(text) if element.get("type") == "text" else text


def _markup_of(element: etree._Element) -> str:
    """Returns what an element holds as HTML, whatever its names are called in full."""
    from lxml import etree

    for part in element.iter():
        if isinstance(part.tag, str):
            part.tag = tag_of(part)
    etree.cleanup_namespaces(element)
    return "".join(etree.tostring(e, encoding="unicode", method="html") for e in element)


def _without_shortcodes(content: str, notes: Notes) -> str:
    """Takes out what WordPress puts something else in the place of."""
    notes.add(NoteKind.PICTURES, len(_SHORTCODE.findall(content)))
    return _SHORTCODE.sub("", content)


def _with_paragraphs(content: str) -> str:
    """WordPress keeps blank lines where it will show paragraphs."""
    if re.search(r"<(?:p|div|br)\b", content, re.IGNORECASE):
        return content
    return "<br>".join(content.split("\n"))


def _child_text(element: etree._Element, tag: str) -> str:
    for child in element:
        # WordPress has an excerpt of the same name as the content.
        if tag_of(child) == tag and "excerpt" not in str(child.tag):
            return "".join(child.itertext()).strip()
    return ""


def _attribute_of(element: etree._Element, tag: str, attribute: str) -> str:
    return next(
        (c.get(attribute) or "" for c in element if tag_of(c) == tag and c.get(attribute)), ""
    )
