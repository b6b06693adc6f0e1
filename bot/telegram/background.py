"""Work in the background: feeds, alerts, tidying; by one process at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from telegram import Bot
from telegram.error import Forbidden, TelegramError

from bot.desk.watching import News
from bot.telegram.intake import Intake
from bot.telegram.send import Place, Post

T = TypeVar("T")
log = logging.getLogger(__name__)

TICK: Final = 20.0
"""Seconds between two rounds."""

_TIDY_EVERY: Final = 4_000
"""Rounds between two tidyings: about a day."""


class Background:
    """Does work again and again while the bot runs, each kind of it in a task of its own.

    So alerts and deletion go on while a feed is slow or broken.
    """

    def __init__(self, post: Post, bot: Bot, intake: Intake) -> None:
        self._post = post
        self._bot = bot
        self._works = (intake.look_after, self.feeds, self.alerts, self.digests, self.tidy)
        self._tasks: list[asyncio.Task[None]] = []
        self._number = 0

    def start(self, tick: float) -> None:
        self._tasks = [asyncio.create_task(_rounds(work, tick)) for work in self._works]

    async def stop(self) -> None:
        """Ends the tasks without waiting: what is under way is done again by the next process."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    async def round(self) -> None:
        """Does each kind of work once."""
        for work in self._works:
            await work()

    async def feeds(self) -> None:
        """Looks at the feeds whose time has come."""
        await self._run(self._post.desk.feeds.look)

    async def alerts(self) -> None:
        """Tells what is new."""
        alerts = self._post.desk.alerts
        if await self._run(alerts.changed):
            await self._tell(await self._run(alerts.due))

    async def digests(self) -> None:
        """Tells what followed sources have published, to chats whose hour has come."""
        await self._tell(await self._run(self._post.desk.daily.due))

    async def tidy(self) -> None:
        """Forgets what is too old."""
        await self._run(self._post.desk.fade)
        self._number += 1
        if self._number % _TIDY_EVERY == 0:
            await self._run(self._post.desk.office.state.tidy)

    async def _tell(self, found: Sequence[News]) -> None:
        """Tells chats what is new; of one that is gone, all watching ends."""
        desk = self._post.desk
        for news in found:
            place, reached = Place(news.asker.chat_id, news.asker.thread), True
            try:
                await self._post.send(self._bot, news.asker, place, news.message)
            except Forbidden:
                log.info("a chat is gone; what it watches ends")
                await self._run(partial(desk.alerts.watches.drop_chat, place.chat_id))
                continue
            except TelegramError as error:
                log.warning("a chat could not be told (%s); later again", type(error).__name__)
                reached = False
            await self._run(partial(desk.patience.settle, news, reached=reached))

    async def _run(self, work: Callable[[], T]) -> T:
        return await self._post.pools.watching.run(None, work)


async def _rounds(work: Callable[[], Awaitable[None]], tick: float) -> None:
    while True:
        await asyncio.sleep(tick)
        try:
            await work()
        except Exception as error:
            # The next round may go well.
            log.error("background work failed (%s)", type(error).__name__)
