"""Reads a message once: whether it is meant for the bot, and what it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Bot, Message, MessageEntity, Update

_CALL: Final = re.compile(r"^\s*(?:يا|ya|hey|hi|hé)\s+(?=\ufffc)", re.IGNORECASE)
"""A word that calls somebody, before the bot's name."""

_EDGES: Final = " \t\n،,:؛;-"
_NAME: Final = "\ufffc"
"""Stands for the bot's name while a text is read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is meant for the bot.

    Attributes:
        text: Its words or its caption, without the bot's name and without the command.
        command: The command that it begins with, empty where it is none.
        edited: Whether it was there before, with other words.
        answered: The message that it answers, None where it answers none.
        to_bot: Whether that is one of the bot's own.
    """

    message: Message
    text: str
    command: str = ""
    edited: bool = False
    answered: Message | None = None
    to_bot: bool = False

    @property
    def private(self) -> bool:
        return self.message.chat.type == "private"

    @property
    def answered_text(self) -> str:
        """The words that it answers: what was marked of them, else all."""
        if self.message.quote is not None:
            return self.message.quote.text
        if self.answered is None:
            return ""
        return self.answered.text or self.answered.caption or ""


def hear(update: Update, bot: Bot) -> Heard | None:
    """Returns what a message asks, None where it is not meant for this bot."""
    message = update.message or update.edited_message
    if message is None or message.chat.type == "channel" or message.is_automatic_forward:
        return None
    if message.from_user is not None and message.from_user.is_bot and not message.sender_chat:
        # Two bots that answer each other never end.
        return None
    words = message.text or message.caption or ""
    named, words = _without_name(message, words, bot)
    command, rest = _command(words, bot.username)
    if command is None:
        return None
    answered = _answered(message)
    to_bot = bool(answered and answered.from_user and answered.from_user.id == bot.id)
    called = named or command or (to_bot and not _calls_another(words))
    if message.chat.type != "private" and not called:
        return None
    return Heard(message, rest, command, update.edited_message is not None, answered, to_bot)


def _without_name(message: Message, words: str, bot: Bot) -> tuple[bool, str]:
    """Returns whether the bot is named, and the words without its name."""
    pieces, named, end = [], False, 0
    units = words.encode("utf-16-le", "surrogatepass")
    for entity in _entities(message):
        start, stop = 2 * entity.offset, 2 * (entity.offset + entity.length)
        shown = units[start:stop].decode("utf-16-le", "surrogatepass")
        ours = entity.user is not None and entity.user.id == bot.id
        if entity.type == MessageEntity.MENTION:
            ours = shown.lower() == f"@{bot.username}".lower()
        if ours and start >= end:
            named = True
            pieces += [units[end:start].decode("utf-16-le", "surrogatepass"), _NAME]
            end = stop
    if not named:
        return False, words.strip()
    text = "".join([*pieces, units[end:].decode("utf-16-le", "surrogatepass")])
    text = _CALL.sub("", text).strip()
    return True, " ".join(part.strip(_EDGES) for part in text.split(_NAME)).strip()


def _command(words: str, username: str) -> tuple[str | None, str]:
    """Returns a command and its words; an empty one where there is none, None for another bot's."""
    found = re.match(r"/(\w+)(?:@(\w+))?(?:\s+|$)", words)
    if found is None:
        return "", words
    if found[2] and found[2].lower() != username.lower():
        return None, words
    return found[1].lower(), words[found.end() :].strip()


def _answered(message: Message) -> Message | None:
    """Returns what a message answers; the beginning of its topic is nothing that it answers."""
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return None
    return answered


def _calls_another(words: str) -> bool:
    """Tells whether an answer to this bot speaks to another one, by its name at the start."""
    first = re.match(r"@(\w+)", words)
    return bool(first and first[1].lower().endswith("bot"))


def _entities(message: Message) -> Sequence[MessageEntity]:
    kinds = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)
    found = message.entities if message.text else message.caption_entities
    return sorted((e for e in found if e.type in kinds), key=lambda e: e.offset)
