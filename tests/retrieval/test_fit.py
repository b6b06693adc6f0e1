"""Which sentences may answer: of the place, the person and the word asked for, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.library import Library
from index.types import PUBLIC, Article
from retrieval.answer import Answer, NoAnswer, Reason
from retrieval.answerer import Answerer
from retrieval.question.read import read_question
from retrieval.speaking import names_abroad
from tests.retrieval.test_reader import Pointing

SCOPE = frozenset({PUBLIC})

TETOUAN = Article(
    text="شارك في سباق تطوان 512 عداء من عشرين دولة. ووزعت الجوائز مساء الأحد.",
    headline="سباق تطوان السنوي",
)
ORAN = Article(
    text="امتلأت شوارع وهران بالمتسابقين صباح الجمعة. وقطع المسافة كلها 340 رياضيا.",
    headline="يوم رياضي في وهران",
)
LATE = Article(
    text=(
        "تأخر القطار الجديد عن موعده ثلاثة أشهر.\n"
        "وقال المهندس سالم الكندي: «تأخر القطار بسبب الأمطار التي جرفت السكة».\n"
        "وقال النائب وائل الريحاني: «تأخر القطار لأن المال نفد من الوزارة».\n"
        "وأضاف الريحاني: «أوقفوا العمل ولا شيء غير ذلك»."
    ),
    headline="قطار يتأخر",
)


@pytest.fixture(scope="module")
def library(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("fit")
    opened = Library.open(folder, encoder)
    opened.add_many([TETOUAN, ORAN, LATE])
    yield opened
    opened.close()


def test_what_tells_of_another_place_is_passed_over(library: Library) -> None:
    answerer = Answerer(library)
    found = answerer.find(read_question("كم عداء شارك في سباق وهران؟"), SCOPE)
    assert {one.candidate.article.id for one in found.sentences[: found.fit]} == {ORAN.id}
    assert len(found.sentences) > found.fit
    free = answerer.find(read_question("من شارك في السباق؟"), SCOPE)
    assert free.fit == len(free.sentences)


def test_what_has_no_number_is_passed_over_where_one_is_asked_for(library: Library) -> None:
    found = Answerer(library).find(read_question("كم عداء شارك في السباق؟"), SCOPE)
    texts = [one.candidate.article.sentence(one.candidate.position).text for one in found.sentences]
    assert any("340 رياضيا" in text for text in texts[: found.fit])
    assert any("المال نفد" in text for text in texts[found.fit :])


def test_what_is_passed_over_is_not_read(library: Library) -> None:
    reader = Pointing("512")
    found = Answerer(library, reader=reader).answer("كم عداء شارك في سباق وهران؟")
    assert all("تطوان" not in line.sentence for line in reader.lines)
    assert isinstance(found, NoAnswer)
    nowhere = Answerer(library, reader=reader).answer("كم عداء شارك في سباق حلب؟")
    assert isinstance(nowhere, NoAnswer)
    assert (nowhere.reason, nowhere.uncovered) == (Reason.NOT_COVERED, ("حلب",))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("لماذا تأخر القطار بحسب سالم الكندي؟", "الأمطار"),
        ("لماذا تأخر القطار وفق وائل الريحاني؟", "المال"),
        ("بماذا برر وائل الريحاني تأخر القطار؟", "المال"),
        ("Why was the train late, according to Salem al-Kindi?", "الأمطار"),
    ],
)
def test_whose_word_is_asked_for(library: Library, question: str, words: str) -> None:
    reader = Pointing("تأخر القطار")
    found = Answerer(library, reader=reader).answer(question)
    assert isinstance(found, Answer)
    said = [line.sentence for line in reader.lines if "«" in line.sentence]
    assert any(words in sentence for sentence in said)
    other = "المال" if words == "الأمطار" else "الأمطار"
    assert not any(other in sentence for sentence in said)


def test_what_somebody_said_is_read_where_no_word_is_shared(library: Library) -> None:
    reader = Pointing("جرفت")
    found = Answerer(library, reader=reader).answer("ماذا قال سالم الكندي عن السيول؟")
    assert isinstance(found, Answer)
    assert "جرفت" in found.sentences[0].text
    assert all("الريحاني" not in line.sentence for line in reader.lines)
    missed = Answerer(library, reader=Pointing("لا يوجد")).answer("ماذا قال سالم الكندي عن السيول؟")
    assert isinstance(missed, NoAnswer)


def test_names_in_latin_letters_are_those_of_the_articles(library: Library) -> None:
    people = Answerer(library).sayings.archive.people(SCOPE)
    told = names_abroad("Pourquoi Salem Al Kindi est-il en retard ?", lambda: people)
    assert "سالم الكندي" in told
    assert names_abroad("ماذا قال Salem al-Kindi عن القطار الجديد؟", lambda: people) == ()
