"""Long polling: updates are asked for, written down, and only then acknowledged."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Any, Final

import httpx

from bot.settings import Settings
from bot.telegram.intake import Intake, is_update, tell_untaken
from index.errors import SettingsError

log = logging.getLogger(__name__)

REFUSED: Final = "Telegram refuses TELEGRAM_BOT_TOKEN; ask @BotFather for it (/mybots, API Token)."

_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Seconds between two tries while Telegram does not answer as it should."""

_REFUSALS: Final = 4
"""How often in a row a token is refused until that is believed."""


class Poller:
    """Asks Telegram for updates.

    The library's own poller acknowledges updates before they are safe, ends for good at the
    first 401, and asks for ever for an update that it cannot parse.

    Args:
        seconds: How long one poll lasts.
        patience: Seconds that Telegram may take beyond that.
    """

    def __init__(
        self,
        settings: Settings,
        intake: Intake,
        allowed: Sequence[str],
        *,
        seconds: int,
        patience: float,
    ) -> None:
        self.last_good = time.monotonic()
        """When Telegram last answered as it should."""
        self._url = f"{settings.api_url.rstrip('/')}/bot{settings.token}"
        self._intake = intake
        self._allowed = list(allowed)
        self._seconds = seconds
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(patience, read=seconds + patience))

    async def run(self) -> None:
        """Polls until it is cancelled.

        Raises:
            SettingsError: Telegram refuses the token, again and again.
        """
        offset = 0
        failures = refusals = 0
        async with self._client:
            while True:
                try:
                    response = await self._client.post(
                        f"{self._url}/getUpdates",
                        json={
                            "offset": offset,
                            "timeout": self._seconds,
                            "allowed_updates": self._allowed,
                        },
                    )
                    if response.status_code in (401, 404):
                        refusals += 1
                        if refusals >= _REFUSALS:
                            raise SettingsError(REFUSED)
                    else:
                        refusals = 0
                    updates = _updates(response)
                    await self._intake.take(updates)
                    offset = max([offset, *(u["update_id"] + 1 for u in updates)])
                    failures = 0
                    self.last_good = time.monotonic()
                except SettingsError:
                    raise
                except Exception as error:
                    failures += 1
                    await asyncio.sleep(self._pause(error, failures))

    def _pause(self, error: Exception, failures: int) -> float:
        """Tells of a poll that went wrong, and returns how long to wait before the next."""
        refused = error if isinstance(error, PollError) else None
        kind = refused.kind if refused else type(error).__name__
        self._intake.figures.errors.labels(kind).inc()
        if kind == "Conflict":
            log.error(
                "another process polls with the same token (or a webhook is set);"
                " stop one of the two, this one keeps trying"
            )
        elif refused:
            log.warning("polling: %s", kind)
        else:
            tell_untaken(error)
        wait = _PAUSES[min(failures, len(_PAUSES)) - 1]
        return max(refused.wait, wait) if refused else wait


class PollError(Exception):
    """Telegram did not answer a poll with updates.

    Attributes:
        kind: A short name of what it said.
        wait: Seconds that it asked to wait.
    """

    def __init__(self, kind: str, wait: float = 0.0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.wait = wait


_KINDS: Final = {401: "Unauthorized", 404: "NotFound", 409: "Conflict", 429: "RetryAfter"}


def _updates(response: httpx.Response) -> list[dict[str, Any]]:
    """Returns the updates of an answer.

    Raises:
        PollError: There are none in it.
    """
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or not body.get("ok") or not isinstance(body.get("result"), list):
        parameters = body.get("parameters") if isinstance(body, dict) else None
        wait = parameters.get("retry_after", 0) if isinstance(parameters, dict) else 0
        kind = _KINDS.get(response.status_code, "ServerTrouble")
        raise PollError(kind, float(wait))
    return [update for update in body["result"] if is_update(update)]
