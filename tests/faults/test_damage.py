"""Whatever is derived may be damaged, cut or gone in any way: never a false no, and it is mended.

Each derived file is damaged at sixty places: a bit turned, the rest cut off, a block of zeros,
all of it gone. Then either everything is found, or the library says that it is incomplete; and
it mends itself, or `index build` mends it, until the check finds nothing.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import StoreError
from index.library import Library
from index.types import PUBLIC
from tests.faults.corpus import article, findable, opened, until_whole

Tally = Callable[..., None]
PLACES = 60
NUMBERS = list(range(14))
KINDS = (
    "CURRENT", "manifest.json", "journal", "segment.json", "vectors.npy", "terms.bin", "terms.npy",
    "term_hashes.npy", "term_order.npy", "posting_rows.npy", "posting_kinds.npy", "kinds.npy",
    "posting_starts.npy", "articles.npy", "article_rows.npy", "article_sorted.npy",
    "article_order.npy", "passages.npy", "passage_sorted.npy", "passage_order.npy", "lengths.npy",
    "members.npy", "member_starts.npy", "vectors.sqlite",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a sealed segment, a journal, and one removal in each."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    library = opened(folder)
    library.add_many([article(number) for number in (*NUMBERS[:9], 90)])
    library.engine.merge()
    library.add_many([article(number) for number in (*NUMBERS[9:], 91)])
    for number in (90, 91):
        library.store.remove(article(number).id, PUBLIC)
    library._catch_up()
    library.upkeep.purge_due = None
    library.close()
    return folder


def files_of(folder: Path, name: str) -> list[Path]:
    return [path for path in sorted(folder.rglob(name)) if path.is_file()]


def damage(path: Path, place: int, chance: random.Random) -> str:
    """Damages a file in one of five ways; returns which."""
    data = bytearray(path.read_bytes())
    at = len(data) * place // PLACES if data else 0
    way = ("flip", "flip", "cut", "zero", "gone")[place % 5]
    if way == "flip" and data:
        data[at] ^= 1 << chance.randrange(8)
    elif way == "cut":
        del data[at:]
    elif way == "zero":
        data[at : at + 64] = bytes(len(data[at : at + 64]))
    if way == "gone":
        path.unlink()
    else:
        path.write_bytes(data)
    return f"{way} at {at} of {path.name}"


def test_every_derived_file_is_damaged(whole: Path) -> None:
    files = [p for p in whole.rglob("*") if p.is_file() and not p.name.endswith(".lock")]
    derived = {path.name for path in files if not path.name.startswith("qawl.db")}
    assert derived == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_never_a_false_no_and_always_mended(
    whole: Path, tmp_path: Path, name: str, share: int, tally: Tally
) -> None:
    chance = random.Random(name)
    first = chance.randrange(share)
    for place in range(first, PLACES, share):
        folder = tmp_path / str(place)
        shutil.copytree(whole, folder)
        (path,) = files_of(folder, name)
        what = damage(path, place, chance)
        library = opened(folder)
        incomplete = library.incomplete
        missing = set(NUMBERS) - findable(library, NUMBERS)
        assert incomplete or not missing, what
        if place % 2:
            assert until_whole(library), what
        else:
            library.build()
        assert library.check() == [], what
        assert findable(library, [*NUMBERS, 90, 91]) == set(NUMBERS), what
        tally("derived files damaged")
        tally("of which the library said that it is incomplete", incomplete)
        library.close()
        shutil.rmtree(folder)


def test_all_that_is_derived_may_be_gone(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    for path in folder.iterdir():
        if not path.name.startswith("qawl.db"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    library = opened(folder)
    assert library.incomplete or findable(library, NUMBERS) == set(NUMBERS)
    assert until_whole(library)
    assert findable(library, NUMBERS) == set(NUMBERS)


def test_a_bit_that_turned_in_the_store_is_never_shown(
    whole: Path, tmp_path: Path, share: int, tally: Tally
) -> None:
    """The store cannot be made again: what is damaged is refused, and the rest is as it was."""
    chance = random.Random(8)
    written = {article(number).id: article(number) for number in NUMBERS}
    size = (whole / "qawl.db").stat().st_size
    for trial in range(0, 600, share):
        folder = tmp_path / str(trial)
        folder.mkdir()
        data = bytearray((whole / "qawl.db").read_bytes())
        data[chance.randrange(size)] ^= 1 << chance.randrange(8)
        (folder / "qawl.db").write_bytes(data)
        tally("bits turned in the store")
        try:
            library = opened(folder)
        except StoreError:
            continue
        try:
            shown(library, written)
        finally:
            library.close()
        shutil.rmtree(folder)


def shown(library: Library, written: dict[str, object]) -> None:
    """Reads by every path; whatever comes is what was written."""
    store, scope = library.store, {PUBLIC}
    try:
        for found in store.articles(scope):
            assert written[found.id] == found
        for found, analysis in store.read_many(list(written), scope):
            assert written[found.id] == found
            assert analysis.article_id == found.id
        for _, found, _ in store.holdings():
            assert written[found.id] == found
        for key in written:
            try:
                assert store.article(key, scope) == written[key]
            except StoreError:
                continue
    except StoreError:
        # A page of the file that cannot be read is told in words, and nothing is shown.
        return
