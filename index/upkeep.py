"""Keeps the index whole: work in the background notices loss, mends it and purges; checks tell."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.disk import telling_disk
from index.engine.base import SearchEngine
from index.errors import NotFoundError, StoreError
from index.store.sql import Key, SqlStore
from index.types import Analysis, Article

ANALYSED: Final = "analysis_version"
"""Under this name the store keeps the rules that its analyses were made by."""

PURGED_WITHIN_S: Final = 1_800.0
"""Words of what was removed leave the files of the index after so long at most."""

_PATIENCE_S: Final = 60.0
"""After so long, what could not be mended is tried again."""

_LEAVE_S: Final = 8.0
"""Closing the library waits so long at most."""

_log: Final = logging.getLogger(__name__)


class StoppedError(Exception):
    """The library is being closed while its index is being mended."""


class Upkeep:
    """Works in a thread of its own, which there is only while there is work.

    That something is missing is written down in a file, so that every process knows, and
    one that starts after a kill; only a whole index takes it away.
    """

    def __init__(
        self,
        marker: Path,
        *,
        inspect: Callable[[], None],
        mend: Callable[[], None],
        purge: Callable[[], bool],
    ) -> None:
        """Starts nothing yet.

        Args:
            marker: The file that says that the index lacks something.
            inspect: Compares index and store, and calls ``report``.
            mend: Makes the index whole, and calls ``whole``.
            purge: Takes what was removed out of the files; returns whether nothing is left.
        """
        self._marker: Final = marker
        self._inspect: Final = inspect
        self._mend: Final = mend
        self._purge: Final = purge
        self._wake: Final = threading.Condition()
        self._thread: threading.Thread | None = None
        self._to_inspect = False
        self._unwritten = False
        self._mended_at = 0.0
        self.purge_due: float | None = None
        self._stopping = False

    @property
    def needed(self) -> bool:
        """Whether the index may lack something."""
        return self._to_inspect or self._unwritten or self._marker.exists()

    def note(self) -> None:
        """Notes that the index lacks something.

        Raises:
            StoreError: The note cannot be written.
        """
        with telling_disk():
            self._marker.touch(0o600)

    def report(self) -> None:
        """Notes that the index lacks something, and has it mended."""
        try:
            self.note()
        except StoreError:
            # Then only this process knows, until a disk that works again is inspected.
            self._unwritten = True
        self._start()

    def whole(self) -> None:
        """Notes that the index is whole."""
        with telling_disk():
            self._marker.unlink(missing_ok=True)
        self._unwritten = False

    def inspect_soon(self) -> None:
        self._to_inspect = True
        self._start()

    def purge_soon(self) -> None:
        """Notes that something was removed."""
        self.purge_due = self.purge_due or time.monotonic() + PURGED_WITHIN_S
        self._start()

    def check_stopping(self) -> None:
        """Stops long work between its pieces when the library closes.

        Raises:
            StoppedError: The library is being closed.
        """
        if self._stopping:
            raise StoppedError

    def stop(self) -> None:
        """Ends the thread; what it was mending it takes up another time."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
            thread, self._thread = self._thread, None
        if thread is not None:
            # Another process may hold the lock of a build for long; the thread is a daemon.
            thread.join(_LEAVE_S)
        self._stopping = False

    def _start(self) -> None:
        with self._wake:
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._run, name="qawl-upkeep", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def _run(self) -> None:
        while not self._stopping:
            self._work()
            with self._wake:
                if self._stopping or not self._waits():
                    self._thread = None if not self._stopping else self._thread
                    return
                self._wake.wait(self._pause())

    def _waits(self) -> bool:
        return self.needed or self.purge_due is not None

    def _pause(self) -> float:
        if self.needed:
            return max(0.0, self._mended_at + _PATIENCE_S - time.monotonic())
        return max(0.0, (self.purge_due or 0.0) - time.monotonic())

    def _work(self) -> None:
        try:
            if self._to_inspect:
                self._inspect()
                self._to_inspect = False
            lacks = self._unwritten or self._marker.exists()
            if lacks and time.monotonic() >= self._mended_at + _PATIENCE_S:
                self._mended_at = time.monotonic()
                _log.warning("the index lacks something and is being mended")
                self._mend()
                self._mended_at = 0.0
            if self.purge_due is not None and time.monotonic() >= self.purge_due:
                self._purge_now()
        except StoppedError:
            return
        except Exception:
            self._mended_at = time.monotonic()
            _log.exception("the index could not be looked after; it is tried again in a minute")

    def _purge_now(self) -> None:
        # What is removed while this works asks for the next purge.
        self.purge_due = None
        gone = False
        try:
            gone = self._purge()
        finally:
            if not gone:
                self.purge_due = self.purge_due or time.monotonic() + _PATIENCE_S


_RESTORE: Final = "bring it back from a backup: `qawl restore FILE.zip --damaged`"
_BUILD: Final = "run `qawl index build`"


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


def analyse_again(store: SqlStore, analysed: Callable[[Article], Analysis], version: str) -> int:
    """Makes anew what is damaged, and all that other rules made.

    Args:
        version: Of the present rules.

    Returns:
        How many passages there are.
    """
    for _, sound, found, _ in store.everything():
        if sound is not None and found is None:
            store.replace_analysis(analysed(sound))
    stale = store.read_meta(ANALYSED) != version
    total = 0
    seen = ""
    for _, article, analysis in store.holdings():
        if stale and article.id != seen:
            analysis = analysed(article)
            with suppress(NotFoundError):
                store.replace_analysis(analysis)
        seen = article.id
        total += len(analysis.passages)
    store.write_meta(ANALYSED, version)
    return total
