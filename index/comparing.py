"""Whether an index holds what the store holds, no less and no more."""

from __future__ import annotations

from index.engine.base import SearchEngine
from index.store.sql import SqlStore

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
