"""A no says how sure it is, and marks nothing as the answer."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.render.answer import no_answer_message
from bot.render.citation import Cited
from bot.render.message import EntityKind
from bot.texts import words_of
from index.types import Article, Sentence, Span
from retrieval.answer import NoAnswer, Reason
from retrieval.tell.citation import cite

TEXT = "شاركت 42 دولة في الاجتماع."
ARTICLE = Article(text=TEXT, headline="الاجتماع", outlet="المثال", date=dt.date(2024, 5, 6))
SENTENCE = Sentence(1, Span(0, len(TEXT)))
NEAREST = Cited(1, TEXT, SENTENCE.span, cite(ARTICLE, SENTENCE), highlight=Span(6, 13))


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (Reason.LOW_CONFIDENCE, "none.nearest_unsure"),
        (Reason.NOT_COVERED, "none.nearest"),
        (Reason.NOTHING_SHARED, "none.nearest"),
    ],
)
def test_only_what_is_certain_is_said_to_be_no_answer(
    language: str, reason: Reason, line: str
) -> None:
    words = words_of(language)
    message = no_answer_message(words, NoAnswer("كم دولة؟", reason, 0.3), NEAREST)
    shown = message.text.replace("\u200f", "")
    assert words(line) in shown
    assert TEXT in shown
    bold = [e for e in message.entities if e.kind is EntityKind.BOLD]
    raw = message.text.encode("utf-16-le")
    marked = [raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in bold]
    assert not any("42" in text for text in marked)
