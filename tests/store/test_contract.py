"""What every store keeps, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import NotFoundError, StoreError
from index.store.sql import SqlStore
from index.types import (
    PUBLIC,
    Analysis,
    Article,
    Attribution,
    AttributionStatus,
    Passage,
    Polarity,
    Quote,
    QuoteKind,
    Saying,
    Sentence,
    Span,
    Speaker,
    SpeakerKind,
)

CHAT = "chat:-100123"
TEXT = "الميناء الجديد\nقالت الوزيرة سلمى الراسي: «افتتحنا الميناء». وأضافت أن العمل مستمر."


def article(text: str = TEXT, **values: object) -> Article:
    defaults: dict[str, object] = {
        "headline": "الميناء الجديد",
        "outlet": "صحيفة المرفأ",
        "date": dt.date(2031, 5, 4),
        "url": "https://example.org/1?a=ب",
        "headline_span": Span(0, 14),
    }
    return Article(text, **{**defaults, **values})  # type: ignore[arg-type]


def analysis_of(of: Article) -> Analysis:
    key, end = of.id, len(of.text)
    speaker = Speaker("سلمى الراسي", SpeakerKind.PERSON, "وزيرة", "وزارة النقل")
    return Analysis(
        key,
        (Sentence(0, Span(0, min(14, end))), Sentence(1, Span(min(15, end), end))),
        (
            Saying(
                key,
                Quote(Span(3, 7), Span(2, 8), QuoteKind.DIRECT),
                Attribution(
                    AttributionStatus.INFERRED,
                    speaker,
                    Span(1, 2),
                    None,
                    (1, 12),
                    "verb",
                    0.1 + 0.2,
                    Polarity.DENIED,
                ),
            ),
            Saying(
                key,
                Quote(Span(4, 5), Span(4, 5), QuoteKind.INDIRECT),
                Attribution(
                    AttributionStatus.UNKNOWN, None, None, Span(0, 1), (), "no subject", 0.0
                ),
            ),
        ),
        (Passage(key, Span(0, end), 0, 1),),
    )


def put(store: SqlStore, of: Article, collection: str = PUBLIC) -> bool:
    return store.add(of, analysis_of(of), collection)


def test_an_article_comes_back_as_it_was_published(store: SqlStore) -> None:
    assert put(store, article())
    assert store.article(article().id, {PUBLIC}) == article()
    assert store.analysis(article().id, {PUBLIC}) == analysis_of(article())


def test_what_is_not_known_stays_unknown(store: SqlStore) -> None:
    bare = Article("نص.")
    put(store, bare)
    assert store.article(bare.id, {PUBLIC}) == bare


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=80
    )
)
def test_any_text_comes_back_to_the_code_point(store: SqlStore, text: str) -> None:
    found = Article(text, headline=text[::-1])
    put(store, found)
    assert store.article(found.id, {PUBLIC}) == found


def test_it_is_kept_once_however_many_hold_it(store: SqlStore) -> None:
    assert put(store, article())
    assert not put(store, article())
    assert put(store, article(), CHAT)
    assert store.collections_of(article().id) == {PUBLIC, CHAT}
    assert store.count({PUBLIC, CHAT}) == 1
    assert len(store.articles({PUBLIC, CHAT})) == 1
    assert [(name, a.id) for name, a, _ in store.holdings()] == [
        (CHAT, article().id),
        (PUBLIC, article().id),
    ]


def test_only_the_scope_is_seen(store: SqlStore) -> None:
    put(store, article(), CHAT)
    assert store.count({PUBLIC}) == 0
    assert store.articles({PUBLIC, "chat:8"}) == []
    assert store.articles(()) == []
    for read in (store.article, store.analysis):
        with pytest.raises(NotFoundError, match="qawl articles"):
            read(article().id, {PUBLIC})
    with pytest.raises(NotFoundError):
        store.remove(article().id, PUBLIC)
    assert store.article(article().id, {CHAT}) == article()


def test_it_leaves_with_the_last_who_holds_it(store: SqlStore) -> None:
    put(store, article())
    put(store, article(), CHAT)
    store.remove(article().id, PUBLIC)
    assert store.article(article().id, {CHAT}) == article()
    store.remove(article().id, CHAT)
    assert store.collections_of(article().id) == frozenset()
    assert list(store.holdings()) == []
    with store.reading() as connection:
        for table in ("articles", "sentences", "sayings", "passages"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0
    assert put(store, article())


def test_newest_first_undated_last_then_by_id(store: SqlStore) -> None:
    days = [None, dt.date(2030, 1, 2), dt.date(2031, 1, 1), dt.date(2030, 1, 2), None]
    known = [article(f"نص {number}.", date=day) for number, day in enumerate(days)]
    for one in known:
        put(store, one)
    found = store.articles({PUBLIC})
    assert found == sorted(
        known, key=lambda a: (a.date is None, -(a.date or dt.date.min).toordinal(), a.id)
    )
    assert store.articles({PUBLIC}, offset=1, limit=2) == found[1:3]
    assert store.articles({PUBLIC}, offset=4) == found[4:]
    assert store.articles({PUBLIC}, limit=0) == []
    for bad in ({"offset": -1}, {"limit": -1}):
        with pytest.raises(ValueError, match="negative"):
            store.articles({PUBLIC}, **bad)  # type: ignore[arg-type]


def test_an_analysis_can_be_replaced(store: SqlStore) -> None:
    put(store, article())
    newer = replace(analysis_of(article()), sayings=())
    store.replace_analysis(newer)
    assert store.analysis(article().id, {PUBLIC}) == newer
    with pytest.raises(NotFoundError):
        store.replace_analysis(Analysis("0" * 16, (), (), ()))


def test_changes_wait_until_they_are_settled(store: SqlStore) -> None:
    put(store, article())
    put(store, article())
    put(store, article(), CHAT)
    store.remove(article().id, PUBLIC)
    waiting = store.pending()
    assert [(change.article_id, change.collection) for change in waiting] == [
        (article().id, PUBLIC),
        (article().id, CHAT),
        (article().id, PUBLIC),
    ]
    store.settle([change.number for change in waiting[:2]])
    assert store.pending() == waiting[2:]
    put(store, article())
    # A number is never given twice, or a late settling would lose a change.
    assert store.pending()[-1].number > waiting[-1].number
    store.settle([])


def test_small_facts_are_kept(store: SqlStore) -> None:
    assert store.read_meta("analysis_version") is None
    store.write_meta("analysis_version", "1")
    store.write_meta("analysis_version", "2")
    assert store.read_meta("analysis_version") == "2"


@pytest.mark.parametrize("text", ["قبل\0بعد", "قبل\ud800بعد"])
def test_what_is_no_text_is_refused(store: SqlStore, text: str) -> None:
    with pytest.raises(StoreError, match="UTF-8"):
        put(store, article(text))
    assert store.count({PUBLIC}) == 0


def test_the_analysis_of_another_article_is_refused(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="analysis"):
        store.add(article(), analysis_of(article("آخر.")), PUBLIC)


def test_it_is_there_when_opened_again(store: SqlStore, url: str) -> None:
    put(store, article())
    again = SqlStore(url)
    assert again.article(article().id, {PUBLIC}) == article()
    again.close()


def test_many_threads_and_two_openers(store: SqlStore, url: str) -> None:
    other = SqlStore(url)
    errors: list[BaseException] = []

    def work(number: int) -> None:
        try:
            mine = store if number % 2 else other
            for turn in range(5):
                # Half of the articles are added by several threads at once.
                one = article(f"نص {turn if number < 4 else (number, turn)}.")
                put(mine, one)
                mine.article(one.id, {PUBLIC})
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert errors == []
    assert store.count({PUBLIC}) == 5 + 4 * 5


def test_a_lock_is_held_by_one_at_a_time(store: SqlStore, url: str) -> None:
    other = SqlStore(url)
    inside, most = 0, 0
    guard = threading.Lock()

    def work(mine: SqlStore) -> None:
        nonlocal inside, most
        for _ in range(10):
            with mine.lock("feeds"):
                with guard:
                    inside += 1
                    most = max(most, inside)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (store, other, store)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert most == 1
    with store.lock("feeds"), store.lock("alerts"):
        pass
    with pytest.raises(ValueError, match="name"), store.lock("../x"):
        pass
