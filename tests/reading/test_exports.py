"""Exports that people have, and feeds."""

# ruff: noqa: E501 (documents stay in one piece)
from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest

from index.errors import ReadingError, Unreadable
from index.reading.contents import NoteKind
from index.reading.entries import read_feed
from index.reading.fields import day_of
from index.reading.files import read_contents
from index.reading.web import read_link_contents
from tests.reading.test_kinds import BODY, notes_of
from tests.reading.test_web import Site, html


def rss(*items: str, language: str = "ar") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<title>الواحة</title><language>{language}</language>{''.join(items)}</channel></rss>"
    ).encode()


def item(number: int, day: str, title: str = "خبر", guid: str = "", more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>https://z.example/{number}</link>"
        f"<guid>{guid or number}</guid><pubDate>{day}</pubDate>{more}</item>"
    )


def test_a_feed_with_one_guid_keeps_every_entry() -> None:
    raw = rss(*(item(n, f"{n:02} Jun 2024 10:00:00 +0300", guid="same") for n in (3, 2, 1)))
    _, entries = read_feed(raw, "https://z.example/feed")
    assert [entry.key for entry in entries] == [f"https://z.example/{n}" for n in (3, 2, 1)]


def test_a_feed_with_the_oldest_first_is_turned() -> None:
    raw = rss(*(item(n, f"{n:02} Jun 2024 10:00:00 +0300") for n in (1, 2, 3)))
    assert [e.url[-1] for e in read_feed(raw, "https://z.example/feed")[1]] == ["3", "2", "1"]


DAYS = [
    ("Tue, 04 Jun 2024 01:30:00 +0300", None, "ar", dt.date(2024, 6, 4)),
    ("Mon, 03 Jun 2024 22:30:00 GMT", "Asia/Riyadh", "ar", dt.date(2024, 6, 4)),
    ("2024-06-03T22:30:00Z", "Asia/Riyadh", "ar", dt.date(2024, 6, 4)),
    ("2024-06-03T22:30:00Z", None, "ar", dt.date(2024, 6, 3)),
    ("الثلاثاء 4 يونيو 2024", None, "ar", dt.date(2024, 6, 4)),
    ("4 حزيران 2024", None, "ar", dt.date(2024, 6, 4)),
    ("12/03/2024", None, "ar", dt.date(2024, 3, 12)),
    ("12/03/2024", None, "fr", dt.date(2024, 3, 12)),
    ("12/03/2024", None, "en-US", dt.date(2024, 12, 3)),
    ("12/03/2024", None, "en-GB", dt.date(2024, 3, 12)),
    ("12/03/2024", None, "en", None),
    ("25/03/2024", None, "en", dt.date(2024, 3, 25)),
    ("1:" * 50_000, None, "ar", None),
]


@pytest.mark.parametrize(("written", "zone", "language", "day"), DAYS)
def test_the_day_of_the_outlet(
    written: str, zone: str | None, language: str, day: dt.date | None
) -> None:
    assert day_of(written, zone=zone, language=language) == day


def test_a_title_that_was_escaped_twice() -> None:
    raw = rss(item(1, "", title="&amp;quot;السد&amp;quot; &amp;amp; &lt;b&gt;الماء&lt;/b&gt;"))
    [entry] = read_feed(raw, "https://z.example/feed")[1]
    assert entry.title == '"السد" & الماء'


def test_a_file_behind_a_link_tells_its_kind() -> None:
    site = Site(**{"a.md": html()})
    [article] = read_link_contents("https://z.example/a.md", site.fetcher()).articles
    assert article.text.startswith(BODY)
    assert article.headline == "سد العقيق يبدأ التخزين في الخريف"


CHAT = {
    "name": "قناة الميدان",
    "messages": [
        {"id": 1, "type": "service", "date": "2024-05-01T01:30:00", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2024-05-02T01:30:00",
            "text": [
                {"type": "strikethrough", "text": "صرخ "},
                "قال ",
                {"type": "bold", "text": "سالم الكندي"},
                " كلمة.",
            ],
        },
        {"id": 3, "type": "message", "date": "2024-05-03T10:00:00", "photo": "a.jpg", "text": ""},
        {
            "id": 4,
            "type": "message",
            "date": "2024-05-04T10:00:00",
            "forwarded_from": "الواحة",
            "text": "خبر محول.",
        },
    ],
}
CHAT_PAGE = """<html><body><div class="page_wrap"><div class="page_header"><div class="text bold">
قناة الميدان</div></div><div class="history"><div class="message service"><div class="body">1 May</div></div>
<div class="message default clearfix"><div class="body"><div class="pull_right date details"
title="02.05.2024 01:30:00 UTC+03:00">01:30</div><div class="from_name">قناة الميدان</div>
<div class="text">قال <strong>سالم الكندي</strong> كلمة.<br>سطر آخر.</div></div></div></div></div></body></html>"""


def test_an_export_of_telegram() -> None:
    contents = read_contents(json.dumps(CHAT).encode(), "result.json")
    first, second = contents.articles
    assert (first.text, first.outlet, first.date) == (
        "قال سالم الكندي كلمة.",
        "قناة الميدان",
        dt.date(2024, 5, 2),
    )
    assert (second.text, second.outlet) == ("خبر محول.", "الواحة")
    assert notes_of(contents) == {NoteKind.SERVICE: 2, NoteKind.HIDDEN: 1}
    whole = json.dumps({"chats": {"list": [CHAT]}}).encode()
    assert read_contents(whole, "result.json").articles == contents.articles


def test_a_page_of_an_export_of_telegram() -> None:
    [article] = read_contents(CHAT_PAGE.encode(), "messages.html").articles
    assert article.text == "قال سالم الكندي كلمة.\nسطر آخر."
    assert (article.outlet, article.date) == ("قناة الميدان", dt.date(2024, 5, 2))


def test_an_export_of_wordpress() -> None:
    def post(content: str, status: str = "publish", kind: str = "post") -> str:
        return (
            f"<content:encoded><![CDATA[{content}]]></content:encoded>"
            f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        )

    day = "Mon, 03 Jun 2024 22:30:00 +0300"
    raw = rss(
        item(1, day, more=post(f"<p>{BODY}</p><p>اقرأ أيضا: خبر</p>")),
        item(2, day, more=post("سطر أول.\n\nسطر ثان.")),
        item(3, day, more=post("مسودة", "draft")),
        item(4, day, more=post("صورة", kind="attachment")),
        item(5, day),
    )
    contents = read_contents(raw, "export.xml")
    assert [a.text for a in contents.articles] == [BODY, "سطر أول.\nسطر ثان."]
    assert contents.articles[0].url == "https://z.example/1"
    assert contents.articles[0].date == dt.date(2024, 6, 3)
    assert notes_of(contents) == {NoteKind.SERVICE: 3, NoteKind.NAVIGATION: 1}


def test_shortcodes_of_wordpress_and_mark_up_of_atom() -> None:
    content = (
        '[caption id="a"]<img src="a"> صورة[/caption]قال الوزير [كلمة] واحدة.\n[video src="x"]'
    )
    raw = rss(item(1, "", more=f"<content:encoded><![CDATA[{content}]]></content:encoded>"))
    contents = read_contents(raw, "export.xml")
    assert contents.articles[0].text == "قال الوزير [كلمة] واحدة."
    assert notes_of(contents) == {NoteKind.PICTURES: 2}
    entry = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>ا</title><entry><title>خبر</title>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>بلغ <del>40</del> 400.</p>'
        "<p>ولم يزد.</p></div></content></entry></feed>"
    )
    [article] = read_contents(entry.encode(), "a.atom").articles
    assert article.text == "بلغ 400.\nولم يزد."


def test_a_zip_is_read_file_by_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", BODY)
        archive.writestr("notes/b.md", "# عنوان\n\nنص **الخبر**.")
        archive.writestr("notes/broken.pdf", b"%PDF-1.7 nothing")
        archive.writestr("photo.jpg", b"\xff\xd8")
        archive.writestr(".obsidian/app.json", "{}")
    contents = read_contents(out.getvalue(), "vault.zip")
    assert [a.text for a in contents.articles] == [BODY, "عنوان\n\nنص الخبر."]
    assert {n: e.reason for n, e in contents.failed.items()} == {
        "notes/broken.pdf": Unreadable.DAMAGED
    }
    assert notes_of(contents) == {NoteKind.UNREAD: 1}


def test_a_zip_without_anything_to_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
    with pytest.raises(ReadingError) as caught:
        read_contents(out.getvalue(), "photos.zip")
    assert caught.value.reason is Unreadable.KIND


def test_direction_marks_are_named() -> None:
    contents = read_contents(f"\u202e{BODY}\u202c".encode(), "a.txt")
    assert notes_of(contents) == {NoteKind.DIRECTION: 2}
