"""Every format with every damage: a clear sentence, and nothing left behind."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind
from index.reading.files import read_contents
from index.reading.gathering import gather
from index.reading.tasks import SourceReader
from tests.reading.hostile_documents import epub, word

BODY = "أعلن وزير المياه أن السد سيبدأ التخزين في الخريف المقبل بعد سنوات من العمل المتواصل."
PAIRS = Path(__file__).resolve().parents[1] / "cases" / "sources"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def page(inside: str) -> bytes:
    return f"<html lang=ar><body><article><h1>خبر</h1>{inside}</article></body></html>".encode()


def feed(inside: str) -> bytes:
    item = f"<item><title>خبر</title><description>{inside}</description></item>"
    return f'<rss version="2.0"><channel><title>الواحة</title>{item}</channel></rss>'.encode()


def whole_feed() -> bytes:
    content = f"<content:encoded xmlns:content='c'>{BODY}</content:encoded>"
    return feed("").replace(b"</item>", content.encode() + b"</item>")


ROW = json.dumps({"text": BODY}, ensure_ascii=False).encode()
CHAPTER = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{BODY}</p></body></html>'

SOUND: dict[str, bytes] = {
    "a.txt": BODY.encode(),
    "a.md": f"# خبر\n\n{BODY}".encode(),
    "a.jsonl": ROW + b"\n" + ROW,
    "a.jsonl.gz": gzip.compress(ROW),
    "a.html": page(f"<p>{BODY}</p>" * 3),
    "a.docx": word(f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>"),
    "a.pdf": (PAIRS / "story1-typst.pdf").read_bytes(),
    "a.epub": epub({"a.xhtml": CHAPTER}),
    "a.json": ROW,
    "a.xml": whole_feed(),
    "a.zip": zipped(**{"b.txt": BODY.encode()}),
}

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
SECRET = bytes((n * 7919 + n // 3) % 256 for n in range(4_000))
DEEP = 5_000

DAMAGES: dict[str, Callable[[str], bytes]] = {
    "empty": lambda _: b"",
    "blank": lambda _: b" \n\t\n  ",
    "cut in half": lambda name: SOUND[name][: len(SOUND[name]) // 2],
    "without its end": lambda name: SOUND[name][:-7],
    "without its beginning": lambda name: SOUND[name][9:],
    "a picture": lambda _: PICTURE,
    "encrypted": lambda _: SECRET,
    "a Word file": lambda _: SOUND["a.docx"],
    "a PDF file": lambda _: SOUND["a.pdf"],
    "a page": lambda _: SOUND["a.html"],
    "an archive": lambda _: SOUND["a.zip"],
    "a packed file": lambda _: gzip.compress(BODY.encode()),
    "zeros": lambda _: bytes(5_000),
    "nested": lambda _: b"[" * DEEP + b"]" * DEEP,
    "nested elements": lambda _: page("<div>" * DEEP + BODY + "</div>" * DEEP),
}

# Still of its kind, and read as far as it goes.
READ = {
    "cut in half": {"a.txt", "a.md", "a.jsonl", "a.html"},
    "without its end": {"a.txt", "a.md", "a.jsonl", "a.html", "a.pdf"},
    "without its beginning": {"a.txt", "a.md", "a.jsonl", "a.html"},
    "a Word file": {"a.docx"},
    "a PDF file": {"a.pdf"},
    "a page": {"a.txt", "a.md", "a.html"},
    "an archive": {"a.zip"},
}

CASES = [(name, damage) for name in SOUND for damage in DAMAGES]


@pytest.fixture(autouse=True)
def left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "left"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def is_clear(error: ReadingError, name: str) -> bool:
    told = str(error)
    strange = ("Traceback", "0x", "<class", "codec can't")
    return told.startswith(name) or (f" of {name} " in told and not any(s in told for s in strange))


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_read(name: str) -> None:
    contents = read_contents(SOUND[name], name)
    assert contents.articles
    assert contents.failed == {}


@pytest.mark.parametrize(("name", "damage"), CASES)
def test_what_is_damaged_is_told(name: str, damage: str, left_behind: Path) -> None:
    raw = DAMAGES[damage](name)
    if name in READ.get(damage, ()):
        assert read_contents(raw, name).articles
    elif name == "a.zip" and damage in {"without its beginning", "a Word file"}:
        contents = read_contents(raw, name)
        assert contents.articles == ()
        assert all(is_clear(error, part) for part, error in contents.failed.items())
        assert contents.failed
    else:
        with pytest.raises(ReadingError) as caught:
            read_contents(raw, name)
        assert is_clear(caught.value, name)
        assert caught.value.reason is not Unreadable.UNKNOWN
    assert list(left_behind.iterdir()) == []


# A packed file may have zeros behind its end.
@pytest.mark.parametrize("name", sorted(SOUND.keys() - {"a.jsonl.gz"}))
def test_200_megabytes(name: str, tmp_path: Path, left_behind: Path) -> None:
    place = tmp_path / name
    with place.open("wb") as out:
        out.write(SOUND[name])
        out.truncate(200_000_000)
    [*_, (told, error)] = gather(place, SourceReader())
    assert told == name
    assert isinstance(error, ReadingError)
    assert error.reason is (Unreadable.KIND if name == "a.jsonl" else Unreadable.TOO_LARGE)
    assert is_clear(error, name) or str(error).startswith(str(place))
    assert list(left_behind.iterdir()) == []


def cut(raw: bytes, at: bytes) -> bytes:
    return raw[: raw.rindex(at)]


CUT = [
    ("a.html", cut(page(f"<p>{BODY}</p>" * 5), b"</article>")),
    ("a.html", cut(page(f"<p>{BODY}</p>" * 5), "المتواصل".encode())),
]


@pytest.mark.parametrize(("name", "raw"), CUT)
def test_a_page_that_ends_in_the_middle_is_told(name: str, raw: bytes) -> None:
    contents = read_contents(raw, name)
    assert [note.kind for note in contents.notes] == [NoteKind.CUT]


def test_the_last_entry_of_a_feed_that_is_cut_off_is_left_out() -> None:
    item = whole_feed()[whole_feed().index(b"<item>") : whole_feed().index(b"</channel>")]
    raw = whole_feed().replace(item, 3 * item)
    contents = read_contents(cut(raw, "المتواصل".encode()), "a.xml")
    assert [article.text for article in contents.articles] == [BODY, BODY]
    assert [note.kind for note in contents.notes] == [NoteKind.CUT]
    assert len(read_contents(raw, "a.xml").articles) == 3


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.txt", b"{\\rtf1\\ansi word word word}"),
        ("a.md", b"%!PS-Adobe-3.0 word word"),
        ("a.jsonl", b"%PDF-1.7\n{}\n"),
        ("a.jsonl", '{"text": "x"}'.encode("utf-16")),
        ("a.json", b"PK\x03\x04 word"),
    ],
)
def test_what_is_of_another_kind_than_it_says(name: str, raw: bytes) -> None:
    with pytest.raises(ReadingError) as caught:
        read_contents(raw, name)
    assert caught.value.reason is Unreadable.KIND
