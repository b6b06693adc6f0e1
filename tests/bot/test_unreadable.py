"""What cannot be read is told in the reader's language, with what to do about it."""

from __future__ import annotations

import re

import pytest

from bot.desk.sources import Batch
from bot.render.message import MessageBuilder
from bot.render.source import added_message, put_unreadable
from bot.texts import LANGUAGES, words_of
from index.errors import ReadingError, Unreadable

LIMITED = ("too_large", "memory", "slow", "broke", "pages", "chapters", "articles", "links")
PARTS = {Unreadable(reason): {"limit": 20} for reason in LIMITED} | {Unreadable.ROW: {"line": 3}}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Unreadable)
def test_every_reason_is_told_in_every_language(reason: Unreadable, language: str) -> None:
    error = ReadingError("for the log", reason, **PARTS.get(reason, {}))
    builder = MessageBuilder(words_of(language))
    put_unreadable(builder, "خبر.pdf", error)
    told = builder.build().text
    assert "for the log" not in told
    assert "{" not in told
    assert len(told.splitlines()) == 2
    for part in error.parts.values():
        assert str(part) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_read_and_what_was_not_stand_in_one_message(language: str) -> None:
    batch = Batch()
    batch.read("good.txt", "خبر قصير\n\nافتتح العمدة النافورة صباح الجمعة.".encode())
    batch.read("empty.txt", b"")
    batch.read("picture.psd", b"8BPS")
    words = words_of(language)
    told = added_message(words, batch.articles, [], batch.failed, batch="b").text
    assert words("unreadable.empty") in told
    # Names of formats are isolated among Arabic words.
    assert "psd" in told
    assert words("unreadable.kind")[:12] in re.sub("[\u2066-\u2069]", "", told)
