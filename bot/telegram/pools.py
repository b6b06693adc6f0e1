"""Threads for blocking work: a pool for each kind, so that one kind never stops another."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final, ParamSpec, TypeVar
from weakref import WeakValueDictionary

from index.errors import BusyError

P = ParamSpec("P")
T = TypeVar("T")
log = logging.getLogger(__name__)

MOST_WAITING: Final = 2_000

_PROBE: Final = 1.0
"""Seconds that a health check waits for a pool; after that it looks at the pool's age."""


class Pool:
    """A few threads, shared fairly between chats.

    A chat holds one place at a time, and places are given in the order of asking: a chat
    with a hundred files waits behind itself alone. The threads end with the process, so work
    that never ends cannot keep the process from stopping.

    Args:
        patience: Seconds after which a pool that took up no work counts as stuck.
    """

    def __init__(
        self, name: str, threads: int, *, patience: float, most: int = MOST_WAITING
    ) -> None:
        self.name: Final = name
        self._patience = patience
        self._most = most
        self._waiting = 0
        self._places = asyncio.Semaphore(threads)
        # A turn lasts as long as somebody waits for it.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._probe: tuple[float, asyncio.Task[None]] | None = None
        for number in range(threads):
            Thread(target=self._serve, name=f"qawl-{name}-{number}", daemon=True).start()

    async def run(
        self, chat: int | None, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Does blocking work beside the event loop.

        Args:
            chat: Who wants it; None for the bot itself.

        Raises:
            BusyError: Too much is waiting already.
        """
        if self._waiting >= self._most:
            raise BusyError(f"too much waits for the {self.name} threads; try again shortly.")
        self._waiting += 1
        try:
            if chat is None:
                return await self._placed(lambda: work(*args, **kwargs))
            turn = self._turns.setdefault(chat, asyncio.Lock())
            async with turn:
                return await self._placed(lambda: work(*args, **kwargs))
        finally:
            self._waiting -= 1

    async def health(self) -> dict[str, Any]:
        """Sends a task through the threads, and tells whether they take work up."""
        now = time.monotonic()
        if self._probe is None or self._probe[1].done():
            self._probe = now, asyncio.create_task(self.run(None, lambda: None))
        began, task = self._probe
        await asyncio.wait([task], timeout=_PROBE)
        waited = time.monotonic() - began
        ok = (task.done() and task.exception() is None) or waited < self._patience
        return {"ok": ok, "waiting": self._waiting, "seconds": round(waited, 3)}

    def stop(self) -> None:
        """Lets idle threads end; one at work ends with the process."""
        self._work.put(None)

    async def _placed(self, work: Callable[[], T]) -> T:
        async with self._places:
            loop = asyncio.get_running_loop()
            result: asyncio.Future[T] = loop.create_future()
            self._work.put(lambda: _settle(loop, result, work))
            return await result

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            work()
        # The next thread is to end too.
        self._work.put(None)


def _settle(
    loop: asyncio.AbstractEventLoop, result: asyncio.Future[T], work: Callable[[], T]
) -> None:
    def tell(value: T | None, error: BaseException | None) -> None:
        if result.cancelled():
            return
        if error is not None:
            result.set_exception(error)
        else:
            result.set_result(value)  # type: ignore[arg-type]

    value: T | None = None
    failed: BaseException | None = None
    try:
        value = work()
    except BaseException as error:
        failed = error
    try:
        loop.call_soon_threadsafe(tell, value, failed)
    except RuntimeError:
        log.info("work ended after the bot had stopped")


@dataclass(frozen=True, slots=True)
class Pools:
    """The pools of a running bot.

    Attributes:
        inbox: For writing updates down and striking them out: what was answered waits for
            nothing else before it is struck out, so that a kill between leaves little.
        state: For the gate and for what is kept: short reads and writes.
        reading: For files and links, and for putting articles into the library.
        questions: For answers.
        watching: For feeds, alerts and deletion.
    """

    inbox: Pool = field(default_factory=lambda: Pool("inbox", 2, patience=20))
    state: Pool = field(default_factory=lambda: Pool("state", 4, patience=20))
    reading: Pool = field(default_factory=lambda: Pool("reading", 3, patience=300))
    # Encoding holds both cores anyway; more threads come no sooner.
    questions: Pool = field(default_factory=lambda: Pool("questions", 2, patience=60))
    # One reads feeds, one tells alerts and deletes: neither waits for the other.
    watching: Pool = field(default_factory=lambda: Pool("watching", 2, patience=600))

    def all(self) -> tuple[Pool, ...]:
        return self.inbox, self.state, self.reading, self.questions, self.watching

    def stop(self) -> None:
        for pool in self.all():
            pool.stop()
