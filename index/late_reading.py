"""Quotations that are read after their article is findable.

A reader takes longer than all else that an addition waits for. So an article of a few is
stored with the rules' word and found at once; what is unread stands in the store, so that
neither a crash nor another process forgets it. Who asks for its sayings earlier has them read
at once, and never gets the rules' word for the reader's.
"""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from index.errors import NotFoundError
from index.locks import Alone
from index.store.sql import Key, SqlStore
from index.types import Analysis, Article

_LEAVE_S: Final = 8.0
"""Closing waits so long at most for the article that is being read; it is read another time."""

_log: Final = logging.getLogger(__name__)


class LateReading:
    """Reads what the store holds unread, in a thread that there is only while there is work.

    Args:
        store: Says what is unread.
        analysed: Analyses an article with the reader.
    """

    def __init__(self, store: SqlStore, analysed: Callable[[Article], Analysis]) -> None:
        self._store: Final = store
        self._analysed: Final = analysed
        self._alone: Final = Alone()
        self._lock: Final = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._closing = False

    def soon(self) -> None:
        """Has all read that is unread, in the background."""
        with self._lock:
            self._again = True
            if self._thread is None and not self._closing:
                self._thread = threading.Thread(target=self._work, name="qawl-late", daemon=True)
                # A network that runs while the interpreter ends brings the process down.
                atexit.register(self.close)
                self._thread.start()

    def now(self, keys: Sequence[Key]) -> None:
        """Reads these, waiting for what somebody else is reading."""
        for article_id, collection in keys:
            with self._alone.on(article_id), suppress(NotFoundError):
                # What is damaged or gone tells so to who asks for it.
                if (article_id, collection) in self._store.unread((collection,)):
                    article = self._store.article(article_id, (collection,))
                    self._store.settle_sayings(self._analysed(article), collection)

    def wait(self) -> None:
        """Waits until all is read that could be."""
        # Within the lock, for one that has not started cannot be waited for.
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Ends the work in the background; the next process that opens the store goes on."""
        atexit.unregister(self.close)
        with self._lock:
            self._closing = True
            thread = self._thread
        if thread is not None:
            thread.join(_LEAVE_S)

    def _work(self) -> None:
        while True:
            self._again = False
            for key in self._unread():
                if self._closing:
                    return
                self._try(key)
            with self._lock:
                if not self._again:
                    self._thread = None
                    return

    def _unread(self) -> list[Key]:
        try:
            return self._store.unread()
        except Exception:
            _log.exception("what is unread could not be looked up; it is when it is asked for")
            return []

    def _try(self, key: Key) -> None:
        try:
            self.now([key])
        except Exception:
            _log.exception("quotations could not be read; they are when they are asked for")
