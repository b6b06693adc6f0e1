"""What is read of the store: articles and what was found in them, as far as a scope sees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import sqlalchemy as sa

from index.disk import telling_disk
from index.errors import DamagedError, NotFoundError
from index.identity.values import Naming
from index.store import queries, schema
from index.store.database import open_database
from index.text.marks import find_marked
from index.types import Analysis, Article, Span

Key = tuple[str, str]
"""An article's id, and a collection that holds it."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A holding that changed and that the search engine has not confirmed yet.

    Attributes:
        number: Grows with every change; what ``SqlStore.settle`` takes.
    """

    number: int
    article_id: str
    collection: str


_T = TypeVar("_T")

_PAGE: Final = 256
"""Articles that are read at a time."""


class StoreReading:
    """The reading half of ``SqlStore``; see there."""

    def __init__(self, url: str) -> None:
        self.database: Final = open_database(url)
        self.damaged: Final[set[str]] = set()
        self.read_now: Callable[[Sequence[Key]], None] = lambda _keys: None

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Opens a transaction that reads one unchanging state.

        Raises:
            StoreError: The disk failed, or the database cannot be reached.
        """
        with telling_disk(), self.database.begin() as connection:
            yield connection

    def unread(self, scope: Collection[str] | None = None) -> list[Key]:
        """Returns the holdings, of a scope or of all, whose quotations are not read yet."""
        with self.reading() as connection:
            return queries.read_unread(connection, scope)

    def _read_first(self, scope: Collection[str] | None, ids: Collection[str] | None) -> None:
        """Has the quotations read of what is about to be returned."""
        keys = [key for key in self.unread(scope) if ids is None or key[0] in ids]
        if keys:
            self.read_now(keys)

    def article(self, article_id: str, scope: Collection[str]) -> Article:
        """Returns an article.

        Raises:
            NotFoundError: No collection of the scope holds it.
        """
        return self.texts([article_id], scope)[article_id]

    def texts(self, article_ids: Sequence[str], scope: Collection[str]) -> dict[str, Article]:
        """Returns articles by their ids.

        Raises:
            NotFoundError: No collection of the scope holds one of them.
            DamagedError: One is not what was stored.
        """
        with self.reading() as connection:
            self._require(connection, article_ids, scope)
            found = queries.read_texts(connection, article_ids)
        return {key: self._whole(key, held and held[0]) for key, held in found.items()}

    def analysis(
        self, article_id: str, scope: Collection[str], within: Span | None = None
    ) -> Analysis:
        """Returns what was found in an article, its quotations read.

        Args:
            within: Where alone the sayings are wanted: nothing is waited for where the
                rules' word on it is the last.

        Raises:
            NotFoundError: No collection of the scope holds it.
            DamagedError: It is not what was stored.
        """
        article, analysis = self.opened(article_id, scope)
        keys = [key for key in self.unread(scope) if key[0] == article_id]
        if keys and _needs_reading(article, analysis, within):
            self.read_now(keys)
            return self.opened(article_id, scope)[1]
        return analysis

    def opened(self, article_id: str, scope: Collection[str]) -> tuple[Article, Analysis]:
        """Returns an article with what was found in it; its sayings may be the rules' alone.

        Raises:
            NotFoundError: No collection of the scope holds it.
            DamagedError: It is not what was stored.
        """
        return self.opened_all([article_id], scope)[article_id]

    def opened_all(
        self, article_ids: Sequence[str], scope: Collection[str]
    ) -> dict[str, tuple[Article, Analysis]]:
        """Returns several of them by their ids, as ``opened`` does."""
        with self.reading() as connection:
            self._require(connection, article_ids, scope)
            found = queries.read_articles(connection, article_ids)
        return {key: self._whole(key, self._sound(key, pair)) for key, pair in found.items()}

    def _require(
        self, connection: sa.Connection, ids: Sequence[str], scope: Collection[str]
    ) -> None:
        seen = set(self._seen(connection, ids, scope))
        for article_id in ids:
            if article_id not in seen:
                raise NotFoundError(
                    f"no article {article_id} here; `qawl articles` lists what is there."
                )

    def _whole(self, key: str, found: _T | None) -> _T:
        if found is None:
            self.damaged.add(key)
            raise DamagedError(key)
        return found

    def collections_of(self, article_id: str) -> frozenset[str]:
        """Returns the collections that hold an article, none for an unknown one."""
        with self.reading() as connection:
            return queries.collections(connection, article_id)

    def articles(
        self, scope: Collection[str], *, offset: int = 0, limit: int | None = None
    ) -> Sequence[Article]:
        """Returns articles, newest first (undated last), then by id."""
        if offset < 0 or (limit is not None and limit < 0):
            raise ValueError(f"offset {offset} and limit {limit} must not be negative")
        with self.reading() as connection:
            visible = queries.seen_by(schema.articles.c.id, scope)
            ids = queries.read_ids(connection, visible, offset=offset, limit=limit)
            found = queries.read_texts(connection, ids)
        self.damaged.update(key for key, held in found.items() if held is None)
        return [held[0] for key in ids if (held := found[key])]

    def holds_any(self, scope: Collection[str]) -> bool:
        """Says whether the scope sees any article."""
        held = schema.holdings.c
        query = sa.select(held.article_id).where(held.collection.in_(list(scope))).limit(1)
        with self.reading() as connection:
            return connection.scalar(query) is not None

    def count(self, scope: Collection[str]) -> int:
        """Returns how many articles the scope sees."""
        query = sa.select(sa.func.count(sa.distinct(schema.holdings.c.article_id))).where(
            schema.holdings.c.collection.in_(list(scope))
        )
        with self.reading() as connection:
            return connection.scalar(query) or 0

    def held(self, scope: Collection[str]) -> frozenset[str]:
        """Returns the ids of ``articles`` in no order, which is read much sooner."""
        table = schema.holdings.c
        query = sa.select(table.article_id).where(table.collection.in_(list(scope)))
        with self.reading() as connection:
            return frozenset(connection.scalars(query))

    def article_ids(self, scope: Collection[str]) -> Sequence[str]:
        """Returns the ids of ``articles``, in the same order."""
        with self.reading() as connection:
            return queries.read_ids(connection, queries.seen_by(schema.articles.c.id, scope))

    def read_many(
        self, article_ids: Sequence[str], scope: Collection[str]
    ) -> Sequence[tuple[Article, Analysis]]:
        """Returns articles with what was found in them, in the order given.

        What the scope does not see is left out.
        """
        self._read_first(scope, set(article_ids))
        with self.reading() as connection:
            seen = self._seen(connection, article_ids, scope)
            found = queries.read_articles(connection, seen)
        return [pair for key in seen if (pair := self._sound(key, found[key]))]

    def _seen(
        self, connection: sa.Connection, ids: Sequence[str], scope: Collection[str]
    ) -> list[str]:
        visible = set[str]()
        for start in range(0, len(ids), _PAGE):
            visible |= queries.read_seen(connection, ids[start : start + _PAGE], scope)
        return [key for key in dict.fromkeys(ids) if key in visible]

    def _sound(
        self, key: str, found: tuple[Article | None, Analysis | None]
    ) -> tuple[Article, Analysis] | None:
        article, analysis = found
        if article is None or analysis is None:
            self.damaged.add(key)
            return None
        return article, analysis

    def namings(self, scope: Collection[str]) -> Sequence[Naming]:
        """Returns the speakers of every article, each as that article names them."""
        self._read_first(scope, None)
        with self.reading() as connection:
            return queries.read_namings(connection, queries.seen_by(schema.articles.c.id, scope))

    def article_of(self, saying: str) -> str | None:
        """Returns the id of the article that holds a saying, None for an unknown one."""
        self._read_first(None, None)
        with self.reading() as connection:
            return queries.read_article_of(connection, saying)

    def holdings(self) -> Iterator[tuple[str, Article, Analysis]]:
        """Yields every (collection, article, analysis), in a fixed order: what a build reads.

        What is damaged is left out.
        """
        for _, article, analysis, held in self.everything():
            if article is not None and analysis is not None:
                for collection in held:
                    yield collection, article, analysis

    def everything(
        self,
    ) -> Iterator[tuple[str, Article | None, Analysis | None, list[str]]]:
        """Yields every id with its article, analysis and collections, None for what is damaged."""
        column = schema.articles.c.id
        last = ""
        # Page by page, each in its own short transaction: a build takes hours
        # and must not hold back the write-ahead log all that time.
        while True:
            query = sa.select(column).where(column > last).order_by(column).limit(_PAGE)
            with self.reading() as connection:
                ids = list(connection.scalars(query))
                found = queries.read_articles(connection, ids)
                held = queries.holders(connection, ids)
            if not ids:
                return
            for key in ids:
                self._sound(key, found[key])
                yield key, *found[key], held[key]
            last = ids[-1]

    def holding_keys(self) -> Iterator[tuple[str, str]]:
        """Yields every (article id, collection), ordered by article: what a check compares."""
        table = schema.holdings
        query = sa.select(table.c.article_id, table.c.collection).order_by(
            table.c.article_id, table.c.collection
        )
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=10_000).execute(query):
                yield row.article_id, row.collection

    def findable_keys(self) -> Iterator[tuple[str, str]]:
        """Yields those of ``holding_keys`` whose article has passages."""
        held, passages = schema.holdings, schema.passages
        query = sa.select(held.c.article_id, held.c.collection).where(
            sa.exists().where(passages.c.article_id == held.c.article_id)
        )
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=10_000).execute(query):
                yield row.article_id, row.collection

    @property
    def has_log(self) -> bool:
        """Whether there is a write-ahead log with anything in it."""
        if self.database.dialect.name != "sqlite":
            return False
        log = Path(f"{self.database.url.database}-wal")
        with telling_disk():
            return log.exists() and log.stat().st_size > 0

    def pending(self) -> Sequence[Pending]:
        """Returns the changes that no ``settle`` has confirmed, oldest first."""
        query = sa.select(schema.pending).order_by(schema.pending.c.number)
        with self.reading() as connection:
            return [
                Pending(row.number, row.article_id, row.collection)
                for row in connection.execute(query)
            ]

    def read_meta(self, key: str) -> str | None:
        """Returns a small fact about the store itself, None where it was never written."""
        with self.reading() as connection:
            value: str | None = connection.scalar(
                sa.select(schema.meta.c.value).where(schema.meta.c.key == key)
            )
            return value


def _needs_reading(article: Article, analysis: Analysis, within: Span | None) -> bool:
    """Says whether a reader may change what the rules say of a stretch, or of all.

    It reads what stands between marks; on reported words the rules have the last word.
    """
    if within is None:
        return True
    said = (saying.quote.outer for saying in analysis.sayings)
    marked = (one.outer for one in find_marked(article.text))
    return any(span.overlaps(within) for spans in (said, marked) for span in spans)
