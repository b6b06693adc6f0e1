"""Updates on their way through the bot: written down, done in their chat's order, struck out."""

from __future__ import annotations

import asyncio
import errno
import logging
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextvars import ContextVar
from typing import Any, Final

from telegram import Bot, Update

from bot.figures import Figures
from bot.state.inbox import MOST_TRIES, SUSPECT, Inbox, Left, Raw, chat_of, fits
from bot.telegram.pools import Pool
from index.errors import BusyError

log = logging.getLogger(__name__)

MANY: Final = 4_096
"""Updates held at once; more stay with Telegram until some are done."""

_SUSPECTS: Final = -1
"""In the place of a chat: updates that may have ended the process are done one at a time."""

Process = Callable[[Update], Awaitable[None]]
Again = Callable[[Update, int], Awaitable[bool]]
"""Tells whether an update whose work was interrupted so often can be done once more."""


class Intake:
    """Takes updates so that each is done once, and only once.

    Those of one chat are done in their order; one chat does not wait for another.

    Args:
        process: Does what an update asks.
        again: Asked of each update whose work had begun when the process ended.
    """

    def __init__(
        self, bot: Bot, inbox: Inbox, pool: Pool, figures: Figures, process: Process, again: Again
    ) -> None:
        self.inbox: Final = inbox
        self.figures: Final = figures
        self.held = 0
        """How many updates are taken and not done."""
        self._bot = bot
        self._pool = pool
        self._process = process
        self._again = again
        self._queues: dict[int, deque[Left]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._undone: set[int] = set()
        self._stopping = False

    async def take(self, updates: Sequence[Raw]) -> None:
        """Writes updates down and begins with them. Telegram may be told when it returns.

        Raises:
            BusyError: So many are held already that Telegram has to keep these.
        """
        if self._stopping or self.held + len(updates) > MANY:
            raise BusyError("too many updates are held; Telegram keeps the others.")
        whole = [u for u in updates if isinstance(u.get("update_id"), int)]
        fresh = await self._pool.run(None, self.inbox.take, whole)
        if len(fresh) < len(whole):
            log.info("an update came again and is passed over", extra={"kind": "repeated"})
        for update in fresh:
            self._enqueue(Left(update))

    async def resume(self) -> int:
        """Takes up what a process that has ended left behind; returns how much that was."""
        left = await self._pool.run(None, self.inbox.left)
        for item in left:
            self._enqueue(item)
        if left:
            log.info("%d updates were left behind and are taken up", len(left))
        return len(left)

    async def drain(self, seconds: float) -> None:
        """Takes nothing more, and ends what has begun; the rest is left for the next start."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in list(self._tasks):
            task.cancel()
        if self.held:
            log.warning("%d updates are left for the next start", self.held)
        self.inbox.close()

    def _enqueue(self, item: Left) -> None:
        chat = chat_of(item.update) if item.tries < SUSPECT else _SUSPECTS
        self.held += 1
        if chat in self._queues:
            self._queues[chat].append(item)
            return
        self._queues[chat] = deque([item])
        self._begin(self._serve(chat))

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _serve(self, chat: int) -> None:
        """Does the updates of one chat, one after the other, unless one lets the next begin."""
        queue = self._queues[chat]
        while queue and not self._stopping:
            free = asyncio.Event()
            _free.set(free)
            done = self._begin(self._do(queue.popleft()))
            freed = asyncio.create_task(free.wait())
            await asyncio.wait([done, freed], return_when=asyncio.FIRST_COMPLETED)
            freed.cancel()
        if not queue:
            del self._queues[chat]

    async def _do(self, item: Left) -> None:
        number = int(item.update["update_id"])
        await self._written(self.inbox.begin, number)
        try:
            update = Update.de_json(item.update, self._bot)
        except Exception as error:
            # What Telegram sent is not shown: it holds people's words.
            self.figures.unreadable.inc()
            kind = type(error).__name__
            log.warning("an update of an unknown shape is passed over (%s)", kind)
        else:
            if item.tries >= MOST_TRIES:
                # Struck out first: should even this end the process, it does so once.
                await self._written(self.inbox.done, number)
            try:
                if not item.tries or await self._again(update, item.tries):
                    await self._process(update)
            except Exception as error:
                log.error("an update could not be done (%s)", type(error).__name__)
        if not await self._written(self.inbox.done, number):
            self._undone.add(number)
        self.held -= 1

    async def look_after(self) -> None:
        """Keeps hold of what is under way, and takes up what other processes left; done often."""
        for number in list(self._undone):
            if await self._written(self.inbox.done, number):
                self._undone.discard(number)
        if not self._stopping:
            await self._pool.run(None, self.inbox.hold)
            await self.resume()

    async def _written(self, write: Callable[[int], None], number: int) -> bool:
        """Writes to the inbox; returns False where that cannot be done, as on a full disk."""
        try:
            await self._pool.run(None, write, number)
        except Exception as error:
            log.warning("the inbox could not be written (%s)", type(error).__name__)
            return False
        return True


_free: ContextVar[asyncio.Event | None] = ContextVar("free", default=None)


def let_go_on() -> None:
    """Lets the chat's next update begin while the present one is still worked at."""
    free = _free.get()
    if free is not None:
        free.set()


def is_update(body: Any) -> bool:
    """Tells whether a value has the form of an update, with a number that a database can hold.

    >>> is_update({"update_id": 7, "message": {}}), is_update([1]), is_update(None)
    (True, False, False)
    >>> is_update({"update_id": 2**63})
    False
    """
    number = body.get("update_id") if isinstance(body, dict) else None
    return type(number) is int and fits(number)


def is_full(error: BaseException | None) -> bool:
    """Tells whether an error comes from a full disk."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, sqlite3.Error) and "disk is full" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def tell_untaken(error: Exception) -> None:
    """Logs that updates could not be taken, without the error's message: it may hold words."""
    if is_full(error):
        log.error("the disk is full: updates stay with Telegram until there is room")
    else:
        log.warning(
            "updates could not be taken (%s); they stay with Telegram", type(error).__name__
        )
