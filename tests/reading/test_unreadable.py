"""What cannot be read says why, in a word that every language can be told from."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import httpx
import pytest
from fpdf import FPDF

from index.errors import ReadingError, Unreadable
from index.reading import LONGEST_ARTICLE, files, read_bytes
from index.reading.feeds import FeedState, poll
from index.reading.network import PublicTransport
from index.reading.web import LARGEST_PAGE, Fetcher, read_link_contents
from tests.reading.test_documents import epub
from tests.reading.test_web import Site


def pdf(password: str = "") -> bytes:
    made = FPDF()
    made.add_page()
    if password:
        made.set_encryption(owner_password="owner", user_password=password)
    return bytes(made.output())


def zipped(*, with_password: bool = False) -> bytes:
    raw = bytearray(epub())
    if with_password:
        # Bit 0 of the flags says so, in the part's own header and in the directory.
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = raw.find(signature)
            while place >= 0:
                raw[place + offset] |= 1
                place = raw.find(signature, place + 1)
    return bytes(raw)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 101_000_000)
    return out.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500

FILES: list[tuple[str, bytes | Callable[[], bytes], Unreadable]] = [
    ("a.txt", b"", Unreadable.EMPTY),
    ("a.pdf", b"", Unreadable.EMPTY),
    ("a.txt", b" \n... ", Unreadable.EMPTY),
    ("a.jsonl", b"\n\n", Unreadable.EMPTY),
    ("a.psd", b"8BPS", Unreadable.KIND),
    ("a.txt", b"\x89PNG\r\n\x1a\n", Unreadable.KIND),
    ("a.txt", bytes(range(32)) * 40, Unreadable.KIND),
    ("a.docx", OLD_OFFICE, Unreadable.KIND),
    ("a.docx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), Unreadable.PROTECTED),
    ("a.pdf", lambda: pdf("secret"), Unreadable.PROTECTED),
    ("a.epub", lambda: zipped(with_password=True), Unreadable.PROTECTED),
    ("a.epub", lambda: epub(**{"META-INF/rights.xml": "<rights/>"}), Unreadable.PROTECTED),
    ("a.pdf", pdf, Unreadable.PICTURES),
    ("a.pdf", b"%PDF-1.7\nnothing", Unreadable.DAMAGED),
    ("a.docx", b"PK\x03\x04", Unreadable.DAMAGED),
    ("a.epub", lambda: zipped()[:600], Unreadable.DAMAGED),
    ("a.jsonl.gz", lambda: gzip.compress(b"{}")[:-9], Unreadable.DAMAGED),
    ("a.docx", bomb, Unreadable.TOO_LARGE),
    ("a.txt", lambda: "كلمة ".encode() * (LONGEST_ARTICLE // 4), Unreadable.TOO_LONG),
    ("a.txt", b"\xff\xfe\x00\xd8", Unreadable.ENCODING),
    ("a.jsonl", b'{"text": "x y"}\n{oops', Unreadable.ROW),
    ("a.jsonl", b'{"text": "x y", "date": "soon"}', Unreadable.ROW),
    ("a.md", b"---\ndate: soon\n---\nWords.", Unreadable.FIELD),
    ("a.md", b"---\n: [\n---\nWords.", Unreadable.FIELD),
    ("a.html", b"<html><body><p>Short.</p></body></html>", Unreadable.NO_ARTICLE),
]


@pytest.mark.parametrize(
    ("name", "raw", "reason"), FILES, ids=[f"{n}-{r}-{i}" for i, (n, _, r) in enumerate(FILES)]
)
def test_a_file_says_why(name: str, raw: bytes | Callable[[], bytes], reason: Unreadable) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(raw() if callable(raw) else raw, name)
    assert caught.value.reason is reason
    assert name in str(caught.value)


def test_a_wrong_row_is_numbered_and_a_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadingError) as caught:
        read_bytes(b'{"text": "x y"}\n\n{oops', "a.jsonl")
    assert caught.value.parts == {"line": 3}
    monkeypatch.setattr(files, "LARGEST_FILE", 2_000_000)
    with pytest.raises(ReadingError) as caught:
        read_bytes(b"x" * 2_000_001, "a.txt")
    assert caught.value.parts == {"limit": 2}


def _late(_request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("late")


def _cut_off(_request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route")


def answer(status: int = 200, content: bytes = b"", kind: str = "text/html") -> httpx.Response:
    return httpx.Response(status, content=content, headers={"content-type": kind})


LINKS = [
    ({"a": answer(403)}, Unreadable.CLOSED),
    ({"a": answer(402)}, Unreadable.CLOSED),
    ({"a": answer(404)}, Unreadable.GONE),
    ({"a": answer(410)}, Unreadable.GONE),
    ({"a": answer(503)}, Unreadable.TROUBLE),
    ({"a": _late}, Unreadable.TIMEOUT),
    ({"a": _cut_off}, Unreadable.TROUBLE),
    ({"a": answer(content=b"x" * (LARGEST_PAGE + 1))}, Unreadable.TOO_LARGE),
    ({"a": answer(content=b"<html><p>Hm.</p></html>")}, Unreadable.NO_ARTICLE),
    ({"a": answer(content=b"x", kind="video/mp4")}, Unreadable.KIND),
    ({"a": httpx.Response(302, headers={"location": "/a"})}, Unreadable.REDIRECTS),
    ({"a": httpx.Response(302, headers={"location": "ftp://z.example/"})}, Unreadable.NO_LINK),
    (
        {"a": answer(), "robots": httpx.Response(200, text="User-agent: *\nDisallow: /")},
        Unreadable.ROBOTS,
    ),
    ({"a": answer(), "robots": httpx.Response(503)}, Unreadable.TROUBLE),
]


@pytest.mark.parametrize(
    ("pages", "reason"), LINKS, ids=[f"{r}-{i}" for i, (_, r) in enumerate(LINKS)]
)
def test_a_link_says_why(pages: dict[str, httpx.Response], reason: Unreadable) -> None:
    site = Site(**pages)
    with pytest.raises(ReadingError) as caught:
        read_link_contents("https://z.example/a", site.fetcher())
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("addresses", "reason"),
    [(["10.0.0.1"], Unreadable.NOT_PUBLIC), ([], Unreadable.NO_HOST)],
)
def test_a_host_says_why(addresses: list[str], reason: Unreadable) -> None:
    transport = PublicTransport(httpx.MockTransport(Site()), resolver=lambda *_: addresses)
    with pytest.raises(ReadingError) as caught:
        read_link_contents("https://z.example/a", Fetcher(transport))
    assert caught.value.reason is reason


def test_what_is_no_feed_says_so() -> None:
    for kind in ("text/html", "application/xml"):
        fetcher = Site(a=answer(content=b"<p>no</p>", kind=kind)).fetcher()
        with pytest.raises(ReadingError) as caught:
            poll(FeedState("https://z.example/a"), fetcher, 1.0)
        assert caught.value.reason is Unreadable.NO_FEED


def test_every_reason_is_given_by_something() -> None:
    given = {reason for *_, reason in FILES} | {reason for _, reason in LINKS}
    given |= {Unreadable.NOT_PUBLIC, Unreadable.NO_HOST, Unreadable.NO_FEED}
    # What a worker's limits refuse is in test_hostile and test_sandbox, links in the emulator's.
    given |= {Unreadable(reason) for reason in ("memory", "slow", "broke", "busy", "links")}
    given |= {
        Unreadable(reason)
        for reason in ("packed", "letters", "nested", "pages", "chapters", "articles")
    }
    assert given == set(Unreadable) - {Unreadable.UNKNOWN}
