"""What was asked last by each person in each topic; where alerts go; who is said to have spoken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    # What was asked last is kept for six hours only: nothing is carried over.
    op.drop_table("bot_contexts")
    _contexts(sa.Column("talk", sa.String(64), primary_key=True, autoincrement=False))
    op.add_column("bot_alerts", sa.Column("thread", sa.BigInteger))
    op.add_column("bot_alerts", sa.Column("language", sa.String(8)))
    op.create_table(
        "bot_doubts",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("saying", sa.String(16), primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.String(16), nullable=False),
        sa.Column("given_at", sa.Float(53), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bot_doubts")
    op.drop_column("bot_alerts", "language")
    op.drop_column("bot_alerts", "thread")
    op.drop_table("bot_contexts")
    _contexts()


def _contexts(*more: sa.Column[str]) -> None:
    op.create_table(
        "bot_contexts",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        *more,
        sa.Column("body", sa.Text, nullable=False, comment="what the last question was about"),
        sa.Column("asked_at", sa.Float(53), nullable=False),
    )
