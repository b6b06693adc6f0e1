"""In what order sayings are said to stand, and what is said of words that are not surely theirs."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.render.answer import answer_message
from bot.render.said import said_message
from bot.texts import words_of
from index.identity.values import Person
from index.types import (
    Attribution,
    AttributionStatus,
    Quote,
    QuoteKind,
    Saying,
    Span,
    SpeakerKind,
)
from retrieval.answer import Citation
from retrieval.sayings.values import CitedSaying, Said

BAKER = Person("p", "سلمى الريحاني", SpeakerKind.PERSON, ("سلمى الريحاني",))
UNKNOWN = Attribution(AttributionStatus.UNKNOWN, None, None, None, (), "", 0.0)
NEWEST, NEAREST, ARTICLE = "الأحدث أولًا", "الأقرب إلى سؤالك أولًا", "بترتيب المقال"


def saying(article: str, date: dt.date | None = None) -> CitedSaying:
    span = Span(0, 5)
    quote = Saying(article, Quote(span, span, QuoteKind.DIRECT), UNKNOWN)
    return CitedSaying(
        "الخبز", span, "الخبز", span, Citation(article, "", "", date, 1, None), quote
    )


DAY, NEXT = dt.date(2021, 5, 4), dt.date(2021, 5, 5)


@pytest.mark.parametrize(
    ("sayings", "nearest", "order"),
    [
        ([saying("a", DAY), saying("b", NEXT)], False, NEWEST),
        ([saying("a", DAY), saying("b", NEXT)], True, NEAREST),
        ([saying("a", DAY), saying("a", DAY)], False, ARTICLE),
        ([saying("a"), saying("a")], False, ARTICLE),
        ([saying("a"), saying("b")], False, ""),
        ([saying("a", DAY)], False, ""),
        ([saying("a", DAY)], True, ""),
    ],
)
@pytest.mark.parametrize(("topic", "by_meaning"), [("", False), ("الخبز", False), ("الخبز", True)])
def test_an_order_is_told_where_there_is_one(
    sayings: list[CitedSaying], nearest: bool, order: str, topic: str, by_meaning: bool
) -> None:
    said = Said(
        "الريحاني",
        topic,
        (BAKER,),
        tuple(sayings),
        len(sayings),
        by_meaning=by_meaning,
        nearest_first=nearest,
    )
    told = said_message(words_of("ar"), said, [], 0).text
    assert [one for one in (NEWEST, NEAREST, ARTICLE) if one in told] == ([order] if order else [])
    assert "{" not in told


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_what_is_not_surely_theirs_is_told_first(language: str) -> None:
    words = words_of(language)
    told = answer_message(words, [], answer_id="a", confidence=0.9, unsure_of="Selma Rihani")
    assert "Selma Rihani" in told.text.split("\n")[0]
    meant = answer_message(words, [], answer_id="a", confidence=0.9, reworded=True)
    assert meant.text.startswith(words("answer.reworded"))
    aside = answer_message(words, [], answer_id="a", confidence=0.9, aside_of="الرسوم")
    assert aside.text.startswith(words("answer.aside_of").partition("{")[0])
    plain = answer_message(words, [], answer_id="a", confidence=0.9)
    assert not plain.text
