"""The stages of an answer, so that the time of each can be measured."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum


class Stage(StrEnum):
    """A step on a question's way that may take time of its own."""

    UNDERSTAND = "understand"
    ENCODE = "encode"
    DENSE = "dense"
    LEXICAL = "lexical"
    RANK = "rank"
    READ = "read"
    SAYINGS = "sayings"
    BUILD = "build"


Stopwatch = Callable[[Stage], AbstractContextManager[None]]
"""Measures what is done inside the block that it returns; called from several threads."""


def untimed(_stage: Stage) -> AbstractContextManager[None]:
    """Measures nothing."""
    return nullcontext()
