"""Figures for Prometheus: how many questions, how fast, how many without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest

_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Figures:
    """What is counted while the bot runs."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.updates = Counter(
            "qawl_updates", "Updates taken, by kind.", ["kind"], registry=self._registry
        )
        self.unreadable = Counter(
            "qawl_updates_unreadable",
            "Updates of an unknown shape, passed over.",
            registry=self._registry,
        )
        self.questions = Counter(
            "qawl_questions", "Questions, by outcome.", ["outcome"], registry=self._registry
        )
        self.no_answers = Counter(
            "qawl_no_answers",
            "Questions without an answer, by reason.",
            ["reason"],
            registry=self._registry,
        )
        self.shared = Counter(
            "qawl_inline_sent", "Inline offers that somebody sent.", registry=self._registry
        )
        self.errors = Counter(
            "qawl_errors", "Errors while an update was handled.", ["kind"], registry=self._registry
        )
        self.seconds = Histogram(
            "qawl_stage_seconds",
            "Seconds that a stage of an answer took.",
            ["stage"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def count_question(self, reason: str | None) -> None:
        """Counts a question, and why it was not answered where it was not."""
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
