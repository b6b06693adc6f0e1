"""Killed while people write: all that the bot took is done, and each change once.

The bot runs as a process of its own. People ask and add, and it is killed at a seeded moment,
while it starts or while it works; then it starts again. After every sixth kill it is left alone
until nothing waits.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.state.inbox import MOST_TRIES
from tests.bot.conftest import sample_folder
from tests.emulator.process import Asked, Witness, environment, grown, serving
from tests.emulator.server import Server

__all__ = ["sample_folder"]

Tally = Callable[..., None]
KILLS = 44
PEOPLE = 12
IN_A_ROW = MOST_TRIES - 2
"""Kills without an end to what was begun: after more, an update is given up and told."""
QUESTION = "كم دولة شاركت في اجتماع الصخيرات؟"
ADDED = "/add خبر {0}\n\nافتتح العمدة النافورة رقم {0} صباح الجمعة."


async def test_what_was_taken_is_done_however_often_the_bot_is_killed(
    sample_folder: Path, tmp_path: Path, share: int, tally: Tally
) -> None:
    kills = max(KILLS // share, IN_A_ROW)
    shutil.copytree(sample_folder, tmp_path, dirs_exist_ok=True)
    server, chance = Server(), random.Random(7)
    await server.start()
    witness = Witness(server)
    surroundings = environment(server, tmp_path)
    people = [witness.person() for _ in range(PEOPLE)]
    asked: set[Asked] = set()
    added: set[str] = set()
    for kill in range(kills):
        early = kill % 4 == 3
        async with serving(surroundings) as process:
            if not early:
                await witness.polled(process)
            for person in people:
                typed = QUESTION
                if chance.random() < 1 / 3:
                    typed = ADDED.format(len(asked))
                    added.add(f"خبر {len(asked)}")
                await witness.push("message", person.message(typed))
                asked.add((person.chat_id, person.last_message))
            await asyncio.sleep(chance.uniform(0.0, 2.0 if early else 0.6))
        tally("kills")
        tally("updates", PEOPLE)
        if (kill + 1) % IN_A_ROW == 0 or kill + 1 == kills:
            await all_done(witness, surroundings, tmp_path, asked)
    twice = sum(len(times) > 1 for times in witness.answered().values())
    tally("answered twice, killed between sending and writing that down", twice)
    assert twice <= kills
    with closing(sqlite3.connect(tmp_path / "qawl.db")) as database:
        held = database.execute("SELECT headline FROM articles JOIN holdings ON article_id = id")
        assert added <= {row[0] for row in held}
        counted = database.execute("SELECT count(*) FROM bot_additions GROUP BY article_id")
        assert {row[0] for row in counted} == {1}
        tally("articles added, each once", len(added))
    assert server.emulator.problems == []
    await server.stop()


async def all_done(
    witness: Witness, surroundings: dict[str, str], folder: Path, asked: set[Asked]
) -> None:
    """Starts the bot, and leaves it alone until each message has an answer and none waits."""
    async with serving(surroundings) as process:
        await grown(lambda: len(asked & witness.answered().keys()), len(asked))
        await grown(lambda: -waiting(folder), 0)
        process.terminate()
        assert await process.wait() == 0


def waiting(folder: Path) -> int:
    """Returns how many updates were taken and are not done."""
    with closing(sqlite3.connect(folder / "qawl.db")) as database:
        [count] = database.execute("SELECT count(*) FROM bot_inbox").fetchone()
        return int(count)
