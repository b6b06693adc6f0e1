"""Running: started once, stopped when asked to, with what was begun brought to its end."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.desk import Desk
from bot.figures import Figures
from bot.settings import Settings
from bot.telegram.application import (
    BACKGROUND,
    TIMEOUT,
    BotApplication,
    build_application,
)
from bot.telegram.background import TICK, Background
from bot.telegram.commands import describe
from bot.telegram.gate import ALLOWED_UPDATES
from bot.telegram.pace import Pace
from bot.telegram.web import WEBHOOK_PATH, Web
from index.errors import SettingsError

log = logging.getLogger(__name__)


def _not_told_yet(record: logging.LogRecord) -> bool:
    """Keeps out of the log what ``_polling_trouble`` says in a line."""
    return not (record.exc_info and isinstance(record.exc_info[1], Conflict))


logging.getLogger("telegram.ext.Updater").addFilter(_not_told_yet)


@asynccontextmanager
async def running(
    settings: Settings,
    desk: Desk,
    *,
    pace: Pace | None = None,
    poll: int = 10,
    patience: float = TIMEOUT,
    tick: float = TICK,
) -> AsyncIterator[BotApplication]:
    """Keeps the bot running inside the block.

    Args:
        pace: Other limits than Telegram's, for a server that has others.
        poll: Seconds that one long poll lasts.
        patience: Seconds that any other request to Telegram may take.
        tick: Seconds between two rounds of the work in the background.

    Raises:
        SettingsError: Telegram refuses the token.
    """
    application = build_application(settings, desk, pace=pace, timeout=patience)
    web = Web(settings, application, lambda: _health(application), desk.office.figures.exposed)
    try:
        await application.initialize()
    except InvalidToken as error:
        raise SettingsError(
            "Telegram refuses TELEGRAM_BOT_TOKEN; ask @BotFather for it (/mybots, API Token)."
        ) from error
    try:
        with suppress(TelegramError):
            await describe(application.bot, settings.language)
        desk.office.username = application.bot.username
        await application.start()
        await web.start()
        await _receive(settings, application, poll, desk.office.figures)
        background: Background = application.bot_data[BACKGROUND]
        background.start(tick)
        log.info("the bot runs as @%s", application.bot.username)
        yield application
    finally:
        await _stop(application, web)


async def _receive(
    settings: Settings, application: BotApplication, poll: int, figures: Figures
) -> None:
    allowed = list(ALLOWED_UPDATES)
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        await application.bot.set_webhook(
            settings.webhook_url.rstrip("/") + WEBHOOK_PATH,
            allowed_updates=allowed,
            secret_token=settings.webhook_secret.get_secret_value(),
        )
        return
    if application.updater is not None:
        await application.updater.start_polling(
            allowed_updates=allowed,
            timeout=poll,
            error_callback=lambda error: _polling_trouble(error, figures),
        )


async def _stop(application: BotApplication, web: Web) -> None:
    """Takes nothing more in, finishes what is there, lets everything go."""
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    await application.bot_data[BACKGROUND].stop()
    if application.running:
        # Handlers that have begun are awaited by the library; their answers still go out.
        await application.stop()
    await web.stop()
    await application.shutdown()


def _polling_trouble(error: TelegramError, figures: Figures) -> None:
    figures.errors.labels(type(error).__name__).inc()
    if isinstance(error, Conflict):
        log.error(
            "another process polls with the same token (or a webhook is set);"
            " stop one of the two, this one keeps trying"
        )
    else:
        log.warning("polling: %s", type(error).__name__)


def _health(application: BotApplication) -> dict[str, Any]:
    polling = application.updater is not None and application.updater.running
    return {"ok": application.running, "mode": "polling" if polling else "webhook"}


async def serve(settings: Settings, desk: Desk) -> None:
    """Runs the bot until the process is asked to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked.set)
    async with running(settings, desk):
        await asked.wait()
        log.info("finishing what was begun")
