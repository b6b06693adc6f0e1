"""The bot's tables, in one step: it replaces the six by which they came to be before a release.

A new database gets all tables at once, without a step. One that took some of the six, or a bot's
that counted no steps yet, keeps what it has and gets the tables and columns that it lacks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.state.tables import metadata

revision = "0006"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    there = sa.inspect(connection)
    held = {
        table: {column["name"] for column in there.get_columns(table.name)}
        for table in metadata.sorted_tables
        if there.has_table(table.name)
    }
    for table, known in held.items():
        if table.name == "bot_contexts" and "talk" not in known:
            # Its key was another, and nothing in it is kept for more than six hours.
            op.drop_table(table.name)
            continue
        for column in table.columns:
            if column.name not in known:
                kind, default = column.type, column.server_default
                lacking = sa.Column(
                    column.name, kind, nullable=column.nullable, server_default=default
                )
                op.add_column(table.name, lacking)
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    metadata.create_all(connection)


def downgrade() -> None:
    metadata.drop_all(op.get_bind())
