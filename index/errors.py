"""What can go wrong, as one small hierarchy.

    QawlError
    ├── ReadingError          a file, link or text that cannot be read as an article
    ├── EncoderError          the embedded model is missing, damaged or refuses a text
    ├── StoreError            the store cannot be opened, or lacks what was asked for
    │   └── NotFoundError     no article, passage or saying with that id in this scope
    ├── IndexMismatchError    the built index does not fit the store, the model or itself
    ├── VerbatimError         words about to be shown differ from the stored article
    └── SettingsError         a setting is missing or makes no sense

Each message says what happened and what to do about it. That a question has no
answer is not an error: see ``retrieval.answer.NoAnswer``.
"""

from __future__ import annotations


class QawlError(Exception):
    """Base of every error that Qawl raises on purpose."""


class ReadingError(QawlError):
    """A file, link or text cannot be read as an article."""


class EncoderError(QawlError):
    """The embedded model is missing, damaged or refuses a text."""


class StoreError(QawlError):
    """The store cannot be opened, or lacks what was asked for."""


class NotFoundError(StoreError):
    """No article, passage or saying with that id is visible in this scope."""


class IndexMismatchError(QawlError):
    """The built index does not fit the store, the model or itself."""


class VerbatimError(QawlError):
    """Words about to be shown differ from the stored article."""


class SettingsError(QawlError):
    """A setting is missing or makes no sense."""
