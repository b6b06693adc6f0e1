"""The seat of the reader of answers, and what sits there."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import load_settings
from bot.wiring import build_answer_reader
from index.encoder import Encoder
from index.encoder.model_files import open_shared
from index.encoder.pieces import Pieces
from index.errors import EncoderError
from index.library import Library
from index.types import PUBLIC, Article, Span
from retrieval.answer import Answer, NoAnswer
from retrieval.answerer import Answerer
from retrieval.judge.answers import (
    QUESTION_TOKENS,
    SENTENCE_TOKENS,
    Card,
    Laid,
    lay_out,
    load_answer_reader,
    number_of,
    words_of,
)
from retrieval.judge.reader import FIRST, SHARED, Line, Mix, Reading, lines_of
from retrieval.judge.shared import shared
from retrieval.question.read import read_question

EVEN = Mix(read=1.0, found=0.0, shift=0.0, threshold=0.5)


class Pointing:
    """Says that the sentences with a word answer, and that the word does."""

    def __init__(self, word: str, mix: Mix = EVEN) -> None:
        self.word, self.mix = word, mix
        self.lines: list[Line] = []

    def read(self, _question: str, lines: Sequence[Line]) -> Reading:
        self.lines = list(lines)
        places = [line.sentence.find(self.word) for line in lines]
        return Reading(
            tuple(3.0 if at >= 0 else -3.0 for at in places),
            tuple(Span(at, at + len(self.word)) if at >= 0 else None for at in places),
        )


@pytest.fixture(scope="module")
def pieces(cache_dir: Path) -> Pieces:
    return open_shared(cache_dir).pieces


def test_what_is_read_to_answer_comes_first_and_is_bold(library: Library) -> None:
    question = "من افتتح السد؟"
    reader = Pointing("مقبرة")
    found = Answerer(library, reader=reader).answer(question)
    assert isinstance(found, Answer)
    first = found.sentences[0]
    assert "مقبرة" in first.text
    assert first.highlight is not None
    bold = first.text[first.highlight.start - first.span.start :][: len(first.highlight)]
    assert bold == "مقبرة"
    odds = [3.0, *[-3.0] * (len(reader.lines) - 1)]
    expected = 1 / (1 + math.exp(-float(np.logaddexp.reduce(odds))))
    assert found.confidence == pytest.approx(expected)
    scores = [sentence.score for sentence in (*found.sentences, *found.more)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("question", "bold"),
    [
        ("من حضر اللقاء مع سليم الحموي؟", None),
        ("مين اللي حضر اللقاء مع الحموي؟", None),
        ("من حضر اللقاء مع الوزير؟", "سليم الحموي"),
        ("من هو سليم الحموي؟", "سليم الحموي"),
    ],
)
def test_whom_a_question_names_is_not_whom_it_asks_for(
    encoder: Encoder, tmp_path: Path, question: str, bold: str | None
) -> None:
    library = Library.open(tmp_path, encoder)
    library.add(Article(text="وتحدثت في لقاء مشترك مع الوزير سليم الحموي على هامش المعرض."))
    found = Answerer(library, reader=Pointing("سليم الحموي")).answer(question)
    library.close()
    assert isinstance(found, Answer)
    first = found.sentences[0]
    shown = first.highlight and first.text[first.highlight.start : first.highlight.end]
    assert shown == bold


def test_of_what_somebody_said_the_nearest_comes_first(encoder: Encoder, tmp_path: Path) -> None:
    library = Library.open(tmp_path, encoder)
    library.add_many(
        [
            Article(text=f"قال الوزير سليم الحموي «{words}».", date=dt.date(2021, 5, day))
            for day, words in ((4, "السد لن يباع لأحد"), (9, "السد ممتلئ حتى حافته"))
        ]
    )
    plain, read = (
        Answerer(library, reader=reader).answer("ماذا قال سليم الحموي عن بيع السد؟")
        for reader in (None, Pointing("يباع"))
    )
    library.close()
    assert isinstance(plain, Answer)
    assert isinstance(read, Answer)
    assert "يباع" in read.sentences[0].text
    told = [{s.text for s in (*one.sentences, *one.more)} for one in (read, plain)]
    assert told[0] == told[1]


def test_nothing_that_is_read_to_answer_is_a_no_with_the_nearest(library: Library) -> None:
    found = Answerer(library, reader=Pointing("لا يوجد هنا")).answer("من دشن السد؟")
    assert isinstance(found, NoAnswer)
    assert found.nearest is not None


def test_lines_have_their_context(library: Library) -> None:
    reader = Pointing("97")
    Answerer(library, reader=reader).answer("كم بلغت كلفة سد الوادي الأخضر؟")
    assert 0 < len(reader.lines) <= FIRST
    line = next(line for line in reader.lines if "97" in line.sentence)
    assert line.headline == "افتتاح سد الوادي الأخضر"
    assert line.before.startswith("دشن وزير الري")


def test_a_line_scores_higher_by_what_it_shares_with_the_question(answerer: Answerer) -> None:
    asked = read_question("كم بلغت كلفة سد الوادي الأخضر؟")
    ranked = answerer.find(asked, frozenset({PUBLIC})).sentences[:FIRST]
    added = [
        line.score - one.score for one, line in zip(ranked, lines_of(asked, ranked), strict=True)
    ]
    shares = [shared(asked, one.candidate.article, one.candidate.position) for one in ranked]
    assert added == pytest.approx([SHARED * share for share in shares])
    assert max(shares) == 1.0


@given(st.floats(-30, 30), st.floats(-30, 30), st.floats(0, 1))
def test_confidence_rises_with_what_is_read(one: float, other: float, found: float) -> None:
    mix = Mix(read=0.7, found=0.4, shift=-0.3, threshold=0.5)
    low, high = (mix.confidence(Reading((odds,), (None,)), found) for odds in sorted((one, other)))
    assert 0 <= low <= high <= 1


def test_in_another_script_one_sentence_has_to_stand_out() -> None:
    mix = Mix(read=0.7, found=0.4, shift=-0.3, threshold=0.5)
    clear, doubtful = Reading((2.0, -2.0), (None,) * 2), Reading((1.0, 1.0), (None,) * 2)
    alone = Reading((1.0,), (None,))
    known, abroad = (
        [mix.confidence(one, 0.5, abroad=far) for one in (clear, doubtful, alone)]
        for far in (False, True)
    )
    assert abroad[0] > known[0]
    assert abroad[1] < known[1]
    assert abroad[2] == known[2]


TEXT = "وقالت البلدية: «سيفتح الجسر في 3 مايو»."


def test_layout_by_hand(pieces: Pieces) -> None:
    one, other = lay_out(pieces, "متى؟", [("", "", TEXT), ("جسر", "قبله.", TEXT)])
    assert (one.ids[0], one.ids[-1]) == (0, 2)
    # The sentence's own pieces are the same, whatever stands in front of them.
    assert one.ids[one.first :] == other.ids[other.first :]
    assert other.first > one.first
    assert [TEXT[span.start : span.end] for span in one.spans] == TEXT.split()
    assert sorted(set(one.words)) == list(range(len(TEXT.split())))


def test_diacritics_change_no_piece_and_no_place(pieces: Pieces) -> None:
    bare = lay_out(pieces, "من؟", [("", "", "قال الوزير")])[0]
    marked = lay_out(pieces, "مَن؟", [("", "", "قَالَ الوَزِيرُ")])[0]
    assert marked.ids == bare.ids
    assert marked.spans[1] == Span(6, 15)


def test_long_texts_are_cut(pieces: Pieces) -> None:
    long = "كلمة " * 300
    laid = lay_out(pieces, long, [(long, long, long)])[0]
    assert len(laid.words) == SENTENCE_TOKENS
    assert len(laid.ids) < QUESTION_TOKENS + SENTENCE_TOKENS + 60


@given(st.text(max_size=60))
def test_every_text_is_laid_out(pieces: Pieces, text: str) -> None:
    laid = lay_out(pieces, text, [(text, text, text)])[0]
    assert len(laid.ids) == laid.first + len(laid.words) + 1
    assert all(word < len(laid.spans) for word in laid.words)


def pointed(begin: int, end: int) -> tuple[Laid, np.ndarray]:  # type: ignore[type-arg]
    spans = tuple(Span(m, m + len(w)) for m, w in _words(TEXT))
    laid = Laid((0,) * (2 + len(spans)), 1, tuple(range(len(spans))), spans)
    points = np.zeros((len(laid.ids), 3), np.float32)
    points[1 + begin, 0] = points[1 + end, 1] = 20.0
    return laid, points


def _words(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [(5, 6, "3 مايو"), (2, 3, "سيفتح الجسر"), (1, 1, "البلدية")],
)
def test_marks_at_the_edges_are_not_bold(begin: int, end: int, words: str) -> None:
    laid, points = pointed(begin, end)
    span, sure = words_of(laid, points, TEXT)
    assert span is not None
    assert TEXT[span.start : span.end] == words
    assert sure > 0.99


def test_words_do_not_end_before_they_begin() -> None:
    laid, points = pointed(5, 2)
    span, sure = words_of(laid, points, TEXT)
    assert span is not None
    assert len(span) > 0
    assert sure < 0.01


def test_a_number_by_hand() -> None:
    laid, points = pointed(0, 0)
    points[:] = 0.0
    points[:, 2] = 1.5
    assert number_of(laid, points) == pytest.approx(1.5 + math.log(len(laid.words) / 60))


def test_a_damaged_card_is_named(tmp_path: Path) -> None:
    card = tmp_path / "answers.json"
    with pytest.raises(EncoderError, match=r"answers\.json"):
        Card.read(card)
    card.write_text(json.dumps({"fitted": {"scale": 1}}))
    with pytest.raises(EncoderError, match=r"answers\.json"):
        Card.read(card)


def test_none_is_built_where_the_settings_want_none(tmp_path: Path) -> None:
    none = {"data_dir": tmp_path, "cache_dir": tmp_path}
    assert build_answer_reader(load_settings(answer_reader=False, **none)) is None
    assert build_answer_reader(load_settings(embedding_model="some/model", **none)) is None


def test_what_is_shipped_reads(library: Library, cache_dir: Path) -> None:
    reader = load_answer_reader(cache_dir)
    assert reader is not None
    found = Answerer(library, reader=reader).answer("كم بلغت كلفة سد الوادي الأخضر؟")
    assert isinstance(found, Answer)
    assert "97 مليون دينار" in found.sentences[0].text
    assert 0 < reader.mix.threshold <= found.confidence <= 1
