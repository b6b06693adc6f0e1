"""Many articles at once: bad ones are listed, what is interrupted goes on, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from index.encoder.base import Encoder
from index.library import Library
from index.reading.contents import NoteKind
from index.reading.gathering import gather
from index.reading.tasks import SourceReader
from index.types import PUBLIC, Article
from index.versions import add_versions, older
from tests.library.fakes import HashingEncoder, SlowEncoder

ROOT = Path(__file__).resolve().parents[2]
MANY = 80
# What is interrupted and goes on is the same whatever encodes: no model is loaded four times.
QAWL = [
    sys.executable,
    "-c",
    # A shell that starts the tests in the background has its children ignore an interruption.
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "import sys, bot.wiring; from tests.library.fakes import HashingEncoder, SlowEncoder;"
    "bot.wiring.load_encoder = lambda *_: {encoder}();"
    "sys.argv[0] = 'qawl'; from bot.cli import main; main()",
]


def row(n: int) -> dict[str, str]:
    text = f"افتتح عمدة القرية رقم {n} سوقها الجديد. وقال العمدة «السوق رقم {n} لأهله»."
    return {"text": text, "title": f"خبر القرية {n}", "url": f"https://z.example/{n}"}


def lines(rows: list[object]) -> str:
    return "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows)


BAD = ["{oops", "[1, 2]", '{"title": "no text"}', '{"text": 5}', '{"text": "x y", "date": "soon"}']


def folder_of(place: Path, count: int) -> Path:
    """Makes what people have: JSON lines with bad ones among them, a ZIP, an export, a vault."""
    folder = place / "many"
    (folder / "vault").mkdir(parents=True)
    rows: list[object] = [row(n) for n in range(count - 4)]
    rows[5:5] = BAD
    (folder / "a.jsonl").write_text(lines(rows), encoding="utf-8")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.writestr("c.jsonl", lines(["{", row(count - 4)]))
        archive.writestr("d.docx", b"no Word file")
        archive.writestr("e.txt", row(count - 3)["text"])
    messages = [
        {"id": 1, "type": "message", "date": "2024-05-01T10:00:00", "text": row(count - 2)["text"]},
        {"id": 2, "type": "message", "date": "2024-05-01T10:00:00", "text": "س" * 1_000_001},
    ]
    export = {"name": "قناة", "messages": messages}
    (folder / "f.json").write_text(json.dumps(export), encoding="utf-8")
    (folder / "vault" / "g.md").write_text(row(count - 1)["text"], encoding="utf-8")
    (folder / "vault" / "h.md").write_text("---\ndate: soon\n---\nكلمة", encoding="utf-8")
    return folder


FAILED = len(BAD) + 4


def test_what_cannot_be_read_is_listed_with_its_place_and_reason(tmp_path: Path) -> None:
    found = list(gather(folder_of(tmp_path, 10), SourceReader()))
    articles, failed = [], {}
    for name, contents in found:
        if isinstance(contents, Exception):
            failed[name] = str(contents)
        else:
            articles += contents.articles
            failed |= {part: str(error) for part, error in contents.failed.items()}
    assert len(articles) == 10
    assert len(failed) == FAILED
    assert [f"a.jsonl, line {n}" in failed for n in range(6, 11)] == [True] * 5
    assert "no valid JSON" in failed["a.jsonl, line 6"]
    assert "'soon' is no date" in failed["a.jsonl, line 10"]
    assert "no valid JSON" in failed["c.jsonl, line 1"]
    assert "f.json, message 2" in failed


def test_a_file_of_bad_lines_lists_no_more_than_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" * 1_500 + json.dumps(row(1)), encoding="utf-8")
    [(_, first), (_, last)] = gather(tmp_path, SourceReader())
    assert not isinstance(first, Exception)
    assert not isinstance(last, Exception)
    assert len(first.articles) == 1
    assert len(last.failed) == 1_000
    assert {note.kind: note.count for note in last.notes} == {NoteKind.FAILED: 500}


def added(
    data: Path, folder: Path, encoder: type[HashingEncoder] = HashingEncoder
) -> subprocess.Popen[str]:
    environment = os.environ | {"QAWL_DATA_DIR": str(data), "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    python, run, code = QAWL
    command = [python, run, code.format(encoder=encoder.__name__), "add", str(folder), "--json"]
    return subprocess.Popen(
        command, env=environment, cwd=data.parent, stdout=pipe, stderr=pipe, text=True
    )


@pytest.mark.timeout(900)
@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGKILL])
def test_what_was_interrupted_goes_on(tmp_path: Path, with_signal: signal.Signals) -> None:
    folder, data = folder_of(tmp_path, MANY), tmp_path / "data"
    cut = added(data, folder, SlowEncoder)
    assert cut.stderr is not None
    for line in cut.stderr:
        if "can be found" in line:
            break
    cut.send_signal(with_signal)
    told = cut.communicate()[1]
    assert cut.returncode != 0
    assert "Traceback" not in told
    again = added(data, folder)
    out, _ = again.communicate()
    assert again.returncode == 1, "some cannot be read"
    told_again = json.loads(out)
    assert len(told_again["failed"]) == FAILED
    assert 0 < len(told_again["already_there"]) < MANY
    assert len(told_again["added"]) + len(told_again["already_there"]) == MANY
    library = Library.open(data, HashingEncoder())
    try:
        texts = [article.text for article in library.store.articles({PUBLIC})]
        assert len(texts) == len(set(texts)) == MANY
        assert library.check() == []
    finally:
        library.close()


@pytest.mark.parametrize("at", range(4))
def test_a_version_is_whole_wherever_adding_it_is_interrupted(
    tmp_path: Path, encoder: Encoder, at: int
) -> None:
    library = Library.open(tmp_path, encoder)
    link = "https://z.example/dam"
    old, new = (Article(text, "خبر", url=link) for text in ("لن نرفع السعر.", "سنرفع السعر."))
    other = Article("خبر آخر عن السوق.", "آخر")
    add_versions(library, [old], PUBLIC)
    steps = iter(range(99))

    class Stopped(BaseException):
        pass

    class Stopping:
        """Stops before one of the library's steps, as a kill does."""

        def __getattr__(self, name: str) -> object:
            if name in {"add", "add_many", "remove"} and next(steps) == at:
                raise Stopped
            return getattr(library, name)

    try:
        with suppress(Stopped):
            add_versions(Stopping(), [new], PUBLIC)  # type: ignore[arg-type]
        # Nothing of it is lost, and whatever comes next ends it.
        held = {a.id for a in library.store.articles({PUBLIC})}
        assert held & {old.id, new.id}
        add_versions(library, [other], PUBLIC)
        add_versions(library, [new], PUBLIC)
        assert {a.id for a in library.store.articles({PUBLIC})} == {new.id, other.id}
        assert [a.id for a in library.store.articles({older(PUBLIC)})] == [old.id]
    finally:
        library.close()
