"""The store in an SQL database: SQLite in a file, or PostgreSQL by its URL."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from index.errors import DamagedError, NotFoundError
from index.identity.values import Naming
from index.store import queries, schema
from index.store.database import (
    WRITES,
    guard,
    named_lock,
    open_database,
    telling_disk,
    truncate_log,
)
from index.store.rows import analysis_rows, article_row, checksum, refuse_unstorable
from index.types import Analysis, Article


@dataclass(frozen=True, slots=True)
class Pending:
    """A holding that changed and that the search engine has not confirmed yet.

    Attributes:
        number: Grows with every change; what ``SqlStore.settle`` takes.
    """

    number: int
    article_id: str
    collection: str


_PAGE: Final = 256
"""Articles that are read at a time."""


class SqlStore:
    """Keeps articles as published, and in which collections they are: the truth of all else.

    An article is kept once, however many collections hold it. Reading methods
    take ``scope``, the collections that the asker may see, and behave as if
    nothing else existed.

    Several processes may open the same one, and any thread may use it.

    Attributes:
        database: The engine beneath, for packages with tables and ``Steps`` of their own.
        damaged: Ids of articles that were asked for and are not what was stored.
    """

    def __init__(self, url: str) -> None:
        """Opens the store, creating what is missing.

        Args:
            url: ``sqlite:///path/to/file.db`` or ``postgresql+psycopg://...``.

        Raises:
            StoreError: It cannot be opened.
        """
        self.database: Final = open_database(url)
        self.damaged: Final[set[str]] = set()
        self._writer: Final = self.database.execution_options(**{WRITES: True})

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """Returns a transaction that reads one unchanging state."""
        return self.database.begin()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Opens a transaction that writes, committed at the end of its block.

        Raises:
            DiskFullError: There is no room; nothing of it was written.
        """
        with telling_disk(), self._writer.begin() as connection:
            yield connection

    def add(self, article: Article, analysis: Analysis, collection: str) -> bool:
        """Keeps an article in a collection; durable when it returns.

        Returns:
            False where the collection held it already; nothing changes then.
        """
        if analysis.article_id != article.id:
            raise ValueError(f"analysis of {analysis.article_id} given for article {article.id}")
        refuse_unstorable(article)
        with self.writing() as connection:
            guard(connection, article.id)
            if collection in queries.collections(connection, article.id):
                return False
            if not queries.exists(connection, article.id):
                connection.execute(schema.articles.insert(), article_row(article))
                _insert_analysis(connection, analysis)
            key = {"article_id": article.id, "collection": collection}
            connection.execute(schema.holdings.insert(), {**key, "since": time.time()})
            connection.execute(schema.pending.insert(), key)
        return True

    def remove(self, article_id: str, collection: str) -> None:
        """Takes an article out of a collection; out of the store with its last one.

        Raises:
            NotFoundError: The collection does not hold it.
        """
        key = {"article_id": article_id, "collection": collection}
        with self.writing() as connection:
            guard(connection, article_id)
            gone = connection.execute(schema.holdings.delete().filter_by(**key))
            if not gone.rowcount:
                raise NotFoundError(
                    f"no article {article_id} in {collection}; `qawl articles` lists what is there."
                )
            connection.execute(schema.pending.insert(), key)
            if not queries.collections(connection, article_id):
                connection.execute(schema.articles.delete().filter_by(id=article_id))
                self.damaged.discard(article_id)

    def move(self, source: str, target: str) -> None:
        """Gives all that a collection holds to another one: all of it, or nothing."""
        with self.writing() as connection:
            ids = queries.move_holdings(connection, source, target)
            rows = [{"article_id": key, "collection": c} for key in ids for c in (source, target)]
            if rows:
                connection.execute(schema.pending.insert(), rows)

    def replace(self, article: Article, analysis: Analysis) -> None:
        """Puts an article's own words in the place of damaged ones."""
        with self.writing() as connection:
            guard(connection, article.id)
            row = schema.articles.update().filter_by(id=article.id)
            connection.execute(row.values(article_row(article)))
            held = queries.collections(connection, article.id)
        self.replace_analysis(analysis)
        self.requeue((article.id, collection) for collection in held)

    def replace_analysis(self, analysis: Analysis) -> None:
        """Puts a newer analysis in the place of an article's old one.

        Raises:
            NotFoundError: The store does not hold the article.
        """
        with self.writing() as connection:
            guard(connection, analysis.article_id)
            if not queries.exists(connection, analysis.article_id):
                raise NotFoundError(f"no article {analysis.article_id} in the store.")
            for table in (schema.sentences, schema.sayings, schema.passages):
                connection.execute(table.delete().filter_by(article_id=analysis.article_id))
            self.damaged.discard(analysis.article_id)
            _insert_analysis(connection, analysis)

    def article(self, article_id: str, scope: Collection[str]) -> Article:
        """Returns an article.

        Raises:
            NotFoundError: No collection of the scope holds it.
        """
        return self._read_one(article_id, scope, analysed=False)[0]

    def analysis(self, article_id: str, scope: Collection[str]) -> Analysis:
        """Returns what was found in an article.

        Raises:
            NotFoundError: No collection of the scope holds it.
            DamagedError: It is not what was stored.
        """
        _, analysis = self._read_one(article_id, scope, analysed=True)
        if analysis is None:
            raise DamagedError(article_id)
        return analysis

    def _read_one(
        self, article_id: str, scope: Collection[str], *, analysed: bool
    ) -> tuple[Article, Analysis | None]:
        visible = queries.seen_by(schema.articles.c.id, scope)
        with self.reading() as connection:
            if not queries.read_ids(connection, visible & (schema.articles.c.id == article_id)):
                raise NotFoundError(
                    f"no article {article_id} here; `qawl articles` lists what is there."
                )
            if analysed:
                article, analysis = queries.read_articles(connection, [article_id])[article_id]
            else:
                held, analysis = queries.read_texts(connection, [article_id])[article_id], None
                article = held[0] if held else None
        if article is None or (analysed and analysis is None):
            self.damaged.add(article_id)
            raise DamagedError(article_id)
        return article, analysis

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

    def count(self, scope: Collection[str]) -> int:
        """Returns how many articles the scope sees."""
        query = sa.select(sa.func.count(sa.distinct(schema.holdings.c.article_id))).where(
            schema.holdings.c.collection.in_(list(scope))
        )
        with self.reading() as connection:
            return connection.scalar(query) or 0

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
        with self.reading() as connection:
            seen = self._seen(connection, article_ids, scope)
            found = queries.read_articles(connection, seen)
        return [pair for key in seen if (pair := self._sound(key, found[key]))]

    def _seen(
        self, connection: sa.Connection, ids: Sequence[str], scope: Collection[str]
    ) -> list[str]:
        column, visible = schema.articles.c.id, set[str]()
        for start in range(0, len(ids), _PAGE):
            page = column.in_(list(ids[start : start + _PAGE]))
            visible.update(queries.read_ids(connection, page & queries.seen_by(column, scope)))
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
        with self.reading() as connection:
            return queries.read_namings(connection, queries.seen_by(schema.articles.c.id, scope))

    def article_of(self, saying: str) -> str | None:
        """Returns the id of the article that holds a saying, None for an unknown one."""
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

    def requeue(self, keys: Iterable[tuple[str, str]]) -> None:
        """Has the search engine look at holdings again, changed or not."""
        rows = [{"article_id": key, "collection": name} for key, name in sorted(keys)]
        if rows:
            with self.writing() as connection:
                connection.execute(schema.pending.insert(), rows)

    def truncate_log(self) -> bool:
        """Empties the write-ahead log, in which what was removed may still stand.

        Returns:
            Whether it is empty; somebody who reads meanwhile keeps it.
        """
        return self.database.dialect.name != "sqlite" or truncate_log(self.database)

    @property
    def has_log(self) -> bool:
        """Whether there is a write-ahead log with anything in it."""
        if self.database.dialect.name != "sqlite":
            return False
        log = Path(f"{self.database.url.database}-wal")
        return log.exists() and log.stat().st_size > 0

    def pending(self) -> Sequence[Pending]:
        """Returns the changes that no ``settle`` has confirmed, oldest first."""
        query = sa.select(schema.pending).order_by(schema.pending.c.number)
        with self.reading() as connection:
            return [
                Pending(row.number, row.article_id, row.collection)
                for row in connection.execute(query)
            ]

    def settle(self, numbers: Collection[int]) -> None:
        """Forgets changes that the search engine holds now."""
        if numbers:
            with self.writing() as connection:
                connection.execute(
                    schema.pending.delete().where(schema.pending.c.number.in_(list(numbers)))
                )

    def read_meta(self, key: str) -> str | None:
        """Returns a small fact about the store itself, None where it was never written."""
        with self.reading() as connection:
            value: str | None = connection.scalar(
                sa.select(schema.meta.c.value).where(schema.meta.c.key == key)
            )
            return value

    def write_meta(self, key: str, value: str) -> None:
        """Keeps a small fact about the store itself."""
        with self.writing() as connection:
            connection.execute(schema.meta.delete().where(schema.meta.c.key == key))
            connection.execute(schema.meta.insert().values(key=key, value=value))

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Returns a lock that one process (and one thread of it) holds at a time.

        It is let go when its holder dies. It is not reentrant.
        """
        return named_lock(self.database, name)

    def close(self) -> None:
        self.database.dispose()


def _insert_analysis(connection: sa.Connection, analysis: Analysis) -> None:
    tables = analysis_rows(analysis)
    for table, rows in tables.items():
        if rows:
            connection.execute(table.insert(), rows)
    row = schema.articles.update().filter_by(id=analysis.article_id)
    connection.execute(row.values(analysis_checksum=checksum(tables)))
