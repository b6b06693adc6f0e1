"""The process in which files of strangers are read; ``sandbox`` starts it."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from index.analysis import analyse
from index.errors import ReadingError, Unreadable
from index.reading.contents import Limits, article_from_data, error_as_data
from index.reading.sandbox import LARGEST_REPLY, receive, send
from index.reading.tasks import perform

_NEAR: Final = 0.85
"""Share of the memory; where a library failed beyond it, memory is what it lacked."""


def main(limits: str) -> None:
    """Serves tasks from the standard input until it ends."""
    allowed = Limits(**json.loads(limits))
    _confine(allowed)
    # What a library prints must not be taken for a reply.
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            asked, raw = receive(sys.stdin.buffer)
        except (EOFError, ValueError):
            return
        _allow_seconds(allowed)
        reply = _reply(asked["task"], raw, asked["about"], allowed)
        send(replies, reply)
        if reply.get("last"):
            return


def _reply(task: str, raw: bytes, about: dict[str, Any], limits: Limits) -> dict[str, Any]:
    name = str(about.get("name", "the text"))
    try:
        result = perform(task, raw, about, limits)
        _try_analysing(result)
        if _largest(result) > LARGEST_REPLY:
            raise ReadingError(f"{name} holds too much text; split it", Unreadable.TOO_LONG)
        return {"result": result}
    except ReadingError as error:
        if _peak_mb() > _NEAR * limits.memory_mb and error.reason is Unreadable.DAMAGED:
            return _out_of_memory(name, limits)
        return {"error": error_as_data(error), "last": _peak_mb() > limits.memory_mb / 2}
    except MemoryError:
        return _out_of_memory(name, limits)


def _try_analysing(result: Any) -> None:
    """Analyses on trial: a text that cannot be analysed in the limits must not reach the bot."""
    if isinstance(result, dict) and "articles" in result:
        for data in result["articles"]:
            analyse(article_from_data(data))


def _largest(result: Any) -> int:
    if isinstance(result, dict) and "articles" in result:
        # A letter beyond ASCII takes six bytes as a JSON escape.
        return 6 * sum(len(data["text"]) for data in result["articles"])
    return 0


def _out_of_memory(name: str, limits: Limits) -> dict[str, Any]:
    error = ReadingError(
        f"{name} needs more than {limits.memory_mb} MB to be read; split it",
        Unreadable.MEMORY,
        limit=limits.memory_mb,
    )
    return {"error": error_as_data(error), "last": True}


def _confine(limits: Limits) -> None:
    """Bounds memory, forbids writing files and leaving a core."""
    with suppress(ImportError):
        import resource

        memory = limits.memory_mb * 1_000_000
        for kind, most in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
        ):
            # Systems other than Linux know no limit of address space.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, most))


def _allow_seconds(limits: Limits) -> None:
    """Lets the next task have its share of the processor; beyond it the system ends the process."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + 1 + limits.seconds
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _peak_mb() -> float:
    """Returns the most memory that the process ever had, 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        return 0.0
    peak = re.search(r"^VmPeak:\s*(\d+)", status, re.MULTILINE)
    return int(peak[1]) / 1000 if peak else 0.0
