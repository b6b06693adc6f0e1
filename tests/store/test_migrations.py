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


def anew(store: SqlStore, steps: Steps) -> None:
    """Takes all tables away, and makes them step by step."""
    with store.writing() as connection:
        steps.metadata.drop_all(connection)
        connection.exec_driver_sql(f"DROP TABLE {steps.table}")
        steps.upgrade(connection)
        assert steps.current(connection) == steps.head


def described(store: SqlStore, steps: Steps) -> dict[str, object]:
    """Returns all that a database tells of some tables, in whatever order columns stand."""
    with store.reading() as connection:
        seen = sa.inspect(connection)
        found: dict[str, object] = {}
        for table in (*steps.metadata.tables, steps.table):
            for column in seen.get_columns(table):
                found[f"{table}.{column['name']}"] = str(column)
            unique = [seen.get_unique_constraints, seen.get_indexes, seen.get_check_constraints]
            parts = [part for get in (seen.get_foreign_keys, *unique) for part in get(table)]
            found[table] = seen.get_pk_constraint(table), sorted(map(str, parts))
            if connection.dialect.name == "sqlite":
                made = sa.text("SELECT sql FROM sqlite_master WHERE name = :name")
                found[f"{table}, counted"] = "AUTOINCREMENT" in connection.scalar(
                    made, {"name": table}
                )
        return found


def same_by_steps(store: SqlStore, steps: Steps) -> None:
    """Holds the steps to what a new database gets at once, and to what the code speaks of."""
    at_once = described(store, steps)
    anew(store, steps)
    assert described(store, steps) == at_once
    with store.writing() as connection:
        assert differences(connection, steps) == []


def differences(connection: sa.Connection, steps: Steps) -> list[object]:
    """Returns in what a database is another one than the code speaks of."""
    own = set(steps.metadata.tables)

    def is_own(item: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in own

    options = {"include_object": is_own, "compare_type": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, steps.metadata))


def test_the_steps_make_the_tables_that_a_new_database_gets(store: SqlStore) -> None:
    same_by_steps(store, STORE)


LATER = {
    "0002": ["ALTER TABLE sayings DROP COLUMN polarity"],
    "0003": ["ALTER TABLE articles DROP COLUMN analysis_checksum"],
    "0004": [
        "ALTER TABLE holdings DROP COLUMN since",
        "DROP INDEX ix_articles_url",
        "DROP INDEX ix_articles_headline",
    ],
    "0005": ["DROP TABLE unread"],
}
"""The steps by which the tables came to be -> what each of them brought, taken away again."""


@pytest.mark.parametrize("step", ["0001", "0002", "0003", "0004"])
def test_a_store_of_any_earlier_qawl_gets_what_it_lacks(store: SqlStore, step: str) -> None:
    with store.writing() as connection:
        for later in sorted(LATER, reverse=True):
            for statement in LATER[later] if later > step else ():
                connection.execute(sa.text(statement))
        connection.execute(sa.text(f"UPDATE {STORE.table} SET version_num = '{step}'"))
    bring_up_to_date(store.database, STORE)
    with store.writing() as connection:
        assert STORE.current(connection) == STORE.head
        assert differences(connection, STORE) == []


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
    sa.Table("guests", guests, sa.Column("id", sa.Integer, primary_key=True))
    steps = Steps(tmp_path, "1", "guest_version", guests)
    for _ in range(2):
        bring_up_to_date(store.database, steps)
    with store.reading() as connection:
        assert sa.inspect(connection).has_table("guests")
        assert steps.current(connection) == "1"
        assert STORE.current(connection) == STORE.head
    same_by_steps(store, steps)


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
