"""Web pages, Word, PDF and EPUB, each made here and read back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from importlib import resources

import pytest
from docx import Document
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError
from index.reading import packing, read_bytes
from index.reading.contents import Notes
from index.reading.html import read_html

HEADLINE = "سد العقيق يبدأ التخزين في الخريف"
FIRST = "أعلن وزير المياه أن السد سيبدأ التخزين في الخريف المقبل بعد سنوات من العمل المتواصل."
SECOND = "وقال الوزير «لن نتأخر يوما واحدا» في مؤتمر صحافي عقده في العاصمة أمام عشرات الصحافيين."
PAGE = f"""<!doctype html><html lang="ar-MA"><head><meta charset="{{charset}}">
<title>{HEADLINE} | وكالة زمردان</title>
<meta property="og:site_name" content="وكالة زمردان">
<meta property="article:published_time" content="2024-03-12T23:30:00+03:00">
<link rel="canonical" href="{{canonical}}"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>
<article><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{SECOND}</p></article>
<aside>اشترك في نشرتنا البريدية</aside><script>alert(1)</script>
<footer>حقوق النشر</footer></body></html>"""


def page(charset: str = "utf-8", canonical: str = "https://z.example/dam") -> bytes:
    return PAGE.format(charset=charset, canonical=canonical).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_a_web_page(charset: str) -> None:
    (article,) = read_bytes(page(charset), "p.html")
    assert article.headline == HEADLINE
    assert article.outlet == "وكالة زمردان"
    assert article.date == dt.date(2024, 3, 12)
    assert article.url == "https://z.example/dam"
    assert article.language == "ar"
    assert article.text.endswith(f"{FIRST}\n{SECOND}")
    assert "اشترك" not in article.text
    assert "alert" not in article.text


def test_the_canonical_link_stays_on_its_host() -> None:
    asked = "https://z.example/dam?from=feed"
    assert read_html(page(), "p", Notes(), url=asked).url == "https://z.example/dam"
    other = page(canonical="https://elsewhere.example/dam")
    assert read_html(other, "p", Notes(), url=asked).url == asked


@pytest.mark.parametrize(
    "raw", [b"", b"<html></html>", b"<html><body><nav>menu</nav></body></html>", b"\xff\xfe"]
)
def test_a_page_without_an_article(raw: bytes) -> None:
    with pytest.raises(ReadingError):
        read_bytes(raw, "p.html")


def word(*paragraphs: tuple[str, str | None], title: str = "") -> bytes:
    document = Document()
    document.core_properties.title = title
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document() -> None:
    (article,) = read_bytes(
        word((HEADLINE, "Title"), (FIRST, None), ("", None), (SECOND, None)), "d.docx"
    )
    assert article.headline == HEADLINE
    assert article.text == f"{HEADLINE}\n{FIRST}\n{SECOND}"
    assert article.headline_span is not None
    assert article.date is None


def test_a_word_document_with_a_title_of_its_own() -> None:
    (article,) = read_bytes(word((FIRST, None), title="عنوان الملف"), "d.docx")
    assert (article.headline, article.headline_span) == ("عنوان الملف", None)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"text", word()])
def test_a_broken_or_empty_word_document(raw: bytes) -> None:
    with pytest.raises(ReadingError, match=r"d\.docx"):
        read_bytes(raw, "d.docx")


def pdf(*paragraphs: str, right_to_left: bool = True) -> bytes:
    made = FPDF()
    made.add_page()
    font = resources.files("fontpkg_amiri").joinpath("files", "Amiri-Regular.ttf")
    made.add_font("Amiri", fname=str(font))
    made.set_font("Amiri", size=14)
    if right_to_left:
        made.set_text_shaping(True, direction="rtl", script="arab", language="ara")
    for paragraph in paragraphs:
        made.multi_cell(0, 10, paragraph, align="R" if right_to_left else "L")
        made.ln()
    return bytes(made.output())


def test_a_pdf_file_in_arabic() -> None:
    (article,) = read_bytes(pdf(HEADLINE, FIRST, SECOND), "d.pdf")
    assert article.headline == HEADLINE
    assert article.text == f"{HEADLINE}\n{FIRST}\n{SECOND}"


def test_a_pdf_file_in_english() -> None:
    text = "The dam will be filled in autumn, the minister said, and added that it was about time."
    (article,) = read_bytes(pdf(f"{text} {text}", right_to_left=False), "d.pdf")
    assert article.text == f"{text} {text}"
    assert article.language == "en"


def test_a_pdf_file_of_pictures() -> None:
    made = FPDF()
    made.add_page()
    with pytest.raises(ReadingError, match="pictures"):
        read_bytes(bytes(made.output()), "d.pdf")


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7\n", b"text", pdf(FIRST)[:300]])
def test_a_broken_pdf_file(raw: bytes) -> None:
    with pytest.raises(ReadingError, match=r"d\.pdf"):
        read_bytes(raw, "d.pdf")


CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>مجلة القرنفل</dc:title>
<dc:publisher>دار السنابل</dc:publisher><dc:language>ar</dc:language><dc:date>2024-05-01</dc:date>
</metadata><manifest><item id="a" href="one%20page.xhtml"/><item id="b" href="two.xhtml"/>
<item id="c" href="short.xhtml"/></manifest>
<spine><itemref idref="b"/><itemref idref="a"/><itemref idref="c"/><itemref idref="no"/></spine>
</package>"""


def chapter(heading: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body><!-- no --><h1>{heading}</h1>{body}<p>نهاية&nbsp;الخبر</p></body></html>"
    )


def epub(**parts: str) -> bytes:
    out = io.BytesIO()
    files = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/one page.xhtml": chapter("الفصل الأول", FIRST, SECOND, FIRST),
        "OEBPS/two.xhtml": chapter("تمهيد", SECOND, FIRST, SECOND),
        "OEBPS/short.xhtml": chapter("غلاف"),
        **parts,
    }
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_an_epub_file() -> None:
    first, second = read_bytes(epub(), "m.epub")
    assert (first.headline, second.headline) == ("تمهيد", "الفصل الأول")
    assert first.outlet == "دار السنابل"
    assert first.date == dt.date(2024, 5, 1)
    assert f"{SECOND}\n{FIRST}\n{SECOND}" in first.text
    assert second.headline_span is not None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK\x03\x04",
        epub(**{"META-INF/container.xml": "<container/>"}),
        epub(**{"META-INF/container.xml": ""}),
        epub(**{"OEBPS/book.opf": "<package/>"}),
        epub(**{"OEBPS/book.opf": PACKAGE.replace("two.xhtml", "../../etc/passwd")}),
    ],
)
def test_a_broken_epub_file(raw: bytes) -> None:
    with pytest.raises(ReadingError, match=r"m\.epub"):
        read_bytes(raw, "m.epub")


def test_entities_are_not_followed() -> None:
    trap = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    raw = epub(**{"OEBPS/two.xhtml": trap + chapter("&e;", SECOND, FIRST, SECOND)})
    assert all("root:" not in article.text for article in read_bytes(raw, "m.epub"))


@pytest.mark.parametrize("name", ["a.docx", "a.epub"])
def test_an_archive_that_unpacks_to_too_much(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "LARGEST_UNPACKED", 1000)
    with pytest.raises(ReadingError, match="unpacks"):
        read_bytes(epub(), name)


@given(
    st.binary(max_size=200), st.sampled_from(["a.docx", "a.pdf", "a.epub", "a.html", "a.jsonl.gz"])
)
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    try:
        assert read_bytes(raw, name)
    except ReadingError:
        return
