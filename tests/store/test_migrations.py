"""The steps lead to the tables that the code speaks of, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from index.errors import StoreError
from index.store import schema
from index.store.database import bring_up_to_date
from index.store.migrations import STORE, Steps
from index.store.sql import SqlStore


def test_the_newest_step_is_the_one_that_is_named() -> None:
    assert ScriptDirectory.from_config(STORE.config()).get_heads() == [STORE.head]


def test_the_steps_make_the_tables_of_the_schema(store: SqlStore) -> None:
    own = {table.name for table in schema.metadata.sorted_tables}

    def is_own(item: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in own

    with store.writing() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": is_own, "compare_type": True}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_the_steps_can_be_taken_back(store: SqlStore) -> None:
    with store.writing() as connection:
        command.downgrade(STORE.config(connection), "base")
    with store.writing() as connection:
        left = set(sa.inspect(connection).get_table_names())
        assert not left & {table.name for table in schema.metadata.sorted_tables}
        STORE.upgrade(connection)
        assert STORE.current(connection) == STORE.head


def test_a_store_of_a_newer_qawl_is_refused(store: SqlStore, url: str) -> None:
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="Update Qawl"):
        SqlStore(url)


def test_other_packages_bring_steps_of_their_own(store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "v1_guests.py").write_text(
        "import sqlalchemy as sa\n"
        "from alembic import op\n"
        "revision, down_revision = '1', None\n"
        "def upgrade():\n"
        "    op.create_table('guests', sa.Column('id', sa.Integer, primary_key=True))\n"
    )
    guests = sa.MetaData(naming_convention=schema.NAMES)
    steps = Steps(tmp_path, "1", "guest_version", guests)
    for _ in range(2):
        bring_up_to_date(store.database, steps)
    with store.reading() as connection:
        assert sa.inspect(connection).has_table("guests")
        assert steps.current(connection) == "1"
        assert STORE.current(connection) == STORE.head


@pytest.mark.parametrize(
    ("url_", "words"),
    [
        ("nonsense", "not a database URL"),
        ("postgresql//qawl:secret@db/x", "not a database URL"),
        ("oops://qawl:secret@db/x", "driver|cannot be opened|not a database URL"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////proc/nowhere/x.db", "cannot be opened"),
        ("oracle://x/y", "driver"),
        ("postgresql+psycopg://qawl:secret@127.0.0.1:1/x", "cannot be opened"),
    ],
)
def test_what_cannot_be_opened_is_told(url_: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        SqlStore(url_)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("this is not a database, but a text that somebody put here" * 50)
    with pytest.raises(StoreError, match="cannot be opened"):
        SqlStore(f"sqlite:///{path}")
