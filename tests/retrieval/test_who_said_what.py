"""Who said what, where the articles name a speaker or have the words otherwise than asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.library import Library
from index.types import Article
from retrieval import Answer, Answerer, Asking, Check, NoAnswer, Reply, Said
from retrieval.judge.reader import Mix
from tests.retrieval.test_reader import Pointing

PORT = Article(
    text=(
        "أغلقت بلدية مرفأ الريحان سوق السمك يوم الأحد بعد خلاف طويل على الرسوم.\n"
        "وقال وزير الموانئ الزمرداني سليم الحموي: «سنفتح السوق قبل الشتاء مهما كلف الأمر».\n"
        "وأوضح أحد الشهود أن الصيادين أحرقوا الشباك أمام البوابة.\n"
        "وخسر فريق الصيادين مباراة الخميس أمام فريق هاني الفستقي بثلاثة أهداف.\n"
        "وقال هاني الفستقي لإذاعة الريحان: «الرسوم أكلت نصف ما نكسبه»."
    ),
    headline="سوق السمك يغلق أبوابه في مرفأ الريحان",
)
CERTAIN = Mix(read=1.0, found=0.0, shift=0.0, threshold=0.5)


@pytest.fixture(scope="module")
def port(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("port"), encoder)
    library.add_many([PORT])
    yield library
    library.close()


def converse(port: Library, word: str, *turns: str) -> Reply:
    answerer = Answerer(port, reader=Pointing(word, CERTAIN))
    context = None
    for turn in turns:
        reply = answerer.ask(Asking(turn, context=context))
        context = reply.context
    return reply


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What did the witness say about the nets?", "الشباك"),
        ("Que dit le témoin des filets ?", "الشباك"),
    ],
)
def test_who_is_described_in_another_language_is_looked_for(
    port: Library, question: str, word: str
) -> None:
    found = converse(port, word, question).found
    assert isinstance(found, Answer)
    assert word in found.sentences[0].text
    # Nobody is so called here: that is said.
    assert found.unsure_of


@pytest.mark.parametrize("question", ["What did Roland Marchetti say about the nets?"])
def test_who_is_named_and_does_not_speak_is_not_answered_for(port: Library, question: str) -> None:
    found = converse(port, "الشباك", question).found
    assert not isinstance(found, Answer)


@pytest.mark.parametrize(
    "question",
    [
        "What did the fishermen say about the letter of Hani Fustuqi?",
        "ماذا قال سليم الحموي عن شكوى هاني الفستقي؟",
    ],
)
def test_what_was_said_about_somebody_is_not_what_they_said(port: Library, question: str) -> None:
    found = converse(port, "أكلت", question).found
    assert not isinstance(found, Answer) or "أكلت" not in found.sentences[0].text


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("ماذا قال سليم الحموي عن ليبيا؟", True),
        ("What did Hamawi say about Libya?", True),
        ("ماذا قال سليم الحموي عن سوريا؟", False),
        ("Qu'a dit Hamawi sur la Syrie ?", False),
    ],
)
def test_what_was_said_of_a_country_names_it(
    encoder: Encoder, tmp_path: Path, question: str, answered: bool
) -> None:
    library = Library.open(tmp_path, encoder)
    library.add(
        Article(
            text=(
                "افتتح معرض السفن أمس.\n"
                "وقال وزير الموانئ سليم الحموي: «سنبني للصيادين الليبيين مرفأ لم يروا مثله».\n"
                "وأضاف الحموي: «لا مرفأ بلا صيادين».\n"
                "وزار الوزير بعدها جناح التجار من سوريا وعمان."
            )
        )
    )
    found = converse(library, "مرفأ", question).found
    library.close()
    assert (found.total > 0 if isinstance(found, Said) else isinstance(found, Answer)) is answered


def test_the_letter_before_a_role_is_no_part_of_it(port: Library) -> None:
    found = converse(port, "سنفتح", "ما آخر تصريح لوزير الموانئ الزمرداني؟").found
    assert isinstance(found, Said)
    assert [one.words for one in found.sayings] == ["سنفتح السوق قبل الشتاء مهما كلف الأمر"]


def test_what_stands_there_in_other_words_is_shown_as_that(port: Library) -> None:
    found = converse(port, "أكلت", "من قال إن ما يدفعه الصيادون يضيع ربحهم؟").found
    assert isinstance(found, Answer)
    assert found.reworded
    assert "أكلت نصف" in found.sentences[0].text


def test_what_nothing_comes_near_is_not_said_to_be_absent(port: Library) -> None:
    found = converse(port, "لا يقرأ", "من قال إن ما يدفعه الصيادون يضيع ربحهم؟").found
    assert isinstance(found, NoAnswer)
    assert found.nearest is not None


def test_words_between_marks_are_checked_as_they_stand(port: Library) -> None:
    found = converse(port, "أكلت", "من قال «الرسوم أكلت نصف ما نكسبه»؟").found
    assert isinstance(found, Check)
    assert found.holds
    other = converse(port, "أكلت", "من قال «ما ندفعه يضيع ربحنا كل صباح»؟").found
    assert isinstance(other, Check)
    assert not other.holds


def test_a_question_that_opens_with_its_own_letter_leans_on_nothing(port: Library) -> None:
    reply = converse(port, "أغلقت", "من قال إن السوق لن يفتح أبدا؟", "وين صار الخلاف؟")
    assert not reply.asked.carried
    assert reply.asked.text == "وين صار الخلاف؟"


def test_a_narrator_s_sentence_is_not_taken_for_somebody_s_words(port: Library) -> None:
    found = converse(port, "وخسر", "ماذا قال هاني الفستقي عن المباراة؟").found
    assert isinstance(found, Answer)
    assert "وخسر" in found.sentences[0].text
    assert found.unsure_of == "هاني الفستقي"
    own = converse(port, "أكلت", "ماذا قال هاني الفستقي عن الأسعار الباهظة؟").found
    assert isinstance(own, Answer)
    assert not own.unsure_of
    # His words, and near the topic in meaning alone: that is said as well.
    assert own.aside_of == "الأسعار الباهظة"


@pytest.mark.parametrize(
    ("question", "aside"),
    [
        ("ماذا قال هاني الفستقي عن الرسوم؟", False),
        ("What did Hani al-Fustuqi say about the fees?", False),
        ("ماذا قال هاني الفستقي عن التأشيرة الإلكترونية؟", True),
    ],
)
def test_words_that_have_nothing_of_the_topic_are_shown_as_that(
    port: Library, question: str, aside: bool
) -> None:
    found = converse(port, "أكلت", question).found
    shown = isinstance(found, Answer) and bool(found.aside_of)
    assert shown is aside


def test_what_does_not_show_whose_words_it_gives_has_to_answer_more_surely(port: Library) -> None:
    # Log-odds of three for one sentence of five, less 2.7: a confidence between 0.5 and 0.6.
    doubting = Mix(read=1.0, found=0.0, shift=-2.7, threshold=0.5)
    for word, question, answered in (
        ("أكلت", "ماذا قال هاني الفستقي عن الأسعار الباهظة؟", True),
        ("أغلقت", "ماذا قال هاني الفستقي عن البلدية؟", False),
    ):
        told = Answerer(port, reader=Pointing(word, doubting)).answer(question)
        assert isinstance(told, Answer) is answered


def test_a_follow_up_is_answered_by_whom_it_asks_about(port: Library) -> None:
    reply = converse(port, "الشباك", "ماذا قال هاني الفستقي عن الرسوم؟", "وعن الشباك؟")
    assert reply.asked.carried
    assert not isinstance(reply.found, Answer) or "الشباك" not in reply.found.sentences[0].text


@pytest.mark.parametrize(
    ("name", "topic", "speaker"),
    [
        ("القس الفستقي", "", "هاني الفستقي"),
        ("الفستقي للإذاعة", "الرسوم", "هاني الفستقي"),
        ("محامي الفستقي", "", None),
        ("لفستقي", "", None),
    ],
)
def test_who_is_meant_by_a_name(port: Library, name: str, topic: str, speaker: str | None) -> None:
    said = Answerer(port).sayings.said(name, topic, frozenset({"public"}))
    assert [person.name for person in said.people] == ([speaker] if speaker else [])
