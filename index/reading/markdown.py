"""Markdown (CommonMark, and what Obsidian adds) as an article: what a reader sees of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind, Notes, nested
from index.reading.dom import lines_of, parsed_html
from index.reading.fields import article_with
from index.reading.plain import one_line
from index.types import Article, Span

DEEPEST: Final = 60
"""Levels of quotations and lists; what lies deeper the parser would leave out in silence."""

_FRONT: Final = re.compile(
    r"\A\s*---[ \t]*\n(.*?)(?:\n|^)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M
)
_TOML: Final = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)(?:\n|^)\+\+\+[ \t]*(?:\n|\Z)", re.S | re.M)
_PAIR: Final = re.compile(r"(\w[\w -]*):\s+(.*)")
_LONGEST_FRONT: Final = 20_000
# A rule, a line with a colon, a rule: a text may begin so too. Front matter has one of these.
_KEY: Final = re.compile(
    r"^(?:title|headline|outlet|source|publisher|date|url|link|lang|language|author|authors|tags"
    r"|aliases|layout|draft|slug|categories|category|description|created|updated|modified"
    r"|published|type|id|permalink|cssclass|cssclasses|)[ \t]*:(?:\s|$)",
    re.M | re.I,
)
_OBSIDIAN: Final = (
    (re.compile(r"%%.*?%%", re.S), ""),
    (re.compile(r"==(?=\S)(.+?)(?<=\S)=="), r"\1"),
    (re.compile(r"(?<!!)\[\[[^\[\]|\n]*\|([^\[\]\n]+)\]\]"), r"\1"),
    (re.compile(r"(?<!!)\[\[([^\[\]|#\n]+)(?:#[^\[\]|\n]*)?\]\]"), r"\1"),
    (re.compile(r"[ \t]\^[A-Za-z0-9-]+$", re.M), ""),
    # Pandoc's and GitHub's: raised and lowered figures behind a letter, struck text between blanks.
    (re.compile(r"(?<=\w)\^([0-9+-]{1,4})\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<=[A-Za-z])~([0-9]{1,3})~"), r"<sub>\1</sub>"),
    (re.compile(r"(?<![\w~\\])~(?=[^\s~/])([^~\n`]+?)(?<=[^\s~])~(?![\w~])"), r"~~\1~~"),
    (re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[[ xX]\]\s+", re.M), r"\1"),
    (re.compile(r"^(\s*(?:>\s*)+)\[![\w-]+\][+-]?[ \t]*", re.M), r"\1"),
)
_CODE: Final = re.compile(r"(^ {0,3}```.*?^ {0,3}```[^\n]*$|`[^`\n]+`)", re.S | re.M)
_EMBEDDED: Final = re.compile(r"!\[\[[^\[\]\n]*\]\]")
_NOTE_MARK: Final = re.compile(r"\[\^[^\]\s]+\]:?")


def read_markdown(text: str, name: str, notes: Notes) -> Article:
    """Returns the article of a Markdown text, without the marks of its mark-up.

    The front matter (YAML, or TOML between ``+++``) may give ``title``, ``outlet``, ``date``,
    ``url`` and ``language``. Without a title, a heading at the top is the headline.

    Raises:
        ReadingError: The front matter is no mapping, or the body is empty.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata, body = _front_matter(text, name)
    heading, plain = _plain(body, name, notes)
    article = article_with(metadata, plain, name, heading or None)
    if heading and one_line(heading) == article.headline:
        return replace(article, headline_span=Span(0, len(heading)))
    return article


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them unfold to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases (*name) are not read")
        return super().compose_node(parent, index)


def _front_matter(text: str, name: str) -> tuple[dict[str, object], str]:
    if toml := _TOML.match(text):
        try:
            return tomllib.loads(toml[1]), text[toml.end() :]
        except tomllib.TOMLDecodeError as error:
            raise ReadingError(
                f"{name}: the front matter is no valid TOML: {error}"[:300], Unreadable.FIELD
            ) from error
    if re.match(r"\A\s*---[ \t]*\n", text) and not _FRONT.match(text):
        opened = text[:_LONGEST_FRONT]
        if _KEY.search(opened.partition("\n")[2].partition("\n")[0]) or len(text) < 5:
            raise ReadingError(
                f"{name}: the front matter has no valid YAML end (---)", Unreadable.FIELD
            )
    match = _FRONT.match(text)
    if match is None or not _KEY.search(match[1][:_LONGEST_FRONT]):
        return {}, text
    if len(match[1]) > _LONGEST_FRONT:
        raise ReadingError(
            f"{name}: the front matter has more than {_LONGEST_FRONT:,} characters",
            Unreadable.FIELD,
        )
    try:
        metadata = _mapping(match[1])
    except (yaml.YAMLError, ValueError, TypeError) as error:
        detail = " ".join(str(error).split())[:200]
        raise ReadingError(
            f"{name}: the front matter is no valid YAML: {detail}", Unreadable.FIELD
        ) from error
    if not isinstance(metadata, dict):
        return {}, text
    return metadata, text[match.end() :]


def _mapping(front: str) -> object:
    try:
        return yaml.load(front, Loader=_Loader)
    except yaml.scanner.ScannerError:
        # A colon within a title is no valid YAML, and people write it all the same.
        pairs = [_PAIR.fullmatch(line) for line in front.split("\n") if line.strip()]
        if not all(pairs):
            raise
        return {pair[1]: pair[2].strip("\"' ") for pair in pairs if pair}


def _plain(body: str, name: str, notes: Notes) -> tuple[str, str]:
    """Returns the heading at the top and the text, a blank line between blocks."""
    notes.add(NoteKind.UNREAD, len(_EMBEDDED.findall(body)))
    body = _EMBEDDED.sub("", body)
    # What is written as code stays as it is.
    parts = _CODE.split(body)
    for n in range(0, len(parts), 2):
        for pattern, instead in _OBSIDIAN:
            parts[n] = pattern.sub(instead, parts[n])
    body = "".join(parts)
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST + 20})
    parser.enable(["table", "strikethrough"])
    tokens = parser.parse(body)
    if any(token.level > DEEPEST for token in tokens):
        raise nested(name)
    blocks = [block for block in _blocks(tokens, name, notes) if block.strip()]
    heading = ""
    if tokens and tokens[0].type == "heading_open" and tokens[0].tag == "h1" and blocks:
        heading = blocks[0]
    return heading, "\n\n".join(blocks)


def _blocks(tokens: Sequence[Token], name: str, notes: Notes) -> Iterator[str]:
    number = ""
    row: list[str] | None = None
    for token in tokens:
        if token.type == "list_item_open":
            # The number of an ordered list is shown, and may be a year.
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "table_open":
            notes.add(NoteKind.TABLES)
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield "\t".join(row)
            row = None
        elif token.type == "inline":
            text = _inline(token.children or (), name, notes)
            if row is not None:
                row.append(" ".join(text.split()))
            else:
                yield number + text.strip()
                number = ""
        elif token.type in {"code_block", "fence"}:
            yield number + token.content.strip("\n")
            number = ""
        elif token.type == "html_block":
            yield "\n".join(_html_lines(token.content, name, notes))


def _inline(tokens: Sequence[Token], name: str, notes: Notes) -> str:
    out: list[str] = []
    struck = 0
    tags: list[str] = []
    for token in tokens:
        if token.type == "s_open":
            struck += 1
            notes.add(NoteKind.HIDDEN)
        elif token.type == "s_close":
            struck -= 1
        elif token.type == "image":
            notes.add(NoteKind.PICTURES)
        elif token.type == "html_inline":
            tags.append(token.content)
        if token.type in {"softbreak", "hardbreak"}:
            out.append("\n")
        elif token.type == "html_inline":
            out.append(token.content)
        elif token.type in {"text", "code_inline"} and not struck:
            out.append(_NOTE_MARK.sub("", token.content) if token.type == "text" else token.content)
    if not tags:
        return re.sub(r"(?<=\S) {2,}(?=\S)", " ", "".join(out))
    # Mark-up within a line is read as a browser reads it.
    import html

    safe = "".join(
        part if part in tags else html.escape(part).replace("\n", "<br>") for part in out
    )
    return "\n".join(_html_lines(f"<span>{safe}</span>", name, notes))


def _html_lines(markup: str, name: str, notes: Notes) -> list[str]:
    root = parsed_html(markup, name)
    return lines_of(root, notes) if root is not None else []
