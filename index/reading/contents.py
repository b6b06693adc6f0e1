"""What a reader hands over: the articles, what is to be told about the reading, or a refusal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from index.errors import ReadingError, Unreadable
from index.types import Article, Span


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one source may take; what is beyond is refused, and the limit is named.

    Attributes:
        memory_mb: Megabytes of address space of the process that reads.
        seconds: Seconds of its processor.
        pages: Pages of a PDF file.
        chapters: Chapters of a book.
        articles: Articles of one file, archive or export.
    """

    memory_mb: int = 512
    seconds: int = 20
    pages: int = 500
    chapters: int = 500
    articles: int = 5_000


DEFAULT_LIMITS = Limits()


def too_large(told: str, most: int) -> ReadingError:
    """Returns the refusal of what has more bytes than it may."""
    return ReadingError(told, Unreadable.TOO_LARGE, limit=most // 1_000_000)


def nested(name: str) -> ReadingError:
    """Returns the refusal of what is nested too deeply for those who walk it."""
    return ReadingError(f"{name} is nested too deeply to be read", Unreadable.NESTED)


def with_password(name: str) -> ReadingError:
    return ReadingError(f"{name} has a password; save it without", Unreadable.PROTECTED)


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turns errors of the libraries below into a ``ReadingError``.

    Running out of memory stays what it is: only the worker knows its limit.

    Args:
        name: What to call the source.
    """
    try:
        yield
    except (ReadingError, MemoryError):
        raise
    except RecursionError as error:
        raise nested(name) from error
    except Exception as error:
        raise ReadingError(
            f"{name} cannot be read ({type(error).__name__}); it is damaged, or of another kind"
            " than its name says",
            Unreadable.DAMAGED,
        ) from error


MOST_FAILED: Final = 1_000
"""Parts that could not be read, each listed with its reason; more are counted."""


class NoteKind(StrEnum):
    """One thing to tell the person who added a source about how it was read."""

    TRACKED = "tracked"
    """Tracked changes, read as if all were accepted."""
    HIDDEN = "hidden"
    """Hidden or deleted text, left out."""
    TABLES = "tables"
    """Tables, read row by row."""
    TEXT_BOXES = "text_boxes"
    """Text boxes, read where they are anchored."""
    FOOTNOTES = "footnotes"
    """Footnotes and endnotes, read behind the paragraph that bears their mark."""
    COMMENTS = "comments"
    """Comments of editors, left out."""
    PICTURES = "pictures"
    """Pictures, whose letters are not read."""
    UNREAD = "unread"
    """Parts of a kind that the reader does not know, left out."""
    FURNITURE = "furniture"
    """Page numbers and running heads, left out."""
    SHORT = "short"
    """Chapters without a text of their own, left out."""
    NAVIGATION = "navigation"
    """Lines such as "read also", notices about cookies and subscriptions, left out."""
    PAYWALL = "paywall"
    """The page says that its text goes on for subscribers."""
    ENCODING = "encoding"
    """The label of the encoding was wrong; the letters were read by what they make."""
    DIRECTION = "direction"
    """The text contains direction marks."""
    DATE = "date"
    """A date that can be read in two ways, or not at all, left out."""
    CUT = "cut"
    """The file ends in the middle of what it holds."""
    FAILED = "failed"
    """Parts that could not be read, beyond those that are listed."""
    SERVICE = "service"
    """Messages of an export that hold no text, left out."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell.

    Attributes:
        count: How many; 1 where there is nothing to count.
    """

    kind: NoteKind
    count: int = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read in one source.

    Attributes:
        failed: Parts that could not be read, such as files of an archive, by name.
    """

    articles: tuple[Article, ...]
    notes: tuple[Note, ...] = ()
    failed: Mapping[str, ReadingError] = field(default_factory=dict)


class Notes:
    """Collects what is to be told while a source is read.

    Attributes:
        failed: Parts that could not be read, such as a line or a file of an archive, by name.
    """

    def __init__(self) -> None:
        self._counts: Counter[NoteKind] = Counter()
        self.failed: dict[str, ReadingError] = {}

    @contextmanager
    def keeping(self, part: str) -> Iterator[None]:
        """Keeps why a part cannot be read, so that the parts after it are."""
        try:
            with refusing(part):
                yield
        except ReadingError as error:
            if len(self.failed) < MOST_FAILED:
                self.failed[part] = error
            else:
                self.add(NoteKind.FAILED)

    def add(self, kind: NoteKind, count: int = 1) -> None:
        self._counts[kind] += count

    def extend(self, notes: Iterable[Note]) -> None:
        for note in notes:
            self.add(note.kind, note.count)

    def all(self) -> tuple[Note, ...]:
        """Returns the notes, in the order of their kinds."""
        return tuple(Note(kind, self._counts[kind]) for kind in NoteKind if self._counts[kind] > 0)


def contents_as_data(contents: Contents) -> dict[str, Any]:
    """Returns contents as plain values for JSON; ``contents_from_data`` makes them again."""
    return {
        "articles": [article_as_data(article) for article in contents.articles],
        "notes": [[note.kind.value, note.count] for note in contents.notes],
        "failed": {name: error_as_data(error) for name, error in contents.failed.items()},
    }


def contents_from_data(data: Mapping[str, Any]) -> Contents:
    return Contents(
        tuple(article_from_data(article) for article in data["articles"]),
        tuple(Note(NoteKind(kind), int(count)) for kind, count in data["notes"]),
        {name: error_from_data(error) for name, error in data["failed"].items()},
    )


def error_as_data(error: ReadingError) -> dict[str, Any]:
    return {"message": str(error), "reason": error.reason.value, "parts": error.parts}


def error_from_data(data: Mapping[str, Any]) -> ReadingError:
    return ReadingError(data["message"], Unreadable(data["reason"]), **data["parts"])


def article_as_data(article: Article) -> dict[str, Any]:
    """Returns an article as plain values for JSON; ``article_from_data`` makes it again."""
    date, span = article.date, article.headline_span
    return asdict(article) | {
        "date": date.isoformat() if date else None,
        "headline_span": [span.start, span.end] if span else None,
    }


def article_from_data(data: Mapping[str, Any]) -> Article:
    date, span = data["date"], data["headline_span"]
    made = {
        "date": dt.date.fromisoformat(date) if date else None,
        "headline_span": Span(*span) if span else None,
    }
    return Article(**{**data, **made})
