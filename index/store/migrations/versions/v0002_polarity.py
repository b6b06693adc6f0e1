"""Whether a saying was said, denied or unreal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "sayings", sa.Column("polarity", sa.String(16), nullable=False, server_default="said")
    )


def downgrade() -> None:
    op.drop_column("sayings", "polarity")
