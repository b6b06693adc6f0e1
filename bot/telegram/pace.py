"""How fast the bot may send: by Telegram's limits, each chat by itself.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

log = logging.getLogger(__name__)
Result = bool | dict[str, Any] | list[dict[str, Any]]

_KEPT: Final = 1_024


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages that may be sent.

    Attributes:
        overall: A second, all chats together.
        group: A minute, in one group.
        chat: A second, in one chat.
        retries: How often a message is tried again after Telegram asked to wait.
    """

    overall: float = 30
    group: float = 20
    chat: float = 1
    retries: int = 2


class ChatPace(AIORateLimiter):
    """The limits of ``AIORateLimiter``, one more a chat, and a wait that holds one chat up alone.

    ``AIORateLimiter`` stops every chat when Telegram asks one to wait.
    """

    __slots__ = ("_chats", "_pace", "_until")

    def __init__(self, pace: Pace) -> None:
        super().__init__(overall_max_rate=pace.overall, group_max_rate=pace.group, max_retries=0)
        self._pace = pace
        self._chats: dict[int | str, AsyncLimiter] = {}
        self._until: dict[int | str, float] = {}

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        chat = data.get("chat_id")
        if chat is None or not endpoint.startswith(("send", "edit")):
            return await callback(*args, **kwargs)
        if endpoint == "sendChatAction":
            # Worthless when late, and it must not take the answer's turn.
            return await callback(*args, **kwargs)
        group = chat if isinstance(chat, str) or chat < 0 else False
        retries = self._pace.retries if rate_limit_args is None else rate_limit_args
        for attempt in range(retries + 1):
            await self._wait(chat)
            try:
                async with self._limiter(chat):
                    return await self._run_request(True, group, False, callback, args, kwargs)
            except RetryAfter as error:
                wait = _seconds(error)
                self._until[chat] = asyncio.get_running_loop().time() + wait
                log.warning("Telegram asks one chat to wait %.1f s (%s)", wait, endpoint)
                if attempt == retries:
                    raise
        raise AssertionError("unreachable")

    async def _wait(self, chat: int | str) -> None:
        left = self._until.get(chat, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.sleep(left)
        self._until.pop(chat, None)

    def _limiter(self, chat: int | str) -> AsyncLimiter:
        if len(self._chats) > _KEPT:
            idle = [c for c, kept in self._chats.items() if kept.has_capacity(kept.max_rate)]
            for name in idle:
                del self._chats[name]
        if chat not in self._chats:
            self._chats[chat] = AsyncLimiter(1, 1 / self._pace.chat)
        return self._chats[chat]


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
