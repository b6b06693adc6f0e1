"""A backup or a restore that meets a fault leaves the state before it or the one after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backup import write_backup
from bot.restore import finish_restore, read_backup, restore_damaged
from bot.settings import Settings
from index.errors import QawlError, StoreError
from tests.faults.corpus import article, findable, opened, until_whole
from tests.faults.trial import Fault, Say, run

Tally = Callable[..., None]
OLD, NEW = {0, 1, 2}, {2, 3, 4, 5}


def settings_of(folder: Path) -> Settings:
    return Settings(data_dir=folder, _env_file=None)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder, and a backup of another one."""
    folder = tmp_path_factory.mktemp("folders")
    for name, numbers in (("new", NEW), ("old", OLD)):
        library = opened(folder / name)
        library.add_many([article(number) for number in sorted(numbers)])
        library.close()
        (folder / name / "people.toml").write_text(f"# {name}\n")
    write_backup(settings_of(folder / "new"), folder / "backup.zip")
    return folder


def attempts(kind: str, share: int) -> range:
    """Returns the calls at which a fault is tried; a run has some fifty of them."""
    return range(1 + {"kill": 0, "io": 1, "full": 2}[kind], 64, max(1, share // 3))


@pytest.mark.parametrize("kind", ["kill", "io", "full"])
def test_a_backup_is_whole_or_not_there(
    folders: Path, tmp_path: Path, kind: str, share: int, tally: Tally
) -> None:
    for at in attempts(kind, share):
        target = tmp_path / f"{at}.zip"

        def work(fault: Fault, say: Say, target: Path = target) -> None:
            try:
                with fault.armed():
                    write_backup(settings_of(folders / "old"), target)
                say("done")
            except (QawlError, OSError):
                say("failed")

        outcome = run(work, Fault(kind, at))
        tally(f"backups, {kind}")
        assert {path.name for path in tmp_path.iterdir()} <= {target.name}, at
        left = folders / "old" / ".backup"
        assert not left.exists() or not left.stat().st_size, at
        if target.exists():
            fresh = tmp_path / "fresh"
            read_backup(settings_of(fresh), target)
            shutil.rmtree(fresh)
            target.unlink()
        else:
            assert outcome.said != ["done"]


@pytest.mark.parametrize("kind", ["kill", "io", "full"])
def test_a_restore_is_whole_or_did_not_happen(
    folders: Path, tmp_path: Path, kind: str, share: int, tally: Tally
) -> None:
    seen = set()
    for at in attempts(kind, share):
        folder = tmp_path / "data"
        shutil.copytree(folders / "old", folder)

        def work(fault: Fault, say: Say, folder: Path = folder) -> None:
            try:
                with fault.armed():
                    read_backup(settings_of(folder), folders / "backup.zip", force=True)
                say("done")
            except (QawlError, OSError):
                say("failed")

        outcome = run(work, Fault(kind, at))
        tally(f"restores, {kind}")
        finish_restore(settings_of(folder))
        library = opened(folder)
        incomplete = library.incomplete
        found = findable(library, sorted(OLD | NEW))
        assert incomplete or found in (OLD, NEW), at
        assert until_whole(library), at
        found = findable(library, sorted(OLD | NEW))
        assert found in (OLD, NEW), at
        assert found == NEW or outcome.said != ["done"], at
        owned = (folder / "people.toml").read_text()
        assert owned == ("# new\n" if found == NEW else "# old\n"), at
        assert library.check() == [], at
        assert not (folder / "restoring").exists(), at
        seen.add(frozenset(found))
        library.close()
        shutil.rmtree(folder)
    assert len(seen) == 2


def test_nothing_is_restored_beside_somebody_who_has_it_open(folders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    library = opened(folder)
    with pytest.raises(StoreError, match="in use"):
        read_backup(settings_of(folder), folders / "backup.zip", force=True)
    library.close()
    read_backup(settings_of(folder), folders / "backup.zip")
    again = opened(folder)
    assert until_whole(again)
    assert findable(again, sorted(OLD | NEW)) == NEW


def test_a_damaged_article_comes_back_alone(folders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(folders / "new", folder)
    library = opened(folder)
    library.remove(article(5).id)
    with library.store.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE articles SET text = replace(text, 'يومين', 'شهرين') WHERE id = ?",
            (article(3).id,),
        )
    assert article(3).id in library.check()[0]
    back = restore_damaged(settings_of(folder), library, folders / "backup.zip")
    assert back == [article(3).id]
    assert library.check() == []
    assert not library.incomplete
    assert findable(library, sorted(NEW)) == NEW - {5}
    assert library.store.article(article(3).id, {"public"}) == article(3)


def test_a_damaged_store_in_a_backup_is_refused(folders: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(folders / "new", folder)
    library = opened(folder)
    with library.store.writing() as connection:
        connection.exec_driver_sql("UPDATE articles SET text = text || '.'")
    library.close()
    write_backup(settings_of(folder), tmp_path / "bad.zip")
    with pytest.raises(StoreError, match="damaged store"):
        read_backup(settings_of(tmp_path / "fresh"), tmp_path / "bad.zip")
    assert not (tmp_path / "fresh" / "qawl.db").exists()
