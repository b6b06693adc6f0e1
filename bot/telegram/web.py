"""HTTP: takes updates for a webhook, and answers health checks."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import tornado.httpserver
import tornado.web

from bot.desk import Desk
from bot.settings import Settings
from bot.telegram.intake import Intake, is_update, tell_untaken
from bot.telegram.poll import Poller
from bot.telegram.pools import Pools

SILENT: Final = 90.0
"""Seconds without a good answer from Telegram after which polling counts as broken."""


@dataclass(slots=True)
class Health:
    """Says whether a running bot works.

    Attributes:
        poller: What polls, None behind a webhook.
    """

    desk: Desk
    pools: Pools
    poller: Poller | None = None
    receiving: bool = False

    async def look(self) -> dict[str, Any]:
        """Returns what works, and under ``ok`` whether all of it does."""
        found: dict[str, Any] = {"mode": "polling" if self.poller else "webhook"}
        silent = time.monotonic() - self.poller.last_good if self.poller else 0.0
        found["telegram"] = self.receiving and silent < SILENT
        found["pools"] = {pool.name: await pool.health() for pool in self.pools.all()}
        working = all(pool["ok"] for pool in found["pools"].values())
        found |= {"store": False, "index": False}
        if found["pools"]["state"]["ok"]:
            found |= await self.pools.state.run(None, self._articles)
        parts = (found["telegram"], working, found["store"], found["index"])
        return {"ok": all(parts), **found}

    def _articles(self) -> dict[str, bool]:
        """Reads from store and index; an error is an answer here."""
        library = self.desk.office.library
        found = {"store": False, "index": False}
        with suppress(Exception):
            library.store.count(("public",))
            found["store"] = True
        with suppress(Exception):
            found["index"] = library.engine is not None
        return found


log = logging.getLogger(__name__)

WEBHOOK_PATH: Final = "/telegram"
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_BODY_LIMIT: Final = 1_000_000


class _Updates(tornado.web.RequestHandler):
    """Takes updates from Telegram alone."""

    def initialize(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret

    async def post(self) -> None:
        given = self.request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("an update with a wrong secret was refused")
            raise tornado.web.HTTPError(403)
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise tornado.web.HTTPError(400) from error
        if not is_update(body):
            raise tornado.web.HTTPError(400)
        try:
            await self._intake.take([body])
        except Exception as error:
            # Telegram keeps what was not taken, and delivers it again.
            tell_untaken(error)
            raise tornado.web.HTTPError(503) from error


class _Health(tornado.web.RequestHandler):
    """Says whether the bot works."""

    def initialize(self, healthy: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        self._healthy = healthy

    async def get(self) -> None:
        state = await self._healthy()
        self.set_status(200 if state["ok"] else 503)
        self.write(state)


class _Figures(tornado.web.RequestHandler):
    """Figures for Prometheus."""

    def initialize(self, figures: Callable[[], tuple[bytes, str]]) -> None:
        self._figures = figures

    def get(self) -> None:
        body, kind = self._figures()
        self.set_header("Content-Type", kind)
        self.write(body)


class Web:
    """The HTTP server beside the bot.

    Args:
        healthy: Returns at least ``ok``.
        figures: Returns a body and its content type.
    """

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        healthy: Callable[[], Awaitable[dict[str, Any]]],
        figures: Callable[[], tuple[bytes, str]],
    ) -> None:
        watched: list[Any] = [
            ("/health", _Health, {"healthy": healthy}),
            ("/metrics", _Figures, {"figures": figures}),
        ]
        self._servers: list[tornado.httpserver.HTTPServer] = []
        self._plans: list[tuple[int, list[Any]]] = []
        if settings.webhook_url is not None and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            options = {"intake": intake, "secret": secret}
            routes = [(WEBHOOK_PATH, _Updates, options)]
            if settings.health_port is None:
                routes = [*routes, *watched]
            self._plans.append((settings.port, routes))
        if settings.health_port is not None:
            self._plans.append((settings.health_port, watched))
        self._listen = settings.listen

    async def start(self) -> None:
        for port, routes in self._plans:
            server = tornado.httpserver.HTTPServer(
                tornado.web.Application(routes), max_buffer_size=_BODY_LIMIT, xheaders=True
            )
            server.listen(port, self._listen)
            self._servers.append(server)

    async def stop(self) -> None:
        """Takes no more connections and lets the open ones end."""
        for server in self._servers:
            server.stop()
        for server in self._servers:
            await server.close_all_connections()
