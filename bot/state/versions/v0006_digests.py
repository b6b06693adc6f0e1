"""When chats want their digest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "bot_digests",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("minute", sa.Integer, nullable=False, comment="of the day, in the zone"),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("thread", sa.BigInteger),
        sa.Column("person", sa.BigInteger),
        sa.Column("sent_at", sa.Float(53), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bot_digests")
