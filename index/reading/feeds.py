"""Feeds (RSS, Atom): what is new in them, asked for politely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from index.errors import ReadingError, Unreadable
from index.reading.entries import FeedEntry, read_feed
from index.reading.web import LARGEST_PAGE, Fetcher, FetchError, Read

__all__ = ["FeedEntry", "FeedState", "poll", "read_feed", "wait_after"]

INTERVAL: Final = 15 * 60.0
"""Seconds between two polls of a feed that works."""
LONGEST_INTERVAL: Final = 24 * 3600.0
MOST_REMEMBERED: Final = 1000
MOST_UNREAD: Final = 100

MOST_REVISITED: Final = 200

VISITS: Final = (3_600.0, 4 * 3_600.0, 12 * 3_600.0, 24 * 3_600.0, 72 * 3_600.0)
"""Seconds until an article that was read is looked at again, each counted from the last look:
most corrections come within hours, few after days."""

FIRST_WAIT: Final = 5 * 60.0
NEVER: Final = 1e12
MOST_TRIES: Final = 9
"""Tries of one entry: with waits that double from five minutes, about a day."""

# Feeds are served under many names; what is a feed is told by its content.
_NO_FEEDS: Final = ("image/", "audio/", "video/", "font/", "application/pdf")


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry whose article could not be read yet.

    Attributes:
        failures: Tries that failed.
        due: Seconds of the clock before which it is left alone.
    """

    entry: FeedEntry
    failures: int = 0
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Revisit:
    """An entry that was read and is looked at again: its text may change.

    Attributes:
        etag: Of the last answer for its page.
        modified: Likewise.
        visits: How often it was looked at again.
        due: Seconds of the clock before which it is left alone.
        article: The id of what was read there last.
        missing: When its page was first not at its link any more; 0 while it is.
        gone: It was missed at two looks, or the outlet says that it took it down.
    """

    entry: FeedEntry
    etag: str | None = None
    modified: str | None = None
    visits: int = 0
    due: float = 0.0
    article: str = ""
    missing: float = 0.0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed between two polls; plain values, to be stored as they are.

    Attributes:
        etag: Of the last answer.
        modified: Likewise.
        seen: Keys of entries that were handed out, the newest last.
        unread: Those of them whose articles were not read yet, the oldest first.
        failures: Polls that failed one after the other.
        due: Seconds of the clock before which the feed is left alone.
        title: The feed's own name.
        revisits: Entries that were read, the oldest first.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    seen: tuple[str, ...] = ()
    failures: int = 0
    due: float = 0.0
    title: str = ""
    unread: tuple[Unread, ...] = ()
    revisits: tuple[Revisit, ...] = ()

    def dropped(self, key: str) -> FeedState:
        """Returns the state after an entry that is never to be read."""
        return replace(self, unread=tuple(u for u in self.unread if u.entry.key != key))

    def read(self, entry: FeedEntry, now: float, found: Read, article: str) -> FeedState:
        """Returns the state after an entry was read, which is looked at again later."""
        due = now + VISITS[0]
        again = Revisit(entry, found.etag, found.modified, due=due, article=article)
        others = tuple(r for r in self.revisits if r.entry.key != entry.key)
        return replace(self.dropped(entry.key), revisits=(*others, again)[-MOST_REVISITED:])

    def visited(
        self, again: Revisit, now: float, found: Read | None = None, article: str = ""
    ) -> FeedState:
        """Returns the state after an entry was looked at again, and was there.

        After the last of the usual visits it waits until the feed says that it was changed.

        Args:
            found: None where it could not be read, though it was not gone.
            article: The id of what was read there now; empty where that is as it was.
        """
        visits = again.visits + 1
        due = now + VISITS[visits] if visits < len(VISITS) else NEVER
        again = replace(again, visits=visits, due=due, missing=0.0, gone=False)
        if found is not None:
            again = replace(again, etag=found.etag, modified=found.modified)
        return self._with(replace(again, article=article or again.article))

    def missed(self, again: Revisit, now: float, *, surely: bool) -> FeedState:
        """Returns the state after a page was not at its link; it is gone at the second look.

        Args:
            surely: The outlet says that it took the page down.
        """
        if again.missing or surely:
            gone = replace(again, missing=again.missing or now, gone=True)
            return self.ended(gone)
        return self._with(replace(again, missing=now, due=now + VISITS[0]))

    def ended(self, again: Revisit) -> FeedState:
        """Returns the state after an entry whose page is gone, or not wanted any more."""
        return self._with(replace(again, visits=len(VISITS), due=NEVER))

    def announced(self, entries: Sequence[FeedEntry], now: float) -> FeedState:
        """Returns the state after the feed gave some entries a new title or another date of change.

        They are looked at now.
        """
        told = {entry.key: entry for entry in entries}
        kept = []
        for again in self.revisits:
            entry = told.get(again.entry.key, again.entry)
            before = again.entry
            if (entry.title, entry.updated) != (before.title, before.updated):
                again = replace(again, entry=entry, due=now, visits=0)
            kept.append(again)
        return replace(self, revisits=tuple(kept))

    def _with(self, again: Revisit) -> FeedState:
        key = again.entry.key
        return replace(
            self, revisits=tuple(again if r.entry.key == key else r for r in self.revisits)
        )

    def put_off(self, key: str, now: float) -> FeedState:
        """Returns the state after an entry could not be read; given up after a day of tries."""
        kept = []
        for waiting in self.unread:
            if waiting.entry.key == key:
                failures = waiting.failures + 1
                if failures >= MOST_TRIES:
                    continue
                wait = wait_after(failures, FIRST_WAIT, LONGEST_INTERVAL)
                waiting = replace(waiting, failures=failures, due=now + wait)
            kept.append(waiting)
        return replace(self, unread=tuple(kept))


def wait_after(failures: int, first: float, longest: float) -> float:
    """Returns the seconds to wait after so many failures, twice as long after each.

    >>> [wait_after(n, 60.0, 600.0) for n in range(6)]
    [0.0, 60.0, 120.0, 240.0, 480.0, 600.0]
    """
    return min(first * 2.0 ** min(failures - 1, 30), longest) if failures > 0 else 0.0


def poll(state: FeedState, fetcher: Fetcher, now: float) -> tuple[list[FeedEntry], FeedState]:
    """Asks a feed for what is new, if it is due.

    An unchanged feed costs one short answer. One in trouble is asked again after twice the
    time, or when it said, up to a day.

    Args:
        state: As the last poll returned it; ``FeedState(url)`` for the first.
        now: Seconds of the clock that ``state.due`` counts in.

    Returns:
        Entries that were not handed out before, oldest first, and the state to keep.

    Raises:
        ReadingError: It is no feed or must not be read; one in trouble raises nothing.
    """
    if now < state.due:
        return [], state
    try:
        fetched = fetcher.fetch(state.url, etag=state.etag, modified=state.modified)
    except FetchError as error:
        return [], _put_off(state, now, error)
    if fetched.status == 304:
        return [], replace(state, failures=0, due=now + INTERVAL)
    if fetched.media_type.startswith(_NO_FEEDS):
        raise ReadingError(
            f"{state.url} is no feed (RSS or Atom), but {fetched.media_type}", Unreadable.NO_FEED
        )
    title, entries = fetcher.reader.feed(
        fetched.raw, fetched.url, packing=fetched.packing, largest=LARGEST_PAGE
    )
    fresh = _fresh(entries, state.seen)
    seen = (*state.seen, *(entry.key for entry in fresh))[-MOST_REMEMBERED:]
    kept = replace(
        state,
        etag=fetched.etag,
        modified=fetched.modified,
        seen=seen,
        failures=0,
        due=now + INTERVAL,
        title=title or state.title,
    )
    return fresh, kept.announced(entries, now)


def _fresh(entries: Sequence[FeedEntry], seen: Sequence[str]) -> list[FeedEntry]:
    known = set(seen)
    fresh = []
    for entry in reversed(entries):
        if entry.key not in known:
            known.add(entry.key)
            fresh.append(entry)
    return fresh


def _put_off(state: FeedState, now: float, error: FetchError) -> FeedState:
    if error.status in {404, 410}:
        raise error
    failures = state.failures + 1
    wait = wait_after(failures + 1, INTERVAL, LONGEST_INTERVAL)
    wait = min(max(wait, error.retry_after or 0.0), LONGEST_INTERVAL)
    return replace(state, failures=failures, due=now + wait)
