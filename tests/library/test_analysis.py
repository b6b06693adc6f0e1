"""The version of an analysis changes with whatever an analysis reads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.analysis import analysis_version, rules

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, folder: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def version_in(folder: Path) -> str:
    return run("from index.analysis import analysis_version; print(analysis_version())", folder)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(
        ROOT / "index", folder / "index", ignore=shutil.ignore_patterns("data", "__pycache__")
    )
    return folder


def test_all_that_analysing_reads_is_in_the_version() -> None:
    # An article in each script, so that what is loaded on first use is loaded.
    code = """
import sys
from index.analysis import analyse
from index.types import Article
analyse(Article("قال د. سالم القندسي يوم 3 مايو 2019 «نعم. سنعود» ثم خرج."))
analyse(Article("Ann Roe, a minister, said: “We leave on Monday.”"))
print(*(m.__file__ for n, m in sys.modules.items() if n.startswith("index.") and m.__file__))
"""
    loaded = {Path(name) for name in run(code).split()}
    # They say what went wrong, and nothing of an article.
    known = {*rules(), *(ROOT / "index" / name for name in ("errors.py", "disk.py"))}
    assert {path for path in loaded - known if path.read_text(encoding="utf-8").strip()} == set()


@pytest.mark.parametrize(
    "part",
    [
        "text/sentences.py",
        "passages.py",
        "quotes/text.py",
        "speakers/context.py",
        "language/calendar.toml",
        "language/cities.tsv",
    ],
)
def test_a_change_of_rules_or_tables_changes_the_version(copy: Path, part: str) -> None:
    path = copy / "index" / part
    before = path.read_bytes()
    path.write_bytes(before + b"\n# changed\n")
    assert version_in(copy) != analysis_version()
    path.write_bytes(before)


def test_the_same_code_has_the_same_version_elsewhere(copy: Path) -> None:
    (copy / "index" / "estimate.py").write_text("", encoding="utf-8")
    assert version_in(copy) == analysis_version()
