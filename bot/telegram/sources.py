"""Articles from the chat: files, links, forwarded posts, pasted texts."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final
from weakref import WeakValueDictionary

from telegram import Document, Message
from telegram.error import TelegramError

from bot.actions import action
from bot.desk import Asker, Desk
from bot.desk.answers import QUESTION_LIMIT
from bot.desk.sources import Batch, read_corrections
from bot.render.message import Message as Shown
from bot.render.message import MessageBuilder
from bot.render.source import shown_name, unread_message
from bot.telegram.gate import refusal
from bot.telegram.heard import LINK, Heard, links_of
from bot.telegram.incoming import Request, origin
from bot.telegram.intake import let_go_on
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


class SourceCommands:
    """Adds what people send, within what the chat may hold."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._waiting: Counter[int] = Counter()
        self._fetching = asyncio.Semaphore(FETCHED)

    @asynccontextmanager
    async def _turn(self, asker: Asker) -> AsyncIterator[None]:
        """Lets one source of a chat at a time be fetched, read and added, and counts the others.

        A chat is answered while its sources are read, so it may send hundreds of files meanwhile:
        those that wait must not wait in memory.
        """
        self._waiting[asker.chat_id] += 1
        try:
            async with self._turns.setdefault(asker.chat_id, asyncio.Lock()):
                yield
        finally:
            self._waiting[asker.chat_id] -= 1
            if not self._waiting[asker.chat_id]:
                del self._waiting[asker.chat_id]

    async def add(self, request: Request, heard: Heard) -> None:
        """Adds a file, links or a text: what the message holds, or the message it answers."""
        source, named = heard.message, heard.text
        if source.document is None and not named and heard.answered is not None:
            source, named = heard.answered, heard.answered_text
        links = list(dict.fromkeys(LINK.findall(named)))
        pages = (links or links_of(source)[:1]) if points_at_page(named) else []
        if source.document is not None:
            await self._document(request, source.document)
        elif not named.strip():
            await request.answer(MessageBuilder(request.asker.words).ask("add").build(awaits="add"))
        elif pages:
            await self._add_links(request, pages)
        else:
            await self._add_text(request, source, named)

    async def undo(self, request: Request) -> None:
        """Takes back what was added last; for a mere member of a group, what they added last."""
        refused = await refusal(request, action("undo"))
        undo = self._desk.sources.undo if refused is None else self._desk.sources.undo_own
        await request.answer(await request.think(undo, request.asker))

    async def forwarded(self, request: Request, heard: Heard) -> None:
        """Checks the quotation of a short post; asks what to do with an article."""
        message = heard.message
        if message.document is not None:
            await self._document(request, message.document, forwarded=True)
            return
        links = links_of(message)
        look = partial(self._look_at, request.asker, heard.text, links)
        async with request.working():
            shown = await request.read(look, *origin(message))
        await request.answer(shown)

    async def _document(
        self, request: Request, document: Document, *, forwarded: bool = False
    ) -> None:
        """Adds what a file holds; one article that was forwarded is offered to be asked about."""
        name = document.file_name or "file.txt"
        progress = await self._progress(request, name)
        async with self._turn(request.asker):
            batch = await self._read(request, document, name)
            if forwarded and len(batch.articles) == 1 and not batch.failed:
                draft = partial(self._desk.sources.draft, read=batch.notes.all())
                shown = await request.run(draft, request.asker, batch.articles[0])
                await request.replace(progress, shown)
            else:
                await self._add_batch(request, batch, progress, name)

    def _look_at(
        self,
        asker: Asker,
        text: str,
        links: Sequence[str],
        outlet: str = "",
        date: dt.date | None = None,
        url: str | None = None,
    ) -> Shown:
        """Offers the article that a text is, or the page that a short one points at."""
        desk = self._desk
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
        office = self._desk.office
        failed: dict[str, ReadingError] = {}
        for link in links[:_LINKS_TRIED]:
            batch = Batch(office.reader)
            batch.fetch(link, office.fetcher)
            if len(batch.articles) == 1:
                return batch, {}
            failed |= batch.failed
        return None, failed

    async def pasted(self, request: Request, heard: Heard) -> None:
        """Asks what to do with a text that is too long for a question."""
        links = links_of(heard.message)
        await request.answer(await request.read(self._look_at, request.asker, heard.text, links))

    async def corrected(self, request: Request, heard: Heard, prompt: dict[str, Any]) -> bool:
        """Takes a correction; returns False where the message is none."""
        article = prompt.get("article")
        if article is None or not read_corrections(heard.text):
            return False
        refused = await refusal(request, action("correct", article=article))
        if refused is not None:
            await request.say(refused)
            return True
        correct = self._desk.sources.correct
        shown = await request.read(correct, request.asker, article, heard.text)
        await self._confirm(request, shown)
        return True

    async def _add_batch(self, request: Request, batch: Batch, progress: int, name: str) -> None:
        """Adds what was read, slice by slice; tells now and then how far it is."""
        sources, loop = self._desk.sources, asyncio.get_running_loop()
        adding = await request.read(sources.begin, request.asker, batch)
        told = loop.time()
        while adding.goes_on:
            await request.read(adding.step)
            if adding.goes_on and loop.time() - told >= TOLD_EVERY:
                told = loop.time()
                far = {"done": adding.done, "all": len(adding.fresh)}
                shown = request.asker.message("added.adding", name=shown_name(name), **far)
                # That it goes on is not worth an error.
                with suppress(TelegramError):
                    await request.replace(progress, shown)
        shown = await request.read(sources.added, adding, batch)
        await self._confirm(request, shown, progress)

    async def _read(self, request: Request, document: Document, name: str) -> Batch:
        """Fetches a file and reads it as far as it can be."""
        batch, trouble = Batch(self._desk.office.reader), None
        if (document.file_size or 0) > DOWNLOAD_LIMIT:
            trouble = Unreadable.TOO_LARGE
        else:
            async with self._fetching:
                try:
                    file = await request.bot.get_file(document.file_id)
                    await request.read(batch.read, name, bytes(await file.download_as_bytearray()))
                except TelegramError as error:
                    large = "too big" in error.message.lower()
                    trouble = Unreadable.TOO_LARGE if large else Unreadable.TROUBLE
        if trouble is not None:
            # Told in the place of the line that says it is being read.
            limit = DOWNLOAD_LIMIT // 1_000_000
            batch.failed[name] = ReadingError(f"{name} cannot be had", trouble, limit=limit)
        return batch

    async def _add_links(self, request: Request, links: list[str]) -> None:
        office = self._desk.office
        name = links[0] if len(links) == 1 else f"{links[0]} (+{len(links) - 1})"
        progress = await self._progress(request, name)
        most = office.settings.links_per_message
        async with self._turn(request.asker):
            batch = Batch(office.reader)
            for link in links[:most]:
                await request.read(batch.fetch, link, office.fetcher)
            if len(links) > most:
                batch.failed[links[most]] = ReadingError(
                    f"more than {most} links", Unreadable.LINKS, limit=most
                )
            await self._add_batch(request, batch, progress, name)

    async def _add_text(self, request: Request, source: Message, text: str) -> None:
        batch = Batch(self._desk.office.reader)
        outlet, date, url = origin(source)
        async with request.working():
            await request.read(batch.take, text, outlet=outlet, date=date, url=url)
            shown = await request.read(self._desk.sources.add, request.asker, batch)
        await self._confirm(request, shown)

    async def _progress(self, request: Request, name: str) -> int:
        if self._waiting[request.asker.chat_id] >= WAITING:
            raise BusyError("too many files and links of this chat wait; send the rest later.")
        shown = request.asker.message("added.reading", name=shown_name(name))
        sent = await request.send(shown)
        # Reading may take long: the chat is answered meanwhile.
        let_go_on()
        return sent[-1]

    async def _confirm(self, request: Request, shown: Shown, instead_of: int | None = None) -> None:
        """Tells what was added, and remembers which article a reply would correct."""
        sent = await (request.replace(instead_of, shown) if instead_of else request.send(shown))
        await request.keep_reply(sent)
        await request.run(self._desk.sources.await_correction, request.asker, shown, sent)


def points_at_page(text: str) -> bool:
    """Says whether a text that has links is too short to be the article itself."""
    return len(LINK.sub("", text).strip()) <= TEASER
