"""Logs that hold neither texts nor tokens."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from typing import Final

from bot.settings import Settings

_FIELDS: Final = ("update_id", "kind", "seconds", "answered")
"""Extra fields that a record may carry into a structured log."""


class HideToken(logging.Filter):
    """Takes the bot's token out of every record."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = message.replace(self._token, "[token]"), ()
        if record.exc_info and record.exc_info[1] is not None:
            # Rendered here, so that the formatter does not render it with the token.
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_text = text.replace(self._token, "[token]")
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in _FIELDS:
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info:
            line["error"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(settings: Settings) -> None:
    """Sends logs to standard error, in the form and from the level that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    if settings.token:
        handler.addFilter(HideToken(settings.token))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    keep_words_out(root.level)


def keep_words_out(level: int) -> None:
    """Keeps libraries from writing what people wrote, and the token, whatever the level."""
    # What reads pages writes their addresses and words, at every level.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # At INFO they write every address that is asked, and the token is a part of it.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # At DEBUG it writes every update and every message, with people's words and names.
    logging.getLogger("telegram").setLevel(max(logging.INFO, level))
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
