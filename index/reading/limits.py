"""What reading one source may cost."""

from __future__ import annotations

from dataclasses import dataclass


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
