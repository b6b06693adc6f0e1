"""The bot's tables, in one step: the six that they came by are replaced by it.

A database that took some of those, or a bot's that counted no steps yet, keeps what it has and
gets the tables and columns that it lacks.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from index.store.migrations import columns_of, create

revision = "0006"
down_revision = None


def _key(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.BigInteger(), primary_key=True, autoincrement=False)


def _chat() -> sa.Column[int]:
    return sa.Column("chat_id", sa.BigInteger, nullable=False)


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("number", kind, primary_key=True, autoincrement=True)


def _person(name: str = "person") -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger)


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(16), nullable=False)


def _moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Float(53), nullable=False)


def _text(name: str, comment: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def _count(name: str, *, nullable: bool = False, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable, comment=comment)


def _create(name: str, *parts: sa.schema.SchemaItem, counted: bool = False) -> None:
    create(f"bot_{name}", *parts, counted=counted)


def upgrade() -> None:
    _create(
        "chats",
        _key("chat_id"),
        sa.Column("language", sa.String(8)),
        sa.Column("citation_style", sa.String(16), nullable=False),
        _count("quiet_from", nullable=True, comment="hour of the day, none where never quiet"),
        _count("quiet_to", nullable=True),
        _moment("seen_at"),
        sa.Column("changes", sa.Boolean, nullable=False, server_default=sa.true()),
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
        _id("article_id"),
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
        _id("article_id"),
        _count("bytes"),
        _moment("added_at"),
        # Who added what is there already is unknown: administrators decide about it.
        _person(),
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
        _person(),
        sa.UniqueConstraint("chat_id", "url", name="uq_bot_follows_chat_id_url"),
        counted=True,
    )
    _create(
        "alerts",
        _number(),
        _chat(),
        _text("words"),
        _moment("since"),
        _person(),
        _person("thread"),
        sa.Column("language", sa.String(8)),
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

    if "talk" not in columns_of("bot_contexts"):
        # Its key was another, and nothing in it is kept for more than six hours.
        op.execute("DROP TABLE IF EXISTS bot_contexts")
    _create(
        "contexts",
        _key("chat_id"),
        _key("talk", sa.String(64)),
        _text("body", "what the last question was about"),
        _moment("asked_at"),
    )
    _create(
        "guests",
        _key("chat_id"),
        _id("article_id"),
        _id("draft"),
        sa.Column("open", sa.Boolean, nullable=False, comment="questions are about it alone"),
        _moment("used_at"),
    )
    _create(
        "inbox",
        _key("update_id"),
        _chat(),
        _text("body", "an update that is not done yet"),
        _count("tries"),
        sa.Column("holder", sa.String(128), nullable=False, comment="the process that does it"),
        _moment("held_until"),
    )
    _create(
        "doubts",
        _key("chat_id"),
        _key("saying", sa.String(16)),
        _id("article_id"),
        _moment("given_at"),
    )
    _create(
        "digests",
        _key("chat_id"),
        _count("minute", comment="of the day, in the zone"),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        _person("thread"),
        _person(),
        _moment("sent_at"),
    )


def downgrade() -> None:
    there = sa.inspect(op.get_bind()).get_table_names()
    for name in there:
        if name.startswith("bot_") and name != "bot_alembic_version":
            op.drop_table(name)
