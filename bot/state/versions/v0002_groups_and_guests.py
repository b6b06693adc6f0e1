"""Who did what in a group; what a chat asked last; texts that are asked about and not added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_OF_SOMEBODY = ("bot_additions", "bot_follows", "bot_alerts")


def upgrade() -> None:
    for table in _OF_SOMEBODY:
        # Who added what is there already is unknown: administrators decide about it.
        op.add_column(table, sa.Column("person", sa.BigInteger))
    op.create_table(
        "bot_contexts",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.Text, nullable=False, comment="what the last question was about"),
        sa.Column("asked_at", sa.Float(53), nullable=False),
    )
    op.create_table(
        "bot_guests",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("article_id", sa.String(16), nullable=False),
        sa.Column("draft", sa.String(16), nullable=False),
        sa.Column("open", sa.Boolean, nullable=False, comment="questions are about it alone"),
        sa.Column("used_at", sa.Float(53), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bot_guests")
    op.drop_table("bot_contexts")
    for table in _OF_SOMEBODY:
        op.drop_column(table, "person")
