"""What is read inside a transaction: who may find an article, and who speaks in which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa

from index.errors import DamagedError
from index.identity.values import Naming
from index.store import schema
from index.store.database import guard
from index.store.rows import article_of, read_analyses
from index.types import Analysis, Article, SpeakerKind


def seen_by(column: sa.ColumnElement[str], scope: Collection[str]) -> sa.ColumnElement[bool]:
    held = sa.select(schema.holdings.c.article_id).where(
        schema.holdings.c.collection.in_(list(scope))
    )
    return column.in_(held)


def read_seen(connection: sa.Connection, ids: Sequence[str], scope: Collection[str]) -> set[str]:
    """Returns those of some articles that a scope sees."""
    held = schema.holdings.c
    query = sa.select(held.article_id).where(
        held.article_id.in_(list(ids)), held.collection.in_(list(scope))
    )
    return set(connection.scalars(query))


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


_PAGE: Final = 500
"""Ids a statement; SQLite takes 32,766 values, older builds 999."""


def read_ids(
    connection: sa.Connection,
    visible: sa.ColumnElement[bool],
    *,
    offset: int = 0,
    limit: int | None = None,
) -> list[str]:
    table = schema.articles
    query = (
        sa.select(table.c.id).where(visible).order_by(table.c.date.desc().nulls_last(), table.c.id)
    )
    return list(connection.scalars(query.offset(offset).limit(limit)))


def read_namings(connection: sa.Connection, visible: sa.ColumnElement[bool]) -> list[Naming]:
    said, told = schema.sayings, schema.articles
    columns = (
        said.c.article_id,
        said.c.speaker_name,
        said.c.speaker_kind,
        said.c.speaker_role,
        said.c.speaker_organisation,
        told.c.date,
    )
    query = (
        sa.select(*columns, sa.func.count())
        .join(told, told.c.id == said.c.article_id)
        .where(visible, said.c.speaker_name.is_not(None))
        .group_by(*columns)
        .order_by(said.c.article_id, said.c.speaker_name, said.c.speaker_role)
    )
    return [
        Naming(article, name, SpeakerKind(kind), role, organisation, date, count)
        for article, name, kind, role, organisation, date, count in connection.execute(query)
    ]


def read_article_of(connection: sa.Connection, saying: str) -> str | None:
    table = schema.sayings
    return connection.scalar(sa.select(table.c.article_id).where(table.c.id == saying))


def read_texts(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[Article, int | None] | None]:
    """Returns articles by id with the checksum of what was found in them, None for damaged ones."""
    table = schema.articles
    found: dict[str, tuple[Article, int | None] | None] = {}
    for start in range(0, len(ids), _PAGE):
        page = list(ids[start : start + _PAGE])
        try:
            rows = connection.execute(sa.select(table).where(table.c.id.in_(page))).mappings().all()
            found |= {row["id"]: (article_of(row), row["analysis_checksum"]) for row in rows}
        except (ValueError, TypeError, DamagedError):
            # One row that cannot be read must not hide the others.
            for one in page if len(page) > 1 else ():
                found |= read_texts(connection, [one])
        for one in page:
            found.setdefault(one, None)
    return found


def read_articles(
    connection: sa.Connection, ids: Sequence[str]
) -> dict[str, tuple[Article | None, Analysis | None]]:
    """Returns articles by id with what was found in them, None for what is damaged."""
    texts = read_texts(connection, ids)
    analyses: dict[str, Analysis] = {}
    sums = {key: held[1] for key, held in texts.items() if held}
    for start in range(0, len(sums), _PAGE):
        page = list(sums)[start : start + _PAGE]
        analyses |= read_analyses(connection, {key: sums[key] for key in page})
    return {key: (held[0] if held else None, analyses.get(key)) for key, held in texts.items()}


def read_unread(connection: sa.Connection, scope: Collection[str] | None) -> list[tuple[str, str]]:
    """Returns (article id, collection) of each, of a scope or of all."""
    table = schema.unread.c
    query = sa.select(table.article_id, table.collection).order_by(*schema.unread.primary_key)
    if scope is not None:
        query = query.where(table.collection.in_(list(scope)))
    return [(row.article_id, row.collection) for row in connection.execute(query)]
