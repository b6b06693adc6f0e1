"""Work that nobody waits for: feeds, alerts, tidying; by one process at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, TypeVar

from telegram import Bot
from telegram.error import Forbidden, TelegramError

from bot.desk.alerts import News
from bot.telegram.send import Place, Post

T = TypeVar("T")
log = logging.getLogger(__name__)

TICK: Final = 20.0
"""Seconds between two rounds."""

_TIDY_EVERY: Final = 4_000
"""Rounds between two tidyings: about a day."""


class Background:
    """Goes round while the bot runs."""

    def __init__(self, post: Post, bot: Bot) -> None:
        self._post = post
        self._bot = bot
        # A thread of its own: a slow feed must not take one from a question.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="qawl-background")
        self._task: asyncio.Task[None] | None = None

    def start(self, tick: float) -> None:
        self._task = asyncio.create_task(self._rounds(tick))

    async def stop(self) -> None:
        """Ends after the step that is under way."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._thread.shutdown(wait=True)

    async def _rounds(self, tick: float) -> None:
        number = 0
        while True:
            await asyncio.sleep(tick)
            number += 1
            try:
                await self.round(tidy=number % _TIDY_EVERY == 0)
            except Exception as error:
                # The next round may go well; that one failed is told, not hidden.
                log.exception("background work failed (%s)", type(error).__name__)

    async def round(self, *, tidy: bool = False) -> None:
        """Forgets what is too old, looks at the feeds whose time has come, tells what is new."""
        desk = self._post.desk
        await self._run(desk.fade)
        await self._run(desk.feeds.look)
        if await self._run(desk.alerts.changed):
            for news in await self._run(lambda: list(desk.alerts.due())):
                await self._tell(news)
        if tidy:
            await self._run(desk.office.state.tidy)

    async def _tell(self, news: News) -> None:
        try:
            await self._post.send(self._bot, news.asker, Place(news.chat_id), news.message)
            await self._run(lambda: self._post.desk.alerts.reached(news))
        except Forbidden:
            log.info("a chat is gone; its alerts and feeds end")
            await self._run(lambda: self._post.desk.alerts.watches.drop_chat(news.chat_id))
        except TelegramError as error:
            log.warning("an alert could not be sent (%s); later again", type(error).__name__)
            await self._run(lambda: self._post.desk.alerts.put_off(news))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
