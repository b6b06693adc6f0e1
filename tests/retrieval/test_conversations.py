"""Whole conversations over a few invented articles: who, when, another person, a courtesy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from index.encoder import Encoder
from index.library import Library
from index.types import Article
from retrieval import Answer, Answerer, Asking, Check, NoAnswer, Reply, Said
from retrieval.answer import Lack, Reason
from retrieval.question.asked import Courtesy
from retrieval.question.intent import AskSaid
from retrieval.sayings.values import Speakers

TODAY = dt.date(2024, 5, 20)
ARTICLES = (
    Article(
        text=(
            "قال وزير الخارجية سالم الكندي في مؤتمر صحافي: «لن نوقع اتفاقا مع إسرائيل هذا العام».\n"
            "وعن إيران قال الكندي: «الحوار مع إيران مستمر».\n"
            "وأعلن الكندي أن السفارة ستفتح أبوابها في أكتوبر."
        ),
        headline="الكندي يتحدث عن المنطقة",
        outlet="الواحة",
        date=dt.date(2024, 3, 12),
    ),
    Article(
        text="قتل 93 شخصا في زلزال ضرب مدينة تل الزيتون الاثنين، وفق حصيلة أولى للدفاع المدني.",
        headline="زلزال تل الزيتون",
        date=dt.date(2024, 4, 1),
    ),
    Article(
        text="ارتفعت حصيلة زلزال تل الزيتون إلى 143 قتيلا، وفق الدفاع المدني.",
        headline="حصيلة جديدة للزلزال",
        date=dt.date(2024, 4, 8),
    ),
    Article(
        text="انتقد رئيس الوزراء بنيامين نتنياهو القرار، وقال: «لن نقبل بهذا القرار أبدا».",
        headline="نتنياهو ينتقد القرار",
        date=dt.date(2024, 5, 8),
    ),
    Article(
        text=(
            "سجل لاعب الوسط مراد الزهري ثلاثة أهداف في مباراة السبت.\n"
            "وقال زميله نادر الفارسي إن الفريق لعب جيدا."
        ),
        headline="فوز كبير",
        date=dt.date(2024, 5, 9),
    ),
)


@pytest.fixture(scope="module")
def answerer(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    library = Library.open(tmp_path_factory.mktemp("conversations"), encoder)
    library.add_many(ARTICLES)
    yield Answerer(library)
    library.close()


def converse(answerer: Answerer, *turns: str) -> Reply:
    reply: Reply | None = None
    for turn in turns:
        context = reply.context if reply else None
        reply = answerer.ask(Asking(turn, context=context, today=TODAY))
    assert reply is not None
    return reply


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (["ماذا قال سالم الكندي عن إسرائيل؟", "وعن إيران؟"], "الحوار مع إيران مستمر"),
        (["شو قال سالم الكندي لإيران؟"], "الحوار مع إيران مستمر"),
        (["سالم الكندي"], "لن نوقع اتفاقا مع إسرائيل هذا العام"),
        (["What did Benjamin Netanyahu say?"], "لن نقبل بهذا القرار أبدا"),
    ],
)
def test_the_person_asked_about_is_kept(answerer: Answerer, turns: list[str], words: str) -> None:
    found = converse(answerer, *turns).found
    assert isinstance(found, Said)
    assert not found.other_times
    assert found.sayings[0].words == words


@pytest.mark.parametrize(
    ("turn", "topic"),
    [("وماذا قال نتنياهو؟", "إيران"), ("وش قال نتنياهو؟", ""), ("ماذا قال نتنياهو؟", "")],
)
def test_another_speaker_is_asked_on_the_same_topic(
    answerer: Answerer, turn: str, topic: str
) -> None:
    found = converse(answerer, "ماذا قال سالم الكندي عن إيران؟", turn).found
    assert isinstance(found, Said)
    assert found.topic == topic


@pytest.mark.parametrize(
    ("turns", "name", "topic"),
    [
        (["ماذا قال سالم الكندي عن إيران؟", "ونتنياهو؟"], "نتنياهو", "إيران"),
        (["ماذا قال سالم الكندي؟", "ونادر الفارسي؟"], "نادر الفارسي", ""),
        (["ماذا قال سالم الكندي عن إيران؟", "وإسرائيل؟"], "سالم الكندي", "إسرائيل"),
        (["ماذا قال سالم الكندي عن إيران؟", "والسفارة؟"], "سالم الكندي", "السفارة"),
        (["What did Salem al-Kindi say about Iran?", "And Netanyahu?"], "Netanyahu", "Iran"),
        (["Qu'a dit Salem al-Kindi sur l'Iran ?", "Et Nétanyahou ?"], "Nétanyahou", "l'Iran"),
        (["من سجل ثلاثة أهداف؟", "وماذا قال نادر الفارسي؟"], "نادر الفارسي", ""),
        (["من هو سالم الكندي؟", "وكم عمره؟", "وماذا قال عن إيران؟"], "سالم الكندي", "إيران"),
        (["متى تفتح السفارة أبوابها؟", "وماذا قال عن إيران؟"], "سالم الكندي", "إيران"),
        (["When will the embassy open?", "and what did he say about Iran?"], "سالم الكندي", "Iran"),
    ],
)
def test_a_follow_up_keeps_what_is_asked(
    answerer: Answerer, turns: list[str], name: str, topic: str
) -> None:
    intent = converse(answerer, *turns).asked.intent
    assert isinstance(intent, AskSaid)
    assert (intent.name, intent.topic) == (name, topic)


@pytest.mark.parametrize(
    "text", ["oui", "et pourquoi ?", "Et contre qui d'autre ?", "quoi encore ?", "donc ?"]
)
@pytest.mark.parametrize("before", [(), ("شكرا",)])
def test_french_words_that_say_nothing_are_asked_back(
    answerer: Answerer, before: tuple[str, ...], text: str
) -> None:
    found = converse(answerer, *before, text).found
    assert isinstance(found, NoAnswer)
    assert found.reason is Reason.EMPTY_QUESTION


@pytest.mark.parametrize(
    "text",
    ["ايوه", "نعم", "ليش؟", "طيب وبعدين؟", "ومين كمان؟", "yes", "who else?", "ok but why?", "so?"],
)
def test_words_that_say_nothing_are_asked_back(answerer: Answerer, text: str) -> None:
    found = converse(answerer, text).found
    assert isinstance(found, NoAnswer)
    assert found.reason is Reason.EMPTY_QUESTION


@pytest.mark.parametrize(
    "text",
    ["كم عددهم؟", "كم قتل؟", "وليش؟", "متى حصل؟", "et où ?", "Et contre qui d'autre ?", "and why?"],
)
def test_a_question_without_a_subject_leans_on_the_one_before(
    answerer: Answerer, text: str
) -> None:
    reply = converse(answerer, "كم قتيلا سقط في زلزال تل الزيتون؟", text)
    assert reply.asked.carried
    assert "زلزال" in reply.asked.text


@pytest.mark.parametrize(
    "text", ["متى الانتخابات؟", "أين باريس؟", "من نتنياهو؟", "When is Easter?", "وليد"]
)
def test_one_name_is_a_subject(answerer: Answerer, text: str) -> None:
    assert not converse(answerer, "كم قتيلا سقط في زلزال تل الزيتون؟", text).asked.carried


@pytest.mark.parametrize("between", ["ايوه", "yes", "bon, et alors ?"])
def test_what_is_asked_back_does_not_end_a_conversation(answerer: Answerer, between: str) -> None:
    turns = ("ماذا قال سالم الكندي عن إسرائيل؟", between, "وعن إيران؟")
    intent = converse(answerer, *turns).asked.intent
    assert isinstance(intent, AskSaid)
    assert intent.topic == "إيران"


@pytest.mark.parametrize(
    "turns",
    [
        ["ماذا قال سالم الكندي؟", "ومين كمان؟"],
        ["What did Netanyahu say?", "who else?"],
        ["Qu'a dit Netanyahou ?", "et qui d'autre ?"],
    ],
)
def test_who_else_spoke(answerer: Answerer, turns: list[str]) -> None:
    assert isinstance(converse(answerer, *turns).found, Speakers)


def test_who_else_spoke_of_a_topic_is_not_looked_for_by_the_first_s_name(
    answerer: Answerer,
) -> None:
    asked = converse(answerer, "ماذا قال سالم الكندي عن الزلزال؟", "ومن غيره؟").asked
    assert asked.carried
    assert "الزلزال" in asked.text
    assert "سالم" not in asked.text


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("ماذا قال سالم الكندي في مارس؟", False),
        ("ماذا قال سالم الكندي في أبريل؟", True),
        ("ماذا قال سالم الكندي يوم الخميس؟", True),
        ("ماذا قال نتنياهو قبل أسبوع؟", True),
        ("Qu'a dit Benyamin Netanyahou le 9 avril ?", True),
    ],
)
def test_an_empty_time_is_said(answerer: Answerer, question: str, other: bool) -> None:
    found = converse(answerer, question).found
    assert isinstance(found, Said)
    assert found.people
    assert found.sayings
    assert found.other_times is other


def test_who_announced_the_last_answer(answerer: Answerer) -> None:
    found = converse(answerer, "متى تفتح السفارة أبوابها؟", "ومن أعلن ذلك؟").found
    assert isinstance(found, Check)
    assert found.original is not None
    assert found.original.person is not None
    assert found.original.person.name == "سالم الكندي"


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("مرحبا", Courtesy.GREETING),
        ("صباح الخير", Courtesy.GREETING),
        ("Good morning!", Courtesy.GREETING),
        ("شكرا جزيلا", Courtesy.THANKS),
        ("Merci beaucoup", Courtesy.THANKS),
    ],
)
def test_a_courtesy_is_no_question(answerer: Answerer, text: str, courtesy: Courtesy) -> None:
    assert converse(answerer, text).found is courtesy


def test_a_courtesy_does_not_end_a_conversation(answerer: Answerer) -> None:
    turns = ("ماذا قال سالم الكندي عن إسرائيل؟", "شكرا", "وعن إيران؟")
    found = converse(answerer, *turns).found
    assert isinstance(found, Said)
    assert found.topic == "إيران"


@pytest.mark.parametrize(
    "question", ["ما آخر حصيلة لزلزال تل الزيتون؟", "كم بلغت حصيلة زلزال تل الزيتون؟"]
)
def test_the_latest_number_comes_first(answerer: Answerer, question: str) -> None:
    found = converse(answerer, question).found
    assert isinstance(found, Answer)
    assert "143" in found.sentences[0].text
    assert found.days_differ


def test_another_person_s_number_is_no_answer(answerer: Answerer) -> None:
    found = converse(answerer, "كم هدفا سجل نادر الفارسي؟").found
    assert isinstance(found, NoAnswer)
    assert found.uncovered == ("نادر الفارسي",)
    assert found.lack is Lack.NEAREST
    own = converse(answerer, "كم هدفا سجل مراد الزهري؟").found
    assert isinstance(own, Answer)
    assert "ثلاثة أهداف" in own.sentences[0].text


@pytest.mark.parametrize(
    ("question", "word", "lack"),
    [
        ("كم عدد ضحايا الزلزال في الرباط؟", "الرباط", Lack.ARTICLES),
        ("متى تفتح السفارة في إسرائيل عام 1999؟", "1999", Lack.ARTICLES),
        ("كم قتل الزلزال في إيران؟", "إيران", Lack.NEAREST),
    ],
)
def test_a_no_says_where_it_looked(
    answerer: Answerer, question: str, word: str, lack: Lack
) -> None:
    found = converse(answerer, question).found
    assert isinstance(found, NoAnswer)
    assert found.reason is Reason.NOT_COVERED
    assert (found.uncovered, found.lack) == ((word,), lack)


def test_what_nobody_said_is_not_answered(answerer: Answerer) -> None:
    found = converse(answerer, "ماذا قال سالم الكندي عن الفلسفة؟").found
    assert isinstance(found, Said)
    assert found.people
    assert not found.sayings
