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
from tests.reading.hostile_documents import epub, word

BODY = "أعلن وزير المياه أن السد سيبدأ التخزين في الخريف المقبل بعد سنوات من العمل المتواصل."


def notes_of(contents: Contents) -> dict[NoteKind, int]:
    return {note.kind: note.count for note in contents.notes}


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><x><w:txbxContent>{0}</w:txbxContent></x></w:drawing>'
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'

WORD = [
    (
        "inserted",
        p(f"<w:ins>{run('لن ')}</w:ins>{run('نرفع الأسعار')}"),
        "لن نرفع الأسعار",
        "tracked",
    ),
    (
        "deleted",
        p(
            f"{run('بلغ ')}<w:del><w:r><w:delText>40</w:delText></w:r></w:del><w:ins>{run('400')}</w:ins>"
        ),
        "بلغ 400",
        "tracked",
    ),
    (
        "moved",
        p(f"<w:moveFrom>{run('قديم')}</w:moveFrom><w:moveTo>{run('جديد')}</w:moveTo>"),
        "جديد",
        "tracked",
    ),
    (
        "a deleted end of a paragraph",
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('أول ')}</w:p>{p(run('ثان'))}",
        "أول ثان",
        "tracked",
    ),
    (
        "a control",
        p(f"<w:sdt><w:sdtContent>{run('داخل الإطار')}</w:sdtContent></w:sdt>"),
        "داخل الإطار",
        None,
    ),
    ("a smart tag", p(f"<w:smartTag>{run('الرباط')}</w:smartTag>"), "الرباط", None),
    (
        "a simple field",
        p(f'<w:fldSimple w:instr="DATE">{run("5 مايو")}</w:fldSimple>'),
        "5 مايو",
        None,
    ),
    (
        "a field in a field's code",
        p(
            FIELD.format("begin")
            + run("IF ")
            + FIELD.format("begin")
            + run("PAGE")
            + FIELD.format("separate")
            + run("7")
            + FIELD.format("end")
            + run(" = 7")
            + FIELD.format("separate")
            + run("النتيجة")
            + FIELD.format("end")
        ),
        "النتيجة",
        None,
    ),
    ("a link", p(f"<w:hyperlink>{run('رباب العامري')}</w:hyperlink>"), "رباب العامري", None),
    ("hidden", p(run("ظاهر ") + run("مخفي", "<w:rPr><w:vanish/></w:rPr>")), "ظاهر", "hidden"),
    ("shown again", p(run("ظاهر", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "ظاهر", None),
    ("a text box", p(run("قبل") + BOX.format(p(run("في المربع")))), "قبل\nفي المربع", "text_boxes"),
    (
        "a table",
        f"<w:tbl><w:tr><w:tc>{p(run('الرباط'))}</w:tc><w:tc>{p(run('40'))}</w:tc></w:tr></w:tbl>",
        "الرباط\t40",
        "tables",
    ),
    ("a break", p(f"{run('سطر')}<w:r><w:br/></w:r>{run('آخر')}"), "سطر\nآخر", None),
    ("a picture", p(run("صورة") + "<w:r><w:drawing><pic/></w:drawing></w:r>"), "صورة", "pictures"),
    ("a comment", p(run("نص") + "<w:r><w:commentReference/></w:r>"), "نص", "comments"),
    (
        "a power",
        p(run("10") + run("6", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>')),
        "10⁶",
        None,
    ),
    (
        "lowered",
        p(run("H") + run("2", '<w:rPr><w:vertAlign w:val="subscript"/></w:rPr>') + run("O")),
        "H₂O",
        None,
    ),
    (
        "struck",
        p(run("بلغ ") + run("40 ", "<w:rPr><w:strike/></w:rPr>") + run("400")),
        "بلغ 400",
        "hidden",
    ),
    (
        "struck twice",
        p(run("بلغ ") + run("4", "<w:rPr><w:dstrike/></w:rPr>") + run("9")),
        "بلغ 9",
        "hidden",
    ),
    (
        "not struck",
        p(run("بلغ") + run(" 400", '<w:rPr><w:strike w:val="0"/></w:rPr>')),
        "بلغ 400",
        None,
    ),
    (
        "inserted within a link",
        p(f"<w:hyperlink><w:ins>{run('لن ')}</w:ins>{run('نرفع')}</w:hyperlink>"),
        "لن نرفع",
        "tracked",
    ),
    (
        "inserted around a control",
        p(f"<w:ins><w:sdt><w:sdtContent>{run('لا ')}</w:sdtContent></w:sdt></w:ins>{run('نقبل')}"),
        "لا نقبل",
        "tracked",
    ),
    (
        "hidden on the web",
        p(run("ظاهر") + run("مخفي", "<w:rPr><w:webHidden/></w:rPr>")),
        "ظاهر",
        "hidden",
    ),
    (
        "a control that nobody filled in",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{p(run('اكتب هنا'))}</w:sdtContent></w:sdt>{p(run('نص'))}",
        "نص",
        None,
    ),
    ("what is not known", p(run("نص") + "<w:r><w:hologram/></w:r>"), "نص", "unread"),
]


@pytest.mark.parametrize(("body", "text", "note"), [c[1:] for c in WORD], ids=[c[0] for c in WORD])
def test_word(body: str, text: str, note: str | None) -> None:
    contents = read_contents(word(body), "a.docx")
    assert contents.articles[0].text == text
    assert set(notes_of(contents)) == ({NoteKind(note)} if note else set())


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_style_of_word_hands_on_what_it_hides_and_how_it_counts() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="a"><w:name w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="c"><w:name w:val="c"/><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:styleId="d"><w:name w:val="d"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="المادة %1:"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:numFmt w:val="arabicAlpha"/><w:lvlText w:val="%1.%2"/></w:lvl><w:lvl w:ilvl="2">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def styled(text: str, style: str, level: str = "") -> str:
        deeper = f'<w:numPr><w:ilvl w:val="{level}"/></w:numPr>' if level else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{deeper}</w:pPr>{run(text)}</w:p>'

    body = (
        p(run("بلغ ") + run("40 ", '<w:rPr><w:rStyle w:val="c"/></w:rPr>') + run("400"))
        + styled("سر", "b")
        + styled("لا رسوم", "d")
        + styled("للطلاب", "d", "1")
        + styled("ولا غرامة", "d", "2")
        + styled("للعمال", "d", "1")
        + styled("يلغى ما قبلها", "d")
    )
    [article] = read_contents(word(body, styles=styles, numbering=numbering), "a.docx").articles
    assert article.text.split("\n") == [
        "بلغ 400",
        "المادة 3: لا رسوم",
        "3.أ للطلاب",
        "ولا غرامة",
        "3.ب للعمال",
        "المادة 4: يلغى ما قبلها",
    ]


def test_a_footnote_of_word_is_read_behind_its_paragraph() -> None:
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:type="separator" w:id="0">{p(run("لا"))}</w:footnote>'
        f'<w:footnote w:id="2">{p(run("المصدر: الوزارة"))}</w:footnote></w:footnotes>'
    )
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    contents = read_contents(word(p(run("نص") + mark) + p(run("بعده")), footnotes=note), "a.docx")
    assert contents.articles[0].text == "نص\nالمصدر: الوزارة\nبعده"
    assert notes_of(contents) == {NoteKind.FOOTNOTES: 1}


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
