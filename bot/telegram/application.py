"""The application: every handler, in the order in which updates meet them."""

from __future__ import annotations

from typing import Any, Final

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.desk import Desk
from bot.render.message import MessageBuilder
from bot.settings import Settings
from bot.state.inbox import MOST_TRIES, Inbox
from bot.telegram.background import Background
from bot.telegram.gate import GROUP, Gate
from bot.telegram.handlers.buttons import Buttons
from bot.telegram.handlers.groups import Groups
from bot.telegram.handlers.inline import InlineMode
from bot.telegram.handlers.messages import Messages
from bot.telegram.incoming import place_of, read_asker
from bot.telegram.intake import Intake
from bot.telegram.pace import ChatPace, Pace
from bot.telegram.pools import Pools
from bot.telegram.send import Post
from bot.telegram.trouble import Trouble
from index.errors import SettingsError

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
        desk: What answers.
        pools: Where blocking work runs.
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
    """Tells whether an update that was interrupted can be done once more.

    Whatever names what it changes can. What was answered is done. The person is told instead
    where doing it twice would take back more than was asked (/undo), and where it may be
    what ended the process again and again.
    """
    message, often = update.effective_message, tries >= MOST_TRIES
    if update.message is None or message is None:
        return not often
    state = post.desk.office.state
    if await post.run(state.reply, message.chat.id, message.message_id):
        return False
    if not often and not (message.text or "").lower().startswith("/undo"):
        return True
    asker = await post.run(read_asker, post.desk, update)
    shown = MessageBuilder(asker.words).say("error.interrupted").build()
    await post.send(application.bot, asker, place_of(update), shown)
    return False
