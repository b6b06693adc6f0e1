"""When an article came into a collection; articles found by link and headline."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    since = sa.Column("since", sa.Float(53), comment="seconds since 1970; an older Qawl wrote none")
    op.add_column("holdings", since)
    for column in ("url", "headline"):
        op.create_index(f"ix_articles_{column}", "articles", [column], postgresql_using="hash")


def downgrade() -> None:
    for column in ("url", "headline"):
        op.drop_index(f"ix_articles_{column}", "articles")
    with op.batch_alter_table("holdings") as table:
        table.drop_column("since")
