"""Word, PDF and EPUB files that are made to harm: see ``hostile``."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

Make = Callable[[], bytes]

WORDS = "أعلن وزير المياه سالم الكندي أن السد سيمتلئ في الخريف المقبل. "
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}"/></rootfiles></container>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="a" Target="{}" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def nested(opening: str, closing: str, deep: int, inside: str = "") -> str:
    return opening * deep + inside + closing * deep


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, *, head: str = "", target: str = "word/document.xml", **more: str) -> bytes:
    parts: dict[str, bytes | str] = {
        "_rels/.rels": _RELATIONS.format(target),
        "word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>",
    }
    for name, content in more.items():
        parts[f"word/{name}.xml"] = content
    return zipped(parts)


def paragraph(inside: str = "") -> str:
    return f"<w:p><w:r><w:t>{WORDS}</w:t></w:r>{inside}</w:p>"


def epub(
    chapters: dict[str, str], spine: list[str] | None = None, place: str = "b.opf", head: str = ""
) -> bytes:
    names = list(chapters)
    items = "".join(f'<item id="{n}" href="{n}"/>' for n in names)
    references = "".join(f'<itemref idref="{n}"/>' for n in (names if spine is None else spine))
    package = (
        f'{head}<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
        f"<spine>{references}</spine></package>"
    )
    parts: dict[str, bytes | str] = {
        "META-INF/container.xml": _CONTAINER.format(place),
        "b.opf": package,
    }
    return zipped({**parts, **chapters})


def pdf(*objects: bytes, root: int = 1, extra: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root %d 0 R %s>>\n" % (len(objects) + 1, root, extra)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), head) + content + b"\nendstream"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES_OF_ONE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def one_page(content: bytes, page: bytes = b"", *more: bytes) -> bytes:
    body = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R %s >>" % page
    return pdf(CATALOG, PAGES_OF_ONE, body, content, *more)


def packed_twice() -> bytes:
    once = _zeros(900_000_000)
    return one_page(stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def _zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()


def forms_that_draw_forms(deep: int = 35) -> bytes:
    forms = []
    for number in range(deep):
        inner = 6 + number
        last = number == deep - 1
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
        if not last:
            head += b" /Resources << /XObject << /F %d 0 R >> >>" % inner
        forms.append(stream(b"" if last else b"/F Do /F Do /F Do", head))
    return one_page(stream(b"/F Do"), b"/Resources << /XObject << /F 5 0 R >> >>", *forms)


def many_pages(count: int = 501) -> bytes:
    kids = b" ".join(b"%d 0 R" % (3 + n) for n in range(count))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf(CATALOG, pages, *[page] * count)


def overlapping_zip(copies: int = 4_000) -> bytes:
    """One packed member that a directory names thousands of times."""
    content = bytes(1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    crc = zlib.crc32(content)
    head = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(packed), len(content), 5, 0
    )
    local = head + b"a.txt" + packed
    entries = b""
    for number in range(copies):
        name = b"%d.txt" % number
        entries += (
            struct.pack(
                "<4s6H3L5H2L",
                b"PK\x01\x02",
                20,
                20,
                0,
                8,
                0,
                0,
                crc,
                len(packed),
                len(content),
                len(name),
                0,
                0,
                0,
                0,
                0,
                0,
            )
            + name
        )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, copies, copies, len(entries), len(local), 0)
    return local + entries + end


_NOTED = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def self_noting_word() -> bytes:
    note = f'<w:footnote w:id="1">{paragraph(_NOTED)}</w:footnote>'
    return word(paragraph(_NOTED), footnotes=f"<w:footnotes {_W}>{note}</w:footnotes>")


DOCUMENTS: dict[str, tuple[str, Make]] = {
    # PDF.
    "pdf-packed-twice": ("a.pdf", packed_twice),
    "pdf-forms": ("a.pdf", forms_that_draw_forms),
    "pdf-form-itself": (
        "a.pdf",
        lambda: one_page(
            stream(b"/F Do"),
            b"/Resources << /XObject << /F 5 0 R >> >>",
            stream(
                b"/F Do",
                b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
            ),
        ),
    ),
    "pdf-pages": ("a.pdf", many_pages),
    "pdf-page-loop": (
        "a.pdf",
        lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"),
    ),
    "pdf-count-lies": (
        "a.pdf",
        lambda: pdf(CATALOG, b"<< /Type /Pages /Kids [] /Count 2000000000 >>"),
    ),
    "pdf-arrays": ("a.pdf", lambda: one_page(stream(b"[" * 500_000))),
    "pdf-dictionaries": ("a.pdf", lambda: pdf(CATALOG, b"<< /A " * 100_000)),
    "pdf-long-length": (
        "a.pdf",
        lambda: one_page(b"<< /Length 999999999999 >>\nstream\nBT\nendstream"),
    ),
    "pdf-states": ("a.pdf", lambda: one_page(stream(b"q " * 2_000_000))),
    "pdf-filters": (
        "a.pdf",
        lambda: one_page(stream(b"00>", b"/Filter [" + b"/ASCIIHexDecode " * 5_000 + b"]")),
    ),
    "pdf-length-itself": ("a.pdf", lambda: one_page(b"<< /Length 4 0 R >>\nstream\nendstream")),
    "pdf-previous-loop": ("a.pdf", lambda: pdf(CATALOG, extra=b"/Prev 9 ")),
    "pdf-encrypted-nonsense": (
        "a.pdf",
        lambda: pdf(CATALOG, extra=b"/Encrypt << /Filter /Standard /V 99 >> "),
    ),
    "pdf-huge-page": (
        "a.pdf",
        lambda: pdf(
            CATALOG, PAGES_OF_ONE, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e38 1e38] >>"
        ),
    ),
    "pdf-predictor": (
        "a.pdf",
        lambda: one_page(
            stream(
                zlib.compress(bytes(5_000_000)),
                b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 >>",
            )
        ),
    ),
    "pdf-cut-off": ("a.pdf", lambda: forms_that_draw_forms(3)[:700]),
    "pdf-zeros": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(5_000_000)),
    # Word.
    "word-bomb": ("a.docx", lambda: zipped({"word/document.xml": bytes(101_000_000)})),
    "word-near-bomb": ("a.docx", lambda: word("<w:p/>" * 15_000_000)),
    "word-laughs": ("a.docx", lambda: word(f"<w:p>&a11;</w:p>{paragraph()}", head=LAUGHS + "]>")),
    "word-entity-file": (
        "a.docx",
        lambda: word(
            f"<w:p><w:r><w:t>&e;</w:t></w:r></w:p>{paragraph()}",
            head='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        ),
    ),
    "word-tables": (
        "a.docx",
        lambda: word(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 5_000, paragraph())),
    ),
    "word-controls": (
        "a.docx",
        lambda: word(
            nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 20_000, paragraph())
        ),
    ),
    "word-deep": ("a.docx", lambda: word("<w:x>" * 500_000)),
    "word-attributes": (
        "a.docx",
        lambda: word("<w:p " + " ".join(f'a{n}="b"' for n in range(100_000)) + f"/>{paragraph()}"),
    ),
    "word-notes-themselves": ("a.docx", self_noting_word),
    "word-without-body": ("a.docx", lambda: zipped({"_rels/.rels": _RELATIONS.format("x")})),
    "word-target-outside": ("a.docx", lambda: word(paragraph(), target="../../../etc/passwd")),
    "word-fields": (
        "a.docx",
        lambda: word(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000)),
    ),
    "word-many-parts": (
        "a.docx",
        lambda: zipped({f"p{n}": "" for n in range(6_000)}, zipfile.ZIP_STORED),
    ),
    "word-overlapping": ("a.docx", overlapping_zip),
    "word-wrong-checksum": (
        "a.docx",
        lambda: zipped({"_rels/.rels": "x" * 50}, zipfile.ZIP_STORED).replace(b"xxx", b"xyx", 1),
    ),
    "word-cut-off": ("a.docx", lambda: word(paragraph() * 50)[:500]),
    "word-symbols": ("a.docx", lambda: word(paragraph('<w:r><w:sym w:char="D800"/></w:r>' * 9))),
    # EPUB.
    "epub-deep": (
        "a.epub",
        lambda: epub({"a.xhtml": "<html><body>" + nested("<div>", "</div>", 100_000, WORDS)}),
    ),
    "epub-one-chapter-often": (
        "a.epub",
        lambda: epub({"a.xhtml": WORDS * 100}, ["a.xhtml"] * 50_000),
    ),
    "epub-many-chapters": (
        "a.epub",
        lambda: epub({f"{n}.xhtml": f"<p>{WORDS * 5}</p>" for n in range(600)}),
    ),
    "epub-laughs": ("a.epub", lambda: epub({"a.xhtml": WORDS}, head=LAUGHS + "]>")),
    "epub-laughing-chapter": (
        "a.epub",
        lambda: epub({"a.xhtml": f"{LAUGHS}]><html><p>&a11; {WORDS * 9}</p></html>"}),
    ),
    "epub-container-itself": (
        "a.epub",
        lambda: epub({"a.xhtml": WORDS}, place="META-INF/container.xml"),
    ),
    "epub-outside": ("a.epub", lambda: epub({"../../etc/passwd": WORDS})),
    "epub-bomb": ("a.epub", lambda: epub({"a.xhtml": " " * 99_000_000})),
    "epub-not-zip": ("a.epub", lambda: b"PK\x03\x04" + bytes(1_000_000)),
}
