"""What somebody said, who speaks, versions side by side, and the table of sayings."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.errors import SettingsError
from index.library import Library
from index.samples import sample_articles
from index.store.sql import SqlStore
from index.types import PUBLIC, Article, SpeakerKind
from retrieval.question.intent import Claim
from retrieval.sayings import Sayings
from retrieval.sayings.archive import Archive
from retrieval.sayings.export import COLUMNS, as_csv, row
from retrieval.sayings.said import SaidFinder, split_name
from retrieval.sayings.topic import Topics
from retrieval.sayings.values import Operation, Said, Verdict
from tests.sayings.conftest import SCOPE, keep


@pytest.fixture(scope="module")
def finder(archive: Archive) -> SaidFinder:
    return SaidFinder(archive)


def theirs_alone(said: Said) -> None:
    ids = {person.id for person in said.people}
    assert all(one.person is not None and one.person.id in ids for one in said.sayings)
    days = [one.citation.date or dt.date.min for one in said.sayings]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize(
    ("name", "topic", "words"),
    [
        ("ستالبورغ", "النهر", "لا يعرف جوازات السفر"),
        ("Stahlborg", "", "جئت لأسمع لا لأملي"),
        ("ماكغورك", "ليبيا", "التمدد فيها"),
        ("McGurk", "Libya", "التمدد فيها"),
        ("McGurk", "la Libye", "التمدد فيها"),
        ("القندسي", "القروض", "لن يحتاج إلى قروض"),
        ("وزير المياه", "كلفة المشروع", "85 مليون دينار"),
        ("التميلي", "أرض الأجداد", "أرض أجدادنا"),
        ("العرقاوي", "قرار المصرف", "متأخرا ستة أشهر"),
    ],
)
def test_what_somebody_said_on_a_topic(
    finder: SaidFinder, name: str, topic: str, words: str
) -> None:
    said = finder.said(name, topic, SCOPE)
    theirs_alone(said)
    assert any(words in one.sentence for one in said.sayings)
    assert said.off_topic == 0


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("القندسي", "كأس زمردان"),
        ("القندسي", "الانتخابات"),
        ("ماكغورك", "اليمن"),
        ("المزدلي", "سد العقيق"),
        ("الورداني", "الانتخابات"),
    ],
)
def test_a_person_is_not_given_a_topic_they_did_not_speak_on(
    finder: SaidFinder, name: str, topic: str
) -> None:
    said = finder.said(name, topic, SCOPE)
    assert said.people
    assert said.sayings == ()
    assert said.off_topic > 0


@pytest.mark.parametrize("name", ["لافروف", "فريد المصمودي", "Merkel", "وزير التعليم", "", "؟"])
def test_somebody_who_does_not_speak_here(finder: SaidFinder, name: str) -> None:
    said = finder.said(name, "السد", SCOPE)
    assert (said.people, said.sayings, said.total, said.off_topic) == ((), (), 0, 0)


def test_the_newest_comes_first_and_a_period_limits(finder: SaidFinder) -> None:
    said = finder.said("القندسي", "", SCOPE)
    theirs_alone(said)
    assert said.sayings[0].citation.date == dt.date(2024, 9, 30)
    march = finder.said("القندسي", "", SCOPE, until=dt.date(2024, 3, 31))
    assert march.sayings[0].citation.date == dt.date(2024, 3, 13)
    assert finder.said("القندسي", "", SCOPE, since=dt.date(2025, 1, 1)).sayings == ()
    assert len(finder.said("القندسي", "", SCOPE, limit=2).sayings) == 2


@pytest.mark.parametrize(
    ("words", "name", "topic"),
    [
        ("ستالبورغ النهر", "ستالبورغ", "النهر"),
        ("إريك ستالبورغ النهر المشترك", "إريك ستالبورغ", "النهر المشترك"),
        ("وزير المياه رائد القندسي السد", "وزير المياه رائد القندسي", "السد"),
        ("Stahlborg the river", "Stahlborg", "the river"),
        ("لافروف ليبيا", "لافروف ليبيا", ""),
        ("القندسي", "القندسي", ""),
        ("", "", ""),
    ],
)
def test_the_name_is_told_from_the_topic(
    archive: Archive, words: str, name: str, topic: str
) -> None:
    assert split_name(words, archive.people(SCOPE)) == (name, topic)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("القندسي في وادي العقيق", "رائد القندسي"),
        ("ستالبورغ خلال زيارته", "إريك ستالبورغ"),
        ("رائد القندسي لإذاعة الريحان", "رائد القندسي"),
        ("منير القندسي في وادي العقيق", None),
        ("القندسي الصغير", None),
    ],
)
def test_where_and_to_whom_somebody_spoke_is_no_part_of_the_name(
    finder: SaidFinder, name: str, person: str | None
) -> None:
    said = finder.said(name, "", SCOPE)
    assert (said.people[0].name if said.people else None) == person


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("محامي رائد القندسي", None),
        ("منتقدو رائد القندسي", None),
        ("شقيق القندسي", None),
        ("الوزير رائد القندسي", "رائد القندسي"),
        ("وزير المياه رائد القندسي", "رائد القندسي"),
        ("وزير المياه", "رائد القندسي"),
    ],
)
def test_somebody_of_a_person_s_is_somebody_else(
    finder: SaidFinder, name: str, person: str | None
) -> None:
    said = finder.said(name, "", SCOPE)
    assert (said.people[0].name if said.people else None) == person


def test_a_sentence_is_shown_once(finder: SaidFinder) -> None:
    places = [
        (s.citation.article_id, s.sentence_span) for s in finder.said("القندسي", "", SCOPE).sayings
    ]
    assert len(places) == len(set(places))


def test_a_chat_s_own_sayings_are_its_own(store: SqlStore) -> None:
    keep(store, Article(text="قال سليم الخروبي: «أغلقنا الميناء بسبب الريح»."), "chat:7")
    finder = SaidFinder(Archive(store))
    assert finder.said("الخروبي", "", {"chat:7"}).total == 1
    assert finder.said("الخروبي", "", {PUBLIC}).people == ()


@pytest.fixture(scope="module")
def sayings(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Sayings:
    """The whole of it over a real library: SQLite, FAISS, BM25, the real model."""
    folder: Path = tmp_path_factory.mktemp("library")
    library = Library.open(folder, encoder)
    library.add_many(sample_articles())
    return Sayings(library, folder / "people.toml")


def test_speakers_and_how_often_they_speak(sayings: Sayings) -> None:
    speakers = sayings.speakers(SCOPE)
    by_name = {one.person.name: one for one in speakers}
    assert by_name["رائد القندسي"].articles == 3
    assert (by_name["رائد القندسي"].first, by_name["رائد القندسي"].last) == (
        dt.date(2024, 3, 12),
        dt.date(2024, 9, 30),
    )
    assert all(one.person.kind is not SpeakerKind.UNNAMED for one in speakers)
    counts = [one.sayings for one in speakers]
    assert counts == sorted(counts, reverse=True)
    assert sayings.speaks("Stahlborg", SCOPE)
    assert not sayings.speaks("Lavrov", SCOPE)


def test_who_said_these_words(sayings: Sayings) -> None:
    found = sayings.who_said("جئت لأسمع لا لأملي", SCOPE)
    assert found.verdict is Verdict.CUT_SHORT
    assert found.original is not None
    assert found.original.person is not None
    assert found.original.person.name == "إريك ستالبورغ"
    nobody = sayings.who_said("أنا أفكر إذن أنا موجود", SCOPE)
    assert nobody.verdict is Verdict.NOT_IN_THESE_ARTICLES


def test_a_topic_in_another_language_is_found_by_meaning(sayings: Sayings) -> None:
    said = sayings.said("Stahlborg", "prisoners", SCOPE)
    theirs_alone(said)
    # The words are in an English article; the Arabic ones stand apart, as a guess.
    assert [one.sentence for one in said.sayings if "prisoner" in one.sentence.casefold()]
    assert not said.by_meaning
    assert said.total == len(said.sayings)
    assert any("الأسرى" in one.sentence for one in said.nearby)
    assert not set(said.nearby) & set(said.sayings)
    alone = sayings.said("القندسي", "the dam", SCOPE)
    assert alone.by_meaning
    assert any("السد" in one.sentence for one in alone.sayings)
    assert sayings.said("Stahlborg", "football", SCOPE).sayings == ()


@pytest.mark.parametrize(
    ("topic", "by_meaning"),
    [("Libya", False), ("Libya truce", False), ("terrorist groups in Libya", True)],
)
def test_a_name_alone_is_not_a_topic_in_another_language(
    sayings: Sayings, topic: str, by_meaning: bool
) -> None:
    theirs = sayings.said("ماكغورك", "", SCOPE).sayings
    found = Topics().on_topic(topic, theirs)
    assert [one for one in found.sayings if "ليبيا" in one.sentence]
    assert found.by_meaning is by_meaning


def test_what_has_the_words_of_a_topic_is_not_mixed_with_guesses(sayings: Sayings) -> None:
    said = sayings.said("Stahlborg", "the truce", SCOPE)
    assert said.sayings
    assert all("truce" in one.sentence.casefold() for one in said.sayings)
    assert said.nearby == ()
    assert not said.by_meaning


def test_a_restatement_is_close_in_meaning_at_most(sayings: Sayings) -> None:
    check = sayings.check(Claim("الدولة لم تقترض أي مبلغ لبناء السد", "القندسي"), SCOPE)
    assert check.verdict in (Verdict.CLOSE_IN_MEANING, Verdict.NOT_IN_THESE_ARTICLES)
    if check.original is not None:
        assert check.original.person is not None
        assert check.original.person.name == "رائد القندسي"
        assert check.differences == ()
    unheard = sayings.check(Claim("الدولة لم تقترض أي مبلغ لبناء السد", "لافروف"), SCOPE)
    assert unheard.verdict is Verdict.NOT_IN_THESE_ARTICLES


def test_one_saying_in_two_outlets_side_by_side(sayings: Sayings) -> None:
    said = next(
        one
        for one in sayings.said("القندسي", "", SCOPE).sayings
        if "ولن تعطش قرية واحدة" in one.words
    )
    versions = sayings.versions(said, SCOPE)
    assert [one.saying.citation.outlet for one in versions] == [
        "وكالة زمردان المتخيلة",
        "صحيفة السنابل المتخيلة",
    ]
    assert versions[0].same_words
    changed = [p for p in versions[1].differences if p.operation is not Operation.SAME]
    assert [(p.operation, p.claimed, p.original) for p in changed] == [
        (Operation.LEFT_OUT, "", "واحدة")
    ]


def test_a_saying_that_stands_once_has_one_version(sayings: Sayings) -> None:
    said = sayings.quotes(SCOPE, speaker="الورداني", topic="الشوط الثاني")[0]
    assert len(sayings.versions(said, SCOPE)) == 1


def test_listing_by_speaker_topic_and_article(sayings: Sayings) -> None:
    everything = sayings.quotes(SCOPE)
    assert len(everything) > 60
    one = next(said for said in everything if said.person is not None)
    assert sayings.find(one.citation.article_id, one.saying.id, SCOPE) == one
    assert sayings.find(one.citation.article_id, one.saying.id, {"chat:1"}) is None
    assert sayings.find(one.citation.article_id, "0" * 16, SCOPE) is None
    here = sayings.quotes(SCOPE, article_id=one.citation.article_id)
    assert {said.citation.article_id for said in here} == {one.citation.article_id}
    assert sayings.quotes(SCOPE, speaker="لافروف") == []
    narrowed = sayings.quotes(SCOPE, speaker="القندسي", article_id=one.citation.article_id)
    assert all(said.citation.article_id == one.citation.article_id for said in narrowed)


def test_the_table_of_sayings(sayings: Sayings) -> None:
    found = sayings.quotes(SCOPE)
    rows = [row(said) for said in found]
    assert all(tuple(values) == COLUMNS for values in rows)
    text = as_csv(rows)
    assert text.startswith("\ufeff")
    read = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [values["words"].removeprefix("'") for values in read] == [said.words for said in found]
    assert {values["kind"] for values in rows} == {"direct", "partial", "indirect"}


def test_a_cell_is_no_formula() -> None:
    text = as_csv([dict.fromkeys(COLUMNS, "=1+1")])
    assert "'=1+1" in text
    assert ",=" not in text


def test_merging_and_undoing(sayings: Sayings) -> None:
    [before] = sayings.archive.people(SCOPE).find("رائد القندسي")
    aliases = sayings.archive._aliases_path
    assert aliases is not None
    other = "رائد القندسي (الثاني)"
    entry = f'[[split]]\nname = "{before.name}"\narticles = ["{min(before.articles)}"]\n'
    aliases.write_text(f'{entry}label = "{other}"\n', encoding="utf-8")
    try:
        apart = sayings.archive.people(SCOPE).find("رائد القندسي")
        assert {person.name for person in apart} == {"رائد القندسي", other}
    finally:
        aliases.unlink()
    assert sayings.archive.people(SCOPE).find("رائد القندسي") == (before,)


def test_a_broken_file_of_aliases_is_told(store: SqlStore, tmp_path: Path) -> None:
    path = tmp_path / "people.toml"
    path.write_text("[[same]]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 1"):
        Archive(store, aliases_path=path).people(SCOPE)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("Salim", True), ("سليم", True), ("Salim Haddad", False), ("سليم الحداد", False)],
)
def test_a_given_name_is_not_everybody_who_bears_it(
    store: SqlStore, asked: str, found: bool
) -> None:
    keep(store, Article(text="وقال سليم: «لا نبيع الجسر»."))
    assert bool(SaidFinder(Archive(store)).said(asked, "", SCOPE).people) is found


MEANINGS = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "meanings.jsonl").read_text("utf-8").splitlines()
]


def test_what_is_close_in_meaning(sayings: Sayings) -> None:
    found = 0
    for case in MEANINGS:
        check = sayings.check(Claim(case["words"], case.get("speaker")), SCOPE)
        if check.verdict is Verdict.CLOSE_IN_MEANING:
            # Never another saying than the one restated, and none for a foreign one.
            assert check.original is not None
            assert "close" in case, case
            assert case["close"] in check.original.words, case
            found += 1
        else:
            assert check.verdict is Verdict.NOT_IN_THESE_ARTICLES, case
    assert found >= 6
