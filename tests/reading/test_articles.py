"""Text, Markdown, JSON lines and folders as articles."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ReadingError
from index.reading import LONGEST_ARTICLE, iter_articles, read_bytes, read_path, read_text
from index.reading.fields import read_date
from index.reading.plain import one_line

BODY = "وصل الوزير إلى المدينة صباح الأحد.\nوقال إن السد سيكتمل."


def test_the_first_line_is_the_headline() -> None:
    article = read_text(f"سد العقيق يكتمل\n{BODY}")
    assert article.headline == "سد العقيق يكتمل"
    assert article.headline_span is not None
    assert article.headline_span.of(article.text) == article.headline
    assert article.text.endswith(BODY)
    assert article.language == "ar"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "سطر واحد بلا نقطة",
        "قال الوزير:\n" + BODY,
        f"{'كلمة ' * 60}\n{BODY}",
        "***\n" + BODY,
        "سطر ثم لا شيء\n\n***\n",
    ],
)
def test_a_first_line_that_is_none(text: str) -> None:
    article = read_text(text)
    assert (article.headline, article.headline_span, article.text) == ("", None, text)


@pytest.mark.parametrize(
    "headline", ["هل يكتمل السد؟", "الوزير: «سنكتمل»", "سيول.. وقتلى", "قريبا…"]
)
def test_headlines_with_marks(headline: str) -> None:
    assert read_text(f"\n {headline} \n{BODY}").headline == headline


def test_a_known_headline_that_opens_the_text_is_found_there() -> None:
    article = read_text(f"العنوان.\n{BODY}", headline="العنوان.")
    assert article.headline_span is not None
    assert article.headline_span.of(article.text) == "العنوان."
    assert read_text(BODY, headline="عنوان آخر").headline_span is None


@given(st.text(max_size=300))
def test_the_text_is_kept_as_it_is(text: str) -> None:
    try:
        article = read_text(text)
    except ReadingError:
        assert not any(char.isalnum() for char in text)
        return
    assert article.text == text
    if article.headline_span:
        assert one_line(article.headline_span.of(text)) == article.headline


@pytest.mark.parametrize("text", ["", " \n\t", "...", "🎉"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ReadingError, match="no words"):
        read_text(text)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(ReadingError, match="1,000,000"):
        read_text("ا" * (LONGEST_ARTICLE + 1))


def markdown(front: str, body: str = BODY) -> bytes:
    return f"---\n{front}\n---\n\n{body}\n".encode()


def test_front_matter() -> None:
    raw = markdown(
        "title: 'سد العقيق: الافتتاح'\noutlet: وكالة زمردان\ndate: 2024-03-12\n"
        "url: https://z.example/1\nlanguage: ar-MA"
    )
    (article,) = read_bytes(raw, "a.md")
    assert article.headline == "سد العقيق: الافتتاح"
    assert article.outlet == "وكالة زمردان"
    assert article.date == dt.date(2024, 3, 12)
    assert article.url == "https://z.example/1"
    assert article.language == "ar"
    assert article.text == BODY


def test_markdown_without_front_matter_takes_the_heading() -> None:
    (article,) = read_bytes(f"# سد العقيق يكتمل #\n\n{BODY}".encode(), "a.markdown")
    assert article.headline == "سد العقيق يكتمل"
    assert article.headline_span is not None
    assert article.headline_span.of(article.text) == article.headline


@pytest.mark.parametrize(
    ("front", "what"),
    [
        ("title: [unclosed", "YAML"),
        ("date: someday", "no date"),
        ("date: 2024-13-45", "month must be in 1..12"),
        ("url: ftp://a.b", "web address"),
        ("title:\n  a: b", "'title' must be a text"),
        ("language: '!!'", "language tag"),
    ],
)
def test_bad_front_matter_says_what(front: str, what: str) -> None:
    with pytest.raises(ReadingError, match=what) as caught:
        read_bytes(markdown(front), "bad.md")
    assert "bad.md" in str(caught.value)


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def test_json_lines() -> None:
    raw = lines(
        {
            "id": "1",
            "title": "عنوان",
            "text": BODY,
            "source": "وكالة",
            "date": "2018-06-26T10:00:00Z",
        },
        {"headline": "Title", "text": "The dam is ready.", "outlet": "Courier", "language": "en"},
    )
    first, second = read_bytes(raw, "n.jsonl")
    assert (first.headline, first.outlet, first.date) == ("عنوان", "وكالة", dt.date(2018, 6, 26))
    assert (second.headline, second.outlet, second.language) == ("Title", "Courier", "en")
    assert [a.id for a in read_bytes(gzip.compress(raw), "n.jsonl.gz")] == [first.id, second.id]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (lines({"text": BODY}) + b"\n{oops\n", "line 3: no valid JSON"),
        (lines([1]), "line 1: an object is needed"),
        (lines({"title": "x"}), "line 1: 'text' is missing"),
        (lines({"text": 5}), "line 1: 'text' is missing"),
        (lines({"text": ""}), "line 1 holds no words"),
        (lines({"text": BODY, "date": "soon"}), "line 1: 'date'"),
        (lines({"text": BODY, "url": "javascript:alert(1)"}), "web address"),
        (b"\xff\xfe{\n", "no valid JSON"),
        (b"\n \n", "holds no articles"),
        (b"[" * 100_000, "no valid JSON"),
    ],
)
def test_bad_json_lines_name_the_line(raw: bytes, what: str) -> None:
    with pytest.raises(ReadingError, match=what):
        read_bytes(raw, "n.jsonl")


def test_a_damaged_gzip_file() -> None:
    packed = gzip.compress(lines({"text": BODY}) * 50)
    for raw in (packed[:-20], b"no gzip", packed[:30] + b"\0\0\0" + packed[33:]):
        with pytest.raises(ReadingError, match=r"gzip|JSON"):
            read_bytes(raw, "n.jsonl.gz")


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "a.md").write_bytes(markdown("title: أول"))
    (tmp_path / "sub" / "c.TXT").write_bytes("عنوان\nقال الوزير إنه باق.".encode("cp1256"))
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "notes.xyz").write_text("x")
    found = read_path(tmp_path)
    assert [article.headline for article in found] == ["أول", "", "عنوان"]
    assert next(iter_articles(tmp_path)) == found[0]


def test_a_bad_file_does_not_keep_a_folder_from_being_read(tmp_path: Path) -> None:
    for name in ("a.txt", "c.txt"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(ReadingError, match=r"1 of 3 files.*b\.txt"):
        read_path(tmp_path)
    articles = iter_articles(tmp_path)
    assert [next(articles).text, next(articles).text] == [BODY, BODY]


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no file"):
        read_path(tmp_path / "none.txt")
    with pytest.raises(ReadingError, match="holds no file"):
        read_path(tmp_path)
    with pytest.raises(ReadingError, match="cannot be read; these can"):
        read_bytes(b"x", "a.exe")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ReadingError, match="20,000,000"):
        read_path(path)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2018-06-26", dt.date(2018, 6, 26)),
        ("2018/6/26 10:00", dt.date(2018, 6, 26)),
        ("2018-06-26T23:30:00-11:00", dt.date(2018, 6, 26)),
        ("20180626", dt.date(2018, 6, 26)),
        (20180626, dt.date(2018, 6, 26)),
        ("26/6/2018", dt.date(2018, 6, 26)),
        ("٢٦/٦/٢٠١٨", dt.date(2018, 6, 26)),
        ("Tue, 26 Jun 2018 21:30:00 GMT", dt.date(2018, 6, 26)),
        ("26 يونيو 2018", dt.date(2018, 6, 26)),
        ("الثلاثاء 26 حزيران/يونيو 2018", dt.date(2018, 6, 26)),
        ("June 26, 2018", dt.date(2018, 6, 26)),
        ("26 juin 2018", dt.date(2018, 6, 26)),
        (dt.datetime(2018, 6, 26, 23, 59), dt.date(2018, 6, 26)),
        (dt.date(2018, 6, 26), dt.date(2018, 6, 26)),
        (None, None),
        ("", None),
        ("  ", None),
    ],
)
def test_days_of_publication(value: object, day: dt.date | None) -> None:
    assert read_date(value, "x") == day


@pytest.mark.parametrize("value", ["soon", "2018-02-30", "2018", "يونيو 2018", True, 5, [], 1.5])
def test_what_names_no_day_is_refused(value: object) -> None:
    with pytest.raises(ReadingError, match="write it as 2018-06-26"):
        read_date(value, "x")


def test_the_first_article_as_it_was_sent(shared_articles: Path) -> None:
    (article,) = read_path(shared_articles / "skhirat-2018.txt")
    assert article.headline_span is not None
    assert article.headline_span.start == 0
    assert article.language == "ar"
    assert article.text == (shared_articles / "skhirat-2018.txt").read_bytes().decode("utf-8")
