"""The checks: whether the store holds what was stored, and the index what the store holds."""

from __future__ import annotations

from typing import Final

from index.engine.base import SearchEngine
from index.store.sql import SqlStore

_RESTORE: Final = "bring it back from a backup: `qawl restore FILE.zip --damaged`"
_BUILD: Final = "run `qawl index build`"

Key = tuple[str, str]
"""An article's id, and a collection that holds it."""


def differences(store: SqlStore, engine: SearchEngine) -> tuple[set[Key], set[Key]]:
    """Returns what the index lacks of the store, and what it has beyond it."""
    with store.lock("index"):
        waiting = {(change.article_id, change.collection) for change in store.pending()}
        found = set(engine.holdings()) - waiting
        held = set(store.findable_keys()) - waiting
    missing = {key for key in held - found if key[0] not in store.damaged}
    return missing, found - held


def check_engine(store: SqlStore, engine: SearchEngine) -> list[str]:
    """Returns what is wrong with the index, in words, reading all of it."""
    problems = engine.check()
    if not problems:
        missing, surplus = differences(store, engine)
        if missing:
            problems.append(f"{len(missing)} articles of the store are not findable")
        if surplus:
            problems.append(f"{len(surplus)} articles are findable that the store does not hold")
    return [f"{problem}: run `qawl index build`." for problem in problems]


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
