"""JSON as articles: JSON lines, a list, and what Telegram Desktop exports, its pages too."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Final, cast

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes
from index.reading.decoding import decode, decode_labelled, refuse_binary
from index.reading.dom import lines_of, parsed_html
from index.reading.fields import article_with, day_of
from index.reading.html import note_cut
from index.reading.plain import LONGEST_ARTICLE, read_text
from index.types import Article

if TYPE_CHECKING:
    from lxml import etree

# A character takes up to 12 bytes as a pair of JSON escapes.
_LONGEST_LINE: Final = 12 * LONGEST_ARTICLE + 65_536
_SAMPLE: Final = 4_096
_BOM: Final = b"\xef\xbb\xbf"
_TELEGRAM_DAY: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")


def iter_json_lines(content: IO[bytes], name: str, notes: Notes) -> Iterator[Article]:
    """Yields the article of each line; blank lines are skipped.

    The other lines are read even if one is no JSON object with a text.

    Keys: ``text``, and optionally ``title`` or ``headline``, ``outlet`` or ``source``, ``date``,
    ``url`` and ``language``. Others are left alone.

    Args:
        content: The open file, compressed where its name ends in ``.gz``.
        notes: Is told which lines cannot be read.

    Raises:
        ReadingError: The file holds no line, or is damaged as a whole.
    """
    found = False
    packed = name.lower().endswith(".gz")
    try:
        if not packed:
            refuse_binary(content.read(_SAMPLE), name)
            content.seek(0)
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=content)) if packed else content
        for number, line in _numbered(lines):
            found = True
            with notes.keeping(f"{name}, line {number}"):
                yield _article_of(line, name, number)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ReadingError(f"{name} is a damaged gzip file: {error}", Unreadable.DAMAGED) from error
    if not found:
        raise ReadingError(
            f"{name} holds no articles; it needs one JSON object a line", Unreadable.EMPTY
        )


def _numbered(lines: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yields each line that is not blank with its number, None for one that is far too long."""
    number = 0
    while line := lines.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = lines.readline(_LONGEST_LINE)
            yield number, None
            continue
        line = line.removeprefix(_BOM) if number == 1 else line
        if line.strip():
            yield number, line


def _article_of(line: bytes | None, name: str, number: int) -> Article:
    where = f"{name}, line {number}"
    if line is None:
        raise ReadingError(
            f"{where} is over {_LONGEST_LINE:,} bytes long", Unreadable.ROW, line=number
        )
    try:
        return _row(_loaded(line, where), where, "")
    except ReadingError as error:
        raise ReadingError(str(error), Unreadable.ROW, line=number) from error


def _loaded(raw: bytes | str, where: str) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        told = getattr(error, "msg", error)
        place = f" at {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ReadingError(
            f"{where}: no valid JSON: {told}{place}"[:300], Unreadable.DAMAGED
        ) from error


def _row(value: object, where: str, otherwise: str | None) -> Article:
    """Returns an object's article, with what it has for a headline where it gives none."""
    if not isinstance(value, dict):
        raise ReadingError(
            f"{where}: an object is needed, not {type(value).__name__}", Unreadable.KIND
        )
    text = value.get("text")
    if not isinstance(text, str):
        raise ReadingError(
            f"{where}: 'text' is missing or no text; an object with one is needed, or an export"
            " of Telegram Desktop",
            Unreadable.KIND,
        )
    return article_with(value, text, where, otherwise)


def read_json(raw: bytes, name: str, notes: Notes) -> Iterator[Article]:
    """Yields the articles of a JSON file: a Telegram export, an article, or a list of them.

    Raises:
        ReadingError: It is none of these.
    """
    value = _loaded(decode(raw, name), name)
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
                yield _row(row, where, None)


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
