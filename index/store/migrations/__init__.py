"""How the tables of a store come to be, step by step; Alembic runs what a store lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import sqlalchemy as sa

HEAD: Final = "0001"
"""The newest step. A test holds it to what lies in ``versions``."""

VERSION_TABLE: Final = "alembic_version"


def current(connection: sa.Connection) -> str | None:
    """Returns the step that a database stands at, None for an empty one."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return found


def upgrade(connection: sa.Connection) -> None:
    """Takes the steps that a database lacks, inside the transaction of the connection."""
    # Alembic takes a fifth of a second to import, which a start without
    # anything to do does not have to spend.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
