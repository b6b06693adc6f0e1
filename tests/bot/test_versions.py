"""A link whose text changed: the newest is searched, the older one is kept, marked and checked."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions import Action
from bot.desk import Desk, asker_of
from bot.desk.sources import Batch
from bot.desk.watching import News
from bot.settings import load_settings
from bot.terminal import Terminal
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.reading.feeds import FeedState
from index.types import Article
from index.versions import changes, is_older, older, versions_of, with_older

LINK = "https://z.example/dam"
FIRST = (
    "خبر السد\nقال وزير المياه سالم الكندي «لن نرفع الأسعار قبل نهاية العام الحالي». وانصرف الناس."
)
SECOND = (
    "خبر السد\nقال وزير المياه سالم الكندي «سنرفع الأسعار قبل نهاية العام الحالي». وانصرف الناس."
)
ASKER = asker_of(77, "ar")


def article(text: str, **fields: object) -> Article:
    values: dict[str, object] = {"headline": "خبر السد", "outlet": "الواحة", "url": LINK}
    values |= {"date": dt.date(2024, 3, 2), **fields}
    return Article(text, **values)  # type: ignore[arg-type]


@pytest.fixture
def desk(encoder: Encoder, tmp_path: Path) -> Iterator[Desk]:
    library = Library.open(tmp_path, encoder)
    yield build_desk(load_settings(data_dir=tmp_path), library)
    library.close()


def add(desk: Desk, *articles: Article) -> str:
    return desk.sources.add(ASKER, Batch(articles=list(articles))).text


def held(desk: Desk, collection: str) -> list[str]:
    return [a.text for a in desk.office.library.store.articles(frozenset({collection}))]


def test_the_newest_is_held_and_the_older_is_kept_beside_it(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, date=dt.date(2024, 3, 3)))
    assert held(desk, ASKER.collection) == [SECOND]
    assert held(desk, older(ASKER.collection)) == [FIRST]
    assert "كان عندك من قبل" in add(desk, article(FIRST))


def test_the_same_headline_outlet_and_day_are_one_article(desk: Desk) -> None:
    add(desk, article(FIRST, url=None))
    add(desk, article(SECOND, url=None))
    assert held(desk, ASKER.collection) == [SECOND]


@pytest.mark.parametrize(
    "fields", [{"url": "https://z.example/other", "headline": "آخر"}, {"url": None, "date": None}]
)
def test_others_are_others(desk: Desk, fields: dict[str, object]) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, **fields))
    assert len(held(desk, ASKER.collection)) == 2


def test_what_came_together_is_no_version(desk: Desk) -> None:
    add(desk, article(FIRST), article(SECOND))
    assert len(held(desk, ASKER.collection)) == 2


def test_an_older_version_is_marked_and_what_changed_is_shown(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    shown = desk.articles.article(ASKER, article(FIRST).id)
    assert "نسخة أقدم" in shown.text  # type: ignore[union-attr]
    targets = [b.target for row in shown.buttons for b in row]  # type: ignore[union-attr]
    newest = [t for t in targets if isinstance(t, Action) and t.name == "article"]
    assert dict(newest[0].args)["article"] == article(SECOND).id
    shown = desk.articles.article(ASKER, article(SECOND).id)
    assert "- «لن نرفع\n+ «سنرفع" in shown.text  # type: ignore[union-attr]


def test_the_check_says_that_a_quotation_was_changed(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, date=dt.date(2024, 3, 3)))
    old = desk.sayings.verify(ASKER, "«لن نرفع الأسعار قبل نهاية العام الحالي»")
    assert old.text.startswith("غُيّرت هذه الكلمات بعد نشرها"), "before anything else"
    assert "3 مارس 2024" in old.text
    # Its words are still compared with the store.
    Terminal(desk, ASKER).show(old)
    assert "لن نرفع" in capsys.readouterr().out
    new = desk.sayings.verify(ASKER, "«سنرفع الأسعار قبل نهاية العام الحالي»")
    assert "غُيّرت" not in new.text


def test_undo_brings_the_older_version_back_and_removing_takes_all(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    desk.sources.undo(ASKER)
    assert held(desk, ASKER.collection) == [FIRST]
    assert held(desk, older(ASKER.collection)) == []
    add(desk, article(SECOND))
    desk.sources.remove(ASKER, article(SECOND).id)
    assert held(desk, ASKER.collection) == held(desk, older(ASKER.collection)) == []


def test_forgetting_forgets_older_versions(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    desk.chats.forget_all(ASKER)
    assert desk.office.library.store.collections_of(article(FIRST).id) == frozenset()


def test_no_other_chat_sees_an_older_version(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    stranger = asker_of(78, "ar")
    assert desk.office.open(stranger, article(FIRST).id) is None
    assert "غُيّرت" not in desk.sayings.verify(stranger, "«لن نرفع الأسعار قبل نهاية العام»").text


def test_words_that_changed() -> None:
    assert changes("a b c", "a x c d") == [("b", "x"), ("", "d")]
    assert json.loads(json.dumps(changes("a", "a"))) == []
    assert is_older({older("public")})
    assert not is_older({older("public"), "chat:1"})
    assert with_older({"public"}) == {"public", "older:public"}


def test_versions_come_in_the_order_in_which_they_came(desk: Desk) -> None:
    texts = [FIRST.replace("نهاية", word) for word in ("نهاية", "منتصف", "بداية", "آخر")]
    for text in texts:
        add(desk, article(text))
    store = desk.office.library.store
    found = versions_of(store, article(texts[-1]), (older(ASKER.collection),))
    assert [version.text for version in found] == texts[:-1]
    assert "- بداية\n+ آخر" in desk.articles.article(ASKER, article(texts[-1]).id).text  # type: ignore[union-attr]
    desk.sources.undo(ASKER)
    assert held(desk, ASKER.collection) == [texts[-2]]


@pytest.mark.parametrize(
    "headline",
    [
        "تصحيح: خبر السد",
        "تصويب - خبر السد",
        "خبر السد (محدث)",
        "تحديث 2: خبر السد",
        "Correction: خبر السد",
        "محدّث | خبر السد",
    ],
)
def test_a_correction_under_another_link_is_a_version(desk: Desk, headline: str) -> None:
    add(desk, article(FIRST))
    day = dt.date(2024, 3, 4)
    add(desk, article(SECOND, headline=headline, url="https://z.example/2", date=day))
    assert held(desk, ASKER.collection) == [SECOND]
    shown = desk.articles.article(ASKER, article(FIRST).id)
    assert "نسخة أقدم" in shown.text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "تصحيح: خبر آخر"},
        {"headline": "تصحيح: خبر السد", "outlet": "الضحى"},
        {"headline": "تصحيح: خبر السد", "date": dt.date(2024, 5, 4)},
        {"headline": "تصحيح أوضاع العمال في السد"},
        {"date": dt.date(2024, 3, 3)},
    ],
)
def test_what_corrects_another_article_is_no_version(desk: Desk, fields: dict[str, object]) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, **{"url": "https://z.example/2", **fields}))
    assert len(held(desk, ASKER.collection)) == 2


def test_the_view_of_a_sentence_marks_an_older_version(desk: Desk) -> None:
    add(desk, article(FIRST))
    start = FIRST.index("قال")
    args = (ASKER, article(FIRST).id, start, len(FIRST))
    assert "نسخة أقدم" not in desk.answers.context(*args).text  # type: ignore[union-attr]
    add(desk, article(SECOND))
    shown = desk.answers.context(*args)
    assert "نسخة أقدم" in shown.text  # type: ignore[union-attr]
    targets = [b.target for row in shown.buttons for b in row]  # type: ignore[union-attr]
    opened = {dict(t.args).get("article") for t in targets if isinstance(t, Action)}
    assert article(SECOND).id in opened


def test_another_chat_that_holds_the_older_text_does_not_unmark_it(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    desk.sources.add(asker_of(78, "ar"), Batch(articles=[article(FIRST)]))
    shown = desk.articles.article(ASKER, article(FIRST).id)
    assert "نسخة أقدم" in shown.text  # type: ignore[union-attr]


def test_the_check_says_when_and_to_what(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, date=dt.date(2024, 3, 3)))
    told = desk.sayings.verify(ASKER, "«لن نرفع الأسعار قبل نهاية العام الحالي»").text
    day = ASKER.words.short_date(desk.office.today())
    assert f"لوحظ التغيير يوم {day}" in told
    assert "في النسخة الأحدث: سنرفع الأسعار قبل نهاية العام الحالي" in told
    third = "خبر السد\nقال الوزير سالم الكندي كلاما آخر لم ينشر. وانصرف الناس."
    add(desk, article(third, date=dt.date(2024, 3, 4)))
    told = desk.sayings.verify(ASKER, "«سنرفع الأسعار قبل نهاية العام الحالي»").text
    assert told.startswith("سُحبت هذه الكلمات بعد نشرها")
    assert "ليس في النسخة الأحدث قول يقابلها" in told
    told = desk.sayings.verify(ASKER, "جابر النعماني: «سنرفع الأسعار قبل نهاية العام الحالي»").text
    assert told.startswith("سُحبت هذه الكلمات بعد نشرها")
    assert "سالم الكندي" in told
    other = third.replace("كلاما آخر لم ينشر", "كلاما آخر")
    add(desk, article(other, date=dt.date(2024, 3, 5)))
    shown = desk.articles.article(ASKER, article(other).id).text  # type: ignore[union-attr]
    assert "\n+ \n" not in f"{shown}\n"


def changed_news(desk: Desk) -> list[News]:
    return [news for news in desk.alerts.due() if "تغيّر قول" in news.message.text]


@pytest.mark.parametrize("watching", ["follow", "alert"])
def test_a_changed_quotation_is_told_once(desk: Desk, watching: str) -> None:
    add(desk, article(FIRST))
    if watching == "follow":
        desk.feeds.watches.follow(ASKER.chat_id, FeedState("https://z.example/rss", due=1e12), None)
    else:
        desk.alerts.add(ASKER, "سالم الكندي")
    assert changed_news(desk) == []
    desk.alerts.changed()
    add(desk, article(SECOND))
    assert desk.alerts.changed()
    [news] = changed_news(desk)
    text = news.message.text
    assert text.index("كان:") < text.index("لن نرفع الأسعار") < text.index("صار:")
    assert text.index("صار:") < text.index("سنرفع الأسعار")
    assert changed_news(desk) == []
    desk.patience.settle(news, reached=False)
    desk.patience.settle(news, reached=True)
    assert len(changed_news(desk)) == 1


def test_a_withdrawn_quotation_and_another_speaker_are_told(desk: Desk) -> None:
    desk.alerts.add(ASKER, "سالم الكندي")
    add(desk, article(FIRST))
    add(desk, article("خبر السد\nغاب وزير المياه سالم الكندي عن الجلسة. وانصرف الناس."))
    [news] = changed_news(desk)
    assert "سُحب" in news.message.text
    text = "خبر القمح\nقال وزير المياه {} «لن نستورد القمح من الخارج هذا العام». وانصرف الناس."
    link = {"url": "https://z.example/wheat", "headline": "خبر القمح"}
    add(desk, article(text.format("سالم الكندي"), **link))
    add(desk, article(text.format("جابر النعماني"), **link))
    [news] = changed_news(desk)
    assert "سالم الكندي" in news.message.text
    assert "جابر النعماني" in news.message.text


@pytest.mark.parametrize(
    "now",
    [
        FIRST.replace("وانصرف الناس", "وانصرف الحاضرون"),
        FIRST.replace("قال وزير المياه سالم الكندي", "وقال الوزير سالم الكندي"),
        FIRST + " وأضاف الوزير سالم الكندي «لا نية لنا في ذلك الآن».",
        FIRST.replace("«", '"').replace("»", '"'),
    ],
)
def test_what_changes_no_quotation_is_not_told(desk: Desk, now: str) -> None:
    desk.alerts.add(ASKER, "سالم الكندي")
    add(desk, article(FIRST))
    add(desk, article(now))
    assert held(desk, older(ASKER.collection)) == [FIRST]
    assert changed_news(desk) == []


def test_the_setting_ends_it_and_what_was_before_is_not_told(desk: Desk) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND))
    desk.alerts.add(ASKER, "سالم الكندي")
    assert changed_news(desk) == []
    off = desk.chats.changes(ASKER, False)
    assert "الأقوال التي تغيّرت بعد نشرها: لا" in off.text  # type: ignore[union-attr]
    add(desk, article(FIRST.replace("لن نرفع", "قد نرفع")))
    assert changed_news(desk) == []
    assert "نعم" in desk.chats.changes(ASKER, True).text  # type: ignore[union-attr]
