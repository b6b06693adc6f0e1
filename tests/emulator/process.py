"""The bot in a process of its own, as systemd and Docker start it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.emulator.server import TOKEN, Server
from tests.emulator.world import World, until

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
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
        await until(lambda: self.polls or process.returncode is not None)
        assert process.returncode is None, "the bot ended before it polled"


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
