"""A little web of the tests' own: a site with pages and a feed."""

from __future__ import annotations

import itertools
import zlib
from typing import Any

import httpx

from bot.desk import own_collection
from bot.telegram.application import BACKGROUND
from tests.emulator.world import Person, World

_sites = itertools.count(1)


class Web:
    """A site that serves pages and one feed, and counts what was asked of it."""

    def __init__(self) -> None:
        self.host = f"https://site{next(_sites)}.example"
        self.pages: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.robots = ""
        self.down = False
        self.busy: set[str] = set()
        self.extra = ""
        self.title = "خبر"
        self.tags = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append((path, dict(request.headers)))
        if self.down or path in self.busy:
            return httpx.Response(503)
        if path == "/robots.txt":
            return httpx.Response(200, text=self.robots)
        if path == "/feed":
            if request.headers.get("if-none-match") == self.etag:
                return httpx.Response(304)
            headers = {"content-type": "application/rss+xml", "etag": self.etag}
            return httpx.Response(200, text=self.feed(), headers=headers)
        if path in self.pages:
            headers = {"content-type": "text/html; charset=utf-8"}
            tag = f'"{zlib.crc32(self.pages[path].encode())}"'
            if self.tags and request.headers.get("if-none-match") == tag:
                return httpx.Response(304)
            headers |= {"etag": tag} if self.tags else {}
            return httpx.Response(200, text=self.pages[path], headers=headers)
        return httpx.Response(404)

    @property
    def etag(self) -> str:
        return f'"{len(self.pages)} {len(self.title)}"'

    def publish(self, title: str, body: str) -> str:
        path = f"/news/{len(self.pages) + 1}"
        paragraphs = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        self.pages[path] = (
            f'<html lang="ar"><head><title>{title}</title><meta charset="utf-8"></head>'
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )
        return self.host + path

    def feed(self) -> str:
        items = "".join(
            f"<item><title>{self.title}</title><link>{self.host}{path}</link></item>"
            for path in reversed(self.pages)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
            f"<title>صحيفة الموقع</title>{self.extra}{items}</channel></rss>"
        )


async def rounds(world: World, count: int = 1) -> None:
    for _ in range(count):
        await world.application.bot_data[BACKGROUND].round()


def own(person: Person) -> Any:
    store = person.world.desk.office.library.store
    return store.articles({own_collection(person.chat_id)})


BODY = (
    "افتتح العمدة هزيم القرطاجي سوق السمك الجديد صباح الأحد بعد عامين من البناء المتواصل.\n\n"
    'وقال العمدة هزيم القرطاجي للصحافيين "السوق لأهل البحر قبل أهل السياسة".\n\n'
    "ويتسع السوق لثلاثمئة بائع، ويطل على الميناء القديم من جهته الغربية."
)
