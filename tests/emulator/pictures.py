"""`make pictures`: real conversations, drawn as people see them, for the README and the guide.

Each scene is played with the real bot through the emulator; the transcript becomes a
page, and a headless browser (Chromium, with Noto's Arabic fonts) takes its picture.
Text, entities and buttons are what the bot sent; only the bubbles around them are drawn.
"""

from __future__ import annotations

import asyncio
import base64
import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from bot.settings import Settings
from bot.wiring import build_desk, build_encoder
from index.library import Library
from index.samples import sample_articles
from tests.emulator.server import Call, Server
from tests.emulator.world import World, message_id, settings_for, world

Scene = Callable[[World], Awaitable[None]]

IMAGES = Path(__file__).parents[2] / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH = 620
HEIGHT = 4000

_STYLE = """
body { margin: 0; padding: 18px 14px; background: #d5e3d0; font: 16px/1.55 'Noto Sans Arabic',
  'Noto Sans', sans-serif; width: 592px; box-sizing: border-box; }
.row { display: flex; flex-direction: column; margin: 0 0 12px; align-items: flex-start; }
.row.mine { align-items: flex-end; }
.bubble { background: #fff; border-radius: 14px; padding: 9px 13px; max-width: 500px;
  box-shadow: 0 1px 1px #0002; unicode-bidi: plaintext; overflow-wrap: anywhere; }
.mine .bubble { background: #e7fdd0; }
.who { font-size: 13px; font-weight: 600; color: #3a7a52; margin-bottom: 1px; }
.line { unicode-bidi: plaintext; min-height: 1.2em; text-align: start; }
blockquote { margin: 5px 0; padding: 4px 11px; background: #3a7a5214; border-radius: 6px;
  border-inline-start: 3px solid #3a7a52; }
a { color: #1c73b5; text-decoration: none; }
img { max-width: 480px; border-radius: 8px; display: block; }
.keys { max-width: 526px; width: 100%; margin-top: 4px; }
.keys div { display: flex; gap: 4px; margin-bottom: 4px; }
.keys span { flex: 1; text-align: center; background: #5f7f5fb0; color: #fff; border-radius: 8px;
  padding: 5px 4px; font-size: 14px; unicode-bidi: plaintext; }
"""
_TAGS = {
    "bold": "b",
    "italic": "i",
    "code": "code",
    "strikethrough": "s",
    "underline": "u",
}


async def question(world: World) -> None:
    salma = world.person("سلمى", "ar")
    await salma.say("كم دولة شاركت في اجتماع الصخيرات؟")
    await salma.say("ماذا قال ماكغورك عن ليبيا؟")
    await salma.say("من فاز بجائزة نوبل للكيمياء عام 1987؟")


async def check(world: World) -> None:
    salma = world.person("سلمى", "ar")
    await salma.say('/verify ستالبورغ: "جئت لأسمع لا لأملي"')
    await salma.say('من قال "جئت لأتكلم لا لأملي"؟')


async def languages(world: World) -> None:
    emma = world.person("Emma", "en")
    await emma.say("How many countries took part in the Skhirat meeting?")
    await emma.say("What did Bourita say about Libya?")


async def context(world: World) -> None:
    salma = world.person("سلمى", "ar")
    await salma.say("متى يبدأ تشغيل سد العقيق؟")
    await salma.press("السياق")


async def card(world: World) -> None:
    salma = world.person("سلمى", "ar")
    await salma.say("ماذا قال ستالبورغ عن الهدنة؟")
    await salma.say('من قال "جئت لأسمع لا لأملي"؟')
    await salma.press("بطاقة")


async def guest(world: World) -> None:
    salma = world.person("سلمى", "ar")
    channel = {"id": -100_777, "type": "channel", "title": "قناة الميدان", "username": "midan"}
    text = (
        "عمدة القرية يفتتح نافورة الميدان\n\nافتتح العمدة زبرقان المهاوي، صباح الجمعة، نافورة"
        " الميدان البنفسجية بحضور ستين طفلا. وقال المهاوي إن النافورة كلفت 40 ألف درهم."
    )
    origin = {"type": "channel", "date": 1_715_000_000, "chat": channel, "message_id": 42}
    await salma.say(text, forward_origin=origin)
    await salma.press("اسأل عن هذا النص")
    await salma.say("كم كلفت النافورة؟")


SCENES: dict[str, Scene] = {
    "conversation": question,
    "check": check,
    "english": languages,
    "context": context,
    "card": card,
    "guest": guest,
}


def styled(text: str, entities: Iterable[dict[str, Any]]) -> str:
    """Returns a message as HTML; entity offsets are UTF-16 units."""
    units = text.encode("utf-16-le")
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        before, after = _tags(entity)
        opened.setdefault(start, []).append(before)
        closed.setdefault(end, []).insert(0, after)
    edges = sorted({0, len(units) // 2, *opened, *closed})
    parts = []
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        parts += closed.get(edge, [])
        parts += opened.get(edge, [])
        if following is not None:
            parts.append(html.escape(units[edge * 2 : following * 2].decode("utf-16-le")))
    return _lines("".join(parts))


def _tags(entity: dict[str, Any]) -> tuple[str, str]:
    if "blockquote" in entity["type"]:
        return "\x00<blockquote dir=auto>", "</blockquote>\x00"
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    tag = _TAGS[entity["type"]]
    return f"<{tag}>", f"</{tag}>"


def _lines(body: str) -> str:
    """Gives each line a direction of its own, as clients do."""
    blocks = []
    for block in body.split("\x00"):
        if block.startswith("<blockquote"):
            blocks.append(block.replace("\n", "<br>"))
        else:
            lines = block.strip("\n").split("\n") if block.strip("\n") else []
            blocks += [f"<div class=line dir=auto>{line or '&nbsp;'}</div>" for line in lines]
    return "".join(blocks)


def page(calls: Iterable[Call]) -> str:
    """Returns a conversation as one page; an edited message stands where it stood."""
    shown: dict[object, str] = {}
    for position, call in enumerate(calls):
        if call.method == "<message":
            text = html.escape(call.fields.get("text") or "").replace("\n", "<br>")
            name = html.escape(call.fields["from"]["first_name"])
            shown[f"said {position}"] = (
                f'<div class="row mine"><div class=bubble><div class=who dir=auto>{name}</div>'
                f"<div class=line dir=auto>{text}</div></div></div>"
            )
        elif call.method in ("sendMessage", "sendPhoto", "editMessageText") and not call.refused:
            shown[message_id(call)] = _bubble(call)
    return (
        f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><body>{''.join(shown.values())}"
    )


def _bubble(call: Call) -> str:
    pictures = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">'
        for data in call.files.values()
        if data.startswith(b"\x89PNG")
    )
    rows = "".join(
        "<div>" + "".join(f"<span>{html.escape(b['text'])}</span>" for b in row) + "</div>"
        for row in (call.field("reply_markup") or {}).get("inline_keyboard", [])
    )
    return (
        f"<div class=row><div class=bubble><div class=who>Qawl قول</div>{pictures}"
        f"{styled(call.text, call.entities)}</div><div class=keys>{rows}</div></div>"
    )


def photograph(browser: str, page_file: Path, target: Path) -> None:
    """Takes the picture of a page and cuts off what is empty below it.

    Raises:
        RuntimeError: The browser made no picture.
    """
    from PIL import Image, ImageChops

    with tempfile.TemporaryDirectory(prefix="qawl-browser-") as profile:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        command += ["--disable-background-networking", "--disable-sync", "--hide-scrollbars"]
        command += [f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}"]
        command += [f"--screenshot={target}", page_file.as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode or not target.is_file():
        raise RuntimeError(f"{browser} made no picture of {page_file}: {done.stderr[-500:]}")
    with Image.open(target) as picture:
        plain = picture.convert("RGB")
    empty = Image.new("RGB", plain.size, plain.getpixel((0, HEIGHT - 1)))
    box = ImageChops.difference(plain, empty).getbbox() or (0, 0, WIDTH, 100)
    plain.crop((0, 0, WIDTH, min(HEIGHT, box[3] + 16))).quantize(128).save(target, optimize=True)


def stock(folder: Path) -> None:
    """Puts the sample articles into a folder."""
    library = Library.open(folder, build_encoder(Settings(), print))
    library.add_many(sample_articles())
    library.close()


async def play(folder: Path, scene: Scene) -> str:
    """Plays one scene against the articles of a folder; returns its page."""
    library = Library.open(folder, build_encoder(Settings(), print))
    server = Server()
    await server.start()
    try:
        settings = settings_for(server, folder)
        async with world(server, settings, build_desk(settings, library)) as running:
            await scene(running)
            return page(running.calls)
    finally:
        await server.stop()
        library.close()


def main(names: list[str]) -> int:
    """Draws the scenes named, or all."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        sys.stderr.write("Pictures need Chromium; on Debian: apt-get install chromium\n")
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="qawl-picture-") as folder:
        stock(Path(folder) / "articles")
        for name in names or SCENES:
            own = shutil.copytree(Path(folder) / "articles", Path(folder) / name)
            body = asyncio.run(play(own, SCENES[name]))
            page_file = Path(folder) / f"{name}.html"
            page_file.write_text(body, encoding="utf-8")
            photograph(browser, page_file, IMAGES / f"{name}.png")
            sys.stderr.write(f"{IMAGES / name}.png\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
