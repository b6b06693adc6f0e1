from __future__ import annotations

import io
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions import Button, action
from bot.commands import TABLE
from bot.desk import Desk, asker_of
from bot.desk.articles import EXAMPLES
from bot.figures import HideToken, JsonLines, set_up_logging
from bot.render.citation import Cited
from bot.render.message import EntityKind, MessageBuilder, bold, link
from bot.settings import Settings
from bot.terminal import Terminal, button_lines, shown
from bot.texts import LANGUAGES, words_of
from bot.wiring import build_desk
from index.analysis import analyse
from index.encoder.base import Encoder
from index.errors import VerbatimError
from index.library import Library
from index.types import Article, Span
from retrieval.answer import Citation


@pytest.fixture(scope="module")
def desk(
    encoder: Encoder, sample_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = shutil.copytree(sample_folder, tmp_path_factory.mktemp("terminal") / "data")
    library = Library.open(folder, encoder)
    yield build_desk(Settings(_env_file=None), library)
    library.close()


def spoken(desk: Desk, text: str, language: str = "ar") -> str:
    sink = io.StringIO()
    Terminal(desk, asker_of(0, language), source=io.StringIO(text), sink=sink).chat()
    return sink.getvalue()


def test_a_conversation_with_buttons(desk: Desk) -> None:
    written = spoken(desk, "ماذا قال ستالبورغ عن الهدنة؟\n1\n\n")
    assert "قول" in written
    assert "(1) السياق" in written
    assert "سياق الجملة في المقال" in written


def test_a_file_is_named_and_a_number_beyond_the_buttons_is_a_question(desk: Desk) -> None:
    written = spoken(desk, "ماذا قال ستالبورغ؟\n99999\n")
    assert written.count("\n> ") == 3


def test_bold_and_links_as_a_terminal_can() -> None:
    builder = MessageBuilder(words_of("en"))
    builder.part(bold("heavy")).text(" ").part(link("here", "https://a.example/x#:~:text=y"))
    builder.line()
    with builder.styled(EntityKind.BLOCKQUOTE):
        builder.text("one\ntwo")
    message = builder.build()
    assert "\x1b[1mheavy\x1b[22m" in shown(message, colour=True)
    plain = shown(message, colour=False)
    assert "here <https://a.example/x>" in plain
    assert plain.count("\u2503 ") == 2


@pytest.mark.parametrize("colour", [True, False])
def test_words_that_nobody_published_are_marked_in_any_terminal(colour: bool) -> None:
    builder = MessageBuilder(words_of("en"))
    with builder.styled(EntityKind.STRIKE):
        builder.text("never")
    builder.text(" ")
    with builder.styled(EntityKind.UNDERLINE):
        builder.text("always")
    message = shown(builder.build(), colour=colour)
    assert message == "[-never-] " + ("\x1b[4malways\x1b[24m" if colour else "{+always+}")


def test_words_that_differ_from_the_store_do_not_reach_the_terminal(desk: Desk) -> None:
    article = desk.office.library.store.articles({"public"})[0]
    builder = MessageBuilder(words_of("ar")).verbatim("كلمات أخرى", article.id, Span(0, 10))
    terminal = Terminal(desk, asker_of(0, "ar"), sink=io.StringIO())
    with pytest.raises(VerbatimError):
        terminal.show(builder.build())
    gone = MessageBuilder(words_of("ar")).verbatim("كلمات", "0" * 16, Span(0, 5))
    with pytest.raises(VerbatimError):
        terminal.show(gone.build())


def test_logs_hide_the_token_even_in_a_traceback() -> None:
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "at %s", ("1:secret",), None)
    try:
        raise ValueError("GET /bot1:secret/getMe")
    except ValueError:
        record.exc_info = sys.exc_info()
    assert HideToken("1:secret").filter(record)
    line = json.loads(JsonLines().format(record))
    assert "1:secret" not in json.dumps(line)
    assert line["message"] == "at [token]"
    assert "[token]" in line["error"]


def test_logging_is_set_up_without_chatter(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        set_up_logging(
            Settings(_env_file=None, telegram_bot_token="1:x", log_format="json", data_dir=tmp_path)
        )
        assert logging.getLogger("httpx").level == logging.WARNING
        assert isinstance(root.handlers[0].formatter, JsonLines)
    finally:
        root.handlers[:], root.level = before


def test_an_aside_of_a_narrator_s_sentence_gives_it_no_speaker() -> None:
    for text, aside in (
        ("وسيرأس رائد القندسي شركة الرمل خلفا لسالم الكندي الذي كشف أنه سيترك الشركة.", True),
        ("وقال سالم الكندي الذي حضر الحفل في الميناء القديم إن السد جاهز.", False),
    ):
        analysis = analyse(Article(text=text))
        span, [saying] = analysis.sentences[0].span, analysis.sayings
        citation = Citation("a", "", "", None, 1, None)
        assert Cited(1, text, span, citation, None, saying).is_aside is aside


def test_a_terminal_takes_the_commands_of_sayings(desk: Desk) -> None:
    claim = "«صوت الناس ولا اعتراض على صوت الناس»"
    verified, who = spoken(desk, f"/verify {claim}\n"), spoken(desk, f"/who {claim}\n")
    assert words_of("ar")("verdict.word_for_word") in verified
    assert "القباني" in who


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_greeting_s_examples_can_be_typed_as_well_as_pressed(desk: Desk, language: str) -> None:
    greeting = spoken(desk, "", language).partition(words_of(language)("start.examples"))[2]
    examples = re.findall(r"^\(\d\) (.+)$", greeting, re.MULTILINE)
    assert len(examples) == EXAMPLES
    for number, example in enumerate(examples, start=1):
        typed, pressed = (
            re.findall("\u2503 .+", spoken(desk, f"{line}\n", language))
            for line in (example, number)
        )
        assert typed
        assert set(typed) == set(pressed), example


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_terminal_knows_every_command(
    desk: Desk, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = words_of(language)
    unknown, elsewhere = (words(key) for key in ("bad.command", "terminal.telegram"))
    for name, command in TABLE.items():
        written = spoken(desk, f"/{name}\n", language)
        assert unknown.partition("{")[0] not in written, name
        assert (elsewhere.partition("}")[2] in written) is command.telegram, name


def test_a_command_without_words_takes_the_next_line(desk: Desk) -> None:
    assert "قولان" in spoken(desk, "/said\nماكغورك ليبيا\n")
    assert "صحيح" not in spoken(desk, "/verify\n/speakers\n").partition("/verify")[2]


@pytest.mark.parametrize(
    ("typed", "language", "near"),
    [
        ("/verfy «كلمات»", "ar", "/verify"),
        ("/speaker", "en", "/speakers"),
        ("/artcles", "fr", "/articles"),
        ("/quux", "en", ""),
        ("/srv/notes.txt", "fr", ""),
    ],
)
def test_an_unknown_command_is_told_what_there_is(
    desk: Desk, typed: str, language: str, near: str
) -> None:
    words, written = words_of(language), spoken(desk, typed + "\n", language)
    assert words("bad.command").partition("{")[0] in written
    assert "/start /help /new" in written
    assert "\u2503" not in written
    meant = words("bad.command.near").partition("{")[0]
    assert (meant in written) is bool(near)
    assert near in written


def test_a_table_is_written_beside_what_is_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    spoken(desk, "/csv\n/csv القندسي\n/report القندسي\n")
    kept = {path.name for path in tmp_path.iterdir()}
    assert kept == {"qawl-sayings.csv", "qawl-sayings-2.csv", "qawl-report.html"}
    tmp_path.chmod(0o500)
    if not os.access(tmp_path, os.W_OK):
        assert words_of("ar")("terminal.unkept").partition("{")[0] in spoken(desk, "/csv\n")


def test_a_language_that_is_chosen_is_kept(desk: Desk) -> None:
    try:
        written = spoken(desk, "/lang en\n/new\n")
        assert words_of("en")("new.done") in written
        assert words_of("en")("terminal.welcome") in spoken(desk, "")
    finally:
        desk.office.state.forget(0)


def test_buttons_that_are_numbers_share_a_line() -> None:
    labels = ("11", "12", "13", "التالي", "14")
    lines = button_lines([Button(label, action("speakers", page=1)) for label in labels])
    assert lines == ["(1) 11  (2) 12  (3) 13", "(4) التالي", "(5) 14"]
