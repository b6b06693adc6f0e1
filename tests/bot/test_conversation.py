"""A conversation goes on, whichever process answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk, asker_of
from bot.settings import Settings
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library

READER = asker_of(501, "ar")
UNDERSTOOD = "فهمت سؤالك هكذا"


@pytest.fixture
def desks(tmp_path: Path, sample_folder: Path, encoder: Encoder) -> Iterator[tuple[Desk, Desk]]:
    """Two bots on one data folder, as two processes would have it open."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    settings = Settings(_env_file=None, data_dir=folder)
    libraries = [Library.open(folder, encoder) for _ in range(2)]
    yield build_desk(settings, libraries[0]), build_desk(settings, libraries[1])
    for library in libraries:
        library.close()


def test_a_follow_up_may_be_answered_by_another_bot(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.ask(READER, "ماذا قال ستالبورغ عن الهدنة؟")
    assert UNDERSTOOD in second.ask(READER, "وماذا عن الأسرى؟").text
    other = asker_of(502, "ar")
    assert UNDERSTOOD not in second.ask(other, "وماذا عن الأسرى؟").text


def test_what_was_forgotten_here_is_forgotten_there(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.ask(READER, "ماذا قال ستالبورغ عن الهدنة؟")
    second.chats.forget_all(READER)
    assert UNDERSTOOD not in first.ask(READER, "وماذا عن الأسرى؟").text


def test_what_is_kept_is_told_in_numbers_that_hold(desks: tuple[Desk, Desk]) -> None:
    told = {
        language: desks[0].chats.privacy(asker_of(501, language)).text
        for language in ("ar", "en", "fr")
    }
    assert "6 ساعات" in told["ar"]
    assert "90 يومًا" in told["ar"]
    assert "6 hours" in told["en"]
    assert "90 jours" in told["fr"]
