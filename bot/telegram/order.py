"""Updates side by side, but one chat's own in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, Final

from telegram import Update
from telegram.ext import BaseUpdateProcessor

MANY: Final = 4_096
"""Updates held at once. Those that wait for their chat's turn count too, so that a
flood in one chat must not use all of them up."""


class ChatOrder(BaseUpdateProcessor):
    """Lets chats overtake one another, but never a chat itself."""

    __slots__ = ("_turns", "_waiting")

    def __init__(self) -> None:
        super().__init__(MANY)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = _key(update)
        turn = self._turns.setdefault(key, asyncio.Lock())
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            # asyncio.Lock wakes its waiters first come, first served.
            async with turn:
                await coroutine
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._turns[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def _key(update: object) -> int:
    if not isinstance(update, Update):
        return 0
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0
