"""The bot's tables, in one step: it replaces the six by which they came to be before a release.

A new database gets all tables at once, without a step. One that took some of the six, or a bot's
that counted no steps yet, keeps what it has and gets the tables and columns that it lacks.
"""

from __future__ import annotations

from alembic import op

from bot.state.tables import metadata
from index.store.migrations import columns_of, complete

revision = "0006"
down_revision = None


def upgrade() -> None:
    known = columns_of("bot_contexts")
    if known and "talk" not in known:
        # Its key was another, and nothing in it is kept for more than six hours.
        op.drop_table("bot_contexts")
    complete(metadata)


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
