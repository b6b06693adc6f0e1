from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.message import (
    FSI,
    PDI,
    RLM,
    EntityKind,
    Message,
    MessageBuilder,
    bold,
    isolate,
    link,
    starts_rtl,
    utf16_length,
)
from bot.render.split import split
from bot.texts import words_of
from index.types import Span

AR, EN = words_of("ar"), words_of("en")
LETTERS = st.text(st.sampled_from("ابتثج abc😀.؟\n 12«»"), min_size=1, max_size=60)


def covered(message: Message, number: int = 0) -> str:
    entity = message.entities[number]
    raw = message.text.encode("utf-16-le")
    return raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def test_offsets_count_utf16_units() -> None:
    message = MessageBuilder(EN).text("😀 ").part(bold("x😀y")).text(" z").build()
    assert (message.entities[0].offset, message.entities[0].length) == (3, 4)
    assert covered(message) == "x😀y"


def test_a_latin_name_is_isolated_in_an_arabic_line() -> None:
    message = MessageBuilder(AR).say("answer.speaker", name="Brett McGurk").build()
    assert f"{FSI}Brett McGurk{PDI}" in message.text
    assert "Brett McGurk" in covered(message)


def test_a_line_that_begins_in_latin_is_marked_in_an_arabic_frame() -> None:
    message = MessageBuilder(AR).part("Reuters").line().text("سطر").build()
    first, second = message.text.split("\n")
    assert first.startswith(RLM)
    assert not second.startswith(RLM)
    assert starts_rtl(first)


def test_equal_pieces_are_marked_each_by_its_own_line() -> None:
    builder = MessageBuilder(AR)
    builder.part("A").text(" ثم ").part("A").line().part("A")
    assert [line.startswith(RLM) for line in builder.build().text.split("\n")] == [False, True]


def test_stray_marks_of_direction_cannot_break_out_of_an_isolate() -> None:
    assert isolate(f"a{PDI}b\u202e", rtl=True) == f"{FSI}ab{PDI}"


def test_verbatim_words_are_left_alone() -> None:
    words = "English words, 42 of them"
    builder = MessageBuilder(AR)
    with builder.styled(EntityKind.BLOCKQUOTE):
        builder.verbatim(words, "a" * 16, Span(10, 10 + len(words)), Span(25, 27))
    message = builder.build()
    assert message.text == words
    assert {e.kind for e in message.entities} == {EntityKind.BLOCKQUOTE, EntityKind.BOLD}
    for piece in message.quoted:
        shown = message.text[piece.offset : piece.offset + len(piece.span)]
        assert shown == Span(piece.span.start - 10, piece.span.end - 10).of(words)


def test_markup_in_a_value_is_only_text() -> None:
    message = MessageBuilder(AR).say("none.not_covered", words="*x* {y} <b>").build()
    assert "*x* {y} <b>" in message.text
    assert message.entities == ()


def test_links_carry_their_address() -> None:
    message = MessageBuilder(EN).part(link("here", "https://a.example")).build()
    assert message.entities[0].url == "https://a.example"


@settings(deadline=None)
@given(st.lists(st.tuples(LETTERS, st.booleans()), min_size=1, max_size=8))
def test_entities_cover_what_was_added(parts: list[tuple[str, bool]]) -> None:
    builder = MessageBuilder(EN)
    for text, heavy in parts:
        builder.part(bold(text)) if heavy else builder.text(text)
    message = builder.build()
    shown = [isolate(text, rtl=False).rstrip() for text, heavy in parts if heavy]
    covers = [covered(message, n) for n in range(len(message.entities))]
    assert [s for s in shown if s] == covers or len(covers) < len(parts)
    assert all(e.offset + e.length <= utf16_length(message.text) for e in message.entities)


@given(st.lists(LETTERS, min_size=1, max_size=30), st.integers(20, 80), st.integers(1, 5))
def test_parts_keep_to_the_limits_and_lose_no_word(
    texts: list[str], limit: int, entities: int
) -> None:
    builder = MessageBuilder(EN)
    at = 0
    for number, text in enumerate(texts):
        if number % 3 == 0:
            with builder.styled(EntityKind.BLOCKQUOTE):
                builder.verbatim(text, "a" * 16, Span(at, at + len(text)))
            at += len(text)
        else:
            builder.text(text)
        builder.line(2)
    message = builder.build()
    parts = split(message, limit, entities)
    assert "".join("".join(p.text.split()) for p in parts) == "".join(message.text.split())
    for part in parts:
        assert utf16_length(part.text) <= limit
        assert len(part.entities) <= entities
        raw = part.text.encode("utf-16-le")
        for entity in part.entities:
            assert raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
    source = "".join(text for number, text in enumerate(texts) if number % 3 == 0)
    for part in parts:
        for piece in part.quoted:
            shown = part.text[piece.offset : piece.offset + len(piece.span)]
            assert shown == piece.span.of(source)


def test_a_long_text_is_cut_between_sentences() -> None:
    sentence = "هذه جملة تامة من كلمات كثيرة تطول شيئا ما. "
    parts = split(MessageBuilder(AR).text(sentence * 400).build())
    assert len(parts) > 1
    assert all(part.text.rstrip().endswith(".") for part in parts)


def test_one_word_longer_than_a_message_still_goes_out() -> None:
    message = MessageBuilder(EN).text("x" * 10_000).build()
    assert [len(part.text) for part in split(message)] == [4_096, 4_096, 1_808]


@pytest.mark.parametrize(
    ("template", "isolated"),
    [
        ("بالأمر /sources.", ["/sources"]),
        ("هكذا: 2024-05-07", ["2024-05-07"]),
        ("يبدأ بـ https://", ["https://"]),
        ("/said الاسم، مثل: /said ليبيا", ["/said", "/said"]),
        ("و/أو", []),
        ("html وpdf", []),
    ],
)
def test_what_runs_left_to_right_is_isolated_in_arabic_sentences(
    template: str, isolated: list[str]
) -> None:
    arabic = MessageBuilder(words_of("ar")).fill(template).build().text
    assert re.findall(f"{FSI}(.*?){PDI}", arabic) == isolated
    assert re.sub("[\u2066-\u2069\u200f]", "", arabic) == template
    assert MessageBuilder(words_of("en")).fill("see /help").build().text == "see /help"


def test_what_was_denied_is_nobody_s_saying() -> None:
    from bot.render.answer import put_speaker
    from bot.render.citation import Cited
    from bot.render.message import MessageBuilder
    from index.analysis import analyse
    from index.types import Article, Polarity, Span
    from retrieval.tell.citation import cite

    text = "نفى وزير المياه سالم الكندي قوله «سنرفع السعر غدا صباحا»."
    article = Article(text)
    analysis = analyse(article)
    (saying,) = analysis.sayings
    assert saying.attribution.polarity is Polarity.DENIED
    citation = cite(article, analysis.sentences[0])
    item = Cited(1, text, Span(0, len(text)), citation, saying=saying)
    assert item.speaker is None
    builder = MessageBuilder(words_of("ar"))
    put_speaker(builder, saying)
    assert "ينفي" in builder.build().text


def test_spaces_inside_french_marks_are_in_no_style() -> None:
    text = "«\u00a0Le puits est plein\u202f», dit-elle."
    said = Span(11, 11 + text.index("»") - 1)
    message = MessageBuilder(words_of("fr")).verbatim(
        text, "a" * 16, Span(10, 10 + len(text)), said
    )
    [bold] = [e for e in message.build().entities if e.kind is EntityKind.BOLD]
    assert text[bold.offset : bold.offset + bold.length] == "Le puits est plein"


def test_an_article_counts_a_sentence_as_one_saying() -> None:
    from bot.render.article import article_message
    from index.analysis import analyse
    from index.types import Article

    text = 'قال كريم الودغيري إن الجسر "متين جدا" وإن الطريق "آمن". وأضاف: "سنفتحه غدا".'
    article = Article(text=text)
    analysis = analyse(article)
    assert len(analysis.sayings) > 2
    message = article_message(AR, article, analysis, page=0, of="articles")
    assert "جملتان، قولان" in message.text
