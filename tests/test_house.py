"""What holds for the repository as a whole."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("index", "retrieval", "bot")
SEES = {"index": {"index"}, "retrieval": {"retrieval", "index"}, "bot": set(PACKAGES)}
RETRIEVAL = {
    "question": set(),
    "search": {"question"},
    "order": {"question", "search"},
    "judge": {"question", "search", "order"},
    "tell": {"question", "search", "order", "judge"},
    "sayings": {"question", "tell"},
}
"""Sub-packages of retrieval -> those that each may import."""

VALUES = {"answer", "stages"}
"""What all of them may import: plain values."""

MOST_LINES = 400
SLOW = {"torch", "sentence_transformers", "transformers"}
MAY_IMPORT_SLOW = {"index/encoder/sentence_transformers.py", "retrieval/order/reranker.py"}


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def modules() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_run_one_way(package: str) -> None:
    forbidden = {*PACKAGES, "tests", "benchmarks", "training", "scripts"} - SEES[package]
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name in forbidden
    }
    assert found == set()


def test_retrieval_runs_one_way() -> None:
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "retrieval").rglob("*.py")
        for part in [path.relative_to(ROOT / "retrieval").parts[0]]
        if part in RETRIEVAL
        for name in imported_from_retrieval(ast.parse(path.read_text(encoding="utf-8")))
        if name not in {part, *RETRIEVAL[part], *VALUES}
    }
    assert found == set()


def imported_from_retrieval(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("retrieval."))


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    entries = [*project["dependencies"], *(e for name in extras for e in extras[name])]
    declared = {plain_name(re.split(r"[\[<>=;~! ]", entry)[0]) for entry in entries}
    # Torch comes with sentence-transformers; which build of it is the setup's choice.
    declared |= {"torch", "qawl"}
    distributions = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(ast.parse(path.read_text(encoding="utf-8")))
        if name not in sys.stdlib_module_names and name not in PACKAGES
        if declared.isdisjoint(plain_name(found) for found in distributions.get(name, [name]))
    }
    assert missing == set()


def plain_name(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_only_what_is_asked_for_by_name_imports_torch() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in modules()
        if SLOW.intersection(imported(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found <= MAY_IMPORT_SLOW


def test_the_command_does_not_wait_for_torch() -> None:
    code = (
        "import sys, bot.wiring, bot.cli, bot.cli.asking, bot.cli.service;"
        f"print(sorted({SLOW!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_is_too_long() -> None:
    found = {
        name: text.count("\n")
        for name, text in texts()
        if name.endswith(".py") and text.count("\n") > MOST_LINES
    }
    assert found == {}


def test_invisible_characters_are_written_as_escapes() -> None:
    # Direction marks, joiners and the like; the word joiners of samples are their authors'.
    invisible = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
    found = {name for name, text in texts() if name.endswith(".py") and invisible.search(text)}
    assert found == set()


def test_nothing_is_left_to_do_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX)\b" + r"|NotImplementedError")
    found = {
        name
        for name, text in texts()
        if name.endswith((".py", ".md", "Makefile"))
        and name != "tests/test_house.py"
        and later.search(text)
    }
    assert found == set()


def test_the_repository_speaks_of_itself_alone() -> None:
    # Paths of one machine mean nothing on the next one.
    machine = re.compile(r"(?<![\w.])/(?:root|home|Users|mnt|tmp)/[\w.]")
    found = {
        f"{name}: {match[0]}"
        for name, text in texts()
        if not name.endswith(".lock") and name not in ("tests/test_house.py", "Dockerfile")
        if not name.startswith(("deploy/", "docs/"))
        for match in machine.finditer(text)
    }
    assert found == set()


def test_locks_name_no_registry() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        assert "index-url" not in text, path.name


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked += (ROOT / "requirements-torch.lock").read_text(encoding="utf-8")
    names = {re.split(r"[\[<>=;~! ]", entry)[0].lower() for entry in wanted}
    missing = {name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.M)}
    assert missing == set()


def test_settings_are_all_in_the_example() -> None:
    settings = pytest.importorskip("bot.settings").Settings
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    prefix = settings.model_config["env_prefix"]
    expected = {
        field.validation_alias or f"{prefix}{name.upper()}"
        for name, field in settings.model_fields.items()
    }
    assert named == expected


def test_every_file_that_the_packages_read_is_packaged() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "setuptools"
    ]
    packaged = {
        path
        for package, patterns in setuptools["package-data"].items()
        for pattern in patterns
        for path in (ROOT / package).glob(pattern)
    }
    folders = {path.parent for path in tracked() if path.suffix == ".py"}
    for path in tracked():
        if path.relative_to(ROOT).parts[0] not in PACKAGES:
            continue
        assert path.parent in folders, f"{path.parent} has no module, so it is no package"
        if path.suffix not in (".py", ".rst"):
            assert path in packaged, f"{path} is left out of the package: see package-data"


@pytest.mark.skipif(os.name == "nt", reason="the Makefile is for POSIX systems")
def test_the_makefile_tells_what_it_does() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "ask", "demo", "bench", "bench-scale", "train", "lint", "clean"):
        assert f"make {target} " in done.stdout


def trees() -> dict[str, str]:
    """Returns what architecture.md says of each package, by the package's name."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    package = ""
    for line in text.splitlines():
        if head := re.match(r" {4}(\w+)/ ", line):
            package = head[1]
        elif package and line.startswith(" " * 6):
            found[package] = found.get(package, "") + line + "\n"
        elif line.strip():
            package = ""
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tree_in_architecture_names_what_is_there(package: str) -> None:
    named = set(re.findall(r"(?<![\w/.])([a-z][a-z0-9_]*(?:\.py|/))(?!\w)", trees()[package]))
    modules = [*(ROOT / package).rglob("*.py")]
    there = {path.name for path in modules} | {f"{path.parent.name}/" for path in modules}
    first = {path.relative_to(ROOT / package).parts[0] for path in modules} - {"__init__.py"}
    held = {name if name.endswith(".py") else f"{name}/" for name in first}
    assert (named - there, held - named) == (set(), set())
