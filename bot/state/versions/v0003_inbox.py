"""Updates that were taken from Telegram and are not done yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "bot_inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False, comment="an update that is not done yet"),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(128), nullable=False, comment="the process that does it"),
        sa.Column("held_until", sa.Float(53), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("bot_inbox")
