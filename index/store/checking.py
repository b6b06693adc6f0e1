"""The check of a store: its file, and whether every article is what was stored."""

from __future__ import annotations

from typing import Final

from index.store.sql import SqlStore

_RESTORE: Final = "bring it back from a backup: `qawl restore FILE.zip --damaged`"
_BUILD: Final = "run `qawl index build`"


def check_store(store: SqlStore) -> list[str]:
    """Returns what is damaged in a store, in words, reading all of it."""
    problems = []
    if store.database.dialect.name == "sqlite":
        with store.reading() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
            loose = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
        problems += [f"the store's file: {line}; {_RESTORE}." for line in told if line != "ok"]
        if loose:
            problems.append(f"the store's file: {loose} rows of no article; {_RESTORE}.")
    store.damaged.clear()
    for key, article, analysis, _ in store.everything():
        if article is None:
            problems.append(f"the stored article {key} is damaged; {_RESTORE}.")
        elif analysis is None:
            problems.append(f"what was found in article {key} is damaged; {_BUILD}.")
    return problems
