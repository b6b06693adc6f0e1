"""`make transcript`: some fifty exchanges with the real bot, written as docs/transcript.md.

The bot is the one that people talk to, over the sample articles; only Telegram is played.
What is asked stands in ``transcript.toml``; every answer is what the bot says to it.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from bot.settings import Settings
from bot.wiring import build_desk, build_encoder
from index.library import Library
from index.samples import sample_articles
from tests.emulator.server import Call, Server
from tests.emulator.transcript import printed
from tests.emulator.world import settings_for, world

ASKED: Final = Path(__file__).with_name("transcript.toml")
PAGE: Final = Path(__file__).parents[2] / "docs" / "transcript.md"

_HEAD: Final = """# A transcript

Real exchanges with the bot over the [sample articles](../index/samples), most of which are
invented, the weak answers among them too. `make transcript` asks `tests/emulator/transcript.toml`
anew and writes this page; nothing in it is written by hand. What stands in square brackets under
an answer are its buttons. Each part is a chat of its own: follow-ups lean on what stands above.
"""
_SPOKEN: Final = "(voice message)"
_VOICE: Final = {"file_id": "v", "file_unique_id": "v", "duration": 3}
_UNSEEN: Final = re.compile("[\u200e\u200f\u2066-\u2069]")
"""Marks of direction: a page has its own."""


async def play(folder: Path) -> str:
    """Asks everything of a bot over the sample articles; returns the page."""
    library = Library.open(folder, build_encoder(Settings(), _tell))
    server = Server()
    await server.start()
    parts = [_HEAD]
    try:
        library.add_many(sample_articles())
        settings = settings_for(server, folder)
        async with world(server, settings, build_desk(settings, library)) as running:
            for part in tomllib.loads(ASKED.read_text(encoding="utf-8"))["part"]:
                person = running.person(part["person"], part["language"])
                parts.append(f"\n## {part['title']}\n")
                for said in part["says"]:
                    before = len(running.calls)
                    if said.startswith("[") and said.endswith("]"):
                        await person.press(said.strip("[] "))
                    elif said == _SPOKEN:
                        await person.say(voice=_VOICE)
                    else:
                        await person.say(said)
                    parts.append(_exchange(part, said, list(running.calls)[before:]))
        return "\n".join(parts)
    finally:
        await server.stop()
        library.close()


def _exchange(part: dict[str, Any], said: str, calls: list[Call]) -> str:
    answer = printed(call for call in calls if not call.method.startswith("<"))
    lines = [line.rstrip() for line in _UNSEEN.sub("", answer).splitlines()]
    shown = "\n".join(line for line in lines if not re.fullmatch(r"── قول( \(\w+\))?", line))
    direction = "rtl" if part["language"] == "ar" else "ltr"
    block = f'<div dir="{direction}">\n\n**{part["person"]}**\n\n```text\n{said}\n```\n\n'
    return f"{block}**Qawl**\n\n```text\n{shown.strip()}\n```\n\n</div>\n"


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="qawl-transcript-") as name:
        PAGE.write_text(asyncio.run(play(Path(name))), encoding="utf-8")
