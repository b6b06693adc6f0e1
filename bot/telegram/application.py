"""The application: every handler, in the order in which updates meet them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from telegram.ext import Application, ApplicationBuilder

from bot.desk import Desk
from bot.settings import Settings
from bot.telegram.background import Background
from bot.telegram.gate import GROUP, Gate
from bot.telegram.handlers.basics import Basics
from bot.telegram.handlers.buttons import Buttons
from bot.telegram.handlers.chats import ChatCommands
from bot.telegram.handlers.groups import Groups
from bot.telegram.handlers.inline import InlineMode
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.sayings import SayingCommands
from bot.telegram.handlers.sources import SourceCommands
from bot.telegram.order import ChatOrder
from bot.telegram.pace import ChatPace, Pace
from bot.telegram.send import Post
from bot.telegram.trouble import Trouble
from index.errors import SettingsError

TIMEOUT: Final = 20.0
"""Seconds that a request to Telegram may take."""

BACKGROUND: Final = "background"
"""Where the application keeps its background work."""

WORKERS: Final = 8
"""Threads for work that waits for disk or network."""

THINKERS: Final = 2
"""Threads that answer. Encoding holds both cores anyway; more threads come no sooner."""

BotApplication = Application[Any, Any, Any, Any, Any, Any]


def build_application(
    settings: Settings,
    desk: Desk,
    *,
    pace: Pace | None = None,
    timeout: float = TIMEOUT,
) -> BotApplication:
    """Returns the application, ready to be started.

    Args:
        desk: What answers.
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
        .concurrent_updates(ChatOrder())
        .rate_limiter(ChatPace(pace or Pace()))
        .connection_pool_size(64)
        .read_timeout(timeout)
        .write_timeout(timeout)
        .connect_timeout(timeout)
        .pool_timeout(timeout)
        .build()
    )
    post = Post(
        desk,
        ThreadPoolExecutor(WORKERS, thread_name_prefix="qawl"),
        ThreadPoolExecutor(THINKERS, thread_name_prefix="qawl-thinking"),
    )
    basics = Basics(post)
    application.add_handler(Gate(post).handler(), GROUP)
    questions = Questions(post)
    topics = (
        basics,
        SayingCommands(post),
        SourceCommands(post, questions),
        ChatCommands(post),
        Buttons(post),
        InlineMode(post),
    )
    for topic in topics:
        application.add_handlers(topic.handlers())
    application.add_handlers(basics.last())
    application.add_handlers(Groups(post, questions).handlers())
    application.add_handlers(questions.handlers())
    application.bot_data[BACKGROUND] = Background(post, application.bot)
    application.add_error_handler(Trouble(post).handle)
    return application
