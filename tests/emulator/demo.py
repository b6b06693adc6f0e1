"""`make demo`: a conversation with the real bot, printed as a person sees it.

The bot is the one that people talk to; only Telegram is played, by an emulator that
speaks a sister of its Bot API (see ``server.py``).
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.settings import Settings
from bot.wiring import build_desk, build_encoder
from index.library import Library
from index.samples import sample_articles
from tests.emulator.server import Server
from tests.emulator.transcript import printed
from tests.emulator.world import World, settings_for, world


async def conversation(world: World) -> None:
    """Plays what somebody in a newsroom might do on a first day."""
    salma = world.person("سلمى", "ar")
    await salma.say("/start")
    await salma.say("كم دولة شاركت في اجتماع الصخيرات؟")
    await salma.press("السياق")
    await salma.say("ماذا قال ستالبورغ عن الهدنة؟")
    await salma.say("وماذا عن الأسرى؟")
    await salma.say("/verify الرمضي: «الأمن يشترى بالوعود»")
    await salma.say("من قال «أول امتحان جدي للطرفين»؟")
    await salma.say("من فاز بجائزة نوبل للكيمياء عام 1987؟")
    await salma.say("🙂🙂")
    await salma.say("/articles")
    await salma.say(
        "/add عمدة القرية يفتتح نافورة الميدان\n\n"
        "افتتح العمدة زبرقان المهاوي نافورة الميدان صباح الجمعة.\n\n"
        'وقال المهاوي للأطفال "الماء لمن يعطش لا لمن يدفع".'
    )
    await salma.say("ماذا قال المهاوي؟")
    channel = {"id": -100_777, "type": "channel", "title": "قناة الميدان", "username": "midan"}
    await salma.say(
        "مكتبة الحي تعود بعد الترميم\n\n"
        "فتحت مكتبة الحي القديم أبوابها مساء الخميس بعد ترميم دام ثلاثة أعوام."
        " وتضم المكتبة 40 ألف كتاب.",
        forward_origin={"type": "channel", "date": 1_715_000_000, "chat": channel, "message_id": 7},
    )
    await salma.press("اسأل عن هذا النص")
    await salma.say("كم كتابا تضم المكتبة؟")
    await salma.press("ارجع إلى كل المقالات")
    emma = world.person("Emma", "en")
    await emma.say("/start")
    await emma.say("What did Stahlborg say about the truce?")
    await emma.say("What did al-Mahawi say?")
    colleague = world.person("كريم", "ar").in_group(-1_001_234)
    await colleague.say("صباح الخير جميعا")
    name = f"@{world.application.bot.username}"
    mention = {"type": "mention", "offset": 0, "length": len(name)}
    await colleague.say(f"{name} متى زار ستالبورغ دار السنابل؟", entities=[mention])
    await emma.ask_inline("الهدنة على الحدود الشمالية")


async def play(folder: Path) -> str:
    """Plays the conversation against a library of the sample articles; returns it as text."""
    library = Library.open(folder, build_encoder(Settings(), _tell))
    server = Server()
    await server.start()
    try:
        library.add_many(sample_articles())
        settings = settings_for(server, folder)
        async with world(server, settings, build_desk(settings, library)) as running:
            await conversation(running)
            return printed(running.calls, colour=sys.stdout.isatty())
    finally:
        await server.stop()
        library.close()


def _tell(text: str) -> None:
    sys.stderr.write(text + "\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="qawl-demo-") as name:
        sys.stdout.write(asyncio.run(play(Path(name))) + "\n")
