"""The bot's commands, in the order in which the menu shows them."""

from __future__ import annotations

from typing import Final

from telegram import Bot, BotCommand

from bot.texts import LANGUAGES, words_of

COMMANDS: Final = (
    "start",
    "help",
    "articles",
    "said",
    "who",
    "verify",
    "speakers",
    "csv",
    "report",
    "add",
    "undo",
    "sources",
    "remove",
    "follow",
    "unfollow",
    "alerts",
    "lang",
    "settings",
    "privacy",
    "export",
    "forget",
)


async def describe(bot: Bot, usual: str) -> None:
    """Tells Telegram the bot's commands and what it is, in every language of the interface.

    Args:
        usual: The language for people whose own one is none of the interface's.
    """
    for language in (None, *LANGUAGES):
        words = words_of(language or usual)
        commands = [BotCommand(name, words(f"command.{name}")) for name in COMMANDS]
        await bot.set_my_commands(commands, language_code=language)
        await bot.set_my_description(words("about.long"), language_code=language)
        await bot.set_my_short_description(words("about.short")[:120], language_code=language)
