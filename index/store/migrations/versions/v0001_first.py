"""The first tables: articles, holdings, what is found in an article, what is pending."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
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


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(35), nullable=False),
        *_span("headline", nullable=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_articles_date_id", "articles", ["date", "id"])
    op.create_table(
        "holdings",
        _key()[0],
        sa.Column("collection", sa.String(128), primary_key=True),
    )
    op.create_index("ix_holdings_collection_article_id", "holdings", ["collection", "article_id"])
    op.create_table(
        "sentences", *_key(), sa.Column("number", sa.Integer, nullable=False), *_span("text")
    )
    op.create_table(
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
    )
    op.create_index("ix_sayings_id", "sayings", ["id"])
    op.create_index("ix_sayings_status", "sayings", ["status"])
    op.create_table(
        "passages",
        *_key(),
        *_span("text"),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.create_table(
        "pending",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("article_id", sa.String(16), nullable=False),
        sa.Column("collection", sa.String(128), nullable=False),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("pending", "passages", "sayings", "sentences", "holdings", "articles", "meta"):
        op.drop_table(table)
