"""Reads a message once: whether it is meant for the bot, and what it asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from telegram import Bot, Message, MessageEntity, Update

from bot.commands import read_command

_CALL: Final = re.compile(r"^\s*(?:يا|ya|hey|hi|hé)\s+(?=\ufffc)", re.IGNORECASE)
"""A word that calls somebody, before the bot's name."""

LINK: Final = re.compile(r"https?://[^\s<>\"«»]+")

_OF_TELEGRAM: Final = frozenset({"t.me", "telegram.me", "telegram.dog"})
"""Hosts whose links lead to chats and posts, not to articles."""

_AFTER_LINK: Final = ".,،؛;:!?؟'…"

_EDGES: Final = " \t\n،,:؛;-"
_NAME: Final = "\ufffc"
"""Stands for the bot's name while a text is read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that is meant for the bot.

    Attributes:
        text: Its words or its caption, without the bot's name and without the command.
        command: The command that it begins with; empty for other texts.
        edited: Whether it was there before, with other words.
        answered: The message that it is a reply to; None if it is no reply.
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


def links_of(message: Message) -> list[str]:
    """Returns where a message leads: links in its text, behind words or buttons, or previewed.

    Front pages come last: a post's own page lies deeper.
    """
    units = (message.text or message.caption or "").encode("utf-16-le", "surrogatepass")
    found = []
    for entity in message.entities or message.caption_entities:
        if entity.type == MessageEntity.TEXT_LINK and entity.url:
            found.append((entity.offset, entity.url))
        elif entity.type == MessageEntity.URL:
            shown = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
            found.append((entity.offset, shown.decode("utf-16-le", "replace")))
    links = [link for _, link in sorted(found)]
    links += LINK.findall(message.text or message.caption or "")
    preview = message.link_preview_options
    if preview is not None and isinstance(preview.url, str):
        links.append(preview.url)
    rows = message.reply_markup.inline_keyboard if message.reply_markup is not None else ()
    links += [button.url for row in rows for button in row if button.url]
    whole = dict.fromkeys(link for link in map(_whole, links) if link)
    return sorted(whole, key=lambda link: not urlsplit(link).path.strip("/"))


def _whole(link: str) -> str:
    """Returns a link with its scheme and without what ends the sentence, empty for no page."""
    link = link.rstrip(_AFTER_LINK)
    if "://" not in link:
        link = f"https://{link}"
    if link.endswith(")") and "(" not in link:
        link = link.rstrip(")")
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    # An address of mail has a name before the host.
    web = parts.scheme.lower() in {"http", "https"} and "." in host and parts.username is None
    return link if web and host not in _OF_TELEGRAM else ""


def hear(update: Update, bot: Bot) -> Heard | None:
    """Returns what a message asks, None if it is meant for somebody else."""
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
    if named and not (rest or command or answered or message.effective_attachment):
        # Its name alone: somebody wonders what it does.
        command = "help"
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
    typed = read_command(words)
    if typed is None:
        return "", words
    if typed.bot and typed.bot != username.lower():
        return None, words
    return typed.name, typed.words


def _answered(message: Message) -> Message | None:
    """Returns the message that one replies to; the first of a forum's topic does not count."""
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
