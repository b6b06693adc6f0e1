"""No article is more than shown: no formula, no command to a terminal, no turned line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.message import MessageBuilder, contained
from bot.render.source import unread_message
from bot.settings import load_settings
from bot.terminal import shown, visible
from bot.texts import LANGUAGES, words_of
from index.errors import ReadingError, Unreadable
from index.types import Span
from retrieval.sayings.export import COLUMNS, as_csv

FORMULAS = [
    *("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\uff1d1+1", "\uff0b1"),
    *(
        "\u200f=1",
        "\u202e=1",
        "\ufeff=1",
        "\u2068=1",
        "\u200b\u200f =1",
        "\uff20SUM",
        "\uff0d1",
        "|cmd",
    ),
    *("\n=1", "\u061c=1", "\u2066\u2067=cmd"),
]


@pytest.mark.parametrize("words", FORMULAS)
def test_a_cell_that_a_spreadsheet_would_compute_is_escaped(words: str) -> None:
    table = as_csv([{**dict.fromkeys(COLUMNS), "words": words}])
    assert f"'{words}" in table


@pytest.mark.parametrize("words", ["قال: = لا", "«=»", "2 = 2", "نص", ""])
def test_other_cells_stay_as_published(words: str) -> None:
    assert "'" not in as_csv([{**dict.fromkeys(COLUMNS), "words": words}])


@given(st.text())
def test_no_control_reaches_a_terminal(text: str) -> None:
    builder = MessageBuilder(words_of("ar"))
    builder.text("قال: ").verbatim(text, "id", Span(0, len(text)))
    for colour in (True, False):
        found = shown(builder.build(), colour=colour)
        assert not any(char < " " and char not in "\n\t\r" for char in found.replace("\x1b[", ""))
        assert not any("\x7f" <= char <= "\x9f" for char in found)
    assert len(visible(text)) == len(text)


TURNED = ["\u202eabc", "\u2066abc", "a\u2069b\u202ec", "\u202ea\u202c", "\u2069\u2069\u2067x"]


@pytest.mark.parametrize("text", TURNED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_direction_marks_end_with_the_words_that_hold_them(text: str, language: str) -> None:
    words = words_of(language)
    message = MessageBuilder(words).verbatim(text, "id", Span(0, len(text))).build()
    [quoted] = message.quoted
    assert message.text[quoted.offset : quoted.offset + len(text)] == text
    assert words("words.turned") in message.text
    depth = 0
    for place, char in enumerate(message.text):
        depth += char in "\u2066\u2067\u2068"
        depth -= char == "\u2069" and depth > 0
        # Nowhere within the words is the line itself reached.
        if quoted.offset <= place < quoted.offset + len(text):
            assert depth > 0
    assert depth == 0


def test_plain_words_are_left_alone() -> None:
    assert contained("قال Reuters\u200f") == ("", "")


def test_another_address_of_the_api_is_announced_where_a_file_alone_sets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("QAWL_API_URL", raising=False)
    assert load_settings().foreign_api is None
    Path(".env").write_text("QAWL_API_URL=https://elsewhere.example\n", encoding="utf-8")
    assert load_settings().foreign_api == "https://elsewhere.example"
    # An empty variable, as compose files leave one, sets nothing.
    monkeypatch.setenv("QAWL_API_URL", "")
    assert load_settings().foreign_api == "https://elsewhere.example"
    Path(".env").write_text("QAWL_API_URL=https://me:pass@elsewhere.example\n", encoding="utf-8")
    assert load_settings().foreign_api == "https://elsewhere.example"
    monkeypatch.setenv("QAWL_API_URL", "https://mine.example")
    assert load_settings().foreign_api is None


def test_a_name_that_somebody_chose_is_one_line_and_short() -> None:
    """Of a file, of a part of an archive, of a link."""
    name = "خبر\n\n✅ حرفيا\x1b[2J\u202e" + "ع" * 5_000 + ".psd"
    error = ReadingError("no", Unreadable.KIND)
    told = unread_message(words_of("ar"), {name: error}).text
    assert told.count("\n") == 1
    assert len(told) < 400
    assert not set(told) & set("\x1b\u202e")
    assert ".psd" in told
