"""From a question to a cited answer, with the real model, store and engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index.analysis import analyse
from index.encoder import Encoder
from index.errors import VerbatimError
from index.library import Library
from index.types import PUBLIC, Article
from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Answerer
from retrieval.question.asked import Asking
from retrieval.question.read import read_question
from retrieval.search.opened import OpenArticle, missing
from retrieval.tell.citation import report
from tests.retrieval.conftest import DAM, DAM_COPY, FAIR

SENTENCE_KEYS = {
    "text", "article_id", "headline", "outlet", "date", "sentence", "start", "end", "url",
    "score", "speaker", "speaker_status",
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("كم بلغت كلفة سد الوادي الأخضر؟", "97 مليون دينار"),
        ("لماذا تأخر افتتاح السد؟", "مقبرة قديمة"),
        ("من دشن سد الوادي الأخضر؟", "سليم الحموي"),
        ("كم دار نشر شاركت في معرض الكتاب؟", "118"),
        ("من فازت بجائزة المعرض؟", "نوال الزيتوني"),
        ("How much did the Green Valley dam cost?", "97 مليون دينار"),
    ],
)
def test_the_sentence_that_answers_comes_first(
    answerer: Answerer, question: str, words: str
) -> None:
    found = answerer.find(read_question(question), frozenset({PUBLIC}))
    first = found.sentences[0].candidate
    assert words in first.span.of(first.article.article.text)


def test_names_are_heard_where_the_scripts_do_not_meet(answerer: Answerer) -> None:
    found = answerer.find(read_question("Who is Nawal Zaytuni?"), frozenset({PUBLIC}))
    assert found.passages[0].heard_share > 0
    assert found.passages[0].article_id == FAIR.id
    same = answerer.find(read_question("من هي نوال الزيتوني؟"), frozenset({PUBLIC}))
    assert not any(passage.heard_share for passage in same.passages)


def test_an_answer_is_verbatim_and_cited(answerer: Answerer, library: Library) -> None:
    answer = answerer.answer("كم بلغت كلفة سد الوادي الأخضر؟")
    assert isinstance(answer, Answer)
    for shown in (*answer.sentences, *answer.more):
        article = library.store.article(shown.citation.article_id, {PUBLIC})
        assert shown.text == shown.span.of(article.text)
    first = answer.sentences[0]
    assert first.citation.outlet == "صحيفة المثال"
    assert first.citation.date == dt.date(2021, 5, 4)
    assert first.citation.sentence == 2
    assert (first.citation.url or "").startswith("https://example.org/dam#:~:text=")


def test_the_answering_words_are_marked(answerer: Answerer) -> None:
    answer = answerer.answer("كم بلغت كلفة سد الوادي الأخضر؟")
    assert isinstance(answer, Answer)
    mark = answer.sentences[0].highlight
    assert mark is not None
    assert mark.of(DAM.text) == "97 مليون دينار"


def test_copies_are_told_once(answerer: Answerer) -> None:
    answer = answerer.answer("من دشن سد الوادي الأخضر؟")
    assert isinstance(answer, Answer)
    first = answer.sentences[0]
    assert {first.citation.article_id, *(c.article_id for c in first.also_in)} == {
        DAM.id,
        DAM_COPY.id,
    }
    texts = [s.text for s in (*answer.sentences, *answer.more)]
    assert len(texts) == len(set(texts))


def test_what_one_person_said_is_that_persons(answerer: Answerer) -> None:
    answer = answerer.answer("ماذا قال سليم الحموي عن المياه؟")
    assert isinstance(answer, Answer)
    assert [s.text for s in answer.sentences] == ["وقال الحموي «لن نبيع مياه السد لأحد»."]
    assert answer.sentences[0].saying is not None


def test_nobody_is_answered_for_with_somebody_elses_words(answerer: Answerer) -> None:
    answer = answerer.answer("ماذا قال رامز الفستقي عن المياه؟")
    assert isinstance(answer, NoAnswer)
    assert answer.reason is Reason.NOT_COVERED
    assert answer.uncovered == ("رامز الفستقي",)


MARKET = Article(
    text=(
        "أغلق سوق السمك في مرفأ نجمان أبوابه يوم الأحد بعد خلاف على الرسوم.\n"
        'وقال أحد باعة السوق لإذاعة الريحان "الرسوم أكلت نصف ما نكسبه في السوق".\n'
        'وقال رئيس البلدية هاني الفستقي "رسوم السوق عادلة ولن تنقص".'
    ),
    headline="سوق السمك يغلق أبوابه",
    date=dt.date(2022, 6, 1),
)


def test_somebody_described_is_answered_for_and_somebody_named_is_not(
    encoder: Encoder, tmp_path: Path
) -> None:
    library = Library.open(tmp_path, encoder)
    library.add_many([MARKET])
    told = Answerer(library).answer("ماذا قال بائع في السوق لإذاعة الريحان عن رسوم السوق؟")
    named = Answerer(library).answer("ماذا قال بائع السمك هاني الزعتري عن رسوم السوق؟")
    library.close()
    assert isinstance(named, NoAnswer)
    assert not isinstance(told, Answer) or "أكلت نصف" in told.sentences[0].text


def test_a_country_is_told_of_by_its_towns(encoder: Encoder, tmp_path: Path) -> None:
    library = Library.open(tmp_path, encoder)
    library.add_many([Article(text="وصل النحات سليم الحموي إلى طوكيو وعرض فيها عشرين تمثالا.")])
    asked = "كم تمثالا عرض سليم الحموي في {}؟"
    there, elsewhere = (
        Answerer(library).answer(asked.format(place)) for place in ("اليابان", "كندا")
    )
    library.close()
    assert isinstance(there, Answer)
    assert isinstance(elsewhere, NoAnswer)
    assert elsewhere.uncovered == ("كندا",)


@pytest.mark.parametrize(
    ("question", "uncovered"),
    [
        ("من فاز بجائزة المعرض عام 1999؟", ("1999",)),
        ("كم دار نشر شاركت في معرض الكتاب في اليابان؟", ("اليابان",)),
        ("How many publishers came to the book fair in Japan?", ("Japan",)),
        ("How many publishers came to the Geneva book fair?", ("Geneva",)),
        ("How many publishers came to the book fair in Aleppo?", ("Aleppo",)),
    ],
)
def test_another_year_or_place_is_not_covered(
    answerer: Answerer, question: str, uncovered: tuple[str, ...]
) -> None:
    answer = answerer.answer(question)
    assert isinstance(answer, NoAnswer)
    assert answer.reason is Reason.NOT_COVERED
    assert answer.uncovered == uncovered
    assert answer.nearest is not None


@pytest.mark.parametrize("question", ["", "  ", "؟؟", "🙂"])
def test_nothing_asked(answerer: Answerer, question: str) -> None:
    answer = answerer.answer(question)
    assert isinstance(answer, NoAnswer)
    assert answer.reason is Reason.EMPTY_QUESTION


def test_nothing_there(answerer: Answerer) -> None:
    answer = answerer.answer("من دشن السد؟", frozenset({"chat:1"}))
    assert isinstance(answer, NoAnswer)
    assert answer.reason is Reason.EMPTY_COLLECTION


def test_what_a_chat_does_not_see_is_not_found(encoder: Encoder, tmp_path: Path) -> None:
    library = Library.open(tmp_path, encoder)
    library.add(DAM, "chat:1")
    library.add(FAIR, PUBLIC)
    answerer = Answerer(library)
    query = read_question("كم بلغت كلفة سد الوادي الأخضر؟")
    seen = answerer.find(query, frozenset({PUBLIC, "chat:1"}))
    unseen = answerer.find(query, frozenset({PUBLIC}))
    assert seen.sentences[0].candidate.article.article.id == DAM.id
    assert {r.candidate.article.article.id for r in unseen.sentences} == {FAIR.id}
    library.close()


def test_yesterday_is_a_day_of_the_calendar(answerer: Answerer) -> None:
    question = "من دشن سد الوادي الأخضر أمس؟"
    on_the_day = answerer.answer(question, today=dt.date(2021, 5, 5))
    later = answerer.answer(question, today=dt.date(2021, 8, 1))
    assert isinstance(on_the_day, Answer)
    assert on_the_day.sentences[0].citation.article_id == DAM.id
    assert isinstance(later, NoAnswer)


def test_a_follow_up_leans_on_the_question_before(answerer: Answerer) -> None:
    context = answerer.ask(Asking("من دشن سد الوادي الأخضر؟")).context
    answer = answerer.answer("ولماذا تأخر؟", context=context)
    assert isinstance(answer, Answer)
    assert "مقبرة" in answer.sentences[0].text
    assert answer.understood is not None
    assert "الوادي" in answer.understood


def test_a_word_that_asks_alone_asks_about_what_was_asked_before(answerer: Answerer) -> None:
    nothing = answerer.answer("لماذا؟")
    assert isinstance(nothing, NoAnswer)
    assert nothing.reason is Reason.EMPTY_QUESTION
    context = answerer.ask(Asking("هل تأخر افتتاح السد؟")).context
    why = answerer.answer("لماذا؟", context=context)
    assert isinstance(why, Answer)
    assert "مقبرة قديمة" in why.sentences[0].text
    assert why.understood is not None


def test_a_question_with_a_subject_of_its_own_stands_alone(answerer: Answerer) -> None:
    context = answerer.ask(Asking("كم بلغت كلفة السد؟")).context
    other = answerer.answer("وكم بلغت كلفة المعرض؟", context=context)
    assert other.understood is None
    assert isinstance(other, NoAnswer)


def test_a_new_topic_does_not_inherit_the_old_one(answerer: Answerer) -> None:
    context = answerer.ask(Asking("من دشن سد الوادي الأخضر؟")).context
    answer = answerer.answer("كم دار نشر شاركت في معرض الكتاب؟", context=context)
    assert answer.understood is None


class Tampered:
    """A store whose texts have changed since they were searched."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def texts(self, article_ids: Sequence[str], scope: Collection[str]) -> dict[str, Article]:
        stored = self._store.texts(article_ids, scope).items()
        return {key: replace(one, text=one.text.replace("118", "119")) for key, one in stored}


def test_words_that_changed_are_not_sent(library: Library) -> None:
    answerer = Answerer(library)
    answerer.answer("كم دار نشر شاركت في معرض الكتاب؟")
    behind = SimpleNamespace(
        store=Tampered(library.store),
        engine=library.engine,
        encoder=library.encoder,
        sentence_vectors=library.sentence_vectors,
        incomplete=False,
    )
    answerer._library = behind
    with pytest.raises(VerbatimError, match="differs"):
        answerer.answer("كم دار نشر شاركت في معرض الكتاب؟")


def test_the_report_has_the_keys_that_programs_read(answerer: Answerer) -> None:
    shown = report(answerer.answer("كم بلغت كلفة سد الوادي الأخضر؟"))
    assert set(shown) == {
        "question", "answered", "confidence", "sentences", "nearest", "reason",
    }  # fmt: skip
    assert shown["answered"] is True
    assert all(set(sentence) == SENTENCE_KEYS for sentence in shown["sentences"])
    refused = report(answerer.answer("من فاز بجائزة المعرض عام 1999؟"), explain=True)
    assert (refused["answered"], refused["sentences"]) == (False, [])
    assert refused["reason"] == "not_covered"
    assert refused["uncovered"] == ["1999"]
    assert set(refused["nearest"]) > SENTENCE_KEYS


def test_one_article_is_enough(encoder: Encoder, tmp_path: Path) -> None:
    library = Library.open(tmp_path, encoder)
    library.add(Article(text="وصل القطار الأول إلى محطة نجمان صباح الأحد."))
    found = Answerer(library).find(read_question("متى وصل القطار؟"), frozenset({PUBLIC}))
    assert len(found.sentences) == 1
    assert 0 < found.confidence < 1
    library.close()


@pytest.mark.parametrize(
    ("question", "uncovered"),
    [
        ("من دشن سد الصنوبر؟", ("الصنوبر",)),
        ("كم كلفة جسر مدينة البلوط؟", ("البلوط",)),
    ],
)
def test_another_thing_of_the_kind_is_not_covered(
    answerer: Answerer, question: str, uncovered: tuple[str, ...]
) -> None:
    answer = answerer.answer(question)
    assert isinstance(answer, NoAnswer)
    assert answer.uncovered == uncovered


@pytest.mark.parametrize(
    ("question", "covered"),
    [("Who opened the fair in Aleppo?", True), ("Who opened the fair in Geneva?", False)],
)
def test_a_city_is_known_by_its_arabic_name(question: str, covered: bool) -> None:
    article = Article(text="افتتحت الوزيرة معرض الزهور في حلب.")
    analysis = analyse(article)
    opened = OpenArticle(article, analysis, np.zeros((len(analysis.sentences), 2), np.float32))
    assert (missing(read_question(question).requirements, opened) == ()) is covered


@pytest.mark.parametrize(
    ("question", "covered"),
    [
        ("ماذا ستبيع موسكو؟", True),
        ("ما الذي طلبته موسكو من مصر؟", True),
        ("ماذا يباع في موسكو؟", False),
        ("ماذا يباع بموسكو؟", False),
        ("ماذا ستبيع واشنطن؟", False),
        ("What will Moscow sell?", True),
        ("What is sold in Moscow?", False),
        ("Qu'est-ce que Moscou vendra ?", True),
        ("Qu'est-ce qui est vendu à Moscou ?", False),
    ],
)
def test_a_capital_stands_for_its_government(question: str, covered: bool) -> None:
    article = Article(text="أعلنت روسيا أنها ستبيع القمح لمصر بسعر أقل.")
    analysis = analyse(article)
    opened = OpenArticle(article, analysis, np.zeros((len(analysis.sentences), 2), np.float32))
    assert (missing(read_question(question).requirements, opened) == ()) is covered


@pytest.mark.parametrize(
    ("text", "question", "covered"),
    [
        (
            "صدرت الترجمة الفرنسية وشكر رئيس اللجنة الحضور.",
            "Who is the president of France?",
            False,
        ),
        ("صدرت الترجمة الفرنسية وشكر رئيس اللجنة الحضور.", "Who is the French president?", False),
        ("زار الرئيس الفرنسي لوك برانتو القرية.", "Who is the president of France?", True),
        ("زار لوك برانتو رئيس فرنسا القرية.", "Qui est le président français ?", True),
        ("قال وزير الخارجية والتعاون المصري إنه عائد.", "Who is Egypt's minister?", True),
        ("زار الرئيس القرية في مصر.", "Who is the president of Egypt?", True),
        ("وصل الرئيس الأميركي إلى القرية.", "Who is the American president?", True),
        ("شاركت 42 دولة في اجتماع الساحل.", "Combien de soldats français sont là ?", False),
        ("في القرية 42 جنديا فرنسيا.", "Combien de soldats français sont là ?", True),
        ("الملك في السعودية منذ أمس.", "Who is the Saudi king?", True),
        ("The president of the jury read a long French novel.", "من هو رئيس فرنسا؟", False),
        ("The French president came.", "من هو رئيس فرنسا؟", True),
    ],
)
def test_an_adjective_of_a_country_counts_beside_what_is_asked_for(
    text: str, question: str, covered: bool
) -> None:
    article = Article(text=text)
    analysis = analyse(article)
    opened = OpenArticle(article, analysis, np.zeros((len(analysis.sentences), 2), np.float32))
    assert (missing(read_question(question).requirements, opened) == ()) is covered
