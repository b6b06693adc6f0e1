"""The first tables, as the bot created them itself before steps were counted.

A database that has them already keeps them; one of an earlier bot gets those that it lacks.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "chats",
    "payloads",
    "answers",
    "numbers",
    "replies",
    "updates",
    "additions",
    "usage",
    "feedback",
    "follows",
    "alerts",
    "told",
    "drafts",
    "prompts",
)


def _key(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.BigInteger(), primary_key=True, autoincrement=False)


def _chat() -> sa.Column[int]:
    return sa.Column("chat_id", sa.BigInteger, nullable=False)


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("number", kind, primary_key=True, autoincrement=True)


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float(53), nullable=False)


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def _count(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, comment=comment)


def _create(name: str, *parts: sa.schema.SchemaItem, counted: bool = False) -> None:
    more = {"sqlite_autoincrement": True} if counted else {}
    op.create_table(f"bot_{name}", *parts, if_not_exists=True, **more)


def upgrade() -> None:
    _create(
        "chats",
        _key("chat_id"),
        sa.Column("language", sa.String(8)),
        sa.Column("citation_style", sa.String(16), nullable=False),
        _count("quiet_from", nullable=True, comment="hour of the day, none where never quiet"),
        _count("quiet_to", nullable=True),
        _moment("seen_at"),
    )
    _create("payloads", _key("token", sa.String(32)), _chat(), _text("body"), _moment("used_at"))
    op.create_index("ix_bot_payloads_used_at", "bot_payloads", ["used_at"], if_not_exists=True)
    _create(
        "answers",
        _key("id", sa.String(16)),
        _key("chat_id"),
        _text("body", "spans, never words"),
        _moment("made_at"),
    )
    _create(
        "numbers",
        _key("chat_id"),
        _key("number", sa.Integer()),
        sa.Column("article_id", sa.String(16), nullable=False),
        _count("text_start"),
        _count("text_end"),
        _moment("cited_at"),
    )
    _create(
        "replies",
        _key("chat_id"),
        _key("question"),
        _text("messages", "message ids, space between"),
        _moment("made_at"),
    )
    _create("updates", _key("update_id"), _moment("seen_at"))
    _create(
        "additions",
        _number(),
        _chat(),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("article_id", sa.String(16), nullable=False),
        _count("bytes"),
        _moment("added_at"),
        counted=True,
    )
    op.create_index("ix_bot_additions_chat_id", "bot_additions", ["chat_id"], if_not_exists=True)
    _create(
        "usage",
        _key("chat_id"),
        _key("day", sa.String(10)),
        _count("questions"),
        _count("unanswered"),
    )
    _create(
        "feedback",
        _key("chat_id"),
        _key("answer", sa.String(16)),
        _count("vote"),
        _moment("given_at"),
    )
    _create(
        "follows",
        _number(),
        _chat(),
        _text("url"),
        _text("body", "the feed as it was found last"),
        _moment("due_at"),
        sa.UniqueConstraint("chat_id", "url", name="uq_bot_follows_chat_id_url"),
        counted=True,
    )
    _create(
        "alerts",
        _number(),
        _chat(),
        _text("words"),
        _moment("since"),
        sa.UniqueConstraint("chat_id", "words", name="uq_bot_alerts_chat_id_words"),
        counted=True,
    )
    _create("told", _key("chat_id"), _key("saying", sa.String(16)), _moment("told_at"))
    _create(
        "drafts",
        _key("id", sa.String(16)),
        _key("chat_id"),
        _text("body", "an article on its way in"),
        _moment("made_at"),
    )
    _create(
        "prompts",
        _key("chat_id"),
        _key("message"),
        _text("body", "what a reply to this message is about"),
        _moment("made_at"),
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(f"bot_{name}")
