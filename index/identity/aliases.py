"""The owner's file of aliases: which names are one person, and which are not after all.

It is TOML, lies in the data folder as ``people.toml``, and is read anew when it
changes. Nothing but an owner writes into it. Three kinds of entries::

    [[same]]                                  # these names are one person
    name = "بريت ماكغورك"                      # the name to show
    names = ["ماكغيرك", "Brett McGurk"]        # the others

    [[split]]                                 # undo a wrong merge
    name = "محمد القندسي"                      # the name that was merged
    articles = ["0123456789abcdef"]           # in these articles it is somebody else
    role = "لاعب"                              # or: wherever the role has this word
    label = "محمد القندسي (لاعب)"              # optional: the name to show for them

    [[correct]]                               # this saying is somebody else's
    saying = "0123456789abcdef"               # as `qawl feedback` lists it
    article = "0123456789abcdef"
    speaker = "سالم الكندي"

A split always wins over a merge. Taking an entry out of the file takes its effect back.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from index.disk import telling_disk
from index.errors import SettingsError

FILE_NAME: Final = "people.toml"

_KINDS: Final = ("same", "split", "correct")
_HEADER: Final = re.compile(r"^\s*\[\[\s*(same|split|correct)\s*\]\]", re.MULTILINE)
_ARTICLE_ID: Final = re.compile(r"^[0-9a-f]{16}$")


@dataclass(frozen=True, slots=True)
class Same:
    """Names that an owner says are one person's."""

    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Namings of a name that an owner says are somebody else."""

    name: str
    articles: frozenset[str] = frozenset()
    role: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """Whose a saying is, as an owner says."""

    saying: str
    article: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Aliases:
    """What the file says; empty where there is none."""

    same: tuple[Same, ...] = ()
    split: tuple[Split, ...] = field(default=())
    correct: tuple[Correction, ...] = ()


def read_aliases(path: Path) -> Aliases:
    """Returns what an aliases file says; a missing file says nothing.

    Raises:
        SettingsError: The file makes no sense; the message names the line.
        StoreError: It cannot be read.
    """
    try:
        with telling_disk():
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: save this file as UTF-8; {error.reason}.") from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}; see index/identity/aliases.py.") from error
    for key, value in tables.items():
        if key not in _KINDS or not isinstance(value, list):
            raise SettingsError(
                f"{path}, line {_line_of(text, key)}: {key!r} is unknown; write "
                f"{', '.join(f'[[{kind}]]' for kind in _KINDS)}."
            )
    lines = {kind: _lines_of(text, kind) for kind in _KINDS}
    same = [
        _same(entry, f"{path}, line {line}")
        for entry, line in zip(tables.get("same", []), lines["same"], strict=False)
    ]
    split = [
        _split(entry, f"{path}, line {line}")
        for entry, line in zip(tables.get("split", []), lines["split"], strict=False)
    ]
    correct = [
        _correction(entry, f"{path}, line {line}")
        for entry, line in zip(tables.get("correct", []), lines["correct"], strict=False)
    ]
    return Aliases(tuple(same), tuple(split), tuple(correct))


def add_correction(path: Path, correction: Correction) -> None:
    """Writes whose a saying is, in the place of what was written of it before.

    Raises:
        SettingsError: The file or the name makes no sense; nothing is written then.
    """
    entry = {name: getattr(correction, name) for name in ("saying", "article", "speaker")}
    _correction(entry, str(path))
    remove_correction(path, correction.saying)
    lines = (f"{key} = {_quoted(value)}" for key, value in entry.items())
    _append(path, "\n".join(("[[correct]]", *lines)) + "\n")


def remove_correction(path: Path, saying: str) -> bool:
    """Takes what an owner said of a saying out of the file; says whether it was there.

    Raises:
        SettingsError: The file makes no sense; nothing is written then.
    """
    if all(one.saying != saying for one in read_aliases(path).correct):
        return False
    text = path.read_text(encoding="utf-8-sig")
    starts = [match.start() for match in _HEADER.finditer(text)]
    parts = [text[: starts[0]]]
    for start, end in pairwise([*starts, len(text)]):
        part = text[start:end]
        if not any(one.get("saying") == saying for one in tomllib.loads(part).get("correct", [])):
            parts.append(part)
    _write(path, "".join(parts))
    return True


def _append(path: Path, entry: str) -> None:
    read_aliases(path)
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    gap = "\n" if before.endswith("\n") or not before else "\n\n"
    _write(path, before + (gap if before else "") + entry)


def _write(path: Path, text: str) -> None:
    swap = path.with_suffix(".tmp")
    swap.write_text(text, encoding="utf-8")
    swap.replace(path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    plain = (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
    return f'"{"".join(plain)}"'


def _same(entry: Any, where: str) -> Same:
    name = _text(entry, "name", where)
    names = entry.get("names")
    if not isinstance(names, list) or not names or not all(_is_name(other) for other in names):
        raise SettingsError(f'{where}: [[same]] needs names = ["..."], with at least one name.')
    _only(entry, {"name", "names"}, where)
    return Same(name, tuple(other.strip() for other in names))


def _split(entry: Any, where: str) -> Split:
    name = _text(entry, "name", where)
    articles = entry.get("articles", [])
    if not isinstance(articles, list) or not all(
        isinstance(one, str) and _ARTICLE_ID.match(one) for one in articles
    ):
        raise SettingsError(
            f"{where}: articles must be a list of article ids; `qawl articles` lists them."
        )
    role = _text(entry, "role", where) if "role" in entry else None
    if not articles and role is None:
        raise SettingsError(f"{where}: [[split]] needs articles or role, to say who is meant.")
    label = _text(entry, "label", where) if "label" in entry else None
    _only(entry, {"name", "articles", "role", "label"}, where)
    return Split(name, frozenset(articles), role, label)


def _correction(entry: Any, where: str) -> Correction:
    _only(entry, {"saying", "article", "speaker"}, where)
    for key in ("saying", "article"):
        if not isinstance(entry.get(key), str) or not _ARTICLE_ID.match(entry[key]):
            raise SettingsError(
                f"{where}: {key} must be an id; `qawl feedback` and `qawl quotes` list them."
            )
    return Correction(entry["saying"], entry["article"], _text(entry, "speaker", where))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and any(char.isalpha() for char in value)


def _text(entry: Any, key: str, where: str) -> str:
    value = entry.get(key)
    if not _is_name(value):
        raise SettingsError(f'{where}: {key} = "..." is missing or has no letter.')
    return str(value).strip()


def _only(entry: Any, known: set[str], where: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise SettingsError(
            f"{where}: {', '.join(unknown)} is unknown here; known are {', '.join(sorted(known))}."
        )


def _lines_of(text: str, kind: str) -> list[int]:
    return [
        text.count("\n", 0, match.start(1)) + 1
        for match in _HEADER.finditer(text)
        if match.group(1) == kind
    ]


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^[ \t]*\[*[ \t]*[\"']?{re.escape(key)}", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
