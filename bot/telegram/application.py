"""The application: every handler, in the order in which updates meet them; errors; menus."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable, Collection, Coroutine
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, Final

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Update,
)
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.commands import TABLE, Menu
from bot.desk import Desk
from bot.settings import Settings
from bot.state.inbox import MOST_TRIES, Inbox
from bot.telegram.background import Background
from bot.telegram.buttons import press
from bot.telegram.gate import GROUP, Gate, joined, moved
from bot.telegram.incoming import Request
from bot.telegram.inline import chosen, offer
from bot.telegram.intake import Intake, is_full
from bot.telegram.messages import Messages
from bot.telegram.pace import ChatPace, Pace
from bot.telegram.pools import Pools
from bot.telegram.send import Post
from bot.texts import LANGUAGES, words_of
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
    application.add_handler(TypeHandler(Update, Gate(post).check), GROUP)
    written = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    handlers: list[BaseHandler[Update, Any, Any]] = [
        MessageHandler(filters.StatusUpdate.MIGRATE, _asked(post, moved)),
        ChatMemberHandler(_asked(post, joined), ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(written, Messages(post).take),
        CallbackQueryHandler(_asked(post, press)),
        InlineQueryHandler(_asked(post, offer)),
        ChosenInlineResultHandler(_asked(post, chosen)),
    ]
    application.add_handlers(handlers)
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
    application.add_error_handler(lambda update, context: _trouble(post, update, context))
    return application


def _asked(
    post: Post, serve: Callable[[Request], Awaitable[None]]
) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    """Returns a handler that serves an update with who asks by it."""

    @wraps(serve)
    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        await serve(await Request.of(post, context.bot, update))

    return handle


_SCOPES: Final[dict[BotCommandScope, frozenset[Menu]]] = {
    BotCommandScopeAllPrivateChats(): frozenset({"all", "private", "administrators"}),
    BotCommandScopeAllGroupChats(): frozenset({"all"}),
    BotCommandScopeAllChatAdministrators(): frozenset({"all", "administrators"}),
}


async def describe(bot: Bot, usual: str, owners: Collection[int] = ()) -> None:
    """Tells Telegram the bot's commands and what it is, in every language of the interface.

    Private chats, groups, their administrators and the bot's owners have menus of their own.

    Args:
        usual: The language for people whose own language the interface lacks.
        owners: The bot's owners, who are told only if they have written to it before.
    """
    for language in (None, *LANGUAGES):
        words = words_of(language or usual)
        for scope, menus in _SCOPES.items():
            commands = [
                BotCommand(name, words(f"command.{name}"))
                for name, command in TABLE.items()
                if command.menu in menus
            ]
            await bot.set_my_commands(commands, scope=scope, language_code=language)
        await bot.set_my_description(words("about.long"), language_code=language)
        await bot.set_my_short_description(words("about.short")[:120], language_code=language)
        everything = [BotCommand(name, words(f"command.{name}")) for name in TABLE]
        for owner in owners:
            with suppress(TelegramError):
                scope = BotCommandScopeChat(owner)
                await bot.set_my_commands(everything, scope=scope, language_code=language)


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


_KEYS: Final = (
    (BadRequest, "error"),
    (NetworkError, "error.unconfirmed"),
    (BusyError, "error.busy"),
    (VerbatimError, "error.verbatim"),
    (IndexMismatchError, "error.index"),
)
"""What is told of each kind of error; of all others, that something went wrong."""


async def _trouble(post: Post, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Logs an error and, where somebody waits for an answer, says so."""
    error = context.error
    number = update.update_id if isinstance(update, Update) else None
    kind = "DiskFull" if is_full(error) else type(error).__name__
    post.desk.office.figures.errors.labels(kind).inc()
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
    if update.callback_query is not None:
        # Pressed and not answered, a button would spin for half a minute.
        with suppress(TelegramError):
            await update.callback_query.answer()
    if update.effective_chat is None:
        return
    told = next((key for known, key in _KEYS if isinstance(error, known)), "error")
    if is_full(error) and told != "error.unconfirmed":
        told = "error.full"
    try:
        request = await Request.of(post, context.bot, update)
        await request.send(request.asker.message(told))
    except Exception as second:
        log.warning("nor could that be told: %s", type(second).__name__)


def _where(error: BaseException | None) -> str:
    """Returns the places that an error passed, without its message: it may hold words."""
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-6:]]
    return " at " + " > ".join(places) if places else ""
