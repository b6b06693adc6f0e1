"""Many articles in one message: added slice by slice, within limits, whatever interrupts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk, asker_of
from bot.desk.adding import SLICE
from bot.desk.sources import Batch
from tests.faults.corpus import article, opened
from tests.faults.test_chats import desk_of

ASKER = asker_of(78, "en", person=7)
MANY = [article(number) for number in range(2 * SLICE + 3)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    library = opened(tmp_path / "data")
    yield desk_of(library, tmp_path / "data")
    library.close()


def held(desk: Desk) -> set[str]:
    return set(desk.office.library.store.article_ids({ASKER.collection}))


def test_a_slice_is_added_at_a_time(desk: Desk) -> None:
    adding = desk.sources.begin(ASKER, Batch(articles=MANY))
    seen = []
    while adding.goes_on:
        adding.step()
        seen.append(len(held(desk)))
    assert seen == [SLICE, 2 * SLICE, len(MANY)]
    assert f"{len(MANY)} articles" in desk.sources.added(adding, Batch(articles=MANY)).text
    assert desk.sources.undo(ASKER).text == f"Taken back: {len(MANY)} articles."
    assert held(desk) == set()


def test_what_takes_too_long_is_left_and_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    adding = desk.sources.begin(ASKER, Batch(articles=MANY))
    adding.step()
    adding._until = 0.0
    assert not adding.goes_on
    told = desk.sources.added(adding, Batch(articles=MANY)).text
    assert f"Added to your collection: {SLICE} articles" in told
    assert f"Not added, since it took too long: {len(MANY) - SLICE} articles" in told
    again = desk.sources.add(ASKER, Batch(articles=MANY)).text
    assert f"Added to your collection: {len(MANY) - SLICE} articles" in again
    assert f"You had before: {SLICE} articles" in again


def test_what_was_added_by_a_process_that_was_killed_counts_and_can_be_taken_back(
    desk: Desk,
) -> None:
    """Killed after an article was added, before it was written down whose it is."""
    desk.office.library.add(MANY[0], ASKER.collection)
    assert (
        "Added to your collection: one article"
        in desk.sources.add(ASKER, Batch(articles=[MANY[0]])).text
    )
    assert desk.sources.additions.size(ASKER.chat_id) > 0
    desk.sources.undo(ASKER)
    assert held(desk) == set()


def test_two_messages_at_once_stay_within_the_limit(desk: Desk) -> None:
    desk.office.settings.articles_per_chat = limit = len(MANY) + 1
    one = desk.sources.begin(ASKER, Batch(articles=MANY))
    others = [article(number) for number in range(100, 100 + len(MANY))]
    other = desk.sources.begin(ASKER, Batch(articles=others))
    while one.goes_on or other.goes_on:
        for adding in (one, other):
            if adding.goes_on:
                adding.step()
    assert len(held(desk)) <= limit
    assert one.refusal or other.refusal
    stopped = one if one.refusal else other
    assert "reached its limit" in desk.sources.added(stopped, Batch()).text


def test_two_messages_with_the_same_articles_are_counted_once(desk: Desk) -> None:
    both = [desk.sources.begin(ASKER, Batch(articles=MANY)) for _ in range(2)]
    for adding in both:
        while adding.goes_on:
            adding.step()
    size = desk.sources.additions.size(ASKER.chat_id)
    desk.sources.undo(ASKER)
    assert size > 0
    assert desk.sources.additions.size(ASKER.chat_id) == 0
