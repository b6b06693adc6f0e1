"""Limits how fast the bot sends: Telegram's limits, for each chat.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

log = logging.getLogger(__name__)
Result = bool | dict[str, Any] | list[dict[str, Any]]

_KEPT: Final = 1_024
_MINUTE: Final = 60.0

_NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What went wrong before Telegram could have taken a request."""

_NOT_TAKEN: Final = ("bad gateway", "service unavailable")
"""Telegram's answers that say that a request was not taken (502, 503)."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages that may be sent.

    Attributes:
        overall: In any second, all chats together.
        group: In any minute, in one group.
        chat: In any second, in one chat.
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

    __slots__ = ("_groups", "_pace", "_turns", "_until")

    def __init__(self, pace: Pace) -> None:
        super().__init__(
            overall_max_rate=pace.overall,
            overall_time_period=1,
            group_max_rate=0,
            group_time_period=0,
            max_retries=0,
        )
        # A bucket that holds the limit lets nearly twice as much through in one second, and
        # one that does not keeps fifty people waiting who asked at once.
        self._base_limiter = Window(max(1, int(pace.overall)), 1.0)  # type: ignore[assignment]
        self._pace = pace
        self._turns: dict[int | str, asyncio.Lock] = {}
        self._until: dict[int | str, float] = {}
        self._groups: dict[int | str, Window] = {}

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
        # What is edited is no new message, and does not count as one of the minute's.
        group = (isinstance(chat, str) or chat < 0) and endpoint.startswith("send")
        retries = self._pace.retries if rate_limit_args is None else rate_limit_args

        async def send(*args: Any, **kwargs: Any) -> Result:
            self._until[chat] = _now() + 1 / self._pace.chat
            if group:
                # Only now, for it may have waited for the other chats.
                self._group(chat).count()
            return await callback(*args, **kwargs)

        async with self._turn(chat):
            for attempt in range(retries + 1):
                await asyncio.sleep(self._until.get(chat, 0.0) - _now())
                try:
                    if group:
                        await self._group(chat).room()
                    return await self._run_request(True, False, False, send, args, kwargs)
                except (RetryAfter, NetworkError) as error:
                    wait = self._pause(error, endpoint, attempt)
                    if wait is None:
                        raise
                    self._until[chat] = max(self._until[chat], _now() + wait)
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

    def _group(self, chat: int | str) -> Window:
        return self._groups.setdefault(chat, Window(max(1, int(self._pace.group)), _MINUTE))

    def _turn(self, chat: int | str) -> asyncio.Lock:
        if len(self._turns) > _KEPT:
            now = _now()
            for name, turn in list(self._turns.items()):
                if not turn.locked() and self._until.get(name, 0.0) < now:
                    del self._turns[name]
                    self._until.pop(name, None)
                    if name in self._groups and self._groups[name].idle:
                        del self._groups[name]
        return self._turns.setdefault(chat, asyncio.Lock())


class Window:
    """Lets at most so many through in any stretch of so many seconds, in the order of asking.

    What was let through is remembered one by one (a sliding window log), so all of it may
    come at once.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._moments: deque[float] = deque(maxlen=most)
        self._seconds = seconds
        self._turn = asyncio.Lock()

    @property
    def idle(self) -> bool:
        """Whether nothing that was let through still counts."""
        return not self._moments or self._moments[-1] + self._seconds < _now()

    async def room(self) -> None:
        """Waits until one more may be let through."""
        if len(self._moments) == self._moments.maxlen:
            await asyncio.sleep(self._moments[0] + self._seconds - _now())

    def count(self) -> None:
        """Notes that one was let through."""
        self._moments.append(_now())

    async def __aenter__(self) -> None:
        async with self._turn:
            await self.room()
            self.count()

    async def __aexit__(self, *_error: object) -> None:
        return None


def _now() -> float:
    return asyncio.get_running_loop().time()


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
