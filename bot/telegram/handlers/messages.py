"""Messages: what each asks, and the one way that it takes."""

from __future__ import annotations

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from bot.desk import Asker
from bot.desk.answers import QUESTION_LIMIT
from bot.render.message import Message, MessageBuilder
from bot.telegram.commands import TABLE
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.sources import SourceCommands, points_at_page
from bot.telegram.heard import LINK, Heard, hear, links_of
from bot.telegram.incoming import place_of, read_asker, working
from bot.telegram.send import Markup, Post
from index.text.tokens import tokenise
from retrieval.question.kinds import QuestionType, kind_of

log = logging.getLogger(__name__)

_ALBUMS: Final = 500

_IS_IT_TRUE: Final = re.compile(
    r"(?:هل\s+)?(?:هذا|هذه|هذي|ذلك|الكلام|الاقتباس|القول)?\s*(?:ال(?:كلام|قول|اقتباس|خبر))?\s*"
    r"(?:صحيح|صحيحة|صح|حقيقي|دقيق|تحقق|تأكد)(?:\s+(?:من\s+)?(?:هذا|ذلك))?"
    r"|(?:is\s+)?(?:this|that|it)\s+(?:quote\s+)?(?:true|right|correct|accurate|real)"
    r"|(?:fact\s*)?check(?:\s+(?:this|that|it))?|true|really"
    r"|(?:est[- ]ce|c.est)\s+(?:que\s+c.est\s+)?(?:vrai|exact|correct)|vrai|verifie[rz]?",
    re.IGNORECASE,
)

Way = Callable[[Update, ContextTypes.DEFAULT_TYPE, Asker, Heard], Awaitable[None]]


def _tells_of_page(heard: Heard) -> bool:
    """Says whether a message is a headline with its link, as browsers share a page."""
    bare = LINK.sub("", heard.text)
    if not links_of(heard.message) or not points_at_page(heard.text) or set(bare) & set("?؟"):
        return False
    return kind_of(tokenise(bare))[0] is QuestionType.NONE


class Messages:
    """Takes every message, new or edited, and is silent where it is not meant."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._sources = SourceCommands(post)
        self._commands = Commands(post, self._sources)
        self._albums: OrderedDict[str, None] = OrderedDict()
        self.ways: Final[dict[str, Way]] = {
            "command": self._command,
            "prompt": self._prompted,
            "forwarded": self._sources.forwarded,
            "file": self._sources.file,
            "link": self._sources.links,
            "long": self._sources.pasted,
            "check": self._check,
            "question": self._question,
            "voice": self._cannot_hear,
            "other": self._explain,
        }

    def handlers(self) -> list[BaseHandler[Update, Any, Any]]:
        kinds = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
        return [MessageHandler(kinds, self.take)]

    async def take(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        heard = hear(update, context.bot)
        way = await self._way(heard) if heard is not None else None
        if heard is None or way is None:
            return
        asker = await self._post.run(read_asker, self._post.desk, update)
        await self.ways[way](update, context, asker, heard)

    async def _way(self, heard: Heard) -> str | None:
        """Returns which way a message takes, None if it wants no answer."""
        message, text = heard.message, heard.text
        if heard.command:
            return "command"
        if heard.edited:
            return "question" if text and not message.forward_origin else None
        if heard.to_bot and text and await self._awaited(heard) is not None:
            return "prompt"
        if heard.private and message.forward_origin is not None and (text or message.document):
            return "forwarded"
        if heard.private and message.document is not None:
            return "file"
        if not text:
            return "check" if heard.answered_text else self._of_no_words(heard)
        if heard.private and re.fullmatch(rf"\s*{LINK.pattern}\s*", text):
            return "link"
        if heard.answered_text and _IS_IT_TRUE.fullmatch(text.strip(" ؟?!.")):
            return "check"
        if heard.private and _tells_of_page(heard):
            return "forwarded"
        return "long" if heard.private and len(text) > QUESTION_LIMIT else "question"

    def _of_no_words(self, heard: Heard) -> str | None:
        """Returns how a message without words is taken: said once for an album, not for a pin."""
        message = heard.message
        if message.voice or message.video_note or message.audio:
            return "voice" if heard.private or heard.to_bot else None
        if not heard.private or message.effective_attachment is None:
            return None
        album = message.media_group_id
        if album is None:
            return "other"
        known = album in self._albums
        self._albums[album] = None
        while len(self._albums) > _ALBUMS:
            self._albums.popitem(last=False)
        return None if known else "other"

    async def _awaited(self, heard: Heard) -> dict[str, Any] | None:
        if heard.answered is None:
            return None
        additions = self._post.desk.sources.additions
        where = heard.message.chat.id, heard.answered.message_id
        return await self._post.run(additions.prompt, *where)

    async def _command(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        await self._commands.serve(update, context.bot, asker, heard)

    async def _prompted(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Takes the words that a message of the bot asked for: of a command, or a correction."""
        prompt = await self._awaited(heard) or {}
        name = prompt.get("command", "")
        if name in TABLE:
            await self._commands.serve(update, context.bot, asker, replace(heard, command=name))
        elif not await self._sources.corrected(update, context, asker, heard, prompt):
            await self._question(update, context, asker, heard)

    async def _check(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Checks the quotation that a message points at."""
        asked = replace(heard, command="verify", text=heard.answered_text)
        await self._commands.serve(update, context.bot, asker, asked)

    async def _question(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, heard: Heard
    ) -> None:
        """Answers a question under it; of an edited one, the answer is replaced."""
        post, place = self._post, place_of(update)
        started = time.perf_counter()
        async with working(context.bot, place):
            if heard.to_bot and heard.answered is not None:
                asker = replace(asker, leans=heard.answered.message_id)
            if heard.edited:
                shown = await post.think(asker.chat_id, self._asked, asker, heard)
                await post.answer(context.bot, asker, update, shown)
                return
            prepared = await post.think(asker.chat_id, self._answered, asker, heard)
        sent = await post.send_prepared(context.bot, place, *prepared)
        await post.keep_reply(place, sent)
        await post.run(post.desk.conversation.contexts.pin, asker.chat_id, asker.talk, sent)
        log.info("answered", extra={"seconds": round(time.perf_counter() - started, 3)})

    def _asked(self, asker: Asker, heard: Heard) -> Message:
        return self._post.desk.ask(asker, heard.text)

    def _answered(self, asker: Asker, heard: Heard) -> tuple[list[Message], Markup | None]:
        """Answers in one go, so that who asked first is answered first."""
        return self._post.prepare(asker, asker.chat_id, self._asked(asker, heard))

    async def _cannot_hear(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, _heard: Heard
    ) -> None:
        """Says that spoken questions have to be written."""
        shown = MessageBuilder(asker.words).say("bad.voice").build()
        await self._post.answer(context.bot, asker, update, shown)

    async def _explain(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, asker: Asker, _heard: Heard
    ) -> None:
        """Says what can be read where something else was sent."""
        shown = MessageBuilder(asker.words).say("bad.kind").build()
        await self._post.answer(context.bot, asker, update, shown)
