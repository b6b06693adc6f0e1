"""Work in a child process that meets one fault at the n-th call to the system.

Python tells an audit hook of every file that is opened, renamed, linked and deleted, and of
every folder that is made. What it does not tell of (fsync, a statement of the database, what
SQLite writes) is wrapped. At the n-th of these calls the child is killed, or the call fails as
on a broken or a full disk.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.faults.sqlite_calls import meet_sqlite_calls

_WATCHED = {"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate"}


@dataclass
class Fault:
    """What happens, and at which call.

    Attributes:
        kind: ``kill``, ``io`` (one call fails), or ``full`` (it and all later ones fail until
            ``relieved``).
        at: Number of the call; 0 for a run that only counts.
    """

    kind: str
    at: int
    calls: int = 0
    active: bool = False
    relieved: bool = False

    def met(self, call: str) -> None:
        if not self.active:
            return
        self.calls += 1
        if self.at and self.calls >= self.at and not self.relieved:
            if self.kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.kind == "io":
                self.relieved = True
            number = errno.EIO if self.kind == "io" else errno.ENOSPC
            raise OSError(number, os.strerror(number), call)

    @contextmanager
    def armed(self) -> Iterator[None]:
        self.active = True
        try:
            yield
        finally:
            self.active = False


@dataclass
class Outcome:
    """What a child said before it ended.

    Attributes:
        said: Its lines, as values.
        killed: Whether it was killed by the fault.
    """

    said: list[Any] = field(default_factory=list)
    killed: bool = False


Say = Callable[[Any], None]


def run(
    work: Callable[[Fault, Say], None], fault: Fault, *, read_in: Path | None = None
) -> Outcome:
    """Runs work in a child process; what it says is durable when ``say`` returns.

    Args:
        read_in: A folder in which reading meets the fault too.
    """
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        code = 1
        try:
            _install(fault, read_in)
            work(fault, lambda value: _write(sender, value))
            code = 0
        except BaseException as error:
            _write(sender, {"error": repr(error)})
        finally:
            os._exit(code)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        said = [json.loads(line) for line in pipe.read().splitlines()]
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return Outcome(said, killed)


def _write(sender: int, value: Any) -> None:
    os.write(sender, json.dumps(value).encode() + b"\n")


def _install(fault: Fault, read_in: Path | None) -> None:
    def hook(name: str, arguments: tuple[Any, ...]) -> None:
        reads = read_in is not None and name == "open" and str(read_in) in str(arguments[0])
        if name in _WATCHED or reads or (name == "open" and _writes(arguments)):
            fault.met(name)

    sys.addaudithook(hook)
    fsync = os.fsync

    def failing(descriptor: int) -> None:
        fault.met("fsync")
        fsync(descriptor)

    os.fsync = failing
    meet_sqlite_calls(fault.met, reads=read_in is not None)

    def statement(*arguments: Any) -> None:
        # A fault before each statement, and before each end of a transaction: between
        # what SQLite writes.
        if arguments[2].split(maxsplit=1)[0] in {"INSERT", "DELETE", "UPDATE", "COMMIT"}:
            fault.met(arguments[2][:20])

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "commit", lambda _connection: fault.met("COMMIT"))


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, mode, flags = arguments
    if isinstance(path, int) or str(path).startswith("/proc/"):
        return False
    if isinstance(mode, str):
        return any(letter in mode for letter in "wxa+")
    return bool(int(flags or 0) & (os.O_WRONLY | os.O_RDWR))
