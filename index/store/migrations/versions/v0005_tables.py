"""The store's tables, in one step: it replaces the five by which they came to be before a release.

A new database gets all tables at once, without a step. One that took some of the five keeps what
it has and gets the tables and columns that it lacks.
"""

from __future__ import annotations

from alembic import op

from index.store.migrations import complete
from index.store.schema import metadata

revision = "0005"
down_revision = None


def upgrade() -> None:
    complete(metadata)


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
