"""Sites and alerts: one list for both, and patience with a chat that cannot be reached."""

from __future__ import annotations

import doctest
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Asker, Desk, Note, asker_of
from bot.desk.watching import FIRST_WAIT, LONGEST_WAIT
from bot.settings import Settings
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.reading import feeds, read_text
from index.reading.feeds import FeedState
from index.types import QuoteKind

CHAT = 601


@pytest.fixture
def desk(tmp_path: Path, sample_folder: Path, encoder: Encoder) -> Iterator[Desk]:
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    library = Library.open(folder, encoder)
    yield build_desk(Settings(_env_file=None, data_dir=folder), library)
    library.close()


@pytest.fixture(params=["ar", "en", "fr"])
def asker(request: pytest.FixtureRequest) -> Asker:
    return asker_of(CHAT, request.param)


def test_both_are_listed_and_stopped_alike(desk: Desk, asker: Asker) -> None:
    words = asker.words
    desk.alerts.watches.follow(CHAT, FeedState("https://z.example/rss", failures=2), None)
    desk.alerts.add(asker, "زبرقان المهاوي")
    for kind, shown, command in (
        ("follow", desk.feeds.show, "unfollow"),
        ("alert", desk.alerts.show, "alert_off"),
    ):
        listed = shown(asker)
        assert listed.text.startswith(words(f"watched.title.{kind}").strip("*"))
        [[button]] = listed.buttons
        assert button.label.startswith(words(f"button.stop.{kind}"))
        none = desk.act(asker, button.target)  # type: ignore[arg-type]
        assert not isinstance(none, Note)
        assert words(f"watched.none.{kind}") in none.text  # type: ignore[union-attr]
        assert desk.act(asker, button.target) == Note(words("already.done")), command  # type: ignore[arg-type]


def test_a_chat_that_cannot_be_reached_is_left_alone_longer_and_longer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    state, alerts = desk.office.state, desk.alerts
    now = [state.clock()]
    monkeypatch.setattr(state, "clock", lambda: now[0])
    asker = asker_of(CHAT, "ar")
    alerts.add(asker, "زبرقان المهاوي")
    text = 'خبر من الميدان\n\nوقال العمدة زبرقان المهاوي للصحافيين "الماء لمن يعطش لا لمن يدفع".'
    desk.office.library.add(read_text(text), asker.collection)
    waits = [0.0, *(min(FIRST_WAIT * 2**failures, LONGEST_WAIT) for failures in range(12))]
    assert waits[-2:] == [LONGEST_WAIT, LONGEST_WAIT]
    for wait in waits:
        [news] = alerts.due()
        desk.patience.settle(news, reached=False)
        assert alerts.changed(), "what is put off has to be looked at again"
        began = now[0]
        for passed in (0.0, 0.4 * wait, wait - 0.5) if wait else ():
            now[0] = began + passed
            assert alerts.due() == [], f"{passed:.0f} s of {wait:.0f}"
        now[0] = began + wait
        [due] = alerts.due()
        due.give_back()
    desk.patience.settle(news, reached=False)
    assert alerts.due() == []
    desk.patience.settle(news, reached=True)
    assert alerts.due()


def test_words_within_a_reported_sentence_are_told_with_it_alone(desk: Desk) -> None:
    asker = asker_of(CHAT, "ar")
    desk.alerts.add(asker, "زبرقان المهاوي")
    text = "خبر من الميدان\n\nوقال العمدة زبرقان المهاوي إن النافورة «لن تتوقف أبدا» بعد اليوم."
    desk.office.library.add(read_text(text), asker.collection)
    found = desk.sayings.door.quotes(asker.scope, speaker="زبرقان المهاوي")
    assert len(found) == 2
    [news] = desk.alerts.due()
    assert "لن تتوقف أبدا" in news.message.text


def test_the_examples_hold() -> None:
    assert doctest.testmod(feeds).failed == 0


def test_every_quotation_is_listed_the_ones_within_reported_sentences_too(desk: Desk) -> None:
    asker = asker_of(CHAT, "ar")
    text = "خبر من الميدان\n\nوقال العمدة زبرقان المهاوي إن النافورة «لن تتوقف أبدا» بعد اليوم."
    desk.office.library.add(read_text(text), asker.collection)
    found = desk.sayings.door.quotes(asker.scope, speaker="زبرقان المهاوي")
    listed = [said.saying.quote.kind for said in found]
    assert sorted(listed) == [QuoteKind.INDIRECT, QuoteKind.PARTIAL]
