"""Killed, or without a disk, at any call: nothing that was acknowledged is lost or comes back.

A child adds, removes, merges, builds, purges and backs up, and says what is acknowledged. It
meets a fault at a seeded call. Then the data folder is opened again: what was acknowledged
is there, the call that was under way is there or not, and the check finds nothing.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import DiskFullError, QawlError
from index.types import PUBLIC
from tests.faults.corpus import article, findable, opened, opened_with_reader, until_whole
from tests.faults.trial import Fault, Outcome, Say, run

Tally = Callable[..., None]
TRIALS = {"kill": 1_000, "io": 360, "full": 360}
SHORT = 12
"""Trials of each kind in `make test`."""
SCRIPTS = 100
ARTICLES = 30


def script(folder: Path, seed: int, fault: Fault, say: Say) -> None:
    """Works on a library as a bot and its owner do; says ["+", n], ["-", n], and what failed."""
    chance = random.Random(seed)
    library = None
    with fault.armed():
        for step in range(14):
            number = chance.randrange(ARTICLES)
            work = chance.choice("++++++--mbpo")
            try:
                library = library or opened_with_reader(folder)
                if work == "+":
                    say(["?", number])
                    library.add(article(number))
                    say(["+", number])
                elif work == "-":
                    say(["?", number])
                    if library.store.collections_of(article(number).id):
                        library.remove(article(number).id)
                    say(["-", number])
                elif work == "m":
                    library.engine.merge()
                elif work == "b":
                    library.build()
                elif work == "p":
                    library.engine.purge()
                else:
                    library.close()
                    library = None
            except QawlError as error:
                say(["!", step, type(error).__name__])
                fault.relieved = True


def refused(outcome: Outcome) -> int:
    return sum(said[0] == "!" for said in outcome.said)


def acknowledged(outcome: Outcome) -> tuple[set[int], set[int]]:
    """Returns the articles that must be there, and those that may be."""
    held: set[int] = set()
    open_ends: set[int] = set()
    for said in outcome.said:
        assert "error" not in said, said
        if said[0] == "?":
            open_ends.add(said[1])
        elif said[0] in "+-":
            open_ends.discard(said[1])
            (held.add if said[0] == "+" else held.discard)(said[1])
    return held - open_ends, open_ends


@pytest.fixture(scope="module")
def counts() -> dict[int, int]:
    """How many calls each script makes, whatever kind of fault is tried at one of them."""
    return {}


@pytest.mark.parametrize("kind", ["kill", "io", "full"])
def test_nothing_acknowledged_is_lost(
    tmp_path: Path, kind: str, share: int, counts: dict[int, int], tally: Tally
) -> None:
    for trial in range(0, TRIALS[kind], 1 if share == 1 else TRIALS[kind] // SHORT):
        seed = trial % SCRIPTS
        if seed not in counts:
            counting = Fault("io", 0)
            folder = tmp_path / "count"
            run(lambda fault, say, s=seed, f=folder: _count(f, s, fault, say), counting)
            counts[seed] = _counted(folder)
            shutil.rmtree(folder)
        at = 1 + random.Random(trial).randrange(counts[seed])
        folder = tmp_path / "data"
        outcome = run(
            lambda fault, say, s=seed, f=folder: script(f, s, fault, say), Fault(kind, at)
        )
        where = f"{kind} at call {at} of seed {seed}"
        held, open_ends = acknowledged(outcome)
        library = opened_with_reader(folder)
        incomplete = library.incomplete
        found = findable(library, list(range(ARTICLES)))
        assert incomplete or held <= found, where
        assert until_whole(library), where
        found = findable(library, list(range(ARTICLES)))
        assert held <= found, where
        assert found - held <= open_ends, where
        assert library.check() == [], where
        library._late.wait()
        assert library.store.unread() == [], where
        sayings = [a.sayings for _, a in library.store.read_many(_ids(found), {PUBLIC})]
        assert sayings == [()] * len(found), where
        tally(f"{kind}: trials")
        tally(f"{kind}: trials that were killed", outcome.killed)
        tally(f"{kind}: calls that failed and were told", refused(outcome))
        tally(f"{kind}: acknowledged changes", sum(said[0] in "+-" for said in outcome.said))
        library.close()
        shutil.rmtree(folder)


def _ids(numbers: set[int]) -> list[str]:
    return [article(number).id for number in numbers]


def _count(folder: Path, seed: int, fault: Fault, say: Say) -> None:
    script(folder, seed, fault, lambda _value: None)
    folder.joinpath("calls").write_text(str(fault.calls))


def _counted(folder: Path) -> int:
    return int(folder.joinpath("calls").read_text())


def test_what_was_added_in_a_full_database_is_said(tmp_path: Path) -> None:
    library = opened(tmp_path / "data")
    library.add(article(1))
    with library.store.database.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    added = {1}
    for number in range(2, 60):
        try:
            library.add(article(number))
        except DiskFullError:
            break
        added.add(number)
    assert len(added) < 58
    assert findable(library, list(range(60))) == added
    library.store.article(article(1).id, {PUBLIC})
    library.close()
    again = opened(tmp_path / "data")
    assert until_whole(again)
    assert findable(again, list(range(60))) == added
