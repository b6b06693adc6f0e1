"""Two chats hand in what harms, without end: a third is answered, and the bot can stop."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import pytest

from bot.settings import Settings
from bot.telegram.serve import LATEST
from bot.wiring import build_library
from index.samples import sample_articles
from tests.bot.conftest import sample_folder
from tests.emulator.process import (
    PATIENCE,
    Asked,
    Witness,
    environment,
    grown,
    memory_of,
    serving,
)
from tests.emulator.server import Server
from tests.emulator.world import Person, free_port
from tests.reading import hostile, test_slow
from tests.reading.hostile_cuts import CUTS

__all__ = ["sample_folder"]

Tally = Callable[..., None]
Body = Callable[[Person], dict[str, Any]]
OPEN = [sys.executable, "-m", "tests.faults.open_network", "serve"]
AHEAD = 30
"""Inputs of a chat that wait at once."""

STOPS = 3
MEMORY = 2_000
"""Megabytes that the bot may have of its own."""


QUESTIONS = [
    "كم دولة شاركت في اجتماع الصخيرات؟",
    "ماذا قال ستالبورغ عن الهدنة؟",
    "/verify الرمضي: «الأمن لا يشترى بالوعود»",
    "How many countries took part in the meeting?",
    "/speakers",
]
WORDS = [
    *("«" * 4_000, "قال: «" * 650, "said " * 800, "؟" * 4_000, "ا" * 4_000, "\ufdfa" * 4_000),
    *("«ا» " * 1_000, ("قال سالم: «نعم». " * 230), "a. " * 1_300, "1/" * 2_000, "[" * 4_000),
]
COMMANDS = ["", "/verify ", "/verify سالم: ", "/add ", "/said ", "/who ", "/alert ", "/follow "]
SLOW = (
    test_slow.slow_header,
    test_slow.slow_body,
    test_slow.endless_early_hints,
    test_slow.silence,
    test_slow.endless_redirects,
)


def quoted() -> bytes:
    """Returns a file of many articles with many quotations each."""
    rows = (
        {"title": f"خبر {n}", "text": f"قال سالم: «سنفتح السد رقم {n} غدا». " * 200}
        for n in range(60)
    )
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def harmful(ports: list[int]) -> Iterator[Body]:
    """Yields messages that are made to harm: files, links to slow servers, words."""
    yield lambda who: who.file("many.jsonl", quoted())
    for name, make in (*hostile.FILES.values(), *CUTS.values()):
        yield lambda who, name=name, make=make: who.file(name, make())  # type: ignore[misc]
    for port in ports:
        for path in ("a", "b", "c"):
            link = f"http://127.0.0.1:{port}/{path}"
            yield lambda who, link=link: who.message(link)  # type: ignore[misc]
        yield lambda who, port=port: who.message(f"/follow http://127.0.0.1:{port}/rss")  # type: ignore[misc]
    for command in COMMANDS:
        for words in WORDS:
            typed = (command + words)[:4_096]
            yield lambda who, typed=typed: who.message(typed)  # type: ignore[misc]


class Crowd:
    """Two chats that harm and one that asks, of a bot in a process of its own."""

    def __init__(self, witness: Witness, folder: Path, inputs: list[Body]) -> None:
        self.witness = witness
        self.inputs = inputs
        self.asker = witness.person()
        self.asked: dict[Asked, float] = {}
        self.handed: set[int] = set()
        self._folder = folder
        self._hostile = [witness.person(), witness.person()]

    async def hand_in(self) -> None:
        """Hands all of it in, so that a chat always has something waiting."""
        for number, make in enumerate(self.inputs):
            await grown(lambda n=number: self.done + 2 * AHEAD, number)  # type: ignore[misc]
            who = self._hostile[number % 2]
            self.handed.add(await self.witness.push("message", make(who)))

    @property
    def done(self) -> int:
        """How many harmful inputs the bot is done with."""
        with closing(sqlite3.connect(self._folder / "qawl.db", timeout=60)) as database:
            rows = database.execute(
                "SELECT update_id FROM bot_updates"
                " WHERE update_id NOT IN (SELECT update_id FROM bot_inbox)"
            )
            return len(self.handed & {row[0] for row in rows})

    async def ask(self) -> None:
        typed = QUESTIONS[len(self.asked) % len(QUESTIONS)]
        await self.witness.push("message", self.asker.message(typed))
        self.asked[self.asker.chat_id, self.asker.last_message] = time.monotonic()

    @property
    def answers(self) -> int:
        return len(self.asked.keys() & self.witness.answered().keys())

    def waits(self) -> list[float]:
        """Returns how many milliseconds each question waited for its answer."""
        answered = self.witness.answered()
        return [1_000 * (answered[key][0] - at) for key, at in self.asked.items()]


@pytest.fixture
def ports() -> Iterator[list[int]]:
    with ExitStack() as servers:
        yield [servers.enter_context(test_slow.server(answer)) for answer in SLOW]


def some(inputs: list[Body], share: int) -> list[Body]:
    random.Random(3).shuffle(inputs)
    return inputs[::share]


async def test_a_chat_is_answered_while_two_others_harm(
    sample_folder: Path, tmp_path: Path, ports: list[int], share: int, tally: Tally
) -> None:
    """What it asks until half of the harm is done is answered before all of it is."""
    if share == 1:
        settings = Settings(_env_file=None, data_dir=tmp_path, quote_reader=True)
        library = build_library(settings)
        library.add_many(sample_articles())
        library.close()
    else:
        shutil.copytree(sample_folder, tmp_path, dirs_exist_ok=True)
    server, port = Server(), free_port()
    await server.start()
    witness = Witness(server)
    crowd = Crowd(witness, tmp_path, some(list(harmful(ports)), share))
    surroundings = environment(
        server,
        tmp_path,
        QAWL_HEALTH_PORT=str(port),
        QAWL_READING_SECONDS="2",
        # What the readers cost is what may keep others waiting.
        QAWL_QUOTE_READER=str(share == 1),
        QAWL_ANSWER_READER=str(share == 1),
    )
    memory = []
    async with serving(surroundings, OPEN) as process, aiohttp.ClientSession() as client:
        await witness.polled(process)
        for _ in QUESTIONS:
            await crowd.ask()
            await grown(lambda: crowd.answers, len(crowd.asked))
            # Telegram's pace: a chat is sent one message a second.
            await asyncio.sleep(1.2)
        alone = crowd.waits()
        crowd.asked.clear()
        harm = asyncio.create_task(crowd.hand_in())
        while crowd.done < len(crowd.inputs) / 2 or not crowd.asked:
            await crowd.ask()
            async with client.get(f"http://127.0.0.1:{port}/health") as response:
                assert response.status == 200, await response.text()
            tally("looks at /health, all well")
            memory.append(memory_of(process)["own"])
            assert not harm.done() or harm.exception() is None
            await asyncio.sleep(2)
        await grown(lambda: crowd.answers, len(crowd.asked))
        assert crowd.done < len(crowd.inputs)
        await harm
        await grown(lambda: crowd.done, len(crowd.inputs))
        memory.append(memory_of(process)["own"])
        assert process.returncode is None
        process.terminate()
        assert await process.wait() == 0
    tally("harmful inputs", len(crowd.inputs))
    tally("questions asked meanwhile, each answered", len(crowd.asked))
    tally("ms until an answer alone, median", round(np.median(alone)))
    tally("ms until an answer meanwhile, median", round(np.median(crowd.waits())))
    tally("ms until an answer meanwhile, longest", round(max(crowd.waits())))
    tally("MB of the bot's own at most", max(memory))
    assert max(memory) < MEMORY
    assert server.emulator.problems == []
    await server.stop()


async def test_it_stops_in_time_whatever_it_is_at(
    sample_folder: Path, tmp_path: Path, ports: list[int], share: int, tally: Tally
) -> None:
    """Asked to end under load, it ends by its own deadline, and what is left is done next time."""
    shutil.copytree(sample_folder, tmp_path, dirs_exist_ok=True)
    server = Server()
    await server.start()
    witness = Witness(server)
    crowd = Crowd(witness, tmp_path, some(list(harmful(ports)), share)[: 2 * AHEAD])
    surroundings = environment(server, tmp_path, QAWL_READING_SECONDS="2")
    assert LATEST < 10
    for _ in range(STOPS):
        async with serving(surroundings, OPEN) as process:
            await witness.polled(process)
            if not crowd.handed:
                await crowd.hand_in()
            for _ in range(10):
                await crowd.ask()
            await asyncio.sleep(1)
            assert crowd.done < len(crowd.inputs)
            began = time.monotonic()
            process.terminate()
            assert await asyncio.wait_for(process.wait(), LATEST + PATIENCE) == 0
            took = round(1_000 * (time.monotonic() - began))
            tally("times it was asked to end under load")
            tally("ms until it had ended, all together", took)
    async with serving(surroundings, OPEN):
        await grown(lambda: crowd.done, len(crowd.inputs))
        await grown(lambda: crowd.answers, len(crowd.asked))
    assert server.emulator.problems == []
    await server.stop()
