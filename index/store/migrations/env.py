"""Alembic's entry: runs on the connection and for the tables that ``Steps`` hands over."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    version_table=context.config.attributes["table"],
    # SQLite can change a column only by writing the table anew.
    render_as_batch=True,
)
context.run_migrations()
