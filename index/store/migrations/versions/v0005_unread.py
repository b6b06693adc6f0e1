"""Articles whose quotations are read after they are findable."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    key = ("article_id", "collection")
    op.create_table(
        "unread",
        sa.Column("article_id", sa.String(16), primary_key=True),
        sa.Column("collection", sa.String(128), primary_key=True),
        sa.ForeignKeyConstraint(
            key,
            [f"holdings.{name}" for name in key],
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        comment="findable before its quotations are read: its sayings are the rules' yet",
    )


def downgrade() -> None:
    op.drop_table("unread")
