"""Checks of a running bot: disk, model, index, token, clock, owners."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
from PIL import features

from bot.settings import Settings
from bot.wiring import build_library
from index.errors import QawlError

_LEAST_FREE: Final = 500_000_000
"""Bytes of disk below which adding articles will soon fail."""

_LATE: Final = 60.0
"""Seconds that the clock may be wrong before limits and alerts go wrong too."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        ok: None if it could not be examined.
    """

    name: str
    ok: bool | None
    message: str
    advice: str = ""


def examine(settings: Settings, tell: Callable[[str], None]) -> Iterator[Finding]:
    """Yields what was found, one thing at a time."""
    yield _disk(settings)
    yield _pictures()
    yield from _library(settings, tell)
    yield from _telegram(settings)
    yield _people(settings)


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        advice = "Change its owner, or set QAWL_DATA_DIR."
        return Finding("disk", False, f"{folder} cannot be written", advice)
    free = shutil.disk_usage(folder).free
    full = free < _LEAST_FREE
    advice = "Free some disk before articles are added." if full else ""
    return Finding("disk", not full, f"{free / 1e9:.1f} GB free for {settings.data_dir}", advice)


def _pictures() -> Finding:
    if features.check("raqm"):
        return Finding("pictures", True, "Arabic letters are shaped by libraqm")
    advice = "Install Pillow from its wheel: pip install --force-reinstall pillow"
    return Finding("pictures", False, "Pillow has no libraqm", advice)


def _library(settings: Settings, tell: Callable[[str], None]) -> Iterator[Finding]:
    try:
        library = build_library(settings, tell)
    except QawlError as error:
        yield Finding("model and store", False, str(error), "Follow the message.")
        return
    try:
        way = getattr(library.encoder, "way", None)
        run_by = f", run by {way}" if way else ""
        yield Finding("model", True, f"{library.encoder.name}{run_by}")
        problems = library.check()
        if problems:
            yield Finding("index", False, "; ".join(problems), "Run `qawl index build`.")
        else:
            articles = library.info().get("articles", 0)
            yield Finding("index", True, f"sound, {articles} articles")
    finally:
        library.close()


def _telegram(settings: Settings) -> Iterator[Finding]:
    if settings.token is None:
        advice = "Get one from @BotFather (/newbot) to go online."
        yield Finding("token", None, "no TELEGRAM_BOT_TOKEN", advice)
        return
    if settings.foreign_api:
        told = f"the token goes to {settings.foreign_api}, as .env in this folder says"
        yield Finding("api", None, told, "If you did not mean that, remove QAWL_API_URL there.")
    base = f"{settings.api_url.rstrip('/')}/bot{settings.token}"
    try:
        response = httpx.post(f"{base}/getMe", timeout=10)
        body = response.json()
    except (httpx.HTTPError, ValueError) as error:
        told = f"Telegram cannot be reached ({type(error).__name__})"
        yield Finding("token", None, told, "Check network, proxy and QAWL_API_URL.")
        return
    if not body.get("ok"):
        advice = "Ask @BotFather for the token again (/mybots, API Token)."
        yield Finding("token", False, f"refused: {body.get('description', '')}", advice)
        return
    yield Finding("token", True, f"@{body['result'].get('username', '')}")
    yield _clock(response.headers.get("date"))
    yield from _webhook(settings, base)


def _clock(told: str | None) -> Finding:
    if told is None:
        return Finding("clock", None, "nothing to compare it with")
    away = abs((dt.datetime.now(dt.UTC) - parsedate_to_datetime(told)).total_seconds())
    advice = "Switch time synchronisation on (timedatectl set-ntp true)."
    late = away > _LATE
    shown = f"{away:.0f} s away from Telegram's"
    return Finding("clock", not late, shown, advice if late else "")


def _webhook(settings: Settings, base: str) -> Iterator[Finding]:
    try:
        found = httpx.post(f"{base}/getWebhookInfo", timeout=10).json().get("result", {})
    except (httpx.HTTPError, ValueError):
        return
    url = found.get("url", "")
    if bool(url) != bool(settings.webhook_url):
        there, advice = "is not", "The next `qawl serve` sets this right."
        if url:
            there = "is"
            advice = "A bot elsewhere may use this token: stop it, or set QAWL_WEBHOOK_URL here."
        yield Finding("webhook", None, f"a webhook {there} set with Telegram", advice)
    elif found.get("last_error_message"):
        advice = "Look at the proxy before the bot: address, certificate, port."
        yield Finding("webhook", False, found["last_error_message"], advice)
    else:
        yield Finding("webhook", True, "set" if url else "none; the bot polls")


def _people(settings: Settings) -> Finding:
    if not settings.owners:
        advice = "Set QAWL_OWNERS to the ids of those who may publish."
        return Finding("owners", None, "none", advice)
    return Finding("owners", True, f"{len(settings.owners)}")
