"""Tells whether the bot works: takes updates, answers, finds articles."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

from bot.desk import Desk
from bot.telegram.poll import Poller
from bot.telegram.pools import Pools

SILENT: Final = 90.0
"""Seconds without a good answer from Telegram after which polling counts as broken."""


@dataclass(slots=True)
class Health:
    """Looks after a running bot.

    Attributes:
        poller: What polls, None behind a webhook.
        receiving: Whether updates are being taken.
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
        for name, look in (
            ("store", lambda: library.store.count(("public",))),
            ("index", lambda: library.engine),
        ):
            try:
                look()
            except Exception:
                continue
            found[name] = True
        return found
