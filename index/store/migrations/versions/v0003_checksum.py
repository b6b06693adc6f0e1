"""What was found in an article carries a checksum, so that a changed bit in it is noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("articles", sa.Column("analysis_checksum", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("articles") as table:
        table.drop_column("analysis_checksum")
