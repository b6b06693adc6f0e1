"""Articles from the chat: files, links, forwarded posts, pasted texts."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

from telegram import Bot, Document, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.actions import action
from bot.desk import Asker
from bot.desk.adding import Adding
from bot.desk.answers import QUESTION_LIMIT
from bot.desk.sources import Batch, read_corrections
from bot.render.message import Message as Shown
from bot.render.message import MessageBuilder
from bot.render.source import shown_name, unread_message
from bot.telegram.gate import refusal
from bot.telegram.heard import LINK, Heard, links_of
from bot.telegram.incoming import origin, place_of, working
from bot.telegram.intake import let_go_on
from bot.telegram.send import Post
from index.errors import BusyError, ReadingError, Unreadable

DOWNLOAD_LIMIT: Final = 20_000_000
"""Bytes that a bot may fetch (https://core.telegram.org/bots/api#getfile)."""

TEASER: Final = 400
"""Characters; what is shorter and has a link speaks of the page, and is no article itself."""

FETCHED: Final = 4
"""Files of all chats that are fetched and read at a time, each of up to twenty megabytes."""

WAITING: Final = 50
"""Files and links of a chat that wait at once: more would fill what holds all chats' updates."""

TOLD_EVERY: Final = 10.0
"""Seconds between two words about how far a long addition is."""

_LINKS_TRIED: Final = 3


class _Turns:
    """The sources of a chat, one after the other."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self.waiting = 0

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self.waiting -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self.waiting -= 1
        self._lock.release()


class SourceCommands:
    """Adds what people send, within what the chat may hold."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._turns: WeakValueDictionary[int, _Turns] = WeakValueDictionary()
        self._fetching = asyncio.Semaphore(FETCHED)

    def _turn(self, asker: Asker) -> _Turns:
        """Returns what lets one source of a chat at a time be fetched, read and added.

        A chat is answered while its sources are read, so it may send hundreds of files meanwhile:
        those that wait must not wait in memory.
        """
        return self._turns.setdefault(asker.chat_id, _Turns())

    async def add(self, update: Update, bot: Bot, asker: Asker, heard: Heard) -> None:
        """Adds a file, links or a text: what the command holds, or the message it answers."""
        source, named = heard.message, heard.text
        if source.document is None and not named and heard.answered is not None:
            source, named = heard.answered, heard.answered_text
        links = list(dict.fromkeys(LINK.findall(named)))
        pages = (links or links_of(source)[:1]) if points_at_page(named) else []
        if source.document is not None:
            await self._add_document(update, bot, asker, source.document)
        elif not named.strip():
            shown = MessageBuilder(asker.words).ask("add").build(awaits="add")
            await self._post.answer(bot, asker, update, shown)
        elif pages:
            await self._add_links(update, bot, asker, pages)
        else:
            await self._add_text(update, bot, asker, source, named)

    async def file(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Adds a file that was sent."""
        await self.add(update, context.bot, asker, heard)

    async def links(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Adds what a link leads to."""
        await self.add(update, context.bot, asker, heard)

    async def undo(self, update: Update, bot: Bot, asker: Asker) -> None:
        """Takes back what was added last; for a mere member of a group, what they added last."""
        post, sources = self._post, self._post.desk.sources
        refused = await refusal(post, bot, update, asker, action("undo"))
        undo = sources.undo if refused is None else sources.undo_own
        await post.answer(bot, asker, update, await post.think(asker.chat_id, undo, asker))

    async def forwarded(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Checks the quotation of a short post; asks what to do with an article."""
        message, post = heard.message, self._post
        if message.document is not None:
            await self._forwarded_document(update, context.bot, asker, message.document)
            return
        async with working(context.bot, place_of(update)):
            links = links_of(message)
            shown = await post.read(
                asker.chat_id, self._look_at, asker, heard.text, links, *origin(message)
            )
        await post.answer(context.bot, asker, update, shown)

    async def _forwarded_document(
        self, update: Update, bot: Bot, asker: Asker, document: Document
    ) -> None:
        """Offers one article to be asked about or added; several are added, as when sent."""
        post, place = self._post, place_of(update)
        progress = await self._progress(update, bot, asker, _name_of(document))
        async with self._turn(asker):
            batch = await self._read(bot, asker.chat_id, document)
            if len(batch.articles) == 1 and not batch.failed:
                shown = await post.run(self._draft, asker, batch)
                await post.replace(bot, asker, place, progress, shown)
                return
            await self._add_batch(update, bot, asker, batch, progress, _name_of(document))

    def _draft(self, asker: Asker, batch: Batch) -> Shown:
        sources = self._post.desk.sources
        return sources.draft(asker, batch.articles[0], read=batch.notes.all())

    def _look_at(
        self,
        asker: Asker,
        text: str,
        links: Sequence[str],
        outlet: str,
        date: dt.date | None,
        url: str | None,
    ) -> Shown:
        """Offers the article that a text is, or the page that a short one points at."""
        desk = self._post.desk
        page, failed = self._page(links) if points_at_page(text) else (None, {})
        batch = page or Batch(desk.office.reader)
        if page is None and not LINK.sub("", text).strip():
            batch.failed.update(failed)
        elif page is None:
            batch.take(text, outlet=outlet, date=date, url=url)
        if len(batch.articles) != 1:
            return desk.sources.add(asker, batch)
        [article] = batch.articles
        if len(text) <= QUESTION_LIMIT:
            checked = desk.sayings.verify_message(asker, text)
            if checked is not None:
                return desk.sources.offer(asker, checked, article)
        typed, read = page is None and not (outlet or date), batch.notes.all()
        shown = desk.sources.draft(asker, article, typed=typed, read=read)
        if page is None and failed:
            return shown.followed_by(unread_message(asker.words, failed).text)
        return shown

    def _page(self, links: Sequence[str]) -> tuple[Batch | None, dict[str, ReadingError]]:
        """Returns the first of the pages that holds one article, and why others do not."""
        office = self._post.desk.office
        failed: dict[str, ReadingError] = {}
        for link in links[:_LINKS_TRIED]:
            batch = Batch(office.reader)
            batch.fetch(link, office.fetcher)
            if len(batch.articles) == 1:
                return batch, {}
            failed |= batch.failed
        return None, failed

    async def pasted(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Asks what to do with a text that is too long for a question."""
        post = self._post
        where = (links_of(heard.message), "", None, None)
        shown = await post.read(asker.chat_id, self._look_at, asker, heard.text, *where)
        await post.answer(context.bot, asker, update, shown)

    async def corrected(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        asker: Asker,
        heard: Heard,
        prompt: dict[str, Any],
    ) -> bool:
        """Takes a correction; returns False where the message is none."""
        post, article = self._post, prompt.get("article")
        if article is None or not read_corrections(heard.text):
            return False
        wanted = action("correct", article=article)
        refused = await refusal(post, context.bot, update, asker, wanted)
        if refused is not None:
            shown = MessageBuilder(asker.words).say(refused).build()
            await post.answer(context.bot, asker, update, shown)
            return True
        correct = post.desk.sources.correct
        shown = await post.read(asker.chat_id, correct, asker, article, heard.text)
        await self._confirm(update, context.bot, asker, shown)
        return True

    async def _add_document(
        self,
        update: Update,
        bot: Bot,
        asker: Asker,
        document: Document,
    ) -> None:
        progress = await self._progress(update, bot, asker, _name_of(document))
        async with self._turn(asker):
            batch = await self._read(bot, asker.chat_id, document)
            await self._add_batch(update, bot, asker, batch, progress, _name_of(document))

    async def _add_batch(
        self, update: Update, bot: Bot, asker: Asker, batch: Batch, progress: int, name: str
    ) -> None:
        """Adds what was read, slice by slice; tells now and then how far it is."""
        post, sources, loop = self._post, self._post.desk.sources, asyncio.get_running_loop()
        adding = await post.read(asker.chat_id, sources.begin, asker, batch)
        told = loop.time()
        while adding.goes_on:
            await post.read(asker.chat_id, adding.step)
            if adding.goes_on and loop.time() - told >= TOLD_EVERY:
                told = loop.time()
                await self._tell_progress(update, bot, asker, adding, progress, name)
        shown = await post.read(asker.chat_id, sources.added, adding, batch)
        await self._confirm(update, bot, asker, shown, progress)

    async def _tell_progress(
        self, update: Update, bot: Bot, asker: Asker, adding: Adding, progress: int, name: str
    ) -> None:
        far = {"done": adding.done, "all": len(adding.fresh)}
        shown = (
            MessageBuilder(asker.words).say("added.adding", name=shown_name(name), **far).build()
        )
        # That it goes on is not worth an error.
        with suppress(TelegramError):
            await self._post.replace(bot, asker, place_of(update), progress, shown)

    async def _read(self, bot: Bot, chat: int, document: Document) -> Batch:
        """Fetches a file and reads it as far as it can be."""
        name, batch = _name_of(document), Batch(self._post.desk.office.reader)
        if (document.file_size or 0) > DOWNLOAD_LIMIT:
            limit = DOWNLOAD_LIMIT // 1_000_000
            batch.failed[name] = ReadingError(
                f"{name} is too large for a bot", Unreadable.TOO_LARGE, limit=limit
            )
            return batch
        async with self._fetching:
            await self._fetch(bot, chat, document, name, batch)
        return batch

    async def _fetch(
        self, bot: Bot, chat: int, document: Document, name: str, batch: Batch
    ) -> None:
        try:
            file = await bot.get_file(document.file_id)
            data = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            # Told in the place of the line that says it is being read.
            large = "too big" in error.message.lower()
            reason = Unreadable.TOO_LARGE if large else Unreadable.TROUBLE
            limit = DOWNLOAD_LIMIT // 1_000_000
            batch.failed[name] = ReadingError(f"{name} cannot be had", reason, limit=limit)
            return
        await self._post.read(chat, batch.read, name, data)

    async def _add_links(
        self,
        update: Update,
        bot: Bot,
        asker: Asker,
        links: list[str],
    ) -> None:
        post = self._post
        name = links[0] if len(links) == 1 else f"{links[0]} (+{len(links) - 1})"
        progress = await self._progress(update, bot, asker, name)
        most = post.desk.office.settings.links_per_message
        async with self._turn(asker):
            batch = Batch(post.desk.office.reader)
            for link in links[:most]:
                await post.read(asker.chat_id, batch.fetch, link, post.desk.office.fetcher)
            if len(links) > most:
                batch.failed[links[most]] = ReadingError(
                    f"more than {most} links", Unreadable.LINKS, limit=most
                )
            await self._add_batch(update, bot, asker, batch, progress, name)

    async def _add_text(
        self,
        update: Update,
        bot: Bot,
        asker: Asker,
        source: Message,
        text: str,
    ) -> None:
        batch = Batch(self._post.desk.office.reader)
        outlet, date, url = origin(source)
        async with working(bot, place_of(update)):
            take = partial(batch.take, text, outlet=outlet, date=date, url=url)
            await self._post.read(asker.chat_id, take)
            shown = await self._post.read(asker.chat_id, self._post.desk.sources.add, asker, batch)
        await self._confirm(update, bot, asker, shown)

    async def _progress(self, update: Update, bot: Bot, asker: Asker, name: str) -> int:
        if self._turn(asker).waiting >= WAITING:
            raise BusyError("too many files and links of this chat wait; send the rest later.")
        shown = MessageBuilder(asker.words).say("added.reading", name=shown_name(name)).build()
        sent = await self._post.send(bot, asker, place_of(update), shown)
        # Reading may take long: the chat is answered meanwhile.
        let_go_on()
        return sent[-1]

    async def _confirm(
        self,
        update: Update,
        bot: Bot,
        asker: Asker,
        shown: Shown,
        instead_of: int | None = None,
    ) -> None:
        """Tells what was added, and remembers which article a reply would correct."""
        post, place = self._post, place_of(update)
        if instead_of is None:
            sent = await post.send(bot, asker, place, shown)
        else:
            sent = await post.replace(bot, asker, place, instead_of, shown)
        await post.keep_reply(place, sent)
        await post.run(post.desk.sources.await_correction, asker, shown, sent)


def points_at_page(text: str) -> bool:
    """Says whether a text that has links is too short to be the article itself."""
    return len(LINK.sub("", text).strip()) <= TEASER


def _name_of(document: Document) -> str:
    return document.file_name or "file.txt"
