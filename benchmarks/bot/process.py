"""The bot as its own process: how long it takes to start, what it holds, how long answers take."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.emulator.process import Witness, environment, memory_of, serving
from tests.emulator.server import Server
from tests.emulator.world import until

STARTS = 3
IN_TURN = 100
SETTLES = 5.0
"""Seconds in which what is prepared beside the first poll is done."""


async def measure(folder: Path, asked: Sequence[str]) -> dict[str, Any]:
    """Returns seconds of starts, megabytes, and how long single questions took.

    Args:
        folder: Articles and index, made before.
        asked: Questions; each comes from somebody new, in a private chat.
    """
    server = Server()
    await server.start()
    witness = Witness(server)
    starts: list[float] = []
    try:
        for _ in range(STARTS - 1):
            starts.append(await _start_alone(server, witness, folder))
        began = time.monotonic()
        async with serving(environment(server, folder)) as process:
            await witness.polled(process)
            starts.append(time.monotonic() - began)
            await asyncio.sleep(SETTLES)
            memory = {"at_start": memory_of(process)}
            seconds = []
            for number in range(IN_TURN):
                seconds.append(await _ask(witness, asked[number % len(asked)]))
                if not number:
                    memory["after_one_question"] = memory_of(process)
            memory[f"after_{IN_TURN}_questions"] = memory_of(process)
    finally:
        await server.stop()
    return {
        "seconds_to_first_poll": [round(start, 2) for start in sorted(starts)],
        "megabytes": memory,
        "in_turn": seconds,
    }


async def _start_alone(server: Server, witness: Witness, folder: Path) -> float:
    began = time.monotonic()
    async with serving(environment(server, folder)) as process:
        await witness.polled(process)
        took = time.monotonic() - began
        process.terminate()
        await process.wait()
    await until(lambda: not witness.polls)
    return took


async def _ask(witness: Witness, text: str) -> float:
    """Asks as somebody new, and returns how long the answer took."""
    person = witness.person()
    began = time.monotonic()
    await witness.push("message", person.message(text))
    await until(lambda: bool(person.shown()))
    return person.shown()[0].at - began
