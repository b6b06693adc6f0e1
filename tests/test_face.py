"""The names that a program imports, and the lines of the README that show them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import index
import retrieval

README = Path(__file__).resolve().parent.parent / "README.md"


@pytest.mark.parametrize("package", [index, retrieval])
def test_every_exported_name_is_there(package: object) -> None:
    names = package.__all__  # type: ignore[attr-defined]
    assert names
    assert [name for name in names if getattr(package, name, None) is None] == []


def test_a_name_that_is_not_exported_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = index.Nothing


def test_the_lines_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.splitlines() == ["وكلف السد 97 مليون دينار.", "altered"]
