"""What questions about sayings read from the tables: who speaks where, many articles at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa

from index.identity.values import Naming
from index.store import schema
from index.store.rows import article_of, read_analyses
from index.types import Analysis, Article, SpeakerKind

_PAGE: Final = 500
"""Ids a statement; SQLite takes 32,766 values, older builds 999."""


def read_ids(connection: sa.Connection, visible: sa.ColumnElement[bool]) -> list[str]:
    table = schema.articles
    query = (
        sa.select(table.c.id).where(visible).order_by(table.c.date.desc().nulls_last(), table.c.id)
    )
    return list(connection.scalars(query))


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


def read_articles(
    connection: sa.Connection, visible: sa.ColumnElement[bool], ids: Sequence[str]
) -> list[tuple[Article, Analysis]]:
    """Returns those of the articles that are visible, in the order of ``ids``."""
    table = schema.articles
    found: dict[str, tuple[Article, Analysis]] = {}
    for start in range(0, len(ids), _PAGE):
        page = list(ids[start : start + _PAGE])
        query = sa.select(table).where(table.c.id.in_(page), visible)
        articles = {row["id"]: article_of(row) for row in connection.execute(query).mappings()}
        analyses = read_analyses(connection, list(articles))
        found |= {key: (article, analyses[key]) for key, article in articles.items()}
    return [found[key] for key in dict.fromkeys(ids) if key in found]
