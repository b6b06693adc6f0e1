"""What every store of articles offers: the truth from which all else is rebuilt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from index.types import Analysis, Article


class Store(Protocol):
    """Keeps articles as published, and in which collections they are.

    An article is kept once, however many collections hold it. Reading methods
    take ``scope``, the collections that the asker may see, and behave as if
    nothing else existed.
    """

    def add(self, article: Article, analysis: Analysis, collection: str) -> bool:
        """Keeps an article in a collection.

        Returns:
            False where the collection held it already; nothing changes then.
        """

    def remove(self, article_id: str, collection: str) -> None:
        """Takes an article out of a collection; out of the store with its last one.

        Raises:
            NotFoundError: The collection does not hold it.
        """

    def article(self, article_id: str, scope: Collection[str]) -> Article:
        """Returns an article.

        Raises:
            NotFoundError: No collection of the scope holds it.
        """

    def analysis(self, article_id: str, scope: Collection[str]) -> Analysis:
        """Returns what was found in an article.

        Raises:
            NotFoundError: No collection of the scope holds it.
        """

    def collections_of(self, article_id: str) -> frozenset[str]:
        """Returns the collections that hold an article, none for an unknown one."""

    def articles(
        self, scope: Collection[str], *, offset: int = 0, limit: int | None = None
    ) -> Sequence[Article]:
        """Returns articles, newest first (undated last), then by id."""

    def count(self, scope: Collection[str]) -> int:
        """Returns how many articles the scope sees."""

    def holdings(self) -> Iterator[tuple[str, Article, Analysis]]:
        """Yields every (collection, article, analysis), in a fixed order: what a build reads."""

    def close(self) -> None: ...
