"""While the index lacks something, every answer says so, and nothing is said not to be there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.desk.office import asker_of
from bot.settings import Settings
from bot.wiring import build_answerer, build_desk
from index.encoder import Encoder
from index.library import Library
from index.upkeep import Upkeep
from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Asking

QUESTIONS = (
    "كم دولة شاركت في اجتماع الصخيرات؟",
    "كم عدد سكان المريخ؟",
    "ماذا قال مارتن كوبلر؟",
    "ماذا قال زيد الذي لا يعرفه أحد؟",
    "من قال «لن تمطر السماء ذهبا في هذا الشتاء»؟",
    "هل قال مارتن كوبلر «لن تمطر السماء ذهبا»؟",
)


@pytest.fixture
def desk(
    sample_folder: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A bot whose index was lost, and is not mended before the test says so."""
    folder = tmp_path / "data"
    shutil.copytree(sample_folder, folder)
    shutil.rmtree(folder / "index")
    monkeypatch.setattr(Upkeep, "_start", lambda _: None)
    library = Library.open(folder, encoder)
    yield build_desk(Settings(data_dir=folder, _env_file=None), library)
    library.close()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_says_it_until_the_index_is_whole(
    desk: Desk, question: str, language: str
) -> None:
    asker = asker_of(5, language)
    words = asker.words
    shown = desk.ask(asker, question).text.replace("\u200f", "")
    spoken = asker.speaking("ar").words
    notes = {w(key) for w in (words, spoken) for key in ("none.incomplete", "index.incomplete")}
    assert any(note in shown for note in notes)
    assert not any(spoken(f"none.{reason}") in shown for reason in ("nothing_shared",))
    desk.conversation.office.library.build()
    shown = desk.ask(asker, question).text.replace("\u200f", "")
    assert not any(note in shown for note in notes)


def test_the_answerer_gives_no_true_no(desk: Desk) -> None:
    library = desk.conversation.office.library
    answerer = build_answerer(desk.conversation.office.settings, library)
    told = answerer.answer(QUESTIONS[0])
    assert isinstance(told, NoAnswer)
    assert told.reason is Reason.INCOMPLETE
    assert answerer.ask(Asking(QUESTIONS[0])).incomplete
    library.build()
    assert isinstance(answerer.answer(QUESTIONS[0]), Answer)
    assert not answerer.ask(Asking(QUESTIONS[0])).incomplete
