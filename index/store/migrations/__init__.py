"""How tables come to be, step by step; Alembic runs what a database lacks.

A package that keeps tables of its own beside the store's brings its own ``Steps``: the
steps lie in its folder and are counted in its own table, so neither has to know the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from index.store.schema import metadata

if TYPE_CHECKING:
    from alembic.config import Config


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that some tables are made by.

    Attributes:
        folder: Where they lie, one module each.
        head: The newest. A test holds it to what lies in the folder.
        table: Where a database says which one it stands at.
        metadata: The tables as the code speaks of them; a test holds all steps together to it.
        replaced: Steps that one of those in the folder stands for; it brings what they lacked.
    """

    folder: Path
    head: str
    table: str
    metadata: sa.MetaData
    replaced: frozenset[str] = frozenset()

    def current(self, connection: sa.Connection) -> str | None:
        """Returns the step that a database stands at, None for one that has taken none."""
        if not sa.inspect(connection).has_table(self.table):
            return None
        number = sa.column("version_num", sa.String)
        return connection.scalar(sa.select(number).select_from(sa.table(self.table, number)))

    def begun(self, connection: sa.Connection) -> bool:
        """Returns whether a database has any of the tables; before steps were counted it may."""
        return not self.metadata.tables.keys().isdisjoint(sa.inspect(connection).get_table_names())

    def create(self, connection: sa.Connection) -> None:
        """Makes all tables at once, in a database that has none of them: where the steps lead."""
        self.metadata.create_all(connection)
        number = sa.Column("version_num", sa.String(32), nullable=False)
        key = sa.PrimaryKeyConstraint(number, name=f"{self.table}_pkc")
        counted = sa.Table(self.table, sa.MetaData(), number, key)
        counted.create(connection)
        connection.execute(counted.insert().values(version_num=self.head))

    def upgrade(self, connection: sa.Connection) -> None:
        """Takes the steps that a database lacks, inside the transaction of the connection."""
        from alembic import command

        config = self.config(connection)
        if self.current(connection) in self.replaced:
            command.stamp(config, "base", purge=True)
        command.upgrade(config, "head")

    def config(self, connection: sa.Connection | None = None) -> Config:
        """Returns what Alembic's own commands need."""
        # Alembic takes a fifth of a second to import, which a start without
        # anything to do does not have to spend.
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent))
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", str(self.folder))
        config.attributes["connection"] = connection
        config.attributes["table"] = self.table
        config.attributes["metadata"] = self.metadata
        return config


_REPLACED: Final = frozenset({"0001", "0002", "0003", "0004"})
STORE: Final = Steps(
    Path(__file__).parent / "versions", "0005", "alembic_version", metadata, _REPLACED
)
"""The steps of the store's own tables."""


def columns_of(table: str) -> set[str]:
    """Returns the columns that a table has before a step, none where it is not there."""
    from alembic import op

    there = sa.inspect(op.get_bind())
    return {one["name"] for one in there.get_columns(table)} if there.has_table(table) else set()


def complete(metadata: sa.MetaData) -> None:
    """Makes the tables, columns and indexes that a database lacks, in a step."""
    from alembic import op

    connection = op.get_bind()
    for table in metadata.sorted_tables:
        if known := columns_of(table.name):
            for column in table.columns:
                if column.name not in known:
                    op.add_column(table.name, column)
            for index in table.indexes:
                index.create(connection, checkfirst=True)
    metadata.create_all(connection)
