"""What several test packages share: the real model, the development data, a data folder."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from index.encoder import CachedEncoder, Encoder, load_encoder

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# The rules alone decide here, as data folders that tests share are made without the reader;
# what is about the reader asks for it.
os.environ["QAWL_QUOTE_READER"] = "false"
# Likewise for answers: their cases are about what comes before the reader.
os.environ["QAWL_ANSWER_READER"] = "false"


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """The folder of the converted model: the setup's, so that it is converted once."""
    default = platformdirs.user_cache_dir("qawl", appauthor=False)
    return Path(os.environ.get("QAWL_CACHE_DIR", default))


@pytest.fixture(scope="session")
def model(cache_dir: Path) -> Encoder:
    """The real embedded model, loaded once for all tests."""
    return load_encoder("embedded", cache_dir)


@pytest.fixture(scope="session")
def encoder(model: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encoder]:
    """The real model, which encodes each text once for all tests, of all workers."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    kept = CachedEncoder(model, shared / "vectors.db")
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the development data; the test is skipped where there is none."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the development data is not here: no folder ../shared/data")
    return folder


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    """The folder of the development articles; the test is skipped where there is none."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        pytest.skip("the development articles are not here: no folder ../shared/articles")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty data folder of this test's own."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def pytest_xdist_auto_num_workers() -> int:
    """Returns one process more than processors: those that drive the bot often wait for it."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Keeps what tests write in memory where there is plenty: they write gigabytes, and wait.

    Whether a disk has what was written to it is nothing that a test can see: no test takes the
    power away. Elsewhere all is the same, only slower.
    """
    memory = Path("/dev/shm")
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ENOUGH:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


_ENOUGH = 4_000_000_000
"""Bytes: some four times what a run has there at once."""


def pytest_collection_finish() -> None:
    """Spares the collector of garbage all that stays until the end: modules, tests, tables."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts the tests, and says of which the coverage is not measured.

    Measuring takes half as long again as the test itself. So it is left out where the same
    lines are run by tests that ask for less at once, or in processes that are not measured.
    """
    for item in items:
        if _is_untraced(item):
            item.add_marker(pytest.mark.no_cover)
    _keep_together(items)


_UNTRACED = ("tests/faults", "tests/golden", "tests/training")


def _is_untraced(item: pytest.Item) -> bool:
    """Tells what is not measured: the folders above, and what has run with a bot that polls."""
    chosen = getattr(item, "callspec", None)
    behind_webhook = chosen is not None and chosen.params.get("live") == "webhook"
    twin = behind_webhook and item.get_closest_marker("mode") is None
    return twin or item.path.parent.relative_to(ROOT).as_posix() in _UNTRACED


def _keep_together(items: list[pytest.Item]) -> None:
    """Keeps together, where tests run on several processors, what shares what it sets up.

    That is a file; and all that drives the bot, whose world is one for a whole mode. What takes
    longest comes first, so that no processor waits at the end for another's last long file.
    """
    driven = ROOT / "tests" / "emulator"
    for item in items:
        together = driven if driven in item.path.parents else item.path
        item.add_marker(pytest.mark.xdist_group(together.relative_to(ROOT).as_posix()))
    items.sort(key=_turn)


_LONGEST = (
    *("tests/emulator", "tests/faults", "tests/reading", "tests/bot", "tests/golden"),
    *("tests/retrieval", "tests/sayings", "tests/training", "tests/encoder", "tests/quotes"),
    *("tests/text", "tests/library"),
)
"""Folders in which single tests take long, the longest first."""


def _turn(item: pytest.Item) -> int:
    """Returns how early a test comes: of one number, all stay in the order of their files."""
    folder = item.path.parent.relative_to(ROOT).as_posix()
    return _LONGEST.index(folder) if folder in _LONGEST else len(_LONGEST)
