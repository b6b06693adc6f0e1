"""What a running bot tells of itself: figures for Prometheus, and logs without texts and tokens."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest

from bot.settings import Settings

_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Figures:
    """What is counted while the bot runs."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.updates = self._counter("updates", "Updates taken, by kind.", "kind")
        self.unreadable = self._counter(
            "updates_unreadable", "Updates of an unknown shape, passed over."
        )
        self.questions = self._counter("questions", "Questions, by outcome.", "outcome")
        self.no_answers = self._counter(
            "no_answers", "Questions without an answer, by reason.", "reason"
        )
        self.shared = self._counter("inline_sent", "Inline offers that somebody sent.")
        self.errors = self._counter("errors", "Errors while an update was handled.", "kind")
        self.seconds = Histogram(
            "qawl_stage_seconds",
            "Seconds that a stage of an answer took.",
            ["stage"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"qawl_{name}", told, labels, registry=self._registry)

    def count_question(self, reason: str | None) -> None:
        """Counts a question, and the reason if it was not answered."""
        self.questions.labels("unanswered" if reason else "answered").inc()
        if reason:
            self.no_answers.labels(reason).inc()

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Measures a stage: one of ``retrieval.answer``, or one of the bot's own.

        These are ``answering`` (all of a question's stages), ``render``, ``verify`` (words
        compared with the store, buttons kept), ``inline`` and ``sending``.
        """
        with self.seconds.labels(stage).time():
            yield

    def exposed(self) -> tuple[bytes, str]:
        """Returns the figures as Prometheus reads them, and their content type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


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
