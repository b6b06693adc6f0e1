from pathlib import Path

import pytest

from index.encoder import Encoder
from index.encoder import __main__ as command


def test_the_model_can_be_made_beforehand(
    cache_dir: Path, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--cache-dir", str(cache_dir)]) == 0
    assert capsys.readouterr().out.strip() == encoder.name


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert command.main(["--cache-dir", str(tmp_path / "file" / "cache")]) == 1
    assert "qawl: the model cannot be written" in capsys.readouterr().err
