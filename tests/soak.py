"""A soak: many chats, mixed work, faults and kills, for twenty minutes against the stand-in.

python -m tests.soak [--seconds 1200] [--chats 100] [--kill-every 120] [--pause 0.25]

The bot runs as a process of its own on this machine's loopback. While people ask, add, check
and press, Telegram answers now and then with 429, 502 or nothing, and the bot is killed and
started again. At the end every question has its answer, none twice; memory did not grow;
how long people waited is told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from bot.settings import Settings
from bot.wiring import build_library
from index.samples import sample_articles
from tests.emulator.process import ROOT, SERVE, Asked, Witness, environment
from tests.emulator.server import Fault, Server

MEMORY = 2_000
"""Megabytes that the bot may take."""

ASKED = [
    "كم دولة شاركت في اجتماع الصخيرات؟",
    "ماذا قال ستالبورغ عن الهدنة؟",
    "How many countries took part in the meeting?",
    "/said ستالبورغ",
    "/verify الرمضي: «الأمن لا يشترى بالوعود»",
    "/speakers",
    "/articles",
    "شكرا",
    "هل هناك حياة على المريخ؟",
    "/verify " + "«" * 2_000,
    "/add " + "قال: «" * 500,
    "/add http://[",
]
FAULTS = [
    Fault("sendMessage", 429, "Too Many Requests", {"retry_after": 1}),
    Fault("sendMessage", 502, "Bad Gateway"),
    Fault("getUpdates", 502, "Bad Gateway"),
    Fault("getUpdates", 409, "Conflict"),
    Fault("getUpdates", 401, "Unauthorized"),
    Fault("sendChatAction", 500, "Internal Server Error"),
]


class Bot:
    """The bot's process, killed and started again."""

    def __init__(self, surroundings: dict[str, str], log: Path) -> None:
        self._surroundings = surroundings
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self.kills = 0
        self.memory: list[tuple[float, float]] = []

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *SERVE, env=self._surroundings, cwd=ROOT, stderr=log
            )

    async def kill(self) -> None:
        if self._process is not None:
            if self._process.returncode is not None:
                raise SystemExit(f"the bot ended by itself:\n{self._log.read_text()[-2_000:]}")
            self._process.kill()
            await self._process.wait()
            self.kills += 1
        await self.start()

    async def stop(self) -> float:
        """Asks it to end, and returns how long that took."""
        began = time.monotonic()
        if self._process is not None:
            self._process.terminate()
            await self._process.wait()
        return time.monotonic() - began

    def look(self, began: float) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        try:
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
        except OSError:
            return
        self.memory.append((time.monotonic() - began, pages * 4_096 / 1e6))


async def soak(
    folder: Path, seconds: float, chats: int, kill_every: float, pause: float
) -> dict[str, Any]:
    """Returns what was lost, what came twice, how long people waited, how much memory it took."""
    library = build_library(Settings(_env_file=None, data_dir=folder))
    library.add_many(sample_articles())
    library.close()
    server, chance = Server(), random.Random(11)
    await server.start()
    crowd = Witness(server)
    people = [crowd.person(language=chance.choice(["ar", "en", "fr"])) for _ in range(chats)]
    bot = Bot(environment(server, folder), folder / "bot.log")
    await bot.start()
    began = killed = looked = time.monotonic()
    asked: dict[Asked, float] = {}
    while time.monotonic() - began < seconds:
        person = chance.choice(people)
        await crowd.push("message", person.message(_typed(chance)))
        asked[person.chat_id, person.last_message] = time.monotonic()
        if chance.random() < 0.02:
            fault = chance.choice(FAULTS)
            server.emulator.faults.append(Fault(**vars(fault)))
        if time.monotonic() - killed > kill_every:
            await bot.kill()
            killed = time.monotonic()
        if time.monotonic() - looked > 5:
            bot.look(began)
            looked = time.monotonic()
        await asyncio.sleep(chance.uniform(0.4, 1.6) * pause)
    until = time.monotonic()
    server.emulator.faults.clear()
    answered = await _all_answered(crowd, asked)
    ended = await bot.stop()
    await server.stop()
    return _told(asked, answered, bot, (began, until), ended, server.emulator.problems)


def _typed(chance: random.Random) -> str:
    if chance.random() < 0.1:
        number = chance.randrange(10**6)
        return f"/add خبر {number}\n\nافتتح العمدة النافورة رقم {number} صباح الجمعة."
    return chance.choice(ASKED)


async def _all_answered(crowd: Witness, asked: dict[Asked, float]) -> dict[Asked, list[float]]:
    """Waits until everything has an answer, or nothing has come for a minute."""
    last, still = -1, time.monotonic()
    while True:
        answered = crowd.answered()
        found = len(asked.keys() & answered.keys())
        if found == len(asked) or time.monotonic() - still > 60:
            return answered
        if found != last:
            last, still = found, time.monotonic()
        await asyncio.sleep(1)


def _told(
    asked: dict[Asked, float],
    answered: dict[Asked, list[float]],
    bot: Bot,
    during: tuple[float, float],
    ended: float,
    problems: list[str],
) -> dict[str, Any]:
    began, until = during
    firsts = [times[0] for key, times in answered.items() if key in asked]
    seconds = until - began
    waits = [answered[key][0] - moment for key, moment in asked.items() if key in answered]
    times = Counter(len(answered.get(key, ())) for key in asked)
    sizes = [size for _, size in bot.memory]
    half = len(sizes) // 2 or 1
    return {
        "asked": len(asked),
        "asked_a_second": round(len(asked) / seconds, 2),
        "answered_a_second": round(sum(at < until for at in firsts) / seconds, 2),
        "lost": times[0],
        "twice": sum(count for number, count in times.items() if number > 1),
        "kills": bot.kills,
        "p50_ms": round(float(np.percentile(waits, 50)) * 1_000) if waits else None,
        "p95_ms": round(float(np.percentile(waits, 95)) * 1_000) if waits else None,
        "memory_mb": {
            "most": round(max(sizes, default=0)),
            "first_half": round(float(np.median(sizes[:half]))) if sizes else None,
            "second_half": round(float(np.median(sizes[half:]))) if sizes[half:] else None,
        },
        "stopped_in_s": round(ended, 1),
        "calls_against_the_rules": len(problems),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("--seconds", type=float, default=1_200)
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--kill-every", type=float, default=120)
    parser.add_argument("--pause", type=float, default=0.25, help="seconds between two messages")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qawl-soak-") as folder:
        found = asyncio.run(soak(Path(folder), **vars(options)))
    print(json.dumps(found, indent=2))
    grown = found["memory_mb"]["most"] > MEMORY
    sys.exit(1 if found["lost"] or grown or found["calls_against_the_rules"] else 0)


if __name__ == "__main__":
    main()
