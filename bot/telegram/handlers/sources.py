"""Articles from the chat: files, links, forwarded posts, pasted texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from telegram import Document, Message, Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.actions import action
from bot.desk import Asker
from bot.desk.answers import QUESTION_LIMIT
from bot.desk.sources import Batch, read_corrections
from bot.render.message import Message as Shown
from bot.render.message import MessageBuilder
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.sayings import argument
from bot.telegram.incoming import origin, place_of, read_asker, working
from bot.telegram.send import Post
from bot.telegram.standing import refusal
from index.errors import ReadingError, Unreadable

DOWNLOAD_LIMIT: Final = 20_000_000
"""Bytes that a bot may fetch (https://core.telegram.org/bots/api#getfile)."""

_LINK: Final = re.compile(r"https?://[^\s<>\"«»]+")
_PRIVATE: Final = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class SourceCommands:
    """Adds what people send, within what the chat may hold."""

    def __init__(self, post: Post, questions: Questions) -> None:
        self._post = post
        self._questions = questions

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        sources = self._post.desk.sources
        captioned = filters.CaptionRegex(r"^/add\b") & filters.UpdateType.MESSAGE
        text = filters.TEXT & ~filters.COMMAND
        return [
            CommandHandler("add", self.add),
            MessageHandler(captioned, self.add),
            CommandHandler("undo", self.undo),
            CommandHandler(["sources", "remove"], self._simple(sources.sources)),
            MessageHandler(_PRIVATE & filters.FORWARDED & ~filters.COMMAND, self.forwarded),
            MessageHandler(_PRIVATE & filters.Document.ALL, self.add),
            MessageHandler(
                text & filters.REPLY & filters.UpdateType.MESSAGE & _OF_THE_BOT, self.answered
            ),
            MessageHandler(_PRIVATE & text & _LONG, self.pasted),
            MessageHandler(_PRIVATE & text & filters.Regex(rf"^\s*{_LINK.pattern}\s*$"), self.add),
        ]

    async def add(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Adds a file, links or a text: what the command holds, or the message it answers."""
        message = update.effective_message
        if message is None:
            return
        asker = await self._post.run(read_asker, self._post.desk, update)
        named = argument(update) if _is_command(message) else (message.text or "")
        source = message
        if message.document is None and not named and message.reply_to_message is not None:
            source = message.reply_to_message
            named = source.text or source.caption or ""
        links = list(dict.fromkeys(_LINK.findall(named)))
        alone = links and not _LINK.sub("", named).strip()
        if source.document is None and not named.strip():
            shown = MessageBuilder(asker.words).usage("add").build()
            await self._post.send(context.bot, asker, place_of(update), shown)
            return
        if source.document is not None:
            await self._add_document(update, context, asker, source.document)
        elif alone:
            await self._add_links(update, context, asker, links)
        else:
            await self._add_text(update, context, asker, source, named)

    async def undo(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Takes back what was added last; for a mere member of a group, what they added last."""
        post, sources = self._post, self._post.desk.sources
        asker = await post.run(read_asker, post.desk, update)
        refused = await refusal(post, context.bot, update, asker, action("undo"))
        shown = await post.think(
            asker.chat_id, sources.undo if refused is None else sources.undo_own, asker
        )
        await post.send(context.bot, asker, place_of(update), shown)

    async def forwarded(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Checks the quotation of a short post; asks what to do with an article."""
        message, post = update.effective_message, self._post
        if message is None:
            return
        if message.document is not None:
            await self._forwarded_document(update, context, message.document)
            return
        text = message.text or message.caption
        if not text:
            await self._questions.explain(update, context)
            return
        asker = await post.run(read_asker, post.desk, update)
        async with working(context.bot, place_of(update)):
            shown = await post.read(asker.chat_id, self._look_at, asker, text, *origin(message))
        await post.send(context.bot, asker, place_of(update), shown)

    async def _forwarded_document(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, document: Document
    ) -> None:
        """Offers one article to be asked about or added; several are added, as when sent."""
        message, post, place = update.effective_message, self._post, place_of(update)
        asker = await post.run(read_asker, post.desk, update)
        if message is not None and _is_command(message):
            await self._add_document(update, context, asker, document)
            return
        progress = await self._progress(update, context, asker, _name_of(document))
        batch = await self._read(context, asker.chat_id, document)
        if len(batch.articles) == 1 and not batch.failed:
            shown = await post.run(self._draft, asker, batch)
            await post.replace(context.bot, asker, place, progress, shown)
            return
        shown = await post.read(asker.chat_id, post.desk.sources.add, asker, batch)
        await self._confirm(update, context, asker, shown, progress)

    def _draft(self, asker: Asker, batch: Batch) -> Shown:
        sources = self._post.desk.sources
        return sources.draft(asker, batch.articles[0], read=batch.notes.all())

    def _look_at(
        self, asker: Asker, text: str, outlet: str, date: dt.date | None, url: str | None
    ) -> Shown:
        desk = self._post.desk
        batch = Batch(desk.office.reader)
        if _LINK.fullmatch(text.strip()):
            batch.fetch(text.strip(), desk.office.fetcher)
        else:
            batch.take(text, outlet=outlet, date=date, url=url)
        if len(batch.articles) != 1:
            return desk.sources.add(asker, batch)
        [article] = batch.articles
        if len(text) <= QUESTION_LIMIT:
            checked = desk.sayings.verify_message(asker, text)
            if checked is not None:
                return desk.sources.offer(asker, checked, article)
        read = batch.notes.all()
        return desk.sources.draft(asker, article, typed=not (outlet or date), read=read)

    async def pasted(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Asks what to do with a text that is too long for a question."""
        message, post = update.effective_message, self._post
        if message is None or message.text is None:
            return
        asker = await post.run(read_asker, post.desk, update)
        shown = await post.read(asker.chat_id, self._look_at, asker, message.text, "", None, None)
        await post.send(context.bot, asker, place_of(update), shown)

    async def answered(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Takes a correction, where one of the bot's messages asked for it; else a question."""
        message, post = update.effective_message, self._post
        if message is None or message.reply_to_message is None or not message.text:
            return
        prompt = await post.run(
            post.desk.sources.additions.prompt,
            message.chat.id,
            message.reply_to_message.message_id,
        )
        if prompt is not None:
            asker = await post.run(read_asker, post.desk, update)
            article, text = prompt["article"], message.text
            if read_corrections(text):
                wanted = action("correct", article=article)
                refused = await refusal(post, context.bot, update, asker, wanted)
                if refused is not None:
                    shown = MessageBuilder(asker.words).say(refused).build()
                    await post.send(context.bot, asker, place_of(update), shown)
                    return
                shown = await post.read(
                    asker.chat_id, post.desk.sources.correct, asker, article, text
                )
                await self._confirm(update, context, asker, shown)
                return
        await self._questions.reply(update, context, message.text)

    async def _add_document(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        document: Document,
    ) -> None:
        progress = await self._progress(update, context, asker, _name_of(document))
        batch = await self._read(context, asker.chat_id, document)
        shown = await self._post.read(asker.chat_id, self._post.desk.sources.add, asker, batch)
        await self._confirm(update, context, asker, shown, progress)

    async def _read(
        self, context: ContextTypes.DEFAULT_TYPE, chat: int, document: Document
    ) -> Batch:
        """Fetches a file and reads it as far as it can be."""
        name, batch = _name_of(document), Batch(self._post.desk.office.reader)
        if (document.file_size or 0) > DOWNLOAD_LIMIT:
            limit = DOWNLOAD_LIMIT // 1_000_000
            batch.failed[name] = ReadingError(
                f"{name} is too large for a bot", Unreadable.TOO_LARGE, limit=limit
            )
            return batch
        file = await context.bot.get_file(document.file_id)
        data = bytes(await file.download_as_bytearray())
        await self._post.read(chat, batch.read, name, data)
        return batch

    async def _add_links(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        links: list[str],
    ) -> None:
        post = self._post
        name = links[0] if len(links) == 1 else f"{links[0]} (+{len(links) - 1})"
        progress = await self._progress(update, context, asker, name)
        batch = Batch(post.desk.office.reader)
        most = post.desk.office.settings.links_per_message
        for link in links[:most]:
            await post.read(asker.chat_id, batch.fetch, link, post.desk.office.fetcher)
        if len(links) > most:
            batch.failed[links[most]] = ReadingError(
                f"more than {most} links", Unreadable.LINKS, limit=most
            )
        shown = await post.read(asker.chat_id, post.desk.sources.add, asker, batch)
        await self._confirm(update, context, asker, shown, progress)

    async def _add_text(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        source: Message,
        text: str,
    ) -> None:
        batch = Batch(self._post.desk.office.reader)
        outlet, date, url = origin(source)
        async with working(context.bot, place_of(update)):
            take = partial(batch.take, text, outlet=outlet, date=date, url=url)
            await self._post.read(asker.chat_id, take)
            shown = await self._post.read(asker.chat_id, self._post.desk.sources.add, asker, batch)
        await self._confirm(update, context, asker, shown)

    async def _progress(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, name: str
    ) -> int:
        shown = MessageBuilder(asker.words).say("added.reading", name=name).build()
        return (await self._post.send(context.bot, asker, place_of(update), shown))[-1]

    async def _confirm(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        shown: Shown,
        instead_of: int | None = None,
    ) -> None:
        """Tells what was added, and remembers which article a reply would correct."""
        post, place = self._post, place_of(update)
        if instead_of is None:
            sent = await post.send(context.bot, asker, place, shown)
        else:
            sent = await post.replace(context.bot, asker, place, instead_of, shown)
        await post.run(post.desk.sources.await_correction, asker, shown, sent)

    def _simple(self, make: Callable[[Asker], Shown]) -> Any:
        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            asker = await self._post.run(read_asker, self._post.desk, update)
            shown = await self._post.think(asker.chat_id, make, asker)
            await self._post.send(context.bot, asker, place_of(update), shown)

        return handle


class _Long(filters.MessageFilter):
    """Texts that are too long for a question."""

    def filter(self, message: Message) -> bool:
        return len(message.text or "") > QUESTION_LIMIT


class _OfTheBot(filters.MessageFilter):
    """Replies to a bot's message."""

    def filter(self, message: Message) -> bool:
        answered = message.reply_to_message
        return bool(answered and answered.from_user and answered.from_user.is_bot)


_LONG: Final = _Long()
_OF_THE_BOT: Final = _OfTheBot()


def _name_of(document: Document) -> str:
    return document.file_name or "file.txt"


def _is_command(message: Message) -> bool:
    return (message.text or message.caption or "").startswith("/")
