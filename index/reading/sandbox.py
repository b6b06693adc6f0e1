"""Processes that read what strangers send, and that can be killed while they do.

    task, content -> a worker with a limit of memory and processor -> plain data, or a refusal

A worker serves many tasks, so that an ordinary one does not wait for a new process; it is
started by the first task and killed by the first that meets a limit. What goes to and fro
is length, JSON, length, bytes: nothing that a worker says is run here.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from index.errors import ReadingError, Unreadable
from index.reading.contents import DEFAULT_LIMITS, Limits, error_from_data

LARGEST_REPLY: Final = 100_000_000
"""Bytes of what a worker says."""

WAITS: Final = 4
"""Seconds of the clock for each one of the processor that a task may take, before it is killed:
a busy machine is slow, a sleeping worker is broken."""

SERVES: Final = 500
"""Tasks of one worker: what its libraries leak ends with it."""

_LENGTH: Final = struct.Struct(">Q")
_ROOT: Final = Path(__file__).resolve().parents[2]
# What a worker may know of its surroundings: no token, no password, no address.
_PASSED: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")


class Sandbox:
    """Performs tasks in workers.

    Args:
        limits: Of each task.
        workers: Tasks at a time; others wait.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS, workers: int = 2) -> None:
        self.limits: Final = limits
        self._free: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._free.put(None)
        self._workers = workers

    def perform(self, task: str, raw: bytes, about: dict[str, Any]) -> Any:
        """Returns what a task gives, as plain data.

        Args:
            task: One of ``tasks.TASKS``.
            about: What goes with the bytes, as plain data; its ``name`` is what errors call them.

        Raises:
            ReadingError: What the task raised, or the limit that it met.
        """
        name = str(about.get("name", "the text"))
        worker = self._free.get()
        try:
            if worker is None or not worker.fit:
                if worker is not None:
                    worker.end()
                worker = _Worker(self.limits)
            reply = worker.ask(task, raw, about)
            if reply is None:
                raise worker.refusal(name)
        except OSError as error:
            raise ReadingError(
                f"{name} cannot be read now: no reader could be started ({error.strerror})",
                Unreadable.BUSY,
            ) from error
        finally:
            self._free.put(worker)
        if "error" in reply:
            raise error_from_data(reply["error"])
        return reply["result"]

    def close(self) -> None:
        """Ends the workers that are idle, and those at work once they are done."""
        for _ in range(self._workers):
            worker = self._free.get()
            if worker is not None:
                worker.end()
        for _ in range(self._workers):
            self._free.put(None)


class _Worker:
    """One process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._served = 0
        self._late = False
        environment = {key: os.environ[key] for key in _PASSED if key in os.environ}
        # One thread each: their stacks count as memory.
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(_ROOT), json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            # A Ctrl-C in the terminal is for the one who reads there, not for its workers.
            start_new_session=True,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise OSError("a worker without pipes")
        self._asks, self._replies = self._process.stdin, self._process.stdout

    @property
    def fit(self) -> bool:
        return self._process.poll() is None and self._served < SERVES

    def ask(self, task: str, raw: bytes, about: dict[str, Any]) -> dict[str, Any] | None:
        """Returns the answer of the process, None where it died."""
        self._served += 1
        alarm = threading.Timer(WAITS * self._limits.seconds + 5, self._expire)
        alarm.daemon = True
        alarm.start()
        try:
            send(self._asks, {"task": task, "about": about}, raw)
            received = receive(self._replies)
        except (OSError, EOFError, ValueError):
            received = None
        finally:
            alarm.cancel()
        if received is None:
            self.end()
            return None
        reply, _ = received
        if reply.get("last"):
            self.end()
        return reply

    def _expire(self) -> None:
        self._late = True
        self._process.kill()

    def refusal(self, name: str) -> ReadingError:
        """Returns which limit the process died of."""
        limits = self._limits
        code = self._process.returncode
        if self._late or code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
            return ReadingError(
                f"{name} takes more than {limits.seconds} s to read; split it",
                Unreadable.SLOW,
                limit=limits.seconds,
            )
        return ReadingError(
            f"{name} brought its reader down: it needs more than {limits.memory_mb} MB, or is"
            " damaged on purpose",
            Unreadable.BROKE,
            limit=limits.memory_mb,
        )

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._asks, self._replies):
            with suppress(OSError):
                pipe.close()


_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from index.reading.worker import main; main(sys.argv[2])"
)


def send(pipe: IO[bytes], header: dict[str, Any], raw: bytes = b"") -> None:
    """Writes a header and the bytes that go with it."""
    head = json.dumps(header).encode()
    pipe.write(_LENGTH.pack(len(head)))
    pipe.write(head)
    pipe.write(_LENGTH.pack(len(raw)))
    pipe.write(raw)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Reads what ``send`` wrote.

    Raises:
        EOFError: The other side is gone.
        ValueError: It is too long, or not what ``send`` writes.
    """
    header = json.loads(_block(pipe))
    if not isinstance(header, dict):
        raise ValueError("no header")
    return header, _block(pipe)


def _block(pipe: IO[bytes]) -> bytes:
    (size,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    if size > LARGEST_REPLY:
        raise ValueError("too long")
    return _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
