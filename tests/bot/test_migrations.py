"""The bot's tables are made by steps of their own, beside the store's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory

from bot.state import State, tables
from bot.state.additions import Additions
from index.errors import StoreError
from index.store.migrations import STORE
from index.store.sql import SqlStore
from tests.store.conftest import postgres_url, store, url
from tests.store.test_migrations import differences, same_by_steps

__all__ = ["postgres_url", "store", "url"]

STEPS = tables.STEPS


def bot_tables(connection: sa.Connection) -> set[str]:
    return {name for name in sa.inspect(connection).get_table_names() if name.startswith("bot_")}


LATER = {
    "0002": [
        *(f"ALTER TABLE bot_{name} DROP COLUMN person" for name in ("additions", "alerts")),
        *("ALTER TABLE bot_follows DROP COLUMN person", "DROP TABLE bot_guests"),
        "DROP TABLE bot_contexts",
    ],
    "0003": ["DROP TABLE bot_inbox"],
    "0004": [
        "DROP TABLE IF EXISTS bot_contexts",
        "CREATE TABLE bot_contexts (chat_id BIGINT PRIMARY KEY, body TEXT, asked_at FLOAT)",
        *(f"ALTER TABLE bot_alerts DROP COLUMN {name}" for name in ("thread", "language")),
        "DROP TABLE bot_doubts",
    ],
    "0005": ["ALTER TABLE bot_chats DROP COLUMN changes"],
    "0006": ["DROP TABLE bot_digests"],
}
"""The steps by which the tables came to be -> what each of them brought, taken away again."""


def as_before(store: SqlStore, step: str, *without: str) -> None:
    """Leaves a database as a bot left it that stood at a step, or, at none, that counted none."""
    with store.writing() as connection:
        STEPS.upgrade(connection)
        for later in sorted(LATER, reverse=True):
            for statement in LATER[later] if later > (step or "0001") else ():
                connection.execute(sa.text(statement))
        ends = f"UPDATE {STEPS.table} SET version_num = '{step}'"
        connection.execute(sa.text(ends if step else f"DROP TABLE {STEPS.table}"))
        for name in without:
            connection.execute(sa.text(f"DROP TABLE {name}"))


def test_the_newest_step_is_the_one_that_is_named() -> None:
    assert ScriptDirectory.from_config(STEPS.config()).get_heads() == [STEPS.head]


def test_the_steps_make_the_tables_that_a_new_database_gets(store: SqlStore) -> None:
    State(store.database)
    same_by_steps(store, STEPS)


@pytest.mark.parametrize("step", ["", "0001", *sorted(LATER)])
def test_a_database_of_any_earlier_bot_gets_what_it_lacks(store: SqlStore, step: str) -> None:
    as_before(store, step)
    State(store.database)
    with store.writing() as connection:
        assert STEPS.current(connection) == STEPS.head
        assert differences(connection, STEPS) == []


def test_every_table_of_a_chat_is_forgotten_with_it() -> None:
    others = set(tables.metadata.tables.values()) - set(tables.OF_A_CHAT)
    assert {table.name for table in others} == {"bot_updates"}, "numbers alone, of no chat"


def test_a_database_that_has_the_tables_keeps_what_is_in_them(store: SqlStore) -> None:
    as_before(store, "")
    with store.writing() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO bot_additions (chat_id, batch, article_id, bytes, added_at)"
                " VALUES (7, 'b', 'a', 12, 1.0)"
            )
        )
    state = State(store.database)
    assert Additions(state).last_batch(7) == ["a"]
    assert Additions(state).size(7) == 12


def test_a_table_that_an_earlier_bot_lacked_is_made(store: SqlStore) -> None:
    as_before(store, "", "bot_drafts", "bot_prompts")
    State(store.database)
    with store.reading() as connection:
        assert {"bot_drafts", "bot_prompts"} <= bot_tables(connection)


def test_the_steps_can_be_taken_back_without_touching_the_store(store: SqlStore) -> None:
    State(store.database)
    with store.writing() as connection:
        command.downgrade(STEPS.config(connection), "base")
    with store.writing() as connection:
        assert bot_tables(connection) == {STEPS.table}
        assert STORE.current(connection) == STORE.head
        STEPS.upgrade(connection)
        assert STEPS.current(connection) == STEPS.head


def test_a_database_of_a_newer_bot_is_refused(store: SqlStore) -> None:
    State(store.database)
    with store.writing() as connection:
        connection.execute(sa.text(f"UPDATE {STEPS.table} SET version_num = '9999'"))
    with pytest.raises(StoreError, match="Update Qawl"):
        State(store.database)
