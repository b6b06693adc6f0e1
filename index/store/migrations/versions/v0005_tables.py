"""The store's tables, in one step: the five that they came by are replaced by it.

A database that took some of those keeps what it has and gets the tables and columns that it lacks.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from index.store.migrations import create

revision = "0005"
down_revision = None


def _key() -> tuple[sa.Column[str], sa.Column[int]]:
    return (
        sa.Column(
            "article_id",
            sa.String(16),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    )


def _span(name: str, *, nullable: bool = False) -> tuple[sa.Column[int], sa.Column[int]]:
    return (
        sa.Column(f"{name}_start", sa.Integer, nullable=nullable),
        sa.Column(f"{name}_end", sa.Integer, nullable=nullable),
    )


def _index(table: str, *columns: str, **settings: Any) -> None:
    name = f"ix_{table}_{'_'.join(columns)}"
    op.create_index(name, table, columns, if_not_exists=True, **settings)


def upgrade() -> None:
    create(
        "meta",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    create(
        "articles",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(35), nullable=False),
        *_span("headline", nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("analysis_checksum", sa.BigInteger()),
    )
    _index("articles", "date", "id")
    # By its hash: a link may be longer than a page of an ordered index takes.
    _index("articles", "url", postgresql_using="hash")
    _index("articles", "headline", postgresql_using="hash")
    create(
        "holdings",
        _key()[0],
        sa.Column("collection", sa.String(128), primary_key=True),
        sa.Column("since", sa.Float(53), comment="seconds since 1970; an older Qawl wrote none"),
    )
    _index("holdings", "collection", "article_id")
    create("sentences", *_key(), sa.Column("number", sa.Integer, nullable=False), *_span("text"))
    create(
        "sayings",
        *_key(),
        sa.Column("id", sa.String(16), nullable=False),
        *_span("quote"),
        *_span("outer"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("speaker_name", sa.Text),
        sa.Column("speaker_kind", sa.String(16)),
        sa.Column("speaker_role", sa.Text),
        sa.Column("speaker_organisation", sa.Text),
        *_span("mention", nullable=True),
        *_span("cue", nullable=True),
        sa.Column("chain", sa.Text, nullable=False, comment="sentence numbers, space between"),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("confidence", sa.Float(53), nullable=False),
        sa.Column("polarity", sa.String(16), nullable=False, server_default="said"),
    )
    _index("sayings", "id")
    _index("sayings", "status")
    create(
        "passages",
        *_key(),
        *_span("text"),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    create(
        "pending",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("article_id", sa.String(16), nullable=False),
        sa.Column("collection", sa.String(128), nullable=False),
        counted=True,
    )
    key = ("article_id", "collection")
    create(
        "unread",
        sa.Column("article_id", sa.String(16), primary_key=True),
        sa.Column("collection", sa.String(128), primary_key=True),
        sa.ForeignKeyConstraint(
            key, [f"holdings.{name}" for name in key], ondelete="CASCADE", onupdate="CASCADE"
        ),
        comment="findable before its quotations are read: its sayings are the rules' yet",
    )


def downgrade() -> None:
    found = ("unread", "sentences", "sayings", "passages")
    for table in (*found, "pending", "holdings", "articles", "meta"):
        op.drop_table(table)
