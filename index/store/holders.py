"""Which collections hold which articles, asked inside a transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from index.store import schema
from index.store.locks import guard


def seen_by(column: sa.ColumnElement[str], scope: Collection[str]) -> sa.ColumnElement[bool]:
    held = sa.select(schema.holdings.c.article_id).where(
        schema.holdings.c.collection.in_(list(scope))
    )
    return column.in_(held)


def exists(connection: sa.Connection, article_id: str) -> bool:
    query = sa.select(schema.articles.c.id).where(schema.articles.c.id == article_id)
    return connection.scalar(query) is not None


def collections(connection: sa.Connection, article_id: str) -> frozenset[str]:
    query = sa.select(schema.holdings.c.collection).filter_by(article_id=article_id)
    return frozenset(connection.scalars(query))


def holders(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Returns the collections that hold each article, in a fixed order."""
    table = schema.holdings
    query = sa.select(table).where(table.c.article_id.in_(ids)).order_by(table.c.collection)
    held: dict[str, list[str]] = {key: [] for key in ids}
    for row in connection.execute(query):
        held[row.article_id].append(row.collection)
    return held


def move_holdings(connection: sa.Connection, source: str, target: str) -> list[str]:
    """Gives all that a collection holds to another one; returns the ids of the articles."""
    table = schema.holdings
    there = sa.select(table.c.article_id).where(table.c.collection == target)
    query = sa.select(table.c.article_id).where(table.c.collection == source)
    ids = sorted(connection.scalars(query))
    for article_id in ids:
        guard(connection, article_id)
    here = table.c.collection == source
    fresh = table.update().where(here, table.c.article_id.not_in(there.scalar_subquery()))
    connection.execute(fresh.values(collection=target))
    connection.execute(table.delete().where(here))
    return ids
