"""A build that is killed goes on where it stopped, and one is told of beforehand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index import article_vectors
from index.encoder.base import Vectors
from index.library import Library
from index.text.tokens import index_terms
from index.types import PUBLIC, Article
from tests.library.fakes import HashingEncoder

ROOT = Path(__file__).resolve().parents[2]


def article(number: int) -> Article:
    return Article(f"وصلت سفينة{number} إلى الرصيف.", headline=f"سفينة{number}")


def build(folder: Path, log: Path, texts: int) -> tuple[int, list[str]]:
    """Builds in a process that is killed after so many texts; returns what it encoded."""
    log.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.building", str(folder), str(log), str(texts)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return done.returncode, log.read_text("utf-8").splitlines() if log.exists() else []


def test_a_build_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder, log = tmp_path / "data", tmp_path / "log"
    library = Library.open(folder, HashingEncoder())
    library.add_many([article(number) for number in range(400)])
    before = library.engine.search_lexical(index_terms("سفينة7"), 5, {PUBLIC})
    library.close()
    (folder / "vectors.sqlite").unlink()
    code, first = build(folder, log, texts=150)
    assert code == -signal.SIGKILL
    # Whoever asks in between is answered from what was there before.
    again = Library.open(folder, HashingEncoder())
    assert again.engine.search_lexical(index_terms("سفينة7"), 5, {PUBLIC}) == before
    again.close()
    code, second = build(folder, log, texts=10**9)
    assert code == 0
    # What the last process had in hand is lost, nothing that it had finished.
    assert len(set(first) & set(second)) <= 64
    assert len(set(first) - set(second)) >= 80
    library = Library.open(folder, HashingEncoder())
    assert library.check() == []
    assert library.engine.search_lexical(index_terms("سفينة7"), 5, {PUBLIC}) == before


class Slow(HashingEncoder):
    """Takes three seconds a text, on a clock of its own."""

    now = 0.0

    def encode_passages(self, texts: list[str]) -> Vectors:
        self.now += 3 * len(texts)
        return super().encode_passages(texts)


@pytest.mark.parametrize("count", [3, 450])
def test_what_a_sample_takes_is_reckoned_up_to_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    encoder = Slow()
    library = Library.open(tmp_path, encoder)
    library.add_many([article(number) for number in range(count)])
    encoder.encoded.clear()
    monkeypatch.setattr(
        article_vectors, "time", type("Clock", (), {"perf_counter": lambda: encoder.now})
    )
    found = article_vectors.estimate_build(library.store, encoder)
    assert found.passages == count
    assert found.seconds == pytest.approx(3 * found.texts, rel=0.01)
    assert 0 < len(encoder.encoded) <= 48


def test_texts_of_like_length_are_encoded_together(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    library = Library.open(tmp_path, encoder)
    words = [" ".join(["كلمة"] * (1 + number * 7 % 50)) for number in range(60)]
    library.add_many([Article(f"{text} {number}.") for number, text in enumerate(words)])
    passages = [len(text) for text in encoder.encoded[:60]]
    assert passages == sorted(passages, reverse=True)
