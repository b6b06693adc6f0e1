"""How fast the bot may send: by Telegram's limits, each chat by itself.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import httpx
from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

log = logging.getLogger(__name__)
Result = bool | dict[str, Any] | list[dict[str, Any]]

_KEPT: Final = 1_024

_NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What went wrong before Telegram could have taken a request."""

_NOT_TAKEN: Final = ("bad gateway", "service unavailable")
"""How Telegram's door says that nobody behind it took a request (502, 503)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages that may be sent.

    Attributes:
        overall: A second, all chats together.
        group: A minute, in one group.
        chat: A second, in one chat.
        retries: How often a message is tried again that Telegram did not take.
        pause: Seconds before that, where Telegram named none; twice as many each further time.
    """

    overall: float = 30
    group: float = 20
    chat: float = 1
    retries: int = 4
    pause: float = 1.0


class ChatPace(AIORateLimiter):
    """The limits of ``AIORateLimiter``, one more a chat, and a wait that holds one chat up alone.

    ``AIORateLimiter`` stops every chat when Telegram asks one to wait. What surely was not
    taken is tried again; what may have been is not, for it would arrive twice.
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
            except (RetryAfter, NetworkError) as error:
                wait = self._pause(error, endpoint, attempt)
                if wait is None:
                    raise
                self._until[chat] = asyncio.get_running_loop().time() + wait
                kind = type(error).__name__
                log.warning("one chat waits %.1f s (%s, %s)", wait, kind, endpoint)
                if attempt == retries:
                    raise
        raise AssertionError("unreachable")

    def _pause(self, error: RetryAfter | NetworkError, endpoint: str, attempt: int) -> float | None:
        """Returns how long to wait before the next try, None where there must be none."""
        if isinstance(error, RetryAfter):
            return _seconds(error)
        if isinstance(error, BadRequest):
            return None
        # To put the same text into the same message twice does no harm.
        again = endpoint.startswith("edit") or isinstance(error.__cause__, _NEVER_LEFT)
        again = again or any(sign in error.message.lower() for sign in _NOT_TAKEN)
        return self._pace.pause * 2**attempt if again else None

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
