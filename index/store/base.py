"""What every store of articles offers: the truth from which all else is rebuilt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from index.identity.values import Naming
from index.types import Analysis, Article


@dataclass(frozen=True, slots=True)
class Pending:
    """A holding that changed and that the search engine has not confirmed yet.

    Attributes:
        number: Grows with every change; what ``Store.settle`` takes.
    """

    number: int
    article_id: str
    collection: str


class Store(Protocol):
    """Keeps articles as published, and in which collections they are.

    An article is kept once, however many collections hold it. Reading methods
    take ``scope``, the collections that the asker may see, and behave as if
    nothing else existed.
    """

    def add(self, article: Article, analysis: Analysis, collection: str) -> bool:
        """Keeps an article in a collection; durable when it returns.

        Returns:
            False where the collection held it already; nothing changes then.
        """

    def remove(self, article_id: str, collection: str) -> None:
        """Takes an article out of a collection; out of the store with its last one.

        Raises:
            NotFoundError: The collection does not hold it.
        """

    def replace_analysis(self, analysis: Analysis) -> None:
        """Puts a newer analysis in the place of an article's old one.

        Raises:
            NotFoundError: The store does not hold the article.
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

    def article_ids(self, scope: Collection[str]) -> Sequence[str]:
        """Returns the ids of ``articles``, in the same order."""

    def read_many(
        self, article_ids: Sequence[str], scope: Collection[str]
    ) -> Sequence[tuple[Article, Analysis]]:
        """Returns articles with what was found in them, in the order given.

        What the scope does not see is left out.
        """

    def namings(self, scope: Collection[str]) -> Sequence[Naming]:
        """Returns the speakers of every article, each as that article names them."""

    def holdings(self) -> Iterator[tuple[str, Article, Analysis]]:
        """Yields every (collection, article, analysis), in a fixed order: what a build reads."""

    def holding_keys(self) -> Iterator[tuple[str, str]]:
        """Yields every (article id, collection), ordered by article: what a check compares."""

    def pending(self) -> Sequence[Pending]:
        """Returns the changes that no ``settle`` has confirmed, oldest first."""

    def settle(self, numbers: Collection[int]) -> None:
        """Forgets changes that the search engine holds now."""

    def read_meta(self, key: str) -> str | None:
        """Returns a small fact about the store itself, None where it was never written."""

    def write_meta(self, key: str, value: str) -> None: ...

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Returns a lock that one process (and one thread of it) holds at a time.

        It is let go when its holder dies. Reentrant it is not.
        """

    def close(self) -> None: ...
