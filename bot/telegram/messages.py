"""Messages: what each asks, and the one way that it takes."""

from __future__ import annotations

import logging
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from telegram import Update
from telegram.ext import ContextTypes

from bot.actions import action
from bot.commands import TABLE, Commands, unknown_message
from bot.desk import Asker
from bot.desk.answers import QUESTION_LIMIT
from bot.render.message import MessageBuilder
from bot.telegram.gate import refusal
from bot.telegram.heard import LINK, Heard, hear, links_of
from bot.telegram.incoming import Request
from bot.telegram.send import Post, Prepared
from bot.telegram.sources import SourceCommands, points_at_page
from index.text.tokens import tokenise
from retrieval.question.kinds import QuestionType, kind_of

log = logging.getLogger(__name__)

_ALBUMS: Final = 500
"""Messages of albums that are remembered, so that an album is told of once."""

_IS_IT_TRUE: Final = re.compile(
    r"(?:هل\s+)?(?:هذا|هذه|هذي|ذلك|الكلام|الاقتباس|القول)?\s*(?:ال(?:كلام|قول|اقتباس|خبر))?\s*"
    r"(?:صحيح|صحيحة|صح|حقيقي|دقيق|تحقق|تأكد)(?:\s+(?:من\s+)?(?:هذا|ذلك))?"
    r"|(?:is\s+)?(?:this|that|it)\s+(?:quote\s+)?(?:true|right|correct|accurate|real)"
    r"|(?:fact\s*)?check(?:\s+(?:this|that|it))?|true|really"
    r"|(?:est[- ]ce|c.est)\s+(?:que\s+c.est\s+)?(?:vrai|exact|correct)|vrai|verifie[rz]?",
    re.IGNORECASE,
)

Way = Callable[[Request, Heard], Awaitable[None]]


def _saying(key: str) -> Way:
    """Returns a way that ends in a sentence of the interface: what cannot be read, and what can."""

    async def say(request: Request, _heard: Heard) -> None:
        await request.say(key)

    return say


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
        self._sources = SourceCommands(post.desk)
        self._does = Commands(post.desk).does
        self._albums: deque[str] = deque(maxlen=_ALBUMS)
        self.ways: Final[dict[str, Way]] = {
            "command": self._command,
            "prompt": self._prompted,
            "forwarded": self._sources.forwarded,
            "file": self._sources.add,
            "link": self._sources.add,
            "long": self._sources.pasted,
            "check": self._check,
            "question": self._question,
            "voice": _saying("bad.voice"),
            "other": _saying("bad.kind"),
        }

    async def take(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        heard = hear(update, context.bot)
        way = await self._way(heard) if heard is not None else None
        if heard is not None and way is not None:
            await self.ways[way](await Request.of(self._post, context.bot, update), heard)

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
        self._albums.append(album)
        return None if known else "other"

    async def _command(self, request: Request, heard: Heard) -> None:
        """Does a command; an unknown one is answered in a private chat alone."""
        name, asker = heard.command, request.asker
        command = TABLE.get(name)
        if command is None:
            if heard.private and not heard.edited:
                await request.answer(unknown_message(asker, name))
            return
        if heard.edited and not command.reads:
            return
        words = heard.text or (heard.answered_text if command.needs else "")
        if name == "add":
            await self._sources.add(request, heard)
        elif name == "undo":
            await self._sources.undo(request)
        elif command.needs and not words:
            # The words are taken from the next message.
            await request.answer(MessageBuilder(asker.words).ask(name).build(awaits=name))
        else:
            right = command.right or (name if name in ("lang", "digest") and words else "")
            refused = await refusal(request, action(right)) if right else None
            if refused is not None:
                await request.say(refused)
                return
            does = request.read if name in ("follow", "test") else request.think
            async with request.working(quiet=not command.long):
                reply = await does(self._does[name], asker, words)
            await request.answer(reply)

    async def _awaited(self, heard: Heard) -> dict[str, Any] | None:
        if heard.answered is None:
            return None
        additions = self._post.desk.sources.additions
        where = heard.message.chat.id, heard.answered.message_id
        return await self._post.run(additions.prompt, *where)

    async def _prompted(self, request: Request, heard: Heard) -> None:
        """Takes the words that a message of the bot asked for: of a command, or a correction."""
        prompt = await self._awaited(heard) or {}
        name = prompt.get("command", "")
        if name in TABLE:
            await self._command(request, replace(heard, command=name))
        elif not await self._sources.corrected(request, heard, prompt):
            await self._question(request, heard)

    async def _check(self, request: Request, heard: Heard) -> None:
        """Checks the quotation that a message points at."""
        asked = replace(heard, command="verify", text=heard.answered_text)
        await self._command(request, asked)

    async def _question(self, request: Request, heard: Heard) -> None:
        """Answers a question under it; of an edited one, the answer is replaced."""
        post, asker = self._post, request.asker
        started = time.perf_counter()
        async with request.working():
            if heard.to_bot and heard.answered is not None:
                asker = replace(asker, leans=heard.answered.message_id)
            if heard.edited:
                shown = await request.think(post.desk.ask, asker, heard.text)
                await replace(request, asker=asker).answer(shown)
                return
            prepared = await request.think(self._prepared, asker, heard.text)
        sent = await post.send_prepared(request.bot, request.place, prepared)
        await request.keep_reply(sent)
        await request.run(post.desk.conversation.contexts.pin, asker.chat_id, asker.talk, sent)
        log.info("answered", extra={"seconds": round(time.perf_counter() - started, 3)})

    def _prepared(self, asker: Asker, question: str) -> Prepared:
        """Answers in one go, so that who asked first is answered first."""
        return self._post.prepare(asker, self._post.desk.ask(asker, question))
