"""What the bot keeps about chats, beside the articles and in the same database.

No table holds a question's words for longer than a conversation lasts (``contexts``), or
until it is answered (``inbox``).
Everything that belongs to a chat has a ``chat_id`` column, so that forgetting a chat is
one sweep over the tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa

from index.store.migrations import Steps
from index.store.schema import NAMES

metadata: Final = sa.MetaData(naming_convention=NAMES)

STEPS: Final = Steps(
    Path(__file__).parent / "versions",
    "0006",
    "bot_alembic_version",
    metadata,
    replaced=frozenset({"0001", "0002", "0003", "0004", "0005"}),
)
"""How the tables come to be and change: by a step in ``versions`` alone."""


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    # A number that was given once is not given again, even when its row is gone.
    counted = any(isinstance(part, sa.Column) and part.autoincrement is True for part in parts)
    return sa.Table(f"bot_{name}", metadata, *parts, sqlite_autoincrement=counted)


def _chat_id(*, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(
        "chat_id", sa.BigInteger, primary_key=primary_key, autoincrement=False, nullable=False
    )


def _number() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("number", kind, primary_key=True, autoincrement=True)


def _person() -> sa.Column[int]:
    # Who did it; empty if unknown.
    return sa.Column("person", sa.BigInteger)


def _moment(name: str) -> sa.Column[float]:
    # In seconds since 1970, UTC.
    return sa.Column(name, sa.Float(53), nullable=False)


chats: Final = _table(
    "chats",
    _chat_id(primary_key=True),
    sa.Column("language", sa.String(8)),
    sa.Column("citation_style", sa.String(16), nullable=False),
    sa.Column("quiet_from", sa.Integer, comment="hour of the day, none where never quiet"),
    sa.Column("quiet_to", sa.Integer),
    _moment("seen_at"),
    sa.Column("changes", sa.Boolean, nullable=False, server_default=sa.true()),
)

payloads: Final = _table(
    "payloads",
    sa.Column("token", sa.String(32), primary_key=True),
    _chat_id(),
    sa.Column("body", sa.Text, nullable=False),
    _moment("used_at"),
    sa.Index("ix_bot_payloads_used_at", "used_at"),
)

answers: Final = _table(
    "answers",
    sa.Column("id", sa.String(16), primary_key=True),
    _chat_id(primary_key=True),
    sa.Column("body", sa.Text, nullable=False, comment="spans, never words"),
    _moment("made_at"),
)

numbers: Final = _table(
    "numbers",
    _chat_id(primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("article_id", sa.String(16), nullable=False),
    sa.Column("text_start", sa.Integer, nullable=False),
    sa.Column("text_end", sa.Integer, nullable=False),
    _moment("cited_at"),
)

replies: Final = _table(
    "replies",
    _chat_id(primary_key=True),
    sa.Column("question", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("messages", sa.Text, nullable=False, comment="message ids, space between"),
    _moment("made_at"),
)

updates: Final = _table(
    "updates",
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _moment("seen_at"),
)

inbox: Final = _table(
    "inbox",
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _chat_id(),
    sa.Column("body", sa.Text, nullable=False, comment="an update that is not done yet"),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("holder", sa.String(128), nullable=False, comment="the process that does it"),
    _moment("held_until"),
)

additions: Final = _table(
    "additions",
    _number(),
    _chat_id(),
    sa.Column("batch", sa.String(32), nullable=False),
    sa.Column("article_id", sa.String(16), nullable=False),
    sa.Column("bytes", sa.Integer, nullable=False),
    _moment("added_at"),
    _person(),
    sa.Index("ix_bot_additions_chat_id", "chat_id"),
)

usage: Final = _table(
    "usage",
    _chat_id(primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("questions", sa.Integer, nullable=False),
    sa.Column("unanswered", sa.Integer, nullable=False),
)

feedback: Final = _table(
    "feedback",
    _chat_id(primary_key=True),
    sa.Column("answer", sa.String(16), primary_key=True),
    sa.Column("vote", sa.Integer, nullable=False),
    _moment("given_at"),
)

doubts: Final = _table(
    "doubts",
    _chat_id(primary_key=True),
    sa.Column("saying", sa.String(16), primary_key=True),
    sa.Column("article_id", sa.String(16), nullable=False),
    _moment("given_at"),
)

follows: Final = _table(
    "follows",
    _number(),
    _chat_id(),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False, comment="the feed as it was found last"),
    _moment("due_at"),
    _person(),
    sa.UniqueConstraint("chat_id", "url", name="uq_bot_follows_chat_id_url"),
)

alerts: Final = _table(
    "alerts",
    _number(),
    _chat_id(),
    sa.Column("words", sa.Text, nullable=False),
    _moment("since"),
    _person(),
    sa.Column("thread", sa.BigInteger),
    sa.Column("language", sa.String(8)),
    sa.UniqueConstraint("chat_id", "words", name="uq_bot_alerts_chat_id_words"),
)

digests: Final = _table(
    "digests",
    _chat_id(primary_key=True),
    sa.Column("minute", sa.Integer, nullable=False, comment="of the day, in the zone"),
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("thread", sa.BigInteger),
    _person(),
    _moment("sent_at"),
)

told: Final = _table(
    "told",
    _chat_id(primary_key=True),
    sa.Column("saying", sa.String(16), primary_key=True),
    _moment("told_at"),
)

drafts: Final = _table(
    "drafts",
    sa.Column("id", sa.String(16), primary_key=True),
    _chat_id(primary_key=True),
    sa.Column("body", sa.Text, nullable=False, comment="an article on its way in"),
    _moment("made_at"),
)

prompts: Final = _table(
    "prompts",
    _chat_id(primary_key=True),
    sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("body", sa.Text, nullable=False, comment="what a reply to this message is about"),
    _moment("made_at"),
)

contexts: Final = _table(
    "contexts",
    _chat_id(primary_key=True),
    sa.Column("talk", sa.String(64), primary_key=True),
    sa.Column("body", sa.Text, nullable=False, comment="what the last question was about"),
    _moment("asked_at"),
)

guests: Final = _table(
    "guests",
    _chat_id(primary_key=True),
    sa.Column("article_id", sa.String(16), nullable=False),
    sa.Column("draft", sa.String(16), nullable=False),
    sa.Column("open", sa.Boolean, nullable=False, comment="questions are about it alone"),
    _moment("used_at"),
)

OF_A_CHAT: Final = tuple(table for table in metadata.tables.values() if "chat_id" in table.c)
"""All that is kept about a chat."""
