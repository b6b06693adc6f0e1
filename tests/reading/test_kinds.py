"""Each kind of source, read as a careful reader reads it, and what is told of the rest."""

# ruff: noqa: E501 (documents stay in one piece)
from __future__ import annotations

import io
import zipfile

import pytest

from index.errors import ReadingError, Unreadable
from index.reading.contents import Contents, NoteKind, Notes
from index.reading.decoding import decode, decode_labelled
from index.reading.files import read_contents
from index.reading.html import read_html
from tests.reading.hostile_documents import epub

BODY = "أعلن وزير المياه أن السد سيبدأ التخزين في الخريف المقبل بعد سنوات من العمل المتواصل."


def notes_of(contents: Contents) -> dict[NoteKind, int]:
    return {note.kind: note.count for note in contents.notes}


MARKDOWN = [
    ("---\nمقدمة قصيرة\n---\nبقية الخبر.", "مقدمة قصيرة", None),
    ("---\nقال الوزير: لن نتأخر\n---\nبقية الخبر.", "قال الوزير: لن نتأخر", None),
    ("قالت **رباب العامري**: «لا».", "قالت رباب العامري: «لا».", None),
    ("قال [سالم الكندي](https://a.example/) ذلك.", "قال سالم الكندي ذلك.", None),
    ("بلغ ~~40~~ 400 شخص.", "بلغ 400 شخص.", "hidden"),
    ("بلغ ~40~ 400 شخص.", "بلغ 400 شخص.", "hidden"),
    ("ثاني أكسيد CO~2~ و10^6^ طن، ~40 إلى ~50.", "CO₂ و10⁶ طن، ~40 إلى ~50.", None),
    ("- بند أول\n- بند ثان", "بند أول\n\nبند ثان", None),
    ("2024. كان عاما صعبا", "2024. كان عاما صعبا", None),
    ("الكلفة 10<sup>6</sup> ريال", "الكلفة 10⁶ ريال", None),
    ("![صورة](a.png) نص الخبر", "نص الخبر", "pictures"),
    ("[[صفحة|الاسم]] و==مهم== %%سر%%", "الاسم ومهم", None),
    ("نجمة \\* و&amp; و5 * 3", "نجمة * و& و5 * 3", None),
    ("> [!quote] قال\n> لن نتأخر", "قال\nلن نتأخر", None),
    ("- [ ] مهمة\n- [x] منجزة", "مهمة\n\nمنجزة", None),
    ("متن <!-- سر --> الخبر", "متن", None),
    ("متن الخبر[^1].\n\n[^1]: المصدر: الوزارة.", "متن الخبر.", None),
    ("ملف a_b_c.txt ورقم __40__", "ملف a_b_c.txt ورقم 40", None),
    ("قالت [رباب العامري][1]: «لا».\n\n[1]: https://a.example", "قالت رباب العامري: «لا».", None),
    ("| أ | ب |\n|---|---|\n| 1 | 2 |", "أ\tب\n\n1\t2", "tables"),
]


@pytest.mark.parametrize(("raw", "text", "note"), MARKDOWN)
def test_markdown(raw: str, text: str, note: str | None) -> None:
    contents = read_contents(raw.encode(), "a.md")
    assert text in contents.articles[0].text
    assert set(notes_of(contents)) == ({NoteKind(note)} if note else set())


def test_a_rule_is_no_front_matter_and_a_key_makes_one() -> None:
    [article] = read_contents("---\nA\n---\nB جملة".encode(), "a.md").articles
    assert "A" in article.text
    [article] = read_contents("---\ntitle: عنوان: فرعي\n---\nنص".encode(), "a.md").articles
    assert (article.headline, article.text) == ("عنوان: فرعي", "نص")
    [article] = read_contents(
        '+++\ntitle = "عنوان"\ndate = 2024-05-02\n+++\nنص'.encode(), "a.md"
    ).articles
    assert (article.headline, article.text, str(article.date)) == ("عنوان", "نص", "2024-05-02")
    with pytest.raises(ReadingError, match="no valid TOML"):
        read_contents("+++\ntitle = عنوان\n+++\nنص".encode(), "a.md")
    [article] = read_contents("---\ntitle: عنوان\n---\nنص الخبر".encode(), "a.md").articles
    assert (article.headline, article.text) == ("عنوان", "نص الخبر")


PAGES = [
    ("<p>من <del>40</del> <ins>400</ins> شخص</p>", "من 400 شخص", "hidden"),
    ("<p>بلغت 10<sup>6</sup> ريال</p>", "بلغت 10⁶ ريال", None),
    ("<p>وقال <q>لن نتأخر</q> أمس</p>", "وقال «لن نتأخر» أمس", None),
    ("<p>ظاهر للقارئ</p><p hidden>مخفي عنه</p>", "ظاهر للقارئ", "hidden"),
    ('<p>ظاهر للقارئ</p><p style="display: none">مخفي عنه</p>', "ظاهر للقارئ", "hidden"),
    ("<ul><li>البند الأول من الاتفاق</li></ul>", "\nالبند الأول من الاتفاق", None),
    ('<ol start="3"><li>البند الثالث من الاتفاق</li></ol>', "3. البند الثالث من الاتفاق", None),
    ("<p>اقرأ أيضا: خبر آخر</p>", BODY, "navigation"),
    ("<p>قد يهمك أيضا: اقرأ خبر آخر</p>", BODY, "navigation"),
    ("<p><b>اقرأ أيضًا | </b><a href=x>خبر آخر عن السد</a></p>", BODY, "navigation"),
    ("<p>تبقى لك 3 مقالات مجانية للمشتركين</p>", BODY, "paywall"),
    ('<p style="opacity: 0">مخفي عن القارئ تماما</p>', BODY, "hidden"),
    ('<p style="position:absolute;left:-9999px">مخفي عن القارئ تماما</p>', BODY, "hidden"),
    ('<p class="a sr-only">مخفي عن القارئ تماما</p>', BODY, "hidden"),
    ('<style>.x1 { display:none }</style><p class="x1">مخفي عن القارئ تماما</p>', BODY, "hidden"),
    ("<p>قال الوزير كلمة<sup>[3]</sup> ثم مضى إلى بيته</p>", "كلمة ثم مضى", None),
    ("<p>يحتوي الماء على H<sub>2</sub>O وعلى غيره</p>", "H₂O وعلى", None),
    ("<p>قال <ins>لن </ins>نرفع السعر أبدا في البلدة</p>", "قال لن نرفع السعر", None),
    ('<style>b.h, p.x2 { display: none }</style><p class="x2">مخفي عن القارئ</p>', BODY, "hidden"),
    ("<h2>كم بلغت كلفة السد؟</h2>", "كم بلغت كلفة السد؟", None),
    (
        '<p>قال الوزير كلمة<a role="doc-noteref" href="#n"><sup>1</sup></a> ثم مضى إلى بيته</p>',
        "كلمة ثم مضى",
        None,
    ),
    ("<p>هذا المقال متاح للمشتركين فقط</p>", BODY, "paywall"),
    ("<p>يستخدم هذا الموقع ملفات تعريف الارتباط</p>", BODY, "navigation"),
]


@pytest.mark.parametrize(("inside", "text", "note"), PAGES)
def test_a_page(inside: str, text: str, note: str | None) -> None:
    page = f"<html lang=ar><body><article><h1>عنوان الخبر</h1><p>{BODY}</p>{inside}<p>{BODY}</p></article></body></html>"
    contents = read_contents(page.encode(), "a.html")
    found = contents.articles[0].text
    assert text in found
    for absent in ("مخفي", "اقرأ", "للمشتركين", "الارتباط", "- البند", "40 400", "106"):
        assert absent not in found
    assert set(notes_of(contents)) == ({NoteKind(note)} if note else set())


def test_a_page_that_does_not_say_where_its_article_is_keeps_lists_and_headings() -> None:
    page = (
        f"<html lang=ar><body><nav>الرئيسية</nav><h1>خبر</h1><p>{BODY}</p><h2>البنود</h2>"
        f"<ol><li>لا رسوم على المزارعين.</li><li>ولا غرامة.</li></ol><p>{BODY}</p></body></html>"
    )
    [article] = read_contents(page.encode(), "a.html").articles
    assert article.text.split("\n")[-4:] == [
        "البنود",
        "1. لا رسوم على المزارعين.",
        "2. ولا غرامة.",
        BODY,
    ]


COUNTRIES = [
    ("en", "", "https://z.example/1", None),
    ("en-US", "", "https://z.example/1", "2024-12-03"),
    ("en", '<meta property="og:locale" content="en_GB">', "https://z.example/1", "2024-03-12"),
    ("en", '<meta property="og:locale" content="en_US">', "https://z.example/1", "2024-12-03"),
    ("en", "", "https://z.co.uk/1", "2024-03-12"),
    ("en", "", "https://z.io/1", None),
    ("en", "<p>First published on 2/25/2024.</p>", "https://z.example/1", "2024-12-03"),
    ("en", "<p>Printed on 25/2/2024.</p>", "https://z.example/1", "2024-03-12"),
    ("en", "<p>25/2/2024 or 2/25/2024</p>", "https://z.example/1", None),
    ("ar", "", "https://z.example/1", "2024-03-12"),
]


@pytest.mark.parametrize(("language", "more", "link", "day"), COUNTRIES)
def test_a_day_is_read_as_the_country_of_the_page_writes_it(
    language: str, more: str, link: str, day: str | None
) -> None:
    meta, inside = (more, "") if more.startswith("<meta") else ("", more)
    page = (
        f'<html lang={language}><head><meta property="article:published_time" content="12/03/2024">'
        f"{meta}</head><body><article><h1>News</h1><p>{BODY}</p>{inside}</article></body></html>"
    )
    notes = Notes()
    article = read_html(page.encode(), "a.html", notes, url=link)
    assert (article.date and article.date.isoformat()) == day
    assert {note.kind for note in notes.all()} == (set() if day else {NoteKind.DATE})


def test_what_speaks_of_cookies_within_an_article_stays() -> None:
    inside = (
        "وقال الوزير إن القانون يلزم المواقع بأن تستأذن قبل أن تحفظ ملفات تعريف الارتباط لزوارها."
    )
    page = f"<html lang=ar><body><article><h1>خبر</h1><p>{BODY}</p><p>{inside}</p></article></body></html>"
    assert inside in read_contents(page.encode(), "a.html").articles[0].text


def chapter(inside: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{inside}</body></html>'


def test_an_epub_keeps_its_entities_breaks_and_cells() -> None:
    inside = (
        "<h1>فصل</h1><p>قال&nbsp;الوزير &laquo;لن نتأخر&raquo; &mdash; أمس.<br/>وأضاف كلمة.</p>"
        "<table><tr><td>الرباط</td><td>40</td></tr></table>"
    )
    [article] = read_contents(epub({"a.xhtml": chapter(inside)}), "a.epub").articles
    assert article.text == "فصل\nقال\u00a0الوزير «لن نتأخر» — أمس.\nوأضاف كلمة.\nالرباط\t40"


def test_an_epub_without_its_printed_pages_notes_marks_and_hidden_lines() -> None:
    inside = (
        '<p>قال الوزير كلمة<a epub:type="noteref" href="#n">2</a>.'
        '<span epub:type="pagebreak">17</span> ومضى.</p><p class="h">مخفي هنا.</p>'
        '<ol><li id="n"><p>كلمة الافتتاح. <a href="#r">↩\ufe0e</a></p></li></ol>'
    )
    raw = epub({"a.xhtml": chapter(inside), "s.css": "p.h{display:none}"}, spine=["a.xhtml"])
    [article] = read_contents(raw, "a.epub").articles
    assert article.text == "قال الوزير كلمة. ومضى.\nكلمة الافتتاح."


def test_an_epub_with_a_short_chapter_an_anchor_and_a_missing_cover() -> None:
    chapters = {
        "a.xhtml": chapter("<p>قال الوزير كلمة واحدة.</p>"),
        "b.xhtml": chapter("<p>غلاف</p>"),
    }
    raw = epub(chapters)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "b.opf":
                content = (
                    content.replace(b'href="a.xhtml"', b'href="a.xhtml#p1"')
                    .replace(
                        b"</manifest>",
                        b'<item id="c" href="cover.jpg" media-type="image/jpeg"/></manifest>',
                    )
                    .replace(b"</spine>", b'<itemref idref="c"/></spine>')
                )
            new.writestr(name, content)
    contents = read_contents(out.getvalue(), "a.epub")
    assert [article.text for article in contents.articles] == ["قال الوزير كلمة واحدة."]
    assert notes_of(contents) == {NoteKind.UNREAD: 1, NoteKind.SHORT: 1}


LABELS = [
    (BODY.encode(), "windows-1256", True),
    (b"<meta charset=windows-1256>" + BODY.encode(), None, True),
    (BODY.encode("cp1256"), "iso-8859-1", True),
    (BODY.encode("cp1256"), "utf-8", True),
    (BODY.encode("cp1256"), "windows-1256", False),
    (BODY.encode("iso8859_6"), "iso-8859-6", False),
    (BODY.encode().decode("latin-1").encode(), "utf-8", True),
    (BODY.encode(), "punycode", False),
    (BODY.encode("utf-16-le"), "utf-16", True),
    (BODY.encode(), "gb2312", True),
    (BODY.encode(), None, False),
    (BODY.encode(), "utf-8", False),
]


@pytest.mark.parametrize(("raw", "label", "wrong"), LABELS)
def test_a_label_is_believed_where_it_is_plausible(
    raw: bytes, label: str | None, wrong: bool
) -> None:
    notes = Notes()
    assert decode_labelled(raw, "a", label, notes).endswith(BODY)
    assert bool(notes.all()) is wrong


def test_a_text_that_was_encoded_twice() -> None:
    assert decode(BODY.encode().decode("latin-1").encode()) == BODY
    for page in ("latin-1", "cp1252"):
        text = BODY
        for _ in range(2):
            raw = text.encode()
            text = "".join(
                char if (char := bytes([b]).decode(page, "ignore")) else chr(b) for b in raw
            )
        assert decode(text.encode()) == BODY
    assert decode("Ça déjà été dit à Ørsted.".encode()) == "Ça déjà été dit à Ørsted."


def test_what_cannot_be_mended_is_refused_and_a_stray_byte_is_not() -> None:
    lost = BODY.encode().decode("cp1252", "ignore").encode()
    with pytest.raises(ReadingError) as caught:
        decode_labelled(lost, "a.html", None, Notes())
    assert caught.value.reason is Unreadable.ENCODING
    assert decode_labelled(BODY.encode() + b"\xff", "a.html", None, Notes()).startswith(BODY)
