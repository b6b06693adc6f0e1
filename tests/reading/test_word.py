"""Word documents, read as a careful reader reads them: one part of the standard a case."""

# ruff: noqa: E501 (documents stay in one piece)
from __future__ import annotations

import pytest

from index.reading.contents import NoteKind
from index.reading.files import read_contents
from tests.reading.hostile_documents import word
from tests.reading.test_kinds import notes_of


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
