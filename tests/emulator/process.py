"""The bot in a process of its own, as systemd and Docker start it."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.texts import words_of
from tests.emulator.server import TOKEN, Server
from tests.emulator.world import World, message_id, until

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
PATIENCE = 180.0
"""Seconds without any progress after which a test gives up; far more than a busy machine needs."""

Asked = tuple[int, int]
"""A message of somebody, by its chat and its number there."""

_BEGUN = tuple(
    words_of(language)(key).split("{")[0]
    for language in ("ar", "en", "fr")
    for key in ("added.reading", "added.adding")
)

_KINDS = {"Rss:": "rss", "Pss:": "pss", "Pss_Anon:": "own"}


def environment(server: Server, folder: Path, **more: str) -> dict[str, str]:
    """Returns the environment of a bot that talks to the emulator."""
    return {
        **os.environ,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "QAWL_API_URL": server.url,
        "QAWL_DATA_DIR": str(folder),
        "QAWL_QUESTIONS_PER_MINUTE": "1000",
        "QAWL_QUESTIONS_PER_DAY": "1000000",
        **more,
    }


class Witness(World):
    """What people see of a bot that runs in a process of its own."""

    def __init__(self, server: Server) -> None:
        self.server = server

    async def push(self, kind: str, body: dict[str, Any]) -> int:
        return await self.server.emulator.enqueue_update({kind: body}, token=TOKEN)

    @property
    def polls(self) -> bool:
        """Whether the bot asks for updates at this moment."""
        return bool(self.server.emulator._update_queues._state(TOKEN).polling)

    async def polled(self, process: asyncio.subprocess.Process) -> None:
        """Waits until the bot polls; a process that ends before is an error."""
        await until(lambda: self.polls or process.returncode is not None, PATIENCE)
        if process.returncode is not None:
            told = await process.stderr.read() if process.stderr else b""
            raise AssertionError(f"the bot ended before it polled: {told.decode()[-2_000:]}")

    def answered(self) -> dict[Asked, list[float]]:
        """Returns when each message of somebody was answered.

        That a source is being read is no answer; what takes that message's place is.
        """
        found: dict[Asked, list[float]] = {}
        begun: dict[int, Asked] = {}
        for call in self.server.emulator.transcript:
            under = call.field("reply_parameters") if not call.refused else None
            if call.method.startswith("send") and under:
                asked = call.chat, int(under["message_id"])
                if call.text.startswith(_BEGUN):
                    begun[message_id(call)] = asked
                    continue
            elif call.method == "editMessageText" and not call.text.startswith(_BEGUN):
                asked = begun.get(message_id(call), (0, 0))
            else:
                continue
            found.setdefault(asked, []).append(call.at)
        return found


async def grown(count: Callable[[], int], to: int, patience: float = PATIENCE) -> None:
    """Waits until a count has grown so far; an error where it stands still for too long."""
    seen, since = count(), time.monotonic()
    while (now := count()) < to:
        if now > seen:
            seen, since = now, time.monotonic()
        elif time.monotonic() - since > patience:
            raise TimeoutError(f"{now} of {to}, and no more for {patience:.0f} s")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def serving(
    surroundings: dict[str, str], command: list[str] = SERVE
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Runs the bot inside the block; what is left of it then is killed."""
    process = await asyncio.create_subprocess_exec(
        *command, env=surroundings, cwd=ROOT, stderr=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def memory_of(process: asyncio.subprocess.Process) -> dict[str, int]:
    """Returns what a process holds, in MB: all, its share of all, and what no file is behind."""
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    found = (line.split() for line in lines)
    return {_KINDS[parts[0]]: round(int(parts[1]) / 1_024) for parts in found if parts[0] in _KINDS}
