"""What can go wrong, as one small hierarchy.

    QawlError
    ├── ReadingError          a file, link or text that cannot be read as an article
    ├── EncoderError          the embedded model is missing, damaged or refuses a text
    ├── StoreError            the store cannot be opened, or lacks what was asked for
    │   ├── NotFoundError     no article, passage or saying with that id in this scope
    │   │   └── DamagedError  its stored words are not those that were stored
    │   ├── DiskFullError     nothing more can be written; what was acknowledged is kept
    │   └── DiskFailedError   a file cannot be read or written; what was acknowledged is kept
    ├── IndexMismatchError    the built index does not fit the store, the model or itself
    │   └── IndexDamagedError its files are not what was written: it is mended from the store
    ├── VerbatimError         words about to be shown differ from the stored article
    ├── BusyError             so much waits already that nothing more is taken on
    └── SettingsError         a setting is missing or makes no sense

Each message says what happened and what to do about it. That a question has no
answer is not an error: see ``retrieval.answer.NoAnswer``.
"""

from __future__ import annotations

from enum import StrEnum


class QawlError(Exception):
    """Base of every error that Qawl raises on purpose."""


class Unreadable(StrEnum):
    """Why a file, a link or a text cannot be read, for who tells it in another language."""

    UNKNOWN = "unknown"
    EMPTY = "empty"
    KIND = "kind"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    PICTURES = "pictures"
    LETTERS = "letters"
    ENCODING = "encoding"
    ROW = "row"
    FIELD = "field"
    NO_ARTICLE = "no_article"
    NO_LINK = "no_link"
    NO_HOST = "no_host"
    NOT_PUBLIC = "not_public"
    REDIRECTS = "redirects"
    ROBOTS = "robots"
    TIMEOUT = "timeout"
    CLOSED = "closed"
    GONE = "gone"
    TROUBLE = "trouble"
    NO_FEED = "no_feed"
    PACKED = "packed"
    NESTED = "nested"
    MEMORY = "memory"
    SLOW = "slow"
    BROKE = "broke"
    BUSY = "busy"
    PAGES = "pages"
    CHAPTERS = "chapters"
    ARTICLES = "articles"
    LINKS = "links"


class ReadingError(QawlError):
    """A file, link or text cannot be read as an article.

    Attributes:
        reason: Why, of a few kinds.
        parts: What belongs to the reason: ``line`` of a row, ``limit`` of a size or number.
    """

    def __init__(
        self, message: str, reason: Unreadable = Unreadable.UNKNOWN, **parts: str | int
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.parts = parts


class EncoderError(QawlError):
    """The embedded model is missing, damaged or refuses a text."""


class StoreError(QawlError):
    """The store cannot be opened, or lacks what was asked for."""


class NotFoundError(StoreError):
    """No article, passage or saying with that id is visible in this scope."""


class DamagedError(NotFoundError):
    """What is stored of an article is not what was stored; nothing of it is shown."""

    def __init__(self, article_id: str) -> None:
        super().__init__(
            f"what is stored of article {article_id} is damaged, and is not shown;"
            " `qawl index check` says what to do."
        )
        self.article_id = article_id


class DiskFullError(StoreError):
    """Nothing more can be written; whatever was acknowledged is kept."""

    def __init__(self) -> None:
        super().__init__(
            "the disk is full: nothing was added or removed. Free some space and try again."
        )


class DiskFailedError(StoreError):
    """A file cannot be read or written; whatever was acknowledged is kept."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the disk failed ({reason}): what was under way may not be done. Try it again; if that"
            " happens twice, look at the disk, then run `qawl doctor`."
        )


class IndexMismatchError(QawlError):
    """The built index does not fit the store, the model or itself."""


class IndexDamagedError(IndexMismatchError):
    """Files of the index are not what was written; it is built anew from the store."""


class VerbatimError(QawlError):
    """Words about to be shown differ from the stored article."""


class BusyError(QawlError):
    """So much waits already that nothing more is taken on."""


class SettingsError(QawlError):
    """A setting is missing or makes no sense."""
