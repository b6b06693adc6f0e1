"""The tables, as readable rows: another program can list every saying with plain SQL.

They change by a step in ``migrations`` alone. Another package may keep tables of its own
in the same database, with ``NAMES`` and steps of its own.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""How indexes and constraints are called, so that a step can name them."""

metadata: Final = sa.MetaData(naming_convention=NAMES)


def _article_key() -> sa.Column[str]:
    return sa.Column(
        "article_id",
        sa.String(16),
        sa.ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
    )


def _position() -> sa.Column[int]:
    return sa.Column("position", sa.Integer, primary_key=True, autoincrement=False)


def _span(name: str, *, nullable: bool = False) -> list[sa.Column[int]]:
    """Returns two columns: code points of ``articles.text``, half-open."""
    return [
        sa.Column(f"{name}_start", sa.Integer, nullable=nullable),
        sa.Column(f"{name}_end", sa.Integer, nullable=nullable),
    ]


meta: Final = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

articles: Final = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("headline", sa.Text, nullable=False),
    sa.Column("outlet", sa.Text, nullable=False),
    sa.Column("date", sa.Date),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.String(35), nullable=False),
    *_span("headline", nullable=True),
    sa.Column("text", sa.Text, nullable=False),
    # Of what was found in it; an older Qawl wrote none.
    sa.Column("analysis_checksum", sa.BigInteger),
    sa.Index("ix_articles_date_id", "date", "id"),
    # By its hash: a link may be longer than a page of an ordered index takes.
    sa.Index("ix_articles_url", "url", postgresql_using="hash"),
    sa.Index("ix_articles_headline", "headline", postgresql_using="hash"),
)

holdings: Final = sa.Table(
    "holdings",
    metadata,
    _article_key(),
    sa.Column("collection", sa.String(128), primary_key=True),
    sa.Column("since", sa.Float(53), comment="seconds since 1970; an older Qawl wrote none"),
    sa.Index("ix_holdings_collection_article_id", "collection", "article_id"),
)

sentences: Final = sa.Table(
    "sentences",
    metadata,
    _article_key(),
    _position(),
    sa.Column("number", sa.Integer, nullable=False),
    *_span("text"),
)

sayings: Final = sa.Table(
    "sayings",
    metadata,
    _article_key(),
    _position(),
    sa.Column("id", sa.String(16), nullable=False, index=True),
    *_span("quote"),
    *_span("outer"),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("status", sa.String(16), nullable=False, index=True),
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

passages: Final = sa.Table(
    "passages",
    metadata,
    _article_key(),
    _position(),
    *_span("text"),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
)

unread: Final = sa.Table(
    "unread",
    metadata,
    # Goes and moves with the holding.
    sa.Column("article_id", sa.String(16), primary_key=True),
    sa.Column("collection", sa.String(128), primary_key=True),
    sa.ForeignKeyConstraint(
        ["article_id", "collection"],
        ["holdings.article_id", "holdings.collection"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    ),
    comment="findable before its quotations are read: its sayings are the rules' yet",
)

pending: Final = sa.Table(
    "pending",
    metadata,
    # SQLite counts on only where the key is a plain INTEGER.
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
