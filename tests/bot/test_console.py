"""What somebody sees who waits for a command."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.console import waiting
from index.encoder.base import Encoder


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, encoder: Encoder, tmp_path: Path) -> None:
    """A data folder without articles, and the encoder that is loaded already."""
    monkeypatch.setattr("bot.wiring.load_encoder", lambda *_: encoder)
    monkeypatch.setenv("QAWL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Runs a command and returns what it told while it ran."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert not ended.value.code
    return capsys.readouterr().err


@pytest.mark.parametrize("command", [("sample",), ("serve", "--sample")])
@pytest.mark.usefixtures("fresh")
def test_adding_the_samples_is_told_once(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    lines = told(capsys, *command).splitlines()
    assert lines[0] == "adding 18 sample articles ..."
    assert lines[1].endswith("passages can be found")
    assert "adding" not in told(capsys, *command)


class Screen(io.StringIO):
    """Standard error of somebody who sits before it."""

    def isatty(self) -> bool:
        return True


def test_on_a_screen_one_line_runs_and_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with waiting("adding archive") as progress:
        progress(64, 100)
        progress(100, 100)
    shown = screen.getvalue()
    assert "adding archive: 100 passages can be found" in shown
    # The last that is written takes the line away again.
    assert shown.rstrip().endswith("\x1b[2K")
