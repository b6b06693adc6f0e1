"""Measures the bot from an update to the message that answers it, through the emulator.

python -m benchmarks.bot [--chats 50] [--rounds 6]

The articles are the samples, the pace is Telegram's (30 messages a second over all), and
every chat and every person is new, so nothing comes from a cache of answers. Start and memory
are those of `qawl serve` in a process of its own; memory as the kernel tells it (all pages, its
share of all, and those that no file is behind).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.bot import process
from bot.settings import Settings
from bot.telegram.pace import Pace
from bot.wiring import build_desk, build_library
from index.samples import sample_articles
from tests.emulator.server import Call, Server
from tests.emulator.world import Person, World, settings_for, world

RESULTS = Path(__file__).resolve().parent.parent / "results"
ALONE = 60
"""Inline questions of one person after another."""

Found = dict[str, Any]


def questions() -> list[str]:
    """Returns what is asked: the headlines, and what was said about them."""
    heads = [article.headline for article in sample_articles() if article.headline]
    return [*heads, *(f"ماذا قيل عن {head}؟" for head in heads)]


def spread(seconds: Sequence[float]) -> Found:
    """Returns how long people waited, in milliseconds."""
    found = np.percentile(np.array(seconds) * 1_000, (50, 95, 100))
    return dict(zip(("p50", "p95", "most"), (round(float(ms)) for ms in found), strict=True))


class Watch:
    """Tells for each update how long its answer took, and that there was one and no more."""

    def __init__(self, running: World) -> None:
        self._world = running
        self._asked: dict[tuple[str, int], float] = {}
        self.seconds: list[float] = []
        self.lost = 0
        self.twice = 0

    async def ask(self, kind: str, people: Sequence[Person], text: Sequence[str]) -> None:
        """Asks everybody's question at once and waits until all is done."""
        first = len(self._world.calls)
        pushed: list[tuple[Person, str, float]] = []
        numbers = []
        for person, typed in zip(people, text, strict=True):
            body, key = self._body(kind, person, typed)
            pushed.append((person, key, time.monotonic()))
            numbers.append(await self._world.push(kind, body))
        await self._world.settle(*numbers)
        calls = self._world.calls[first:]
        for person, key, moment in pushed:
            answers = [c for c in calls if _answers(c, kind, person, key) and not c.refused]
            self.lost += not answers
            self.twice += len(answers) > 1
            if answers:
                self.seconds.append(answers[-1].at - moment)

    def _body(self, kind: str, person: Person, text: str) -> tuple[Found, str]:
        if kind == "message":
            return person.message(text), ""
        key = f"{person.id}-{len(self.seconds)}-{text[:8]}"
        return {"id": key, "from": person.user, "query": text, "offset": ""}, key

    def told(self) -> Found:
        return {
            **spread(self.seconds),
            "asked": len(self.seconds) + self.lost,
            "lost": self.lost,
            "answered_twice": self.twice,
        }


def _answers(call: Call, kind: str, person: Person, key: str) -> bool:
    if kind == "message":
        return call.method == "sendMessage" and call.chat == person.chat_id
    return call.method == "answerInlineQuery" and call.fields["inline_query_id"] == key


async def measure(folder: Path, chats: int, rounds: int) -> Found:
    """Returns what was measured with a library of the sample articles."""
    server = Server()
    await server.start()
    settings = settings_for(server, folder, questions_per_minute=100_000)
    library = build_library(settings)
    try:
        library.add_many(sample_articles())
        desk = build_desk(settings, library)
        async with world(server, settings, desk, pace=Pace()) as running:
            return await _measured(running, chats, rounds)
    finally:
        await server.stop()
        library.close()


async def _measured(running: World, chats: int, rounds: int) -> Found:
    asked = questions()
    await running.person().say(asked[0])
    together, alone, at_once = Watch(running), Watch(running), Watch(running)
    for number in range(rounds):
        people = [running.person() for _ in range(chats)]
        texts = [asked[(number + place) % len(asked)] for place in range(chats)]
        await together.ask("message", people, texts)
        await at_once.ask("inline_query", people, texts)
    for number in range(ALONE):
        await alone.ask("inline_query", [running.person()], [asked[number % len(asked)]])
    return {
        "chats_at_once": together.told(),
        "inline_at_once": at_once.told(),
        "inline_alone": alone.told(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bot")
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="qawl-bench-") as folder:
        found = asyncio.run(measure(Path(folder), options.chats, options.rounds))
    with tempfile.TemporaryDirectory(prefix="qawl-bench-") as folder:
        # A folder of its own: the other one has seen updates of the same numbers.
        library = build_library(Settings(_env_file=None, data_dir=Path(folder)))
        library.add_many(sample_articles())
        library.close()
        alone = asyncio.run(process.measure(Path(folder), questions()))
        found["in_turn_as_a_process"] = {**spread(alone.pop("in_turn")), "asked": process.IN_TURN}
    report = {
        "date": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
        "python": platform.python_version(),
        "chats": options.chats,
        **alone,
        "milliseconds": found,
    }
    text = json.dumps(report, ensure_ascii=False, indent=2)
    (RESULTS / "bot.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
