"""The application: every handler, in the order in which updates meet them, and their errors."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.desk import Desk
from bot.settings import Settings
from bot.state.inbox import MOST_TRIES, Inbox
from bot.telegram.background import Background
from bot.telegram.buttons import Buttons
from bot.telegram.gate import GROUP, Gate
from bot.telegram.groups import Groups
from bot.telegram.incoming import Request
from bot.telegram.inline import InlineMode
from bot.telegram.intake import Intake, is_full
from bot.telegram.messages import Messages
from bot.telegram.pace import ChatPace, Pace
from bot.telegram.pools import Pools
from bot.telegram.send import Post
from index.errors import BusyError, IndexMismatchError, SettingsError, VerbatimError

log = logging.getLogger(__name__)

TIMEOUT: Final = 20.0
"""Seconds that a request to Telegram may take."""

BACKGROUND: Final = "background"
"""Where the application keeps its background work."""

INTAKE: Final = "intake"
"""Where it keeps the updates that are on their way."""

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    settings: Settings,
    desk: Desk,
    pools: Pools,
    *,
    pace: Pace | None = None,
    timeout: float = TIMEOUT,
) -> BotApplication:
    """Returns the application, ready to be started.

    Args:
        pace: Other limits than Telegram's, for a server that has others.
        timeout: Seconds that a request to Telegram may take.

    Raises:
        SettingsError: There is no token.
    """
    if not settings.token:
        raise SettingsError(
            "there is no TELEGRAM_BOT_TOKEN: get one from @BotFather (/newbot) and put it into"
            " the environment or into .env."
        )
    base = settings.api_url.rstrip("/")
    application: BotApplication = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .updater(None)
        .rate_limiter(ChatPace(pace or Pace()))
        .connection_pool_size(64)
        .read_timeout(timeout)
        .write_timeout(timeout)
        .connect_timeout(timeout)
        .pool_timeout(timeout)
        .build()
    )
    post = Post(desk, pools)
    application.add_handler(Gate(post).handler(), GROUP)
    for topic in (Groups(post), Messages(post), Buttons(post), InlineMode(post)):
        application.add_handlers(topic.handlers())
    intake = Intake(
        application.bot,
        Inbox(desk.office.state),
        pools.inbox,
        desk.office.figures,
        application.process_update,
        lambda update, tries: _again(post, application, update, tries),
    )
    application.bot_data[INTAKE] = intake
    application.bot_data[BACKGROUND] = Background(post, application.bot, intake)
    application.add_error_handler(Trouble(post).handle)
    return application


async def _again(post: Post, application: BotApplication, update: Update, tries: int) -> bool:
    """Tells whether an update that was interrupted is to be done once more.

    It is, unless it was answered. Of /undo, which done twice would take back more than was
    asked, and of what may have ended the process again and again, the person is told instead.
    """
    message, often = update.effective_message, tries >= MOST_TRIES
    if update.message is None or message is None:
        return not often
    state = post.desk.office.state
    if await post.run(state.reply, message.chat.id, message.message_id):
        return False
    if not often and not (message.text or "").lower().startswith("/undo"):
        return True
    request = await Request.of(post, application.bot, update)
    await request.send(request.asker.message("error.interrupted"))
    return False


class Trouble:
    """The application's error handler."""

    def __init__(self, post: Post) -> None:
        self._post = post

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs an error and, where somebody waits for an answer, says so."""
        error = context.error
        number = update.update_id if isinstance(update, Update) else None
        kind = "DiskFull" if is_full(error) else type(error).__name__
        self._post.desk.office.figures.errors.labels(kind).inc()
        if isinstance(error, Forbidden):
            # Blocked, or removed from a group: a message would not arrive.
            log.warning("not allowed to write: %s", error.message, extra={"update_id": number})
            return
        log.error(
            "an update could not be handled (%s)%s",
            kind,
            _where(error),
            extra={"update_id": number, "kind": kind},
        )
        if isinstance(error, RetryAfter) or not isinstance(update, Update):
            return
        key = "error"
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            key = "error.unconfirmed"
        elif is_full(error):
            key = "error.full"
        elif isinstance(error, BusyError):
            key = "error.busy"
        elif isinstance(error, VerbatimError):
            key = "error.verbatim"
        elif isinstance(error, IndexMismatchError):
            key = "error.index"
        await self._tell(update, context, key)

    async def _tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE, key: str) -> None:
        if update.callback_query is not None:
            # Pressed and not answered, a button would spin for half a minute.
            with suppress(TelegramError):
                await update.callback_query.answer()
        chat = update.effective_chat
        if chat is None:
            return
        try:
            request = await Request.of(self._post, context.bot, update)
            await request.send(request.asker.message(key))
        except Exception as second:
            log.warning("nor could that be told: %s", type(second).__name__)


def _where(error: BaseException | None) -> str:
    """Returns the places that an error passed, without its message: it may hold words."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:]]
    return " at " + " > ".join(places) if places else ""
