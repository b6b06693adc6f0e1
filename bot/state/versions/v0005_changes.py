"""Whether a chat is told of quotations that were changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    changes = sa.Column("changes", sa.Boolean, nullable=False, server_default=sa.true())
    op.add_column("bot_chats", changes)


def downgrade() -> None:
    with op.batch_alter_table("bot_chats") as table:
        table.drop_column("changes")
