"""The store in an SQL database: SQLite in a file, or PostgreSQL by its URL."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import sqlalchemy as sa

from index.disk import telling_disk
from index.errors import NotFoundError
from index.store import queries, schema
from index.store.database import WRITES, guard, named_lock, truncate_log
from index.store.reading import Key, Pending, StoreReading
from index.store.rows import analysis_rows, article_row, checksum, refuse_unstorable
from index.types import Analysis, Article

__all__ = ["Key", "Pending", "SqlStore"]


class SqlStore(StoreReading):
    """Keeps articles as published, and in which collections they are: the truth of all else.

    An article is kept once, however many collections hold it. Reading methods
    take ``scope``, the collections that the asker may see, and behave as if
    nothing else existed.

    Several processes may open the same one, and any thread may use it.

    Attributes:
        database: The engine beneath, for packages with tables and ``Steps`` of their own.
        damaged: Ids of articles that were asked for and are not what was stored.
        read_now: Reads the quotations of articles that were added unread; called before any
            saying of theirs is returned.
    """

    def __init__(self, url: str) -> None:
        """Opens the store, creating what is missing.

        Args:
            url: ``sqlite:///path/to/file.db`` or ``postgresql+psycopg://...``.

        Raises:
            StoreError: It cannot be opened.
        """
        super().__init__(url)
        self._writer: Final = self.database.execution_options(**{WRITES: True})

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Opens a transaction that writes, committed at the end of its block.

        Raises:
            DiskFullError: There is no room; nothing of it was written.
            StoreError: As ``reading``.
        """
        with telling_disk(), self._writer.begin() as connection:
            yield connection

    def add(
        self, article: Article, analysis: Analysis, collection: str, *, unread: bool = False
    ) -> bool:
        """Keeps an article in a collection; durable when it returns.

        Args:
            unread: Its sayings are the rules' alone, until ``settle_sayings``.

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
            if unread:
                connection.execute(schema.unread.insert(), key)
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
            connection.execute(schema.unread.delete().filter_by(article_id=analysis.article_id))
            self._replace_analysis(connection, analysis)

    def settle_sayings(self, analysis: Analysis, collection: str) -> None:
        """Puts what was read in the place of what the rules alone said of an unread article.

        Nothing happens where the collection holds it no more, or somebody was faster.
        """
        key = {"article_id": analysis.article_id, "collection": collection}
        with self.writing() as connection:
            guard(connection, analysis.article_id)
            if connection.execute(schema.unread.delete().filter_by(**key)).rowcount:
                self._replace_analysis(connection, analysis)

    def _replace_analysis(self, connection: sa.Connection, analysis: Analysis) -> None:
        for table in (schema.sentences, schema.sayings, schema.passages):
            connection.execute(table.delete().filter_by(article_id=analysis.article_id))
        self.damaged.discard(analysis.article_id)
        _insert_analysis(connection, analysis)

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
        with telling_disk():
            return self.database.dialect.name != "sqlite" or truncate_log(self.database)

    def settle(self, numbers: Collection[int]) -> None:
        """Forgets changes that the search engine holds now."""
        if numbers:
            with self.writing() as connection:
                connection.execute(
                    schema.pending.delete().where(schema.pending.c.number.in_(list(numbers)))
                )

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
