"""The processes that read: bounded, replaced when they die, ignorant of what they need not know."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import ReadingError, Unreadable
from index.reading.contents import Limits
from index.reading.sandbox import Sandbox
from index.reading.tasks import SourceReader
from tests.reading.hostile_documents import DOCUMENTS, WORDS

LIMITS = Limits(seconds=2)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox(LIMITS, workers=1)
    yield made
    made.close()


@pytest.fixture
def reader(sandbox: Sandbox) -> SourceReader:
    return SourceReader(sandbox.perform)


def test_a_worker_that_was_killed_has_a_successor(reader: SourceReader) -> None:
    with pytest.raises(ReadingError) as caught:
        reader.file(DOCUMENTS["pdf-forms"][1](), "a.pdf")
    assert caught.value.reason in {Unreadable.SLOW, Unreadable.BROKE}
    [article] = reader.file(WORDS.encode(), "b.txt").articles
    assert article.text == WORDS


def test_several_read_at_once(reader: SourceReader) -> None:
    outcomes: list[str] = []

    def read(number: int) -> None:
        text = f"{WORDS} {number}"
        [article] = reader.file(text.encode(), "a.txt").articles
        outcomes.append(article.text.rsplit(" ", 1)[-1])

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [str(n) for n in range(8)]


def test_a_worker_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    made = Sandbox(LIMITS, workers=1)
    try:
        SourceReader(made.perform).file(WORDS.encode(), "a.txt")
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(os.getpid())],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.split()
        seen = []
        for child in children:
            try:
                content = Path(f"/proc/{child}/environ").read_bytes()
                is_worker = b"index.reading.worker" in Path(f"/proc/{child}/cmdline").read_bytes()
            except OSError:
                continue
            if is_worker:
                seen.append(content)
        if not seen:
            pytest.skip("this system does not show the surroundings of a process")
        assert not any(b"secret" in content for content in seen)
    finally:
        made.close()


def test_a_worker_needs_no_model() -> None:
    code = (
        "import sys, index.reading.worker;"
        "print(sorted({'torch', 'onnxruntime', 'faiss', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_limit_is_named(reader: SourceReader) -> None:
    for name, reasons in (
        ("word-near-bomb", {Unreadable.MEMORY, Unreadable.BROKE}),
        ("pdf-forms", {Unreadable.SLOW, Unreadable.BROKE}),
    ):
        file, make = DOCUMENTS[name]
        with pytest.raises(ReadingError) as caught:
            reader.file(make(), file)
        assert caught.value.reason in reasons
        assert caught.value.parts["limit"] in {LIMITS.memory_mb, LIMITS.seconds}
        assert str(caught.value.parts["limit"]) in str(caught.value)


def test_a_limit_of_memory_is_kept() -> None:
    small = Sandbox(Limits(memory_mb=300, seconds=120), workers=1)
    try:
        with pytest.raises(ReadingError) as caught:
            SourceReader(small.perform).file(b"[" + b"1.5," * 4_900_000 + b"1.5]", "a.json")
        assert caught.value.reason in {Unreadable.MEMORY, Unreadable.BROKE}
        assert caught.value.parts == {"limit": 300}
    finally:
        small.close()


def test_that_no_worker_can_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(11, "no more processes")

    made = Sandbox(LIMITS, workers=1)
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", full)
        for _ in range(3):
            with pytest.raises(ReadingError) as caught:
                SourceReader(made.perform).file(WORDS.encode(), "a.txt")
            assert caught.value.reason is Unreadable.BUSY
    try:
        assert SourceReader(made.perform).file(WORDS.encode(), "a.txt").articles
    finally:
        made.close()
