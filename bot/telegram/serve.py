"""Runs the bot: starts it once, stops it when told to, and finishes what was begun."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from threading import Thread, Timer
from typing import Any, Final

from telegram.error import InvalidToken, TelegramError

from bot.desk import Desk
from bot.settings import Settings
from bot.telegram.application import (
    BACKGROUND,
    INTAKE,
    TIMEOUT,
    BotApplication,
    build_application,
    describe,
)
from bot.telegram.background import TICK, Background
from bot.telegram.gate import ALLOWED_UPDATES
from bot.telegram.intake import Intake
from bot.telegram.pace import Pace
from bot.telegram.poll import REFUSED, Poller
from bot.telegram.pools import Pools
from bot.telegram.web import WEBHOOK_PATH, Health, Web
from index.errors import QawlError, SettingsError

log = logging.getLogger(__name__)

GRACE: Final = 4.0
"""Seconds that work under way has when the bot is asked to stop; the rest is done next time."""


LATEST: Final = 9.0
"""Seconds after which the process ends, whatever is still at work: what was acknowledged is on
the disk, and what was begun is done by the next one."""


class StoppedError(QawlError):
    """The bot stopped taking updates without being told to stop."""


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that runs.

    Attributes:
        receiving: Ends only if updates are not taken any more, with the reason.
    """

    application: BotApplication
    health: Health
    receiving: asyncio.Future[None]


@asynccontextmanager
async def running(
    settings: Settings,
    desk: Desk,
    *,
    pace: Pace | None = None,
    poll: int = 10,
    patience: float = TIMEOUT,
    tick: float = TICK,
    grace: float = GRACE,
) -> AsyncIterator[Running]:
    """Keeps the bot running inside the block.

    Args:
        pace: Other limits than Telegram's, for a server that has others.
        poll: Seconds that one long poll lasts.
        patience: Seconds that any other request to Telegram may take.
        tick: Seconds between two rounds of the work in the background.
        grace: Seconds that work under way has when the block ends.

    Raises:
        SettingsError: Telegram refuses the token.
    """
    pools = Pools()
    application = build_application(settings, desk, pools, pace=pace, timeout=patience)
    intake: Intake = application.bot_data[INTAKE]
    background: Background = application.bot_data[BACKGROUND]
    health = Health(desk, pools)
    web = Web(settings, intake, health.look, desk.office.figures.exposed)
    receiving: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    # Before anything of Telegram's is awaited: while there is no server, /health says so.
    await web.start()
    try:
        await _patiently(application.initialize)
        desk.office.username = application.bot.username
        await application.start()
        await intake.resume()
        receiving = await _receive(settings, application, health, poll, patience)
        describing = asyncio.create_task(_described(application, settings))
        background.start(tick)
        log.info("the bot runs as @%s", application.bot.username)
        try:
            yield Running(application, health, receiving)
        finally:
            describing.cancel()
    finally:
        health.receiving = False
        receiving.cancel()
        # Its waiter tells why it ended.
        with suppress(asyncio.CancelledError, Exception):
            await receiving
        await background.stop()
        await intake.drain(grace)
        await web.stop()
        if application.running:
            await application.stop()
        await application.shutdown()
        pools.stop()


async def _patiently(work: Callable[[], Awaitable[object]]) -> None:
    """Tries again while there is no server; believes a refused token only after some tries.

    Raises:
        SettingsError: Telegram refuses the token.
    """
    refusals = attempt = 0
    while True:
        try:
            await work()
            return
        except InvalidToken as error:
            refusals += 1
            if refusals >= 2:
                raise SettingsError(REFUSED) from error
        except TelegramError as error:
            log.warning("Telegram does not answer (%s); trying again", type(error).__name__)
        attempt += 1
        await asyncio.sleep(min(0.5 * 2**attempt, 20.0))


async def _receive(
    settings: Settings, application: BotApplication, health: Health, poll: int, patience: float
) -> asyncio.Future[None]:
    """Begins to take updates; returns what ends only if that ends."""
    allowed = list(ALLOWED_UPDATES)
    bot = application.bot
    intake: Intake = application.bot_data[INTAKE]
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        address = settings.webhook_url.rstrip("/") + WEBHOOK_PATH
        secret = settings.webhook_secret.get_secret_value()
        await _patiently(
            lambda: bot.set_webhook(address, allowed_updates=allowed, secret_token=secret)
        )
        health.receiving = True
        return asyncio.get_running_loop().create_future()
    await _patiently(bot.delete_webhook)
    poller = Poller(settings, intake, allowed, seconds=poll, patience=patience)
    health.poller, health.receiving = poller, True
    return asyncio.create_task(poller.run())


async def _described(application: BotApplication, settings: Settings) -> None:
    with suppress(TelegramError):
        await describe(application.bot, settings.language, settings.owners)


async def serve(settings: Settings, desk: Desk, prepare: Callable[[], object]) -> None:
    """Runs the bot until the process is asked to end.

    Args:
        prepare: Is done beside it once it polls, so that nobody's first question waits for it.

    Raises:
        SettingsError: Telegram refuses the token.
        StoppedError: Updates are not taken any more.
    """
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def end() -> None:
        asked.set()
        late = Timer(LATEST, _leave)
        late.daemon = True
        late.start()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    bot = asyncio.create_task(_until(asked, settings, desk, prepare))
    await _first(bot, asked)
    if not bot.done() and not desk.office.username:
        # Asked to end before Telegram ever answered.
        bot.cancel()
    with suppress(asyncio.CancelledError):
        await bot


async def _first(work: asyncio.Future[None], asked: asyncio.Event) -> None:
    """Waits until some work has ended, or until the process is asked to end."""
    stop = asyncio.create_task(asked.wait())
    ends: list[asyncio.Future[Any]] = [work, stop]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()


def _leave() -> None:
    log.warning("what is still at work is left for the next start")
    os._exit(0)


async def _until(
    asked: asyncio.Event, settings: Settings, desk: Desk, prepare: Callable[[], object]
) -> None:
    async with running(settings, desk) as bot:
        Thread(target=prepare, name="prepare", daemon=True).start()
        await _first(bot.receiving, asked)
        if not asked.is_set():
            error = bot.receiving.exception()
            if isinstance(error, SettingsError):
                raise error
            raise StoppedError(
                f"updates are not taken any more ({type(error).__name__}); start the bot again."
            )
        log.info("finishing what was begun")
