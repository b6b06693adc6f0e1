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
from bot.settings import load_settings
from bot.terminal import Terminal
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.types import Article
from index.versions import changes, is_older, older, with_older

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
    shown = desk.sources.article(ASKER, article(FIRST).id)
    assert "نسخة أقدم" in shown.text  # type: ignore[union-attr]
    targets = [b.target for row in shown.buttons for b in row]  # type: ignore[union-attr]
    newest = [t for t in targets if isinstance(t, Action) and t.name == "article"]
    assert dict(newest[0].args)["article"] == article(SECOND).id
    shown = desk.sources.article(ASKER, article(SECOND).id)
    assert "- «لن نرفع\n+ «سنرفع" in shown.text  # type: ignore[union-attr]


def test_the_check_says_that_a_quotation_was_changed(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    add(desk, article(FIRST))
    add(desk, article(SECOND, date=dt.date(2024, 3, 3)))
    old = desk.sayings.verify(ASKER, "«لن نرفع الأسعار قبل نهاية العام الحالي»")
    assert "غُيّرت أو سُحبت" in old.text
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
