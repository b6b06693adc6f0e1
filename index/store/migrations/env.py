"""Alembic's entry: runs on the connection that ``upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from index.store.migrations import VERSION_TABLE
from index.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite can change a column only by writing the table anew.
    render_as_batch=True,
)
context.run_migrations()
