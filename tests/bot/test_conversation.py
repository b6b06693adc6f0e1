"""A conversation goes on, whichever process answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions import Action
from bot.desk import Desk, Document, asker_of
from bot.settings import Settings
from bot.wiring import build_desk
from index.encoder.base import Encoder
from index.library import Library
from index.reading import read_text

READER = asker_of(501, "ar")
UNDERSTOOD = "فهمت سؤالك هكذا"


@pytest.fixture
def desks(tmp_path: Path, sample_folder: Path, encoder: Encoder) -> Iterator[tuple[Desk, Desk]]:
    """Two bots on one data folder, as two processes would have it open."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    settings = Settings(_env_file=None, data_dir=folder)
    libraries = [Library.open(folder, encoder) for _ in range(2)]
    yield build_desk(settings, libraries[0]), build_desk(settings, libraries[1])
    for library in libraries:
        library.close()


def test_a_follow_up_may_be_answered_by_another_bot(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.ask(READER, "ماذا قال ستالبورغ عن الهدنة؟")
    assert UNDERSTOOD in second.ask(READER, "وماذا عن الأسرى؟").text
    other = asker_of(502, "ar")
    assert UNDERSTOOD not in second.ask(other, "وماذا عن الأسرى؟").text


@pytest.mark.parametrize(
    ("first", "then", "name"),
    [
        ("ماذا قال ستالبورغ عن الهدنة؟", "والرمضي؟", "الرمضي"),
        ("What did Belisar say about the border?", "And Stahlborg?", "Stahlborg"),
        ("Qu'a dit Belisar sur la frontière ?", "Et Stahlborg ?", "Stahlborg"),
    ],
)
def test_a_follow_up_is_shown_in_full(
    desks: tuple[Desk, Desk], first: str, then: str, name: str
) -> None:
    desks[0].ask(READER, first)
    shown = desks[0].ask(READER, then).text.split("\n")[0]
    assert name in shown
    assert then not in shown


def test_what_was_forgotten_here_is_forgotten_there(desks: tuple[Desk, Desk]) -> None:
    first, second = desks
    first.ask(READER, "ماذا قال ستالبورغ عن الهدنة؟")
    second.chats.forget_all(READER)
    assert UNDERSTOOD not in first.ask(READER, "وماذا عن الأسرى؟").text


def test_what_is_kept_is_told_in_numbers_that_hold(desks: tuple[Desk, Desk]) -> None:
    told = {
        language: desks[0].chats.privacy(asker_of(501, language)).text
        for language in ("ar", "en", "fr")
    }
    assert "6 ساعات" in told["ar"]
    assert "90 يومًا" in told["ar"]
    assert "6 hours" in told["en"]
    assert "90 jours" in told["fr"]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_an_export_says_what_everything_in_it_is(desks: tuple[Desk, Desk], language: str) -> None:
    asker = asker_of(501, language)
    desks[0].ask(asker, "ماذا قال ستالبورغ عن الهدنة؟")
    file = desks[0].chats.export(asker)
    assert isinstance(file, Document)
    body = json.loads(file.data)
    assert body["described"].keys() == body["kept"].keys()
    assert all(body["described"].values())


def test_only_an_answer_is_said_to_come_from_the_text(desks: tuple[Desk, Desk]) -> None:
    desk = desks[0]
    text = "عمدة القرية يفتتح النافورة\n\nافتتح العمدة زبرقان المهاوي النافورة صباح الجمعة."
    [offer] = [
        button.target
        for row in desk.sources.draft(READER, read_text(text)).buttons
        for button in row
        if isinstance(button.target, Action) and button.target.name == "ask_draft"
    ]
    desk.act(READER, offer)
    note = READER.words("guest.note")
    assert note in desk.ask(READER, "من افتتح النافورة؟").text
    assert note not in desk.ask(READER, "؟؟").text
    desk.office.settings.questions_per_day = 1
    assert note not in desk.ask(READER, "من افتتح النافورة؟").text
